package documents

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"

	"providerportal/internal/account"
	"providerportal/internal/fault"
)

const (
	// receiveTimeout ends an upload that crawls; it must stay well below
	// abandonedAfter, or Sweep takes an upload that still runs.
	receiveTimeout = 30 * time.Minute
	settleTimeout  = 10 * time.Second
)

// Receive keeps an upload of a signed-in actor. It returns when the bytes are in
// the store and clean; otherwise nothing of them is left there.
//
// r must end with io.EOF only when everything arrived: a lost connection must
// show as another error. name is what the visitor's file is called; refuse a
// name with a BSN before calling (BSN-2).
//
// Refusals at field "file": document.none, document.empty, document.too-large
// (Limit), document.wrong-type (Allowed), document.truncated, document.infected.
// fault.Unavailable: document.store-down, document.scanner-down, with the cause
// wrapped for the log.
func (v *Vault) Receive(ctx context.Context, actor account.Actor, name string, r io.Reader) (*Document, error) {
	if !actor.SignedIn() {
		return nil, fault.Forbidden()
	}
	if name = cleanName(name); name == "" {
		return nil, refuse("document.none")
	}
	ctx, cancel := context.WithTimeout(ctx, receiveTimeout)
	defer cancel()
	doc := &Document{ID: uuid.New(), UploadedBy: actor.UserID, Name: name, State: StateUploading, CreatedAt: v.now()}
	if actor.ProviderID != uuid.Nil {
		doc.ProviderID = &actor.ProviderID
	}
	if err := v.begin(ctx, doc); err != nil {
		return nil, err
	}
	kind, source, err := identify(name, r)
	if err != nil {
		return nil, v.settle(ctx, doc, err)
	}
	if err := v.transfer(ctx, doc, kind, source); err != nil {
		return nil, v.settle(ctx, doc, errors.Join(err, v.discard(ctx, doc)))
	}
	if err := v.complete(ctx, doc); err != nil {
		return nil, err
	}
	return doc, nil
}

// identify looks at the first bytes and gives back a reader of all of them.
func identify(name string, r io.Reader) (fileType, io.Reader, error) {
	head, err := io.ReadAll(io.LimitReader(r, headBytes))
	if err != nil {
		return fileType{}, nil, fmt.Errorf("%w (%w)", refuse("document.truncated"), err)
	}
	if len(head) == 0 {
		return fileType{}, nil, refuse("document.empty")
	}
	kind, allowed := typeOf(name, head)
	if !allowed {
		return fileType{}, nil, refuse("document.wrong-type", "Allowed", allowedLabels())
	}
	return kind, io.MultiReader(bytes.NewReader(head), r), nil
}

// transfer brings the bytes to the store and fills in what they turned out to be.
func (v *Vault) transfer(ctx context.Context, doc *Document, kind fileType, source io.Reader) error {
	if v.Scanner == nil {
		return fmt.Errorf("%w (%w)", fault.Unavailable("document.scanner-down"), errNoScanner)
	}
	in := newIntake(ctx, source, kind, v.limit(), v.Scanner)
	err := v.Store.Put(ctx, doc.key(), in, kind.mime)
	in.close()
	switch {
	case fault.Is(in.err, fault.KindInvalid):
		return in.err
	case ctx.Err() != nil:
		return fmt.Errorf("%w (%w)", refuse("document.truncated"), ctx.Err())
	case in.err != nil && !in.passed:
		return in.err
	case err != nil:
		return storeDown(err)
	case !in.passed:
		return storeDown(io.ErrShortWrite)
	}
	doc.ContentType, doc.SizeBytes, doc.SHA256 = kind.mime, in.size, in.sum()
	return nil
}

// discard is for an object that must not stay.
func (v *Vault) discard(ctx context.Context, doc *Document) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTimeout)
	defer cancel()
	if err := v.Store.Delete(ctx, doc.key()); err != nil {
		return fmt.Errorf("%w: %w", errNotDiscarded, err)
	}
	return nil
}

// errNotDiscarded keeps the row as it is: Sweep tries the object again.
var errNotDiscarded = errors.New("object left for the sweep")
