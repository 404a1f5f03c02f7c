package documents

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/internal/fault"
	"providerportal/storage/database"
)

// begin writes the row that makes an upload known before its first byte is kept.
func (v *Vault) begin(ctx context.Context, doc *Document) error {
	return database.Write(ctx, v.DB, func(tx *gorm.DB) error { return tx.Create(doc).Error })
}

// complete makes the document findable. When the answer of the database is lost
// the commit may still have happened, so the object stays: Sweep removes it if
// the row says that the upload never ended.
func (v *Vault) complete(ctx context.Context, doc *Document) error {
	now := v.now()
	doc.State, doc.StoredAt = StateStored, &now
	err := database.Write(context.WithoutCancel(ctx), v.DB, func(tx *gorm.DB) error {
		result := tx.Model(doc).Where("state = ?", StateUploading).
			Select("ContentType", "SizeBytes", "SHA256", "State", "StoredAt", "KeptUntil", "SaveOnly").Updates(doc)
		if result.Error == nil && result.RowsAffected == 0 {
			return errSwept
		}
		return result.Error
	})
	if errors.Is(err, errSwept) {
		return errors.Join(err, v.discard(ctx, doc))
	}
	return err
}

var errSwept = errors.New("the upload took so long that it was swept away")

// settle ends a failed upload and returns its cause: a refusal stays on record,
// of an accident nothing stays.
func (v *Vault) settle(ctx context.Context, doc *Document, cause error) error {
	if errors.Is(cause, errNotDiscarded) {
		return cause
	}
	err := database.Write(context.WithoutCancel(ctx), v.DB, func(tx *gorm.DB) error {
		if refusal := fault.Of(cause); fault.Is(cause, fault.KindInvalid) {
			return tx.Model(doc).Where("state = ?", StateUploading).
				Updates(map[string]any{"state": StateRefused, "refusal": refusal.Fields[0].Key}).Error
		}
		return tx.Where("state = ?", StateUploading).Delete(doc).Error
	})
	if err != nil {
		return fmt.Errorf("%w (document %s: %w)", cause, doc.ID, err)
	}
	return cause
}

func findStored(db *gorm.DB, id uuid.UUID) (*Document, error) {
	doc := new(Document)
	err := db.Where("id = ? AND state = ?", id, StateStored).Take(doc).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, fault.Missing()
	}
	if err != nil {
		return nil, err
	}
	return doc, nil
}

func markRemoved(tx *gorm.DB, id uuid.UUID, now time.Time) error {
	result := tx.Model(&Document{}).Where("id = ? AND state = ?", id, StateStored).
		Updates(map[string]any{"state": StateRemoved, "removed_at": now})
	if result.Error == nil && result.RowsAffected == 0 {
		return fault.Missing()
	}
	return result.Error
}

// lockSweepable locks the first row after an id that Sweep must clear and that
// no other instance holds; nil when there is none.
func lockSweepable(tx *gorm.DB, after uuid.UUID, now time.Time) (*Document, error) {
	var found []Document
	err := tx.Clauses(clause.Locking{Strength: "UPDATE", Options: "SKIP LOCKED"}).
		Where("id > ? AND erased_at IS NULL", after).
		Where("state = ? OR (state = ? AND created_at < ?) OR (state = ? AND created_at < ?)",
			StateRemoved, StateUploading, now.Add(-abandonedAfter), StateRefused, now.Add(-refusalsKept)).
		Order("id").Limit(1).Find(&found).Error
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}

// erase records that the bytes are gone: a removed document keeps its row, of
// the others nothing is worth keeping.
func erase(tx *gorm.DB, doc *Document, now time.Time) error {
	if doc.State == StateRemoved {
		return tx.Model(doc).Update("erased_at", now).Error
	}
	return tx.Delete(doc).Error
}
