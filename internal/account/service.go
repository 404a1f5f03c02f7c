package account

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/internal/fault"
	"providerportal/internal/mail"
)

// Service does what people do with their account.
type Service struct {
	DB   *gorm.DB
	Now  func() time.Time
	Mail *mail.Postbox
	Seal *Seal // nil where nobody signs in, such as portal user add

	passkeys *webauthn.WebAuthn // nil where browsers have none; see OfferPasskeys
}

// SendSetUp mails a new colleague the link to choose a password, and gives the
// link for whoever created the account on the command line. roleText says in the
// colleague's language what the account is for.
func (s *Service) SendSetUp(tx *gorm.DB, user *User, roleText string) (link string, err error) {
	if link, err = s.SetUpLink(tx, user); err != nil {
		return "", err
	}
	return link, s.Mail.Queue(tx, user.Recipient(), mail.SetUpAccount{
		Matter: user.matter(""), Name: user.Name, RoleText: roleText, Link: link,
	})
}

// SetUpLink gives a link with which a new colleague chooses a password; earlier
// ones stop working.
func (s *Service) SetUpLink(tx *gorm.DB, user *User) (string, error) {
	secret, err := s.IssueToken(tx, PurposeSetPassword, user.ID, user.Email)
	if err != nil {
		return "", err
	}
	return s.passwordLink(secret), nil
}

func (s *Service) passwordLink(secret string) string {
	return s.Mail.BaseURL + "/wachtwoord-kiezen?sleutel=" + secret
}

// spendFor uses a link up and gives the account it was mailed to, locked;
// ErrTokenSpent also when that account is closed or has another address by now.
func (s *Service) spendFor(tx *gorm.DB, purpose Purpose, secret string) (*User, error) {
	user, token, err := s.spendOwn(tx, purpose, secret)
	if err == nil && !strings.EqualFold(user.Email, token.Email) {
		err = ErrTokenSpent
	}
	return user, err
}

// spendOwn uses a link up and gives the open account that it is for. The account
// is locked before the link, as everybody does who ends links with an account.
func (s *Service) spendOwn(tx *gorm.DB, purpose Purpose, secret string) (*User, *Token, error) {
	var user User
	err := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).
		Take(&user, "closed_at IS NULL AND id = (SELECT subject_id FROM tokens WHERE hash = ? AND purpose = ?)", hashOf(secret), purpose).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, nil, ErrTokenSpent
	}
	if err != nil {
		return nil, nil, err
	}
	token, err := s.SpendToken(tx, purpose, secret)
	return &user, token, err
}

// tokenOwner gives the account that a link is for and leaves the link as it is;
// ErrTokenSpent when spendFor would refuse it.
func (s *Service) tokenOwner(ctx context.Context, purpose Purpose, secret string) (*User, error) {
	var user User
	err := s.DB.WithContext(ctx).
		Joins("JOIN tokens ON tokens.subject_id = users.id AND lower(tokens.email) = lower(users.email)").
		Where("tokens.hash = ? AND purpose = ? AND used_at IS NULL AND expires_at > ?", hashOf(secret), purpose, s.Now().UTC()).
		Take(&user, "closed_at IS NULL").Error
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
