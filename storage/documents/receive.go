package documents

import (
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
// (Limit), document.truncated, document.infected, and those of inspect.
// fault.Unavailable: document.store-down, document.scanner-down,
// document.no-room, with the cause wrapped for the log. A database that does not
// answer counts as a store that is down.
func (v *Vault) Receive(ctx context.Context, actor account.Actor, name string, r io.Reader) (*Document, error) {
	if !actor.SignedIn() {
		return nil, fault.Forbidden()
	}
	if name = cleanName(name); name == "" {
		return nil, refuse("document.none")
	}
	ctx, cancel := context.WithTimeout(ctx, receiveTimeout)
	defer cancel()
	doc := v.draft(actor, uuid.New(), name)
	if err := v.begin(ctx, doc); err != nil {
		return nil, storeDown(err)
	}
	if err := v.take(ctx, doc, r); err != nil {
		return nil, v.settle(ctx, doc, err)
	}
	if err := v.complete(ctx, doc); err != nil {
		return nil, storeDown(err)
	}
	return doc, nil
}

func (v *Vault) draft(actor account.Actor, id uuid.UUID, name string) *Document {
	doc := &Document{ID: id, UploadedBy: actor.UserID, Name: cleanName(name), State: StateUploading, CreatedAt: v.now()}
	if actor.ProviderID != uuid.Nil {
		doc.ProviderID = &actor.ProviderID
	}
	return doc
}

// take brings good bytes to the store and fills in what they turned out to be.
func (v *Vault) take(ctx context.Context, doc *Document, r io.Reader) error {
	spooled, err := newSpool(ctx, v.SpoolDir, r, v.limit())
	if err != nil {
		return err
	}
	defer spooled.close()
	kind, err := v.judge(ctx, doc.Name, spooled)
	if err != nil {
		return err
	}
	doc.ContentType, doc.SizeBytes, doc.SHA256 = kind.mime, spooled.size, spooled.sum
	doc.SaveOnly = isMoreThanItSays(kind, spooled.file, spooled.size)
	if err := v.store(ctx, doc, spooled); err != nil {
		return errors.Join(err, v.discard(ctx, doc))
	}
	return nil
}

// judge says what the file is, or refuses it. A virus is named first: it is what
// the visitor must know, whatever else is wrong with the file.
func (v *Vault) judge(ctx context.Context, name string, s *spool) (fileType, error) {
	var kind fileType
	refused := inTurn(ctx, func() (err error) {
		kind, err = inspect(name, s.file, s.size)
		return err
	})
	scanned := v.patiently(ctx, func() error {
		return inTurn(ctx, func() error { return v.scan(ctx, s) })
	})
	switch {
	case fault.Is(scanned, fault.KindInvalid):
		return kind, scanned
	case refused != nil:
		return kind, refused
	}
	return kind, scanned
}

// scan asks the scanner about the whole file (BIO2 8.07: before it is stored). A
// scanner that did not read to the end has seen nothing.
func (v *Vault) scan(ctx context.Context, s *spool) error {
	down := fault.Unavailable("document.scanner-down")
	if v.Scanner == nil {
		return fmt.Errorf("%w (%w)", down, errNoScanner)
	}
	whole := s.reader()
	err := v.Scanner.Scan(ctx, &attentive{ctx: ctx, r: whole})
	if errors.Is(err, ErrInfected) {
		return fmt.Errorf("%w (%w)", refuse("document.infected"), err)
	}
	if at, _ := whole.Seek(0, io.SeekCurrent); err == nil && at != s.size {
		err = errScanEnded
	}
	if err != nil {
		return fmt.Errorf("%w (%w)", orGone(ctx, down), err)
	}
	return nil
}

var errScanEnded = errors.New("the scanner stopped before the end")

// store puts the file under the document's key.
func (v *Vault) store(ctx context.Context, doc *Document, s *spool) error {
	return v.patiently(ctx, func() error {
		err := inTurn(ctx, func() error {
			return v.Store.Put(ctx, doc.key(), Object{Body: s.reader(), Size: s.size, ContentType: doc.ContentType})
		})
		if err != nil {
			return fmt.Errorf("%w (%w)", orGone(ctx, fault.Unavailable("document.store-down")), err)
		}
		return nil
	})
}

// orGone is the refusal for a visitor who left, or whose upload took too long.
func orGone(ctx context.Context, otherwise error) error {
	if ctx.Err() != nil {
		return refuse("document.truncated")
	}
	return otherwise
}

// turns bounds how many uploads of this process are looked into, scanned or sent
// at once. The others wait on the disk, where they take no memory.
var turns = make(chan struct{}, 4)

func inTurn(ctx context.Context, act func() error) error {
	select {
	case turns <- struct{}{}:
		defer func() { <-turns }()
		return act()
	case <-ctx.Done():
		return fmt.Errorf("%w (%w)", refuse("document.truncated"), ctx.Err())
	}
}

// patiently repeats what a neighbour that is down cannot do now, as long as
// Vault.Patience: the visitor waits a moment instead of starting again.
func (v *Vault) patiently(ctx context.Context, try func() error) error {
	end := time.Now().Add(v.Patience)
	for pause := firstPause; ; pause *= 2 {
		err := try()
		if !fault.Is(err, fault.KindUnavailable) || time.Now().Add(pause).After(end) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(pause):
		}
	}
}

const firstPause = 250 * time.Millisecond

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
