package documents

import (
	"context"
	"errors"
	"io"
)

// ErrInfected says that the scanner knows what it read as harmful.
var ErrInfected = errors.New("infected")

// Scanner looks for harmful content (BIO2 8.07).
type Scanner interface {
	// Scan reads r to its end. It gives ErrInfected when the content is harmful
	// and another error when that could not be found out.
	Scan(ctx context.Context, r io.Reader) error
	// Ready reports whether the scanner answers.
	Ready(ctx context.Context) error
}

// NoScanner calls everything clean, for the demo and for those who said aloud
// that they do not want scanning.
type NoScanner struct{}

var _ Scanner = NoScanner{}

// Scan reads r to its end.
func (NoScanner) Scan(_ context.Context, r io.Reader) error {
	_, err := io.Copy(io.Discard, r)
	return err
}

// Ready is always true.
func (NoScanner) Ready(context.Context) error { return nil }
