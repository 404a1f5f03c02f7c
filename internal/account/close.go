package account

import (
	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/audit"
)

// EndSessions ends all sessions of a user at once, inside the caller's
// transaction: after a change of rights, and when an account closes (ASVS 7.2.4,
// 7.4.2).
func EndSessions(tx *gorm.DB, userID uuid.UUID) error {
	return tx.Where("user_id = ?", userID).Delete(&Session{}).Error
}

// Close ends an account inside the caller's transaction: its sessions, links and
// factors stop at once, its rights go, and name and address make way for a
// pseudonym, so that the address can be used again. The row stays: the audit
// trail names people by its id. Its identities stay too, so that single sign-on
// refuses who was closed instead of making a new account (AUTH-5). Whether it may
// be closed is for the caller (KeepAnAdmin, KeepAnAdministrator).
func (s *Service) Close(tx *gorm.DB, actor Actor, user *User) error {
	now := s.Now().UTC()
	user.Name, user.Email = pseudonym(user.ID)
	user.PasswordHash, user.ProviderAdmin, user.ClosedAt, user.RightsAt = "", false, &now, &now
	err := tx.Model(user).Omit("Roles").
		Select("Name", "Email", "PasswordHash", "ProviderAdmin", "ClosedAt", "RightsAt").Updates(user).Error
	if err != nil {
		return err
	}
	user.Roles = nil
	for _, ending := range []*gorm.DB{
		tx.Where("user_id = ?", user.ID).Delete(&UserRole{}),
		tx.Where("subject_id = ?", user.ID).Delete(&Token{}),
		tx.Exec("DELETE FROM identities WHERE user_id = ? AND user_id = ?", user.ID, actor.UserID),
	} {
		if ending.Error != nil {
			return ending.Error
		}
	}
	if err := clearFactors(tx, user.ID); err != nil {
		return err
	}
	if err := EndSessions(tx, user.ID); err != nil {
		return err
	}
	return audit.Record(tx, actor, "account.closed", "user", user.ID.String())
}

// pseudonym is what stays of a closed account: a name that tells closed accounts
// apart, and an address that can never get mail.
func pseudonym(id uuid.UUID) (name, email string) {
	return "afgesloten account " + id.String()[:8], id.String() + "@afgesloten.invalid"
}
