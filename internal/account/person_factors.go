package account

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
	"providerportal/storage/database"
)

// withSecondFactor tells which of the users prove more than a password: with a
// code app, a passkey, or at an identity provider that asks for it.
func withSecondFactor(db *gorm.DB, ids []uuid.UUID) (map[uuid.UUID]bool, error) {
	var holders []uuid.UUID
	err := db.Raw(`SELECT user_id FROM totp_factors WHERE confirmed_at IS NOT NULL AND user_id IN @ids
	UNION SELECT user_id FROM passkeys WHERE user_id IN @ids
	UNION SELECT user_id FROM identities WHERE user_id IN @ids`, map[string]any{"ids": ids}).Scan(&holders).Error
	protected := make(map[uuid.UUID]bool, len(holders))
	for _, id := range holders {
		protected[id] = true
	}
	return protected, err
}

// clearFactors takes every second factor of a user away.
func clearFactors(tx *gorm.DB, userID uuid.UUID) error {
	for _, table := range []string{"totp_factors", "recovery_codes", "passkeys"} {
		if err := tx.Exec("DELETE FROM "+table+" WHERE user_id = ?", userID).Error; err != nil {
			return err
		}
	}
	return nil
}

// ResetFactors clears the second factors of somebody who lost them, after an
// administrator made sure who asks: the next sign-in sets up a new one. The
// owner is told by mail, and of an administrator the other administrators too
// (BIO-4). Nobody resets the own factors here: that asks for a factor.
func (s *Service) ResetFactors(ctx context.Context, actor Actor, id uuid.UUID) error {
	if !actor.Has(RoleAdministrator) || actor.UserID == id {
		return fault.Forbidden()
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		user, err := s.forAdministrator(tx, actor, id)
		if err != nil {
			return err
		}
		if err := clearFactors(tx, user.ID); err != nil {
			return err
		}
		if err := EndSessions(tx, user.ID); err != nil {
			return err
		}
		round := uuid.NewString()
		if err := s.Mail.Queue(tx, user.Recipient(), mail.FactorReset{Matter: user.matter(round), Name: user.Name}); err != nil {
			return err
		}
		if user.Has(RoleAdministrator) {
			if err := s.tellAdministrators(tx, actor, user, mail.PrivilegeReset); err != nil {
				return err
			}
		}
		return audit.Record(tx, actor, "account.factor-reset", "user", user.ID.String())
	})
}
