package account

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
	"providerportal/storage/database"
)

// Service does what people do with their account.
type Service struct {
	DB   *gorm.DB
	Now  func() time.Time
	Mail *mail.Postbox
}

// SendConfirmation mails the user a link that proves the address.
func (s *Service) SendConfirmation(tx *gorm.DB, user *User) error {
	secret, err := s.IssueToken(tx, PurposeConfirmEmail, user.ID, user.Email)
	if err != nil {
		return err
	}
	return s.Mail.Queue(tx, user.Recipient(), mail.ConfirmEmail{
		Matter: user.matter(""), Name: user.Name,
		Link: s.Mail.BaseURL + "/registreren/bevestigen?sleutel=" + secret,
	})
}

// SendSetUp mails a new colleague the link to choose a password, and gives the
// link for whoever created the account on the command line. roleText says in the
// colleague's language what the account is for.
func (s *Service) SendSetUp(tx *gorm.DB, user *User, roleText string) (link string, err error) {
	secret, err := s.IssueToken(tx, PurposeSetPassword, user.ID, user.Email)
	if err != nil {
		return "", err
	}
	link = s.passwordLink(secret)
	return link, s.Mail.Queue(tx, user.Recipient(), mail.SetUpAccount{
		Matter: user.matter(""), Name: user.Name, RoleText: roleText, Link: link,
	})
}

func (s *Service) passwordLink(secret string) string {
	return s.Mail.BaseURL + "/wachtwoord-kiezen?sleutel=" + secret
}

// ConfirmEmail spends the link of a confirmation mail.
func (s *Service) ConfirmEmail(ctx context.Context, secret, origin string) (*User, error) {
	var user *User
	err := database.Write(ctx, s.DB, func(tx *gorm.DB) (err error) {
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

// spendFor uses a link up and gives the account it was mailed to; ErrTokenSpent
// also when that account is closed or has another address by now.
func (s *Service) spendFor(tx *gorm.DB, purpose Purpose, secret string) (*User, error) {
	token, err := s.SpendToken(tx, purpose, secret)
	if err != nil {
		return nil, err
	}
	var user User
	err = tx.Take(&user, "id = ? AND closed_at IS NULL AND lower(email) = lower(?)", token.SubjectID, token.Email).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, ErrTokenSpent
	}
	return &user, err
}

// RefuseSpent turns a spent link (ErrTokenSpent) into a refusal for the visitor.
func RefuseSpent(err error) error {
	if errors.Is(err, ErrTokenSpent) {
		return fault.Conflict("fault.link-spent")
	}
	return err
}

// SignIn checks address and password and opens a session; it gives the secret
// for the cookie. Every refusal reads the same, and takes the same time.
func (s *Service) SignIn(ctx context.Context, email, password, origin string) (string, Actor, error) {
	user, err := byEmail(s.DB.WithContext(ctx), NormalEmail(email))
	if err != nil {
		return "", Actor{}, err
	}
	hash := ""
	if user != nil && user.ClosedAt == nil {
		hash = user.PasswordHash
	}
	matches, err := passwordMatches(ctx, password, hash)
	if err != nil {
		return "", Actor{}, err
	}
	if !matches || user.EmailConfirmedAt == nil {
		return "", Actor{}, errors.Join(
			fault.Invalid(fault.At("email", "error.sign-in")), s.recordRefusal(ctx, user, origin))
	}
	secret, err := s.OpenFor(ctx, user.Actor(origin))
	return secret, user.Actor(origin), err
}

// OpenFor starts a session for an actor whose identity is already proven.
func (s *Service) OpenFor(ctx context.Context, actor Actor) (secret string, err error) {
	err = database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		secret, err = s.Open(tx, actor.UserID)
		if err != nil {
			return err
		}
		return audit.Record(tx, actor, "session.opened", "user", actor.UserID.String())
	})
	return secret, err
}

// recordRefusal notes that somebody failed to sign in, by account when there is
// one; the address that was typed is not kept.
func (s *Service) recordRefusal(ctx context.Context, user *User, origin string) error {
	id := "unknown"
	if user != nil {
		id = user.ID.String()
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		return audit.Record(tx, Actor{Origin: origin}, "session.refused", "user", id)
	})
}

// AskReset mails a link to choose a new password when the address has an
// account; whoever asks cannot tell.
func (s *Service) AskReset(ctx context.Context, email string) error {
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		user, err := byEmail(tx, NormalEmail(email))
		if err != nil || user == nil || user.ClosedAt != nil {
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

// SetPassword spends a set-up or reset link. The link was read in the mailbox,
// so the address is confirmed too. All sessions of the account end.
func (s *Service) SetPassword(ctx context.Context, secret, password, origin string) error {
	if refusal := CheckPassword(password, "password"); refusal != nil {
		return fault.Invalid(*refusal)
	}
	hash, err := HashPassword(ctx, password)
	if err != nil {
		return err
	}
	return RefuseSpent(database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		user, err := s.spendFor(tx, PurposeSetPassword, secret)
		if err != nil {
			return err
		}
		now := s.Now().UTC()
		user.PasswordHash = hash
		if user.EmailConfirmedAt == nil {
			user.EmailConfirmedAt = &now
		}
		if err := tx.Model(user).Select("PasswordHash", "EmailConfirmedAt").Updates(user).Error; err != nil {
			return err
		}
		if err := tx.Where("user_id = ?", user.ID).Delete(&Session{}).Error; err != nil {
			return err
		}
		return audit.Record(tx, user.Actor(origin), "account.password-set", "user", user.ID.String())
	}))
}
