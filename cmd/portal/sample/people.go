// Package sample makes people, providers and requests the way they come about:
// by walking the road through the domain. The demo shows them and tests start
// from them. Nothing in it exists: addresses end in .example, KvK numbers start
// with 0000, telephone numbers with 077-0.
package sample

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/cmd/portal/wire"
	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/storage/database"
)

// Password signs in every sample person.
const Password = "demo-wachtwoord-2026"

// Maker makes sample data in one database.
type Maker struct {
	*wire.Domain
	DB *gorm.DB
}

// Staff makes a person who works for the MGR.
func (m Maker) Staff(ctx context.Context, name string, roles ...account.Role) (account.Actor, error) {
	return m.person(ctx, account.NewUser{Name: name, Email: Address(name, ""), Roles: roles})
}

// Consultant makes a consultant of the municipality with this code.
func (m Maker) Consultant(ctx context.Context, name, municipality string) (account.Actor, error) {
	return m.person(ctx, account.NewUser{
		Name: name, Email: Address(name, municipality), Municipality: municipality,
		Roles: []account.Role{account.RoleConsultant},
	})
}

// Address makes an e-mail address of a name: "Rik Toetser" is
// rik.toetser@mgr.example, and a consultant has one at the municipality.
func Address(name, municipality string) string {
	organisation := "mgr"
	if municipality != "" {
		organisation = "gemeente-" + strings.ToLower(municipality)
	}
	return strings.ReplaceAll(strings.ToLower(name), " ", ".") + "@" + organisation + ".example"
}

// person makes a confirmed account with the sample password.
func (m Maker) person(ctx context.Context, wanted account.NewUser) (account.Actor, error) {
	hash, err := account.HashPassword(ctx, Password)
	if err != nil {
		return account.Actor{}, err
	}
	wanted.PasswordHash = hash
	var user *account.User
	err = database.Write(ctx, m.DB, func(tx *gorm.DB) error {
		user, err = m.Accounts.Create(tx, wanted)
		return err
	})
	if err != nil {
		return account.Actor{}, err
	}
	return m.confirm(ctx, user.ID, user.Email)
}

// confirm follows a fresh confirmation link.
func (m Maker) confirm(ctx context.Context, userID uuid.UUID, email string) (account.Actor, error) {
	secret, err := m.link(ctx, account.PurposeConfirmEmail, userID, email)
	if err != nil {
		return account.Actor{}, err
	}
	if _, err := m.Accounts.ConfirmEmail(ctx, secret, Password, "sample"); err != nil {
		return account.Actor{}, err
	}
	user, err := m.Accounts.Find(ctx, userID)
	if err != nil {
		return account.Actor{}, err
	}
	actor := user.Actor("sample")
	actor.Fresh = true
	return actor, nil
}

func (m Maker) link(ctx context.Context, purpose account.Purpose, subject uuid.UUID, email string) (secret string, err error) {
	err = database.Write(ctx, m.DB, func(tx *gorm.DB) error {
		secret, err = m.Accounts.IssueToken(tx, purpose, subject, email)
		return err
	})
	return secret, err
}

// Applicant registers an organisation and confirms its address.
func (m Maker) Applicant(ctx context.Context, o Organisation) (account.Actor, error) {
	err := m.Enrollment.Register(ctx, enrollment.Registration{
		Entry: o.Entry(), Organisation: o.Name, Name: o.Person, Email: o.Email(), Password: Password, Lang: "nl", Origin: "sample",
	})
	if err != nil {
		return account.Actor{}, fmt.Errorf("register %s: %w", o.Name, err)
	}
	var user account.User
	if err := m.DB.WithContext(ctx).Take(&user, "email = ?", o.Email()).Error; err != nil {
		return account.Actor{}, err
	}
	return m.confirm(ctx, user.ID, user.Email)
}
