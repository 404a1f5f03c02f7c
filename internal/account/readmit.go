package account

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/storage/database"
)

// Readmittable reports whether a closed account is what keeps somebody out: an
// identity provider still vouches for the person.
func (s *Service) Readmittable(ctx context.Context, user *User) (bool, error) {
	if user.ClosedAt == nil {
		return false, nil
	}
	return signsOnElsewhere(s.DB.WithContext(ctx), user)
}

// Readmit lets the person of a closed account in again through single sign-on,
// as a new person with what the provider gives then: the closed account stays
// closed. Only for administrators; fault.Missing when the account is open or no
// provider vouches for it.
func (s *Service) Readmit(ctx context.Context, actor Actor, id uuid.UUID) error {
	if !actor.Has(RoleAdministrator) {
		return fault.Forbidden()
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		gone := tx.Exec(`DELETE FROM identities USING users
			WHERE users.id = identities.user_id AND user_id = ? AND closed_at IS NOT NULL`, id)
		if gone.Error != nil {
			return gone.Error
		}
		if gone.RowsAffected == 0 {
			return fault.Missing()
		}
		return audit.Record(tx, actor, "account.readmitted", "user", id.String())
	})
}
