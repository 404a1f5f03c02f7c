package directory

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/internal/words"
	"providerportal/storage/database"
)

// Colleagues gives the open accounts of the actor's own organisation, by name.
func (s *Service) Colleagues(ctx context.Context, actor account.Actor) ([]account.User, error) {
	if !actor.Has(account.RoleProvider) {
		return nil, fault.Forbidden()
	}
	var users []account.User
	err := s.DB.WithContext(ctx).Where("provider_id = ? AND closed_at IS NULL", actor.ProviderID).
		Order("lower(name), id").Find(&users).Error
	return users, err
}

// NewColleague is whom an admin invites.
type NewColleague struct {
	Name  string
	Email string
	Admin bool // else a member
}

// InviteColleague makes an account in the actor's organisation and mails a link
// to choose a password. Only admins invite (AUTH-8).
func (s *Service) InviteColleague(ctx context.Context, actor account.Actor, wanted NewColleague) error {
	wrong := account.CheckPerson(wanted.Name, wanted.Email)
	return s.asAdmin(ctx, actor, func(tx *gorm.DB, own *Provider) error {
		if err := wrong.Err(); err != nil {
			return err
		}
		user, err := s.newColleague(tx, own, wanted, actor.Lang)
		if err != nil {
			return err
		}
		if _, err := s.Accounts.SendSetUp(tx, user, colleagueText(user, own)); err != nil {
			return err
		}
		return audit.Record(tx, actor, "colleague.invited", "user", user.ID.String())
	})
}

func (s *Service) newColleague(tx *gorm.DB, own *Provider, wanted NewColleague, lang string) (*account.User, error) {
	user, err := s.Accounts.Create(tx, account.NewUser{
		Email: wanted.Email, Name: wanted.Name, Lang: lang, Roles: []account.Role{account.RoleProvider},
		ProviderID: own.ID, ProviderAdmin: wanted.Admin,
	})
	if errors.Is(err, account.ErrEmailTaken) {
		return nil, fault.Invalid(fault.At("email", "error.email-used"))
	}
	return user, err
}

// ReinviteColleague mails a new link to somebody who did not follow the first.
func (s *Service) ReinviteColleague(ctx context.Context, actor account.Actor, id uuid.UUID) error {
	return s.withColleague(ctx, actor, id, func(tx *gorm.DB, own *Provider, user *account.User) error {
		return s.Accounts.InviteAgain(tx, actor, user, colleagueText(user, own))
	})
}

// ChangeColleague makes somebody of the own organisation admin or member. The
// last admin stays one. The sessions end, so that the new rights hold at once
// (ASVS 7.2.4).
func (s *Service) ChangeColleague(ctx context.Context, actor account.Actor, id uuid.UUID, admin bool) error {
	return s.withColleague(ctx, actor, id, func(tx *gorm.DB, _ *Provider, user *account.User) error {
		if user.ProviderAdmin == admin {
			return nil
		}
		if !admin {
			if err := account.KeepAnAdmin(tx, user); err != nil {
				return err
			}
		}
		user.ProviderAdmin = admin
		return s.Accounts.RightsChanged(tx, actor, user)
	})
}

// RemoveColleague closes the account of somebody of the own organisation; its
// sessions end at once. The last admin stays.
func (s *Service) RemoveColleague(ctx context.Context, actor account.Actor, id uuid.UUID) error {
	return s.withColleague(ctx, actor, id, func(tx *gorm.DB, _ *Provider, user *account.User) error {
		if err := account.KeepAnAdmin(tx, user); err != nil {
			return err
		}
		return s.Accounts.Close(tx, actor, user)
	})
}

// withColleague hands an open account of the own organisation to change; of
// another organisation it is missing.
func (s *Service) withColleague(ctx context.Context, actor account.Actor, id uuid.UUID,
	change func(tx *gorm.DB, own *Provider, user *account.User) error,
) error {
	return s.asAdmin(ctx, actor, func(tx *gorm.DB, own *Provider) error {
		user, err := account.OpenForChange(tx, id)
		if err != nil {
			return err
		}
		if user.ProviderID == nil || *user.ProviderID != own.ID {
			return fault.Missing()
		}
		return change(tx, own, user)
	})
}

// asAdmin does a change of the actor's organisation while nobody else changes
// its people. Whether the actor is an admin is read again under that lock: a
// colleague may have ended it a moment ago.
func (s *Service) asAdmin(ctx context.Context, actor account.Actor, change func(tx *gorm.DB, own *Provider) error) error {
	if !actor.Has(account.RoleProvider) || !actor.ProviderAdmin {
		return fault.Forbidden()
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		if err := account.LockOrganisation(tx, actor.ProviderID); err != nil {
			return err
		}
		own, err := ProviderByID(tx, actor.ProviderID)
		if err != nil {
			return err
		}
		var still int64
		err = tx.Model(&account.User{}).
			Where("id = ? AND provider_id = ? AND provider_admin AND closed_at IS NULL", actor.UserID, own.ID).Count(&still).Error
		if err != nil {
			return err
		}
		if still == 0 {
			return fault.Forbidden()
		}
		return change(tx, own)
	})
}

// colleagueText says in the colleague's language what the account is for.
func colleagueText(user *account.User, own *Provider) string {
	key := "colleague.role.member.at"
	if user.ProviderAdmin {
		key = "colleague.role.admin.at"
	}
	return words.For(user.Lang).T(key, "Organisation", own.Name)
}
