package portal

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"log/slog"
	"strings"
	"testing"
)

// A panic while an export is made breaks off that download and nothing else.
func TestExportSurvivesAPanic(t *testing.T) {
	var logged bytes.Buffer
	reader, writer := io.Pipe()
	e := exported{more: func(context.Context, *zip.Writer) error { panic("kapot") }}
	go e.pour(t.Context(), writer, slog.New(slog.NewTextHandler(&logged, nil)))
	if _, err := io.ReadAll(reader); err == nil || !strings.Contains(err.Error(), "kapot") {
		t.Errorf("the download ends with %v", err)
	}
	if !strings.Contains(logged.String(), "export broke off") {
		t.Error("nothing in the log")
	}
}
