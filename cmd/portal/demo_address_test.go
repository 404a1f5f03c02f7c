package main

import (
	"net"
	"testing"
)

// TestDemoURL pins that the demo goes by a name when localhost leads to it, so
// that browsers offer passkeys.
func TestDemoURL(t *testing.T) {
	for listening, want := range map[string]string{
		"127.0.0.1:8080": "http://localhost:8080", "[::1]:8080": "http://localhost:8080", "127.0.0.2:8080": "http://127.0.0.2:8080",
	} {
		address, err := net.ResolveTCPAddr("tcp", listening)
		if err != nil {
			t.Fatal(err)
		}
		if got := demoURL(address); got != want {
			t.Errorf("%s: %s, want %s", listening, got, want)
		}
	}
}
