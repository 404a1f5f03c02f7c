package documents_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"providerportal/internal/clamdtest"
	"providerportal/internal/proctest"
	"providerportal/storage/documents"
)

func TestClamd(t *testing.T) {
	daemon, ctx := clamdtest.Start(t), context.Background()
	for _, addr := range []string{daemon.Addr, daemon.TCPAddr} {
		scanner := documents.Clamd{Addr: addr}
		if err := scanner.Ready(ctx); err != nil {
			t.Errorf("%s ready: %v", addr, err)
		}
		for name, content := range map[string]string{"text": "hello", "empty": "", "large": strings.Repeat("x", 5<<20)} {
			if err := scanner.Scan(ctx, strings.NewReader(content)); err != nil {
				t.Errorf("%s %s: %v", addr, name, err)
			}
		}
		if err := scanner.Scan(ctx, bytes.NewReader(clamdtest.EICAR())); !errors.Is(err, documents.ErrInfected) {
			t.Errorf("%s EICAR: %v", addr, err)
		}
	}
	t.Run("over its stream limit", func(t *testing.T) {
		err := documents.Clamd{Addr: daemon.Addr}.Scan(ctx, noise(clamdtest.StreamMaxBytes+1<<20))
		if err == nil || errors.Is(err, documents.ErrInfected) {
			t.Fatalf("scan: %v", err)
		}
	})
	t.Run("reader fails", func(t *testing.T) {
		err := documents.Clamd{Addr: daemon.Addr}.Scan(ctx, iotest.ErrReader(io.ErrUnexpectedEOF))
		if !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Fatalf("scan: %v", err)
		}
	})
}

func TestClamdThatDoesNotAnswer(t *testing.T) {
	gone := documents.Clamd{Addr: proctest.FreeAddress(t)}
	if err := gone.Scan(context.Background(), strings.NewReader("x")); err == nil || gone.Ready(context.Background()) == nil {
		t.Fatalf("scan: %v", err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	silent := documents.Clamd{Addr: listener.Addr().String()}
	if err := silent.Scan(ctx, strings.NewReader("x")); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("a silent clamd: %v", err)
	}
}
