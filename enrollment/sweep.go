package enrollment

import (
	"context"
	"time"

	"gorm.io/gorm"

	"providerportal/internal/fault"
	"providerportal/storage/database"
)

// looseAfter is how long a stored document may wait for its answer: the two are
// seconds apart, unless the portal stopped between them.
const looseAfter = time.Hour

// SweepDocuments marks documents that nothing refers to any more: what was
// replaced before a decision, and what a crash between storing and attaching left
// behind. The vault's own sweep then erases them.
func (s *Service) SweepDocuments(ctx context.Context) error {
	if err := s.forgetReplaced(ctx); err != nil {
		return err
	}
	loose, err := s.Documents.Loose(ctx, s.Now().Add(-looseAfter))
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
