package enrollment

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/fault"
	"providerportal/storage/database"
)

// looseAfter is how long a stored document may wait for its answer: the two are
// seconds apart, unless the portal stopped between them.
const looseAfter = time.Hour

// SweepDocuments marks documents that no answer refers to, which a crash between
// storing and attaching leaves behind; the vault's own sweep then erases them.
func (s *Service) SweepDocuments(ctx context.Context) error {
	var loose []uuid.UUID
	err := s.DB.WithContext(ctx).Table("documents").
		Where("state = 'stored' AND stored_at < ?", s.Now().Add(-looseAfter)).
		Where("NOT EXISTS (SELECT 1 FROM answers WHERE document_id = documents.id)").
		Order("id").Pluck("id", &loose).Error
	if err != nil {
		return err
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		for _, id := range loose {
			err := s.Documents.Remove(ctx, tx, id)
			if err != nil && !fault.Is(err, fault.KindMissing) { // missing: another instance was first
				return err
			}
		}
		return nil
	})
}
