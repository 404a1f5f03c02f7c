package account

import (
	"context"

	"gorm.io/gorm"

	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
	"providerportal/storage/database"
)

// SendConfirmation mails the user a link that proves the address.
func (s *Service) SendConfirmation(tx *gorm.DB, user *User) error {
	secret, err := s.IssueToken(tx, PurposeConfirmEmail, user.ID, user.Email)
	if err != nil {
		return err
	}
	return s.Mail.Queue(tx, user.Recipient(), mail.ConfirmEmail{
		Matter: user.matter(""), Name: user.Name, Hours: PurposeConfirmEmail.Hours(),
		Link: s.Mail.BaseURL + "/registreren/bevestigen?sleutel=" + secret,
	})
}

// Confirming gives the account that a confirmation link is for and leaves the
// link as it is; a conflict when the link is not valid.
func (s *Service) Confirming(ctx context.Context, secret string) (*User, error) {
	user, err := s.tokenOwner(ctx, PurposeConfirmEmail, secret)
	return user, RefuseSpent(err)
}

// AsksPassword reports whether confirming asks for the password of the account:
// always, but for who signs on elsewhere and has none.
func (s *Service) AsksPassword(ctx context.Context, user *User) (bool, error) {
	if user.PasswordHash != "" {
		return true, nil
	}
	elsewhere, err := signsOnElsewhere(s.DB.WithContext(ctx), user)
	return !elsewhere, err
}

// ConfirmEmail spends the link of a confirmation mail. It asks for the password
// that was chosen at registration: who registered with somebody else's address
// does not read the mail, and who reads the mail does not know that password. An account
// without password that signs on elsewhere needs the link alone: following it
// gives no way in.
func (s *Service) ConfirmEmail(ctx context.Context, secret, password, origin string) (*User, error) {
	user, err := s.Confirming(ctx, secret)
	if err != nil {
		return nil, err
	}
	asks, err := s.AsksPassword(ctx, user)
	if err != nil {
		return nil, err
	}
	if asks {
		matches, err := passwordMatches(ctx, password, user.PasswordHash)
		if err != nil {
			return nil, err
		}
		if !matches {
			return nil, fault.Invalid(fault.At("password", "confirm-email.other-password"))
		}
	}
	err = database.Write(ctx, s.DB, func(tx *gorm.DB) (err error) {
		if user, err = s.spendFor(tx, PurposeConfirmEmail, secret); err != nil {
			return err
		}
		now := s.Now().UTC()
		user.EmailConfirmedAt = &now
		if err := tx.Model(user).Select("EmailConfirmedAt").Updates(user).Error; err != nil {
			return err
		}
		return audit.Record(tx, user.Actor(origin), "account.confirmed", "user", user.ID.String())
	})
	return user, RefuseSpent(err)
}

// TryLetter keeps a letter that anybody can have sent to any address, such as a
// confirmation, from filling somebody's mailbox (ASVS 2.4.1).
func (s *Service) TryLetter(ctx context.Context, email, origin string) error {
	return s.try(ctx, limitLetter, addressKey(email), "email", origin)
}
