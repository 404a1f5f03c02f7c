package documents

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Loose gives the stored documents, put away before a moment, that no row of any
// table refers to and that need not be kept. Which tables may refer is read from
// the foreign keys to documents (id): a table that has one keeps its documents.
func (v *Vault) Loose(ctx context.Context, before time.Time) (loose []uuid.UUID, err error) {
	query, err := v.loose(v.DB.WithContext(ctx), before)
	if err != nil {
		return nil, err
	}
	return loose, query.Order("id").Pluck("id", &loose).Error
}

// RemoveLoose marks a document as removed when it is still loose: who attached it
// after Loose looked keeps it. It holds the row first, so that nobody attaches it
// meanwhile.
func (v *Vault) RemoveLoose(ctx context.Context, tx *gorm.DB, id uuid.UUID, before time.Time) error {
	tx = tx.WithContext(ctx)
	held := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("id = ?", id).Limit(1).Find(&Document{})
	if held.Error != nil {
		return held.Error
	}
	query, err := v.loose(tx, before)
	if err != nil {
		return err
	}
	var still []uuid.UUID
	if err := query.Where("id = ?", id).Pluck("id", &still).Error; err != nil || len(still) == 0 {
		return err
	}
	return markRemoved(tx, id, v.now())
}

// loose asks for the documents that no row refers to.
func (v *Vault) loose(db *gorm.DB, before time.Time) (*gorm.DB, error) {
	unused, err := unusedDocuments(db)
	if err != nil {
		return nil, err
	}
	return db.Model(&Document{}).
		Where("state = ? AND stored_at < ?", StateStored, before).
		Where("kept_until IS NULL OR kept_until <= ?", v.now()).
		Where(strings.Join(unused, " AND ")), nil
}

// unusedDocuments gives, for each table that may refer to a document, the condition
// that it does not.
func unusedDocuments(db *gorm.DB) (unused []string, err error) {
	err = db.Raw(`
		SELECT format('NOT EXISTS (SELECT 1 FROM %s x WHERE x.%I = documents.id)', c.conrelid::regclass, a.attname)
		FROM pg_constraint c
		JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
		WHERE c.contype = 'f' AND c.confrelid = 'documents'::regclass
		ORDER BY 1`).Scan(&unused).Error
	if err == nil && len(unused) == 0 {
		err = errors.New("no table refers to documents: nothing is taken for loose")
	}
	return unused, err
}
