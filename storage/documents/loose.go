package documents

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// Loose gives the stored documents, put away before a moment, that no row of any
// table refers to and that need not be kept. Which tables may refer is read from
// the foreign keys to documents (id): a table that has one keeps its documents.
func (v *Vault) Loose(ctx context.Context, before time.Time) (loose []uuid.UUID, err error) {
	db := v.DB.WithContext(ctx)
	unused, err := unusedDocuments(db)
	if err != nil {
		return nil, err
	}
	err = db.Model(&Document{}).
		Where("state = ? AND stored_at < ?", StateStored, before).
		Where("kept_until IS NULL OR kept_until <= ?", v.now()).
		Where(strings.Join(unused, " AND ")).
		Order("id").Pluck("id", &loose).Error
	return loose, err
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
