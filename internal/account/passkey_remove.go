package account

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
	"providerportal/storage/database"
)

// RemovePasskey takes one of the actor's own passkeys away. The last factor of
// somebody with a password stays (AUTH-7, BIO-1).
func (s *Service) RemovePasskey(ctx context.Context, actor Actor, id uuid.UUID) error {
	if !actor.Fresh {
		return fault.Forbidden()
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		user, err := OpenForChange(tx, actor.UserID)
		if err != nil {
			return err
		}
		var key Passkey
		err = tx.Take(&key, "id = ? AND user_id = ?", id, user.ID).Error
		if errors.Is(err, gorm.ErrRecordNotFound) {
			return fault.Missing()
		}
		if err != nil {
			return err
		}
		if err := tx.Delete(&key).Error; err != nil {
			return err
		}
		if err := keepFactor(tx, user); err != nil {
			return err
		}
		if err := s.tellPasskey(tx, user, &key, false); err != nil {
			return err
		}
		return audit.Record(tx, actor, "passkey.removed", "user", user.ID.String())
	})
}

// keepFactor refuses when nothing is left to sign in with besides the password.
// A passkey that is no longer accepted does not count.
func keepFactor(tx *gorm.DB, user *User) error {
	kept, err := factorsOf(tx, user.ID)
	if err != nil {
		return err
	}
	if user.PasswordHash != "" && kept.AppSince == nil && kept.Passkeys == 0 {
		return fault.Conflict("passkey.last")
	}
	return nil
}

// tellPasskey mails the owner of an account that its passkeys changed (ASVS 6.3.7).
func (s *Service) tellPasskey(tx *gorm.DB, user *User, key *Passkey, added bool) error {
	round := key.ID.String() + map[bool]string{true: " added", false: " removed"}[added]
	return s.Mail.Queue(tx, user.Recipient(), mail.PasskeyChanged{Matter: user.matter(round), Name: user.Name, Added: added})
}
