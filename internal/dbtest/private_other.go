//go:build !linux

package dbtest

import (
	"context"
	"errors"
)

// startPrivate refuses: a private server runs on Linux only.
func startPrivate(context.Context) (func(name string) string, error) {
	return nil, errors.New("set DATABASE_URL to a PostgreSQL server whose account may create databases")
}
