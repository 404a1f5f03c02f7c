package signon

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/internal/account"
	"providerportal/internal/mail"
	"providerportal/storage/database"
)

// known is an identity that has an account.
type known struct {
	Issuer     string `gorm:"primaryKey"`
	Subject    string `gorm:"primaryKey"`
	UserID     uuid.UUID
	Provider   string
	Kind       Kind
	Branch     string
	CreatedAt  time.Time
	LastSeenAt time.Time
}

// TableName is where identities live.
func (known) TableName() string { return "identities" }

func join(values []string) string { return strings.Join(values, " ") }

// admit opens a session for the identity's account, which it makes at the first
// visit. What a refusal changes (rights that are gone) is kept.
func (s *Service) admit(ctx context.Context, p *provider, identity *Identity, vouched account.Vouched, visitor account.Client) (*Entry, error) {
	var entry *Entry
	var refusal error
	enter := func(tx *gorm.DB) error {
		user, err := s.userOf(tx, p, identity, visitor)
		if RefusalOf(err) != nil {
			refusal = err
			return nil
		}
		if err != nil {
			return err
		}
		entry = &Entry{Actor: user.Actor(visitor.Origin), NoAddress: strings.HasSuffix(user.Email, mail.Nowhere)}
		entry.Actor.Level = identity.Level
		entry.Secret, err = s.Accounts.OpenProven(tx, entry.Actor, vouched, visitor)
		return err
	}
	err := database.Write(ctx, s.DB, enter)
	if errors.Is(err, gorm.ErrDuplicatedKey) || errors.Is(err, account.ErrEmailTaken) { // the same person in two windows at once: the other made the account
		err = database.Write(ctx, s.DB, enter)
	}
	return entry, errors.Join(err, refusal)
}

// userOf gives the account of an identity, with the rights it has today.
func (s *Service) userOf(tx *gorm.DB, p *provider, identity *Identity, visitor account.Client) (*account.User, error) {
	user, err := s.knownUser(tx, identity)
	if err != nil {
		return nil, err
	}
	if identity.Kind == KindEHerkenning {
		return s.member(tx, p, identity, user, visitor)
	}
	return s.colleague(tx, p, identity, user, visitor)
}

// knownUser gives the account that belongs to the identity, locked, or nil.
func (s *Service) knownUser(tx *gorm.DB, identity *Identity) (*account.User, error) {
	var row known
	err := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).
		Take(&row, "issuer = ? AND subject = ?", identity.Issuer, identity.Subject).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	err = tx.Model(&row).Updates(map[string]any{"last_seen_at": s.Now().UTC(), "branch": identity.Branch}).Error
	if err != nil {
		return nil, err
	}
	var user account.User
	if err := tx.Preload("Roles").Take(&user, "id = ?", row.UserID).Error; err != nil {
		return nil, err
	}
	if user.ClosedAt != nil {
		return nil, refuse(ReasonClosed, "")
	}
	return &user, nil
}
