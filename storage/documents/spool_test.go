package documents

import (
	"context"
	"errors"
	"os"
	"strings"
	"syscall"
	"testing"

	"providerportal/internal/fault"
)

// A disk that fills up while an upload comes in is told apart from a bad line.
func TestSpoolOnAFullDisk(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_RDWR, 0)
	if err != nil {
		t.Skip("this system has no /dev/full")
	}
	s := &spool{file: full}
	defer s.close()
	err = s.fill(&attentive{ctx: context.Background(), r: strings.NewReader("%PDF-1.7")}, 100)
	if refusal := fault.Of(err); refusal == nil || refusal.Key != "document.no-room" || !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("fill: %v", err)
	}
}

// An upload that waits has no name by which anybody, or a crash, could leave it.
func TestSpoolLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	s, err := newSpool(context.Background(), dir, strings.NewReader("text"), 100)
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 0 {
		t.Errorf("while it waits: %v, %v", entries, err)
	}
}
