package portal

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/google/uuid"
)

// listen serves the site on a real socket, because the test transport of the
// framework has no connections that are used twice.
func (s *site) listen(t testing.TB, grace time.Duration) (address string, stop func() error) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, listener, grace) }()
	stop = func() error { cancel(); return <-done }
	t.Cleanup(func() { cancel() })
	return listener.Addr().String(), stop
}

// A body that a handler did not read is never taken for the next request: behind
// a proxy that reuses connections it would be somebody else's.
func TestUnreadBodyIsNotTheNextRequest(t *testing.T) {
	site := newSite(t)
	address, _ := site.listen(t, time.Second)
	hidden := "GET /health/live HTTP/1.1\r\nHost: portal.example\r\n\r\n"
	padding := strings.Repeat("x", 8192)
	for _, request := range []string{
		"POST /mijn/profiel HTTP/1.1", "POST /mijn/aanmelding/eisen/KVK HTTP/1.1", "POST /bestaat-niet HTTP/1.1",
		"GET /cookies HTTP/1.1", "HEAD /cookies HTTP/1.1", "POST /inloggen HTTP/1.1",
	} {
		connection, err := net.Dial("tcp", address)
		must(t, err)
		must(t, connection.SetDeadline(time.Now().Add(5*time.Second)))
		_, err = fmt.Fprintf(connection, "%s\r\nHost: portal.example\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%s%s",
			request, len(padding)+len(hidden), padding, hidden)
		must(t, err)
		answers, _ := io.ReadAll(connection)
		if count := strings.Count(string(answers), "HTTP/1.1 "); count != 1 {
			t.Errorf("%s: %d answers on the connection", request, count)
		}
		_ = connection.Close()
	}
}

// A connection serves one form after another when each was read.
func TestFormsKeepTheirConnection(t *testing.T) {
	site := newSite(t)
	address, _ := site.listen(t, time.Second)
	connection, err := net.Dial("tcp", address)
	must(t, err)
	defer func() { _ = connection.Close() }()
	must(t, connection.SetDeadline(time.Now().Add(5*time.Second)))
	reader := bufio.NewReader(connection)
	for range 2 {
		body := url.Values{"email": {"a@b.example"}}.Encode()
		_, err = fmt.Fprintf(connection, "POST /inloggen HTTP/1.1\r\nHost: portal.example\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
		must(t, err)
		answer, err := http.ReadResponse(reader, nil)
		must(t, err)
		_, _ = io.Copy(io.Discard, answer.Body)
		if answer.StatusCode != http.StatusBadRequest {
			t.Errorf("status %d", answer.StatusCode)
		}
	}
}

// A connection that sends nothing, or half a header, does not make a stop fail.
func TestStopWithOpenConnections(t *testing.T) {
	site := newSite(t)
	address, stop := site.listen(t, 500*time.Millisecond)
	for _, sent := range []string{"", "GET / HTTP/1.1\r\nHo"} {
		connection, err := net.Dial("tcp", address)
		must(t, err)
		defer func() { _ = connection.Close() }()
		_, err = io.WriteString(connection, sent)
		must(t, err)
	}
	if answer, err := http.Get("http://" + address + "/health/live"); err != nil || answer.StatusCode != http.StatusOK {
		t.Fatal(answer, err)
	}
	started := time.Now()
	if err := stop(); err != nil {
		t.Errorf("stop: %v", err)
	}
	if took := time.Since(started); took > 5*time.Second {
		t.Errorf("stop took %v", took)
	}
}

// A panic in a handler costs one answer, not the process.
func TestPanicIsContained(t *testing.T) {
	site := newSite(t)
	site.app.Get("/paniek", func(fiber.Ctx) error { panic(uuid.NewString()) })
	p := site.visitor().get(t, "/paniek")
	if p.status != http.StatusInternalServerError || p.text("h1") == "" {
		t.Errorf("status %d, h1 %q", p.status, p.text("h1"))
	}
	if p.header.Get("Content-Security-Policy") == "" {
		t.Error("no security headers")
	}
}
