package enrollment

import (
	"context"
	"errors"
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
	failed := []error{s.forgetReplaced(ctx)}
	before := s.Now().Add(-looseAfter)
	loose, err := s.Documents.Loose(ctx, before)
	failed = append(failed, err)
	for _, id := range loose { // one that fails holds up no other
		failed = append(failed, database.Write(ctx, s.DB, func(tx *gorm.DB) error { return s.Documents.RemoveLoose(ctx, tx, id, before) }))
	}
	return errors.Join(failed...)
}
