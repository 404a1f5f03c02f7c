package documents

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/storage/database"
)

// Kept says what Keep puts away.
type Kept struct {
	ID          uuid.UUID // of the document; with the same one Keep may be repeated
	ProviderID  uuid.UUID // whose it is; uuid.Nil is nobody's
	Name        string
	ContentType string
	Until       time.Time // before it nothing can remove the document
}

// Keep puts a stream that the portal made itself, or has already received, where
// nobody can change it: the copies of an agreement (E10). Where the object store
// supports it the object is locked until then (compliance mode); when the store
// does not answer for the lock, Sweep sets it later.
//
// Call it before the transaction that refers to the document, with an id that
// follows from what is kept (uuid.NewSHA1): a repetition with the same bytes gives
// the same document, with other bytes an error. The table that refers to it needs
// a foreign key to documents (id).
//
// fault.Unavailable: document.store-down, document.no-room.
func (v *Vault) Keep(ctx context.Context, actor account.Actor, what Kept, r io.Reader) (*Document, error) {
	if !actor.SignedIn() {
		return nil, fault.Forbidden()
	}
	if what.ID == uuid.Nil || cleanName(what.Name) == "" || what.ContentType == "" || !what.Until.After(v.now()) {
		return nil, fmt.Errorf("keep document: %+v is not complete", what)
	}
	spooled, err := newSpool(ctx, v.SpoolDir, r, v.limit())
	if err != nil {
		return nil, err
	}
	defer spooled.close()
	doc := v.draft(actor, what.ID, what.Name)
	if what.ProviderID == uuid.Nil {
		doc.ProviderID = nil
	} else {
		doc.ProviderID = &what.ProviderID
	}
	doc.ContentType, doc.SizeBytes, doc.SHA256 = what.ContentType, spooled.size, spooled.sum
	until := what.Until.UTC()
	doc.KeptUntil = &until
	if err := v.beginKept(ctx, doc); err != nil {
		return nil, err
	}
	known, err := v.putKept(ctx, doc, spooled)
	if known != nil || err != nil {
		return known, err // after an error the row stays, for the repetition or for Sweep
	}
	_ = v.lock(ctx, doc) // Sweep tries again and reports
	return doc, nil
}

// beginKept writes the row, unless an earlier Keep did.
func (v *Vault) beginKept(ctx context.Context, doc *Document) error {
	return database.Write(ctx, v.DB, func(tx *gorm.DB) error {
		row := *doc
		row.ContentType, row.SizeBytes, row.SHA256, row.KeptUntil = "", 0, "", nil
		return tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&row).Error
	})
}

// putKept brings the bytes to the store and makes the document findable, or gives
// the document that another Keep put away under this id. It holds the row
// meanwhile: of two at once the second never touches what the first put away.
func (v *Vault) putKept(ctx context.Context, doc *Document, s *spool) (known *Document, err error) {
	err = database.Write(ctx, v.DB, func(tx *gorm.DB) error {
		var row Document
		err := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Take(&row, "id = ?", doc.ID).Error
		if err != nil {
			return err
		}
		if row.State == StateStored && row.SHA256 == doc.SHA256 {
			known = &row
			return nil
		}
		if row.State != StateUploading {
			return fmt.Errorf("keep document %s: other bytes were put away before", doc.ID)
		}
		if err := v.store(tx.Statement.Context, doc, s); err != nil {
			return err
		}
		now := v.now()
		doc.State, doc.StoredAt = StateStored, &now
		return tx.Model(doc).Select("ContentType", "SizeBytes", "SHA256", "State", "StoredAt", "KeptUntil").Updates(doc).Error
	})
	return known, err
}

// lock asks the store to keep the object too, and writes down that it does.
func (v *Vault) lock(ctx context.Context, doc *Document) error {
	err := v.Store.Lock(ctx, doc.key(), *doc.KeptUntil)
	if errors.Is(err, errCannotLock) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("lock document %s: %w", doc.ID, err)
	}
	now := v.now()
	doc.LockedAt = &now
	return database.Write(context.WithoutCancel(ctx), v.DB, func(tx *gorm.DB) error {
		return tx.Model(doc).Select("LockedAt").Updates(doc).Error
	})
}

// lockKept locks what Keep could not: the store was down, or has learned it since.
func (v *Vault) lockKept(ctx context.Context) error {
	var failed []error
	after := uuid.Nil
	for ctx.Err() == nil {
		var waiting []Document
		err := v.DB.WithContext(ctx).
			Where("id > ? AND state = ? AND kept_until > ? AND locked_at IS NULL", after, StateStored, v.now()).
			Order("id").Limit(lockedAtOnce).Find(&waiting).Error
		if err != nil || len(waiting) == 0 {
			return errors.Join(append(failed, err)...)
		}
		if can, err := v.Store.Locks(ctx); err != nil || !can {
			return errors.Join(append(failed, err)...)
		}
		for i := range waiting {
			if err := v.lock(ctx, &waiting[i]); err != nil && len(failed) < sweepFailures {
				failed = append(failed, err)
			}
		}
		after = waiting[len(waiting)-1].ID
	}
	return errors.Join(append(failed, ctx.Err())...)
}

// lockedAtOnce is how many rows Sweep reads at a time.
const lockedAtOnce = 100
