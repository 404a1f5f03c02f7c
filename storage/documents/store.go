// Package documents keeps what people upload: the bytes in an object store, what
// they are in the table documents, which only this package writes.
//
// Vault is what the rest of the portal uses. Store (S3 or a local directory) and
// Scanner are its two neighbours at the border of the process.
package documents

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"time"
)

// ErrNotFound is what Store.Get gives for a key that holds nothing. Every other
// error of a Store means that the store cannot do its work now.
var ErrNotFound = errors.New("no such object")

// Store keeps objects under keys. Keys are made by the portal: lower-case
// letters, digits and '-', in parts separated by '/', at most 200 bytes.
type Store interface {
	// Put reads the object's body to its end and keeps it under key, replacing
	// what was there. Memory use does not depend on the size. When the body or the
	// store fails nothing new is readable under key, and the error of the body is
	// part of the answer.
	Put(ctx context.Context, key string, object Object) error
	// Get opens the object; ErrNotFound when there is none. The caller closes.
	Get(ctx context.Context, key string) (io.ReadCloser, error)
	// Delete removes the object, every older version of it, and what an
	// interrupted Put left. Deleting what is not there is no error.
	Delete(ctx context.Context, key string) error
	// Lock makes the store refuse every change of the object until a moment, also
	// to its owner; errCannotLock when this store has no such thing.
	Lock(ctx context.Context, key string, until time.Time) error
	// Locks reports whether the store can lock objects.
	Locks(ctx context.Context) (bool, error)
	// Ready reports whether objects can be kept now.
	Ready(ctx context.Context) error
}

// Object is what a Store keeps. A body that is an *os.File or another io.Seeker
// can be sent again when the connection breaks.
type Object struct {
	Body        io.Reader
	Size        int64 // of the whole body, in bytes
	ContentType string
}

var errCannotLock = errors.New("the store cannot lock objects")

var keyPattern = regexp.MustCompile(`^[a-z0-9-]+(/[a-z0-9-]+)*$`)

func checkKey(key string) error {
	if len(key) > 200 || !keyPattern.MatchString(key) {
		return fmt.Errorf("object key %q is not one of ours", key)
	}
	return nil
}

// attentive stops reading when the context ends and repeats its first error for
// ever: a store that reads on after an error must not take the rest for whole.
type attentive struct {
	ctx context.Context
	r   io.Reader
	err error
}

func (a *attentive) Read(p []byte) (n int, err error) {
	if a.err == nil {
		a.err = a.ctx.Err()
	}
	if a.err != nil {
		return 0, a.err
	}
	n, a.err = a.r.Read(p)
	return n, a.err
}
