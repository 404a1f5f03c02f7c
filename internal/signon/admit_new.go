package signon

import (
	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
)

// create makes the account of a new identity, without a password. Its address is
// the one that the provider names, unless that is none or belongs to another
// account: e-mail never links accounts (AUTH-6). Then the person adds one later.
func (s *Service) create(tx *gorm.DB, p *provider, identity *Identity, visitor account.Client, wanted account.NewUser) (*account.User, error) {
	wanted.Name, wanted.Email = identity.Name, account.NormalEmail(identity.Email)
	if wanted.Name == "" {
		wanted.Name = p.Label["nl"]
	}
	usable := account.IsEmail(wanted.Email)
	if usable {
		_, err := account.ByEmail(tx, wanted.Email)
		if err != nil && !fault.Is(err, fault.KindMissing) {
			return nil, err
		}
		usable = err != nil
	}
	if !usable {
		wanted.Email = uuid.NewString() + mail.Nowhere
	}
	user, err := s.Accounts.Create(tx, wanted)
	if err != nil {
		return nil, err
	}
	if err := s.settleAddress(tx, identity, user, usable); err != nil {
		return nil, err
	}
	now := s.Now().UTC()
	err = tx.Create(&known{
		Issuer: identity.Issuer, Subject: identity.Subject, UserID: user.ID, Provider: p.Name, Kind: identity.Kind,
		Branch: identity.Branch, CreatedAt: now, LastSeenAt: now,
	}).Error
	if err != nil {
		return nil, err
	}
	return user, audit.Record(tx, user.Actor(visitor.Origin), "account.created", "user", user.ID.String())
}

// settleAddress counts an address as confirmed when the provider says that it
// checked it; else its owner gets a letter to confirm it. A tenant's word is no
// exception: its administrators can write any address with an account.
func (s *Service) settleAddress(tx *gorm.DB, identity *Identity, user *account.User, usable bool) error {
	switch {
	case !usable:
		return nil
	case identity.EmailVerified:
		now := s.Now().UTC()
		user.EmailConfirmedAt = &now
		return tx.Model(user).Select("EmailConfirmedAt").Updates(user).Error
	}
	return s.Accounts.SendConfirmation(tx, user)
}
