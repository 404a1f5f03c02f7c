package enrollment

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/internal/traderegister"
	"providerportal/storage/database"
)

// Registration is what a provider fills in to get an account.
type Registration struct {
	Entry        traderegister.Typed
	Organisation string
	Name         string // of the person
	Email        string
	Password     string
	Lang         string
	Origin       string
	Invitation   uuid.UUID // whose link led here (E14), or none
}

// Register makes the organisation and its first account, and mails a link that
// confirms the address; nobody can sign in before that. An earlier registration
// that nobody confirmed makes room. Everything that is wrong is named at once:
// number in the trade register, used address, short password.
func (s *Service) Register(ctx context.Context, wanted Registration) error {
	entry, err := s.checkRegistration(ctx, wanted)
	if err != nil {
		return err
	}
	if err := s.Accounts.TryFrom(ctx, wanted.Origin, "email"); err != nil {
		return err
	}
	if err := s.Accounts.TryLetter(ctx, wanted.Email, wanted.Origin); err != nil {
		return err
	}
	hash, err := account.HashPassword(ctx, wanted.Password)
	if err != nil {
		return err
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		if err := makeRoom(tx, entry, account.NormalEmail(wanted.Email)); err != nil {
			return err
		}
		provider, err := s.Directory.NewProvider(tx, entry, wanted.Organisation)
		if errors.Is(err, directory.ErrEntryTaken) {
			return fault.Invalid(fault.At(entry.Field(), "error.kvk-used"))
		}
		if err != nil {
			return err
		}
		user, err := s.Accounts.Create(tx, account.NewUser{
			Email: wanted.Email, Name: wanted.Name, Lang: wanted.Lang, PasswordHash: hash,
			Roles: []account.Role{account.RoleProvider}, ProviderID: provider.ID, ProviderAdmin: true,
		})
		if errors.Is(err, account.ErrEmailTaken) {
			return fault.Invalid(fault.At("email", "error.email-used"))
		}
		if err != nil {
			return err
		}
		if err := acceptInvitation(tx, wanted.Invitation, provider.ID); err != nil {
			return err
		}
		if err := s.Accounts.SendConfirmation(tx, user); err != nil {
			return err
		}
		return audit.Record(tx, user.Actor(wanted.Origin), "provider.registered", "provider", provider.ID.String())
	})
}

// checkRegistration gives the entry in the trade register, or everything that is
// wrong.
func (s *Service) checkRegistration(ctx context.Context, wanted Registration) (traderegister.Entry, error) {
	entry, wrong := wanted.Entry.Entry()
	wrong.Unless(wanted.Organisation != "", "organisation", "error.required")
	wrong.Unless(wanted.Name != "", "name", "error.required")
	directory.CheckName(&wrong, "organisation", wanted.Organisation)
	directory.CheckName(&wrong, "name", wanted.Name)
	checkAddress(&wrong, wanted.Email)
	if refusal := account.CheckPassword(wanted.Password, "password", wanted.Organisation, wanted.Name, wanted.Email); refusal != nil {
		wrong = append(wrong, *refusal)
	}
	if err := s.refuseUsed(ctx, &wrong, entry, wanted.Email); err != nil {
		return entry, err
	}
	return entry, wrong.Err()
}

// refuseUsed names an organisation and an address that are in use already, together
// with what else is wrong.
func (s *Service) refuseUsed(ctx context.Context, wrong *fault.Check, entry traderegister.Entry, email string) error {
	var used struct{ Entry, Email bool }
	err := s.DB.WithContext(ctx).Raw(`SELECT
	EXISTS (SELECT 1 FROM providers p WHERE register_key = ? AND NOT (`+neverConfirmed+`)) AS entry,
	EXISTS (SELECT 1 FROM users u LEFT JOIN providers p ON p.id = u.provider_id
		WHERE lower(u.email) = lower(?) AND (p.id IS NULL OR NOT (`+neverConfirmed+`))) AS email`, entry.Key(), account.NormalEmail(email)).Scan(&used).Error
	wrong.Unless(!used.Entry, entry.Field(), "error.kvk-used")
	wrong.Unless(!used.Email, "email", "error.email-used")
	return err
}
