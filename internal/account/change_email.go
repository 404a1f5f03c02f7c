package account

import (
	"context"
	"errors"
	"net/mail"
	"regexp"
	"strings"
	"time"
	"unicode"

	"gorm.io/gorm"

	"providerportal/internal/audit"
	"providerportal/internal/fault"
	letters "providerportal/internal/mail"
	"providerportal/storage/database"
)

// PurposeChangeEmail proves a new address before it replaces the old one.
const PurposeChangeEmail Purpose = "change-email"

func init() { lifetimes[PurposeChangeEmail] = 72 * time.Hour }

// IsEmail reports whether the text can be an e-mail address: one @, the name of a
// domain with a dot (never numbers of a machine), at most 254 characters
// of which 64 stand before the @, and nothing that cannot be seen.
func IsEmail(text string) bool {
	parsed, err := mail.ParseAddress(text)
	if err != nil || parsed.Address != text || len(text) > 254 || strings.ContainsFunc(text, func(r rune) bool { return unicode.In(r, unicode.C, unicode.Z) }) {
		return false
	}
	at := strings.LastIndexByte(text, '@')
	return at <= 64 && mailDomain.MatchString(text[at+1:])
}

var mailDomain = regexp.MustCompile(`^([\pL\pN]([\pL\pN-]*[\pL\pN])?\.)+(\pL{2,}|[xX][nN]--[a-zA-Z0-9-]+)$`)

// AskNewEmail mails a link to the address that is to replace the actor's own;
// nothing changes before that link is opened.
func (s *Service) AskNewEmail(ctx context.Context, actor Actor, address string) error {
	address = NormalEmail(address)
	var wrong fault.Check
	wrong.Unless(address != "", "email", "error.required")
	wrong.Unless(address == "" || IsEmail(address), "email", "error.email")
	wrong.Unless(!strings.EqualFold(address, actor.Email), "email", "change-email.same")
	if err := wrong.Err(); err != nil {
		return err
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		known, err := byEmail(tx, address)
		if err != nil {
			return err
		}
		if known != nil {
			return fault.Invalid(fault.At("email", "error.email-used"))
		}
		user, err := ByID(tx, actor.UserID)
		if err != nil {
			return err
		}
		secret, err := s.IssueToken(tx, PurposeChangeEmail, user.ID, address)
		if err != nil {
			return err
		}
		to := letters.Recipient{Address: address, Name: user.Name, Lang: user.Lang}
		err = s.Mail.Queue(tx, to, letters.ConfirmNewEmail{
			Matter: user.matter(""), Link: s.Mail.BaseURL + "/account/adres/bevestigen?sleutel=" + secret,
		})
		if err != nil {
			return err
		}
		return audit.Record(tx, actor, "account.email-asked", "user", user.ID.String())
	})
}

// ConfirmNewEmail spends the link that was mailed to a new address and makes it
// the account's. The old address hears about it; links that were mailed there
// no longer work, because they name it.
func (s *Service) ConfirmNewEmail(ctx context.Context, secret, origin string) error {
	return RefuseSpent(database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		user, token, err := s.spendOwn(tx, PurposeChangeEmail, secret)
		if err != nil {
			return err
		}
		return s.replaceEmail(tx, user, token.Email, origin)
	}))
}

func (s *Service) replaceEmail(tx *gorm.DB, user *User, address, origin string) error {
	old, now := user.Recipient(), s.Now().UTC()
	user.Email, user.EmailConfirmedAt = address, &now
	err := tx.Transaction(func(tx *gorm.DB) error {
		return tx.Model(user).Select("Email", "EmailConfirmedAt").Updates(user).Error
	})
	if errors.Is(err, gorm.ErrDuplicatedKey) { // somebody got an account on it meanwhile
		return fault.Conflict("change-email.used-meanwhile")
	}
	if err != nil {
		return err
	}
	if err := s.Mail.Queue(tx, old, letters.EmailChanged{Matter: user.matter(now.Format(time.RFC3339))}); err != nil {
		return err
	}
	return audit.Record(tx, user.Actor(origin), "account.email-changed", "user", user.ID.String())
}
