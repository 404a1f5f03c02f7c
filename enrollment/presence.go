package enrollment

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/storage/database"
)

// PresentFor is how long somebody counts as looking after the page last said so.
const PresentFor = time.Minute

// presence is one person who has an application open.
type presence struct {
	ApplicationID uuid.UUID `gorm:"primaryKey"`
	UserID        uuid.UUID `gorm:"primaryKey"`
	SeenAt        time.Time
}

func (presence) TableName() string { return "review_presence" }

// Look notes that the actor has the application open, and gives the names of
// the colleagues who have it open too. It is no reading of the dossier, which
// stands in the trail by itself.
func (s *Service) Look(ctx context.Context, actor account.Actor, id uuid.UUID) (others []string, err error) {
	if !actor.Has(account.RoleReviewer, account.RoleDecider, account.RoleContractManager) {
		return nil, fault.Forbidden()
	}
	now := s.Now().UTC()
	err = database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		var known int64
		err := tx.Model(&Application{}).Where("id = ? AND submitted_at IS NOT NULL", id).Count(&known).Error
		if err != nil {
			return err
		}
		if known == 0 {
			return fault.Missing()
		}
		row := presence{ApplicationID: id, UserID: actor.UserID, SeenAt: now}
		if err := tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error; err != nil {
			return err
		}
		return tx.Table("review_presence r").Joins("JOIN users u ON u.id = r.user_id AND u.closed_at IS NULL").
			Where("r.application_id = ? AND r.user_id <> ? AND r.seen_at > ?", id, actor.UserID, now.Add(-PresentFor)).
			Order("u.name").Pluck("u.name", &others).Error
	})
	return others, err
}

// SweepPresence forgets who looked.
func (s *Service) SweepPresence(ctx context.Context) error {
	return s.DB.WithContext(ctx).Where("seen_at <= ?", s.Now().UTC().Add(-PresentFor)).Delete(&presence{}).Error
}
