package directory

import (
	"context"
	"time"

	"gorm.io/gorm"

	"providerportal/storage/database"
)

// How long requests to join are kept: without confirmation as long as the link
// of the mail may be asked for again, with an answer until nobody asks about it
// any more (AVG-8). The audit trail stays.
const (
	keepUnconfirmed = 7 * 24 * time.Hour
	keepAnswered    = 90 * 24 * time.Hour
)

// SweepJoinRequests removes requests that are over; safe to run anywhere, any
// number of times.
func (s *Service) SweepJoinRequests(ctx context.Context) error {
	now := s.Now().UTC()
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		return tx.Where("(confirmed_at IS NULL AND created_at < ?) OR answered_at < ?", now.Add(-keepUnconfirmed), now.Add(-keepAnswered)).
			Delete(&JoinRequest{}).Error
	})
}
