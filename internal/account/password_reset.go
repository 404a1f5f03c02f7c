package account

import (
	"context"

	"gorm.io/gorm"

	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
	"providerportal/storage/database"
)

// AskReset mails a link to choose a new password when the address has an
// account; whoever asks cannot tell. After a few links the next ones wait, and the
// newest stays good.
func (s *Service) AskReset(ctx context.Context, email, origin string) error {
	if err := s.try(ctx, limitReset, addressKey(email), "email", origin); err != nil {
		if fault.Is(err, fault.KindThrottled) {
			return nil
		}
		return err
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		user, err := byEmail(tx, NormalEmail(email))
		if err != nil {
			return err
		}
		if err := recordAsked(tx, user, origin); err != nil || user == nil || user.ClosedAt != nil {
			return err
		}
		if elsewhere, err := signsOnElsewhere(tx, user); elsewhere || err != nil {
			return err
		}
		secret, err := s.IssueToken(tx, PurposeSetPassword, user.ID, user.Email)
		if err != nil {
			return err
		}
		return s.Mail.Queue(tx, user.Recipient(), mail.PasswordReset{
			Matter: user.matter(""), Name: user.Name, Link: s.passwordLink(secret),
		})
	})
}

// recordAsked notes that somebody asked for a new password, by account when there
// is one; the address that was typed is not kept.
func recordAsked(tx *gorm.DB, user *User, origin string) error {
	id := "unknown"
	if user != nil {
		id = user.ID.String()
	}
	return audit.Record(tx, Actor{Origin: origin}, "account.reset-asked", "user", id)
}

// SetPassword spends a set-up or reset link. The link was read in the mailbox,
// so the address is confirmed too. All sessions of the account end, as do links to
// another address and a code app without its first code. A first-stage session
// begins: whoever keeps trying wrong passwords cannot keep the owner from signing in
// this way. Without a valid link nothing is hashed.
func (s *Service) SetPassword(ctx context.Context, secret, password string, client Client) (firstStage string, err error) {
	if refusal := CheckPassword(password, "password"); refusal != nil {
		return "", fault.Invalid(*refusal)
	}
	if err := s.TryFrom(ctx, client.Origin, "password"); err != nil {
		return "", err
	}
	user, err := s.tokenOwner(ctx, PurposeSetPassword, secret)
	if err != nil {
		return "", RefuseSpent(err)
	}
	if refusal := CheckPassword(password, "password", user.Name, user.Email); refusal != nil {
		return "", fault.Invalid(*refusal)
	}
	hash, err := HashPassword(ctx, password)
	if err != nil {
		return "", err
	}
	err = database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		user, err := s.spendFor(tx, PurposeSetPassword, secret)
		if err != nil {
			return err
		}
		if err := s.forgive(tx, limitOrigin, network(client.Origin)); err != nil {
			return err
		}
		if err := s.replacePassword(tx, user, hash); err != nil {
			return err
		}
		if firstStage, err = s.begin(tx, user.ID, MethodPassword, client); err != nil {
			return err
		}
		return audit.Record(tx, user.Actor(client.Origin), "account.password-set", "user", user.ID.String())
	})
	return firstStage, RefuseSpent(err)
}

// replacePassword saves the password, and with it that the address is confirmed;
// what was open under the old one ends.
func (s *Service) replacePassword(tx *gorm.DB, user *User, hash string) error {
	if user.PasswordHash != "" {
		if err := s.tellAccess(tx, user, mail.AccessPassword); err != nil {
			return err
		}
	}
	now := s.Now().UTC()
	user.PasswordHash = hash
	if user.EmailConfirmedAt == nil {
		user.EmailConfirmedAt = &now
	}
	if err := tx.Model(user).Select("PasswordHash", "EmailConfirmedAt").Updates(user).Error; err != nil {
		return err
	}
	if err := endLinks(tx, PurposeChangeEmail, user.ID); err != nil {
		return err
	}
	if err := forgetPending(tx, user.ID); err != nil {
		return err
	}
	return EndSessions(tx, user.ID)
}
