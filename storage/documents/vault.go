package documents

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/fault"
)

// DefaultMaxBytes is the largest upload when Vault.MaxBytes is not set.
const DefaultMaxBytes = 25 << 20

// Vault receives documents, gives them back and clears them away.
//
// It does not know who may see a document: that depends on what the document
// belongs to. Whoever calls Open or Remove checks access first and records the
// reading (AVG-6).
type Vault struct {
	DB       *gorm.DB
	Store    Store
	Scanner  Scanner          // nil refuses every upload
	Now      func() time.Time // nil is time.Now
	MaxBytes int64            // 0 is DefaultMaxBytes
	SpoolDir string           // where uploads wait on their way; empty is the system's directory
	Patience time.Duration    // how long to wait for a neighbour that is down; 0 is not at all
}

// Ready reports whether uploads can be received: store and scanner answer.
func (v *Vault) Ready(ctx context.Context) error {
	if v.Scanner == nil {
		return errors.Join(v.Store.Ready(ctx), errNoScanner)
	}
	return errors.Join(v.Store.Ready(ctx), v.Scanner.Ready(ctx))
}

var errNoScanner = errors.New("no scanner is set up")

// Find gives a stored document; fault.Missing when there is none, also while it
// is uploading, refused or removed.
func (v *Vault) Find(ctx context.Context, id uuid.UUID) (*Document, error) {
	return findStored(v.DB.WithContext(ctx), id)
}

// Open gives the bytes of a stored document; the caller closes. Reading ends
// with ErrDamaged instead of io.EOF when the bytes are not those received.
// fault.Unavailable "document.store-down" when the store does not answer.
func (v *Vault) Open(ctx context.Context, doc *Document) (io.ReadCloser, error) {
	if doc.State != StateStored {
		return nil, fault.Missing()
	}
	body, err := v.Store.Get(ctx, doc.key())
	if errors.Is(err, ErrNotFound) {
		return nil, fmt.Errorf("document %s: %w", doc.ID, err)
	}
	if err != nil {
		return nil, storeDown(err)
	}
	return &verified{ReadCloser: body, hash: sha256.New(), want: doc.SHA256}, nil
}

// Remove marks a stored document as removed within the caller's transaction; it
// can no longer be found. Sweep destroys the bytes after the commit.
// fault.Missing when it is not stored.
func (v *Vault) Remove(ctx context.Context, tx *gorm.DB, id uuid.UUID) error {
	return markRemoved(tx.WithContext(ctx), id, v.now())
}

func (v *Vault) now() time.Time {
	if v.Now == nil {
		return time.Now().UTC()
	}
	return v.Now().UTC()
}

func (v *Vault) limit() int64 {
	if v.MaxBytes == 0 {
		return DefaultMaxBytes
	}
	return v.MaxBytes
}

func storeDown(cause error) error {
	return fmt.Errorf("%w (%w)", fault.Unavailable("document.store-down"), cause)
}

// ErrDamaged says that an object does not hold what was received.
var ErrDamaged = errors.New("document is damaged in the store")

// verified compares the hash at the end of the object.
type verified struct {
	io.ReadCloser
	hash hash.Hash
	want string
}

func (v *verified) Read(p []byte) (int, error) {
	n, err := v.ReadCloser.Read(p)
	v.hash.Write(p[:n])
	if err == io.EOF && hex.EncodeToString(v.hash.Sum(nil)) != v.want {
		err = ErrDamaged
	}
	return n, err
}
