package main

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"strings"
)

// demoSecret gives the demo's secret from its file, made at the first start, so
// that code apps and forms still work after a demo that is kept starts again.
func demoSecret(path string) ([]byte, error) {
	kept, err := os.ReadFile(path)
	if err == nil {
		return []byte(strings.TrimSpace(string(kept))), nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	secret := []byte(rand.Text() + rand.Text())
	return secret, os.WriteFile(path, secret, 0o600)
}
