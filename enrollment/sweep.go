package enrollment

import (
	"context"
	"time"

	"gorm.io/gorm"

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
	before := s.Now().Add(-looseAfter)
	loose, err := s.Documents.Loose(ctx, before)
	if err != nil {
		return err
	}
	for _, id := range loose {
		err := database.Write(ctx, s.DB, func(tx *gorm.DB) error { return s.Documents.RemoveLoose(ctx, tx, id, before) })
		if err != nil {
			return err
		}
	}
	return nil
}
