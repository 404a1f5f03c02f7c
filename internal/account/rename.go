package account

import (
	"context"

	"gorm.io/gorm"

	"providerportal/internal/audit"
	"providerportal/storage/database"
)

// Rename corrects the actor's own name (AVG-8). For who comes in through single
// sign-on the identity provider may say another one at the next sign-in.
func (s *Service) Rename(ctx context.Context, actor Actor, name string) error {
	if err := checkName(name).Err(); err != nil {
		return err
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		err := tx.Model(&User{}).Where("id = ? AND closed_at IS NULL", actor.UserID).Update("name", name).Error
		if err != nil {
			return err
		}
		return audit.Record(tx, actor, "account.renamed", "user", actor.UserID.String())
	})
}
