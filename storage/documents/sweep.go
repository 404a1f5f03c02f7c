package documents

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/storage/database"
)

const (
	// abandonedAfter is when an upload without an end must be of a crash.
	abandonedAfter = time.Hour
	// refusalsKept is how long a refused upload stays on record, without its
	// bytes, to answer questions about it.
	refusalsKept = 30 * 24 * time.Hour
	// sweepFailures is how many errors of one run are told.
	sweepFailures = 3
)

// Sweep destroys the bytes of removed documents, what a crash left of uploads
// older than an hour, and the record of refused uploads older than 30 days. It
// returns how many documents it cleared. It may run on several instances at
// once and running it again changes nothing. An object that cannot be deleted
// is left for the next run and keeps no other back, unless the store is down; the
// first errors are returned. It also locks kept documents that the store could
// not lock before.
func (v *Vault) Sweep(ctx context.Context) (removed int, err error) {
	var failures []error
	after := uuid.Nil
	for ctx.Err() == nil {
		id, err := v.sweepOne(ctx, after)
		switch {
		case err == nil && id != uuid.Nil:
			removed++
		case err != nil && len(failures) < sweepFailures:
			failures = append(failures, err)
		}
		if id == uuid.Nil || (err != nil && v.Store.Ready(ctx) != nil) {
			break
		}
		after = id
	}
	return removed, errors.Join(append(failures, v.lockKept(ctx), ctx.Err())...)
}

// sweepOne clears the first document after an id and returns its id, or uuid.Nil
// when none is left. The row stays locked while its object is deleted.
func (v *Vault) sweepOne(ctx context.Context, after uuid.UUID) (id uuid.UUID, err error) {
	now := v.now()
	err = database.Write(ctx, v.DB, func(tx *gorm.DB) error {
		doc, err := lockSweepable(tx, after, now)
		if err != nil || doc == nil {
			return err
		}
		id = doc.ID
		if err := v.Store.Delete(tx.Statement.Context, doc.key()); err != nil {
			return fmt.Errorf("sweep document %s: %w", id, err)
		}
		return erase(tx, doc, now)
	})
	return id, err
}
