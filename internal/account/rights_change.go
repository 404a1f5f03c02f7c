package account

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/storage/database"
)

// ChangeRights gives an account other rights. Its sessions end, so that the new
// rights hold at once (ASVS 7.2.4). The last administrator keeps that role, and
// an organisation its last admin. People of an organisation never get a role of
// staff here, nor staff one of a provider (ASVS 15.3.3).
func (s *Service) ChangeRights(ctx context.Context, actor Actor, id uuid.UUID, wanted Rights) error {
	if !actor.Has(RoleAdministrator) {
		return fault.Forbidden()
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		user, err := s.forAdministrator(tx, actor, id)
		if err != nil {
			return err
		}
		changed, err := false, error(nil)
		if user.ProviderID != nil {
			changed, err = s.changeAdmin(tx, user, wanted.ProviderAdmin)
		} else {
			changed, err = s.changeRoles(ctx, tx, actor, user, wanted)
		}
		if err != nil || !changed {
			return err
		}
		return s.RightsChanged(tx, actor, user)
	})
}

// forAdministrator locks whom an administrator wants to change, and refuses who
// is no administrator any more by now.
func (s *Service) forAdministrator(tx *gorm.DB, actor Actor, id uuid.UUID) (*User, error) {
	if err := s.stillAdministrator(tx, actor); err != nil {
		return nil, err
	}
	user, err := ByID(tx, id)
	if err != nil {
		return nil, missing(err)
	}
	if user.ProviderID != nil {
		if err := LockOrganisation(tx, *user.ProviderID); err != nil {
			return nil, err
		}
	}
	return OpenForChange(tx, id)
}

// stillAdministrator waits for changes of administrators to end, and refuses an
// actor who lost the role meanwhile.
func (s *Service) stillAdministrator(tx *gorm.DB, actor Actor) error {
	if err := LockAdministrators(tx); err != nil {
		return err
	}
	var count int64
	err := tx.Model(&User{}).Joins("JOIN user_roles ON user_roles.user_id = users.id AND role = ?", RoleAdministrator).
		Where("id = ? AND closed_at IS NULL", actor.UserID).Count(&count).Error
	if err == nil && count == 0 {
		return fault.Forbidden()
	}
	return err
}

func (s *Service) changeAdmin(tx *gorm.DB, user *User, admin bool) (changed bool, err error) {
	if user.ProviderAdmin == admin {
		return false, nil
	}
	if !admin {
		if err := KeepAnAdmin(tx, user); err != nil {
			return false, err
		}
	}
	user.ProviderAdmin = admin
	return true, nil
}

func (s *Service) changeRoles(ctx context.Context, tx *gorm.DB, actor Actor, user *User, wanted Rights) (changed bool, err error) {
	var wrong fault.Check
	if err := s.checkRoles(ctx, &wrong, wanted); err != nil {
		return false, err
	}
	if err := wrong.Err(); err != nil {
		return false, err
	}
	was, will := user.Has(RoleAdministrator), slices.Contains(wanted.Roles, RoleAdministrator)
	if was && !will {
		if err := KeepAnAdministrator(tx, user); err != nil {
			return false, err
		}
	}
	next := User{}
	for _, role := range slices.Compact(slices.Sorted(slices.Values(wanted.Roles))) {
		next.Roles = append(next.Roles, UserRole{UserID: user.ID, Role: role})
	}
	if wanted.Municipality != "" {
		next.MunicipalityCode = &wanted.Municipality
	}
	if slices.Equal(next.RoleNames(), user.RoleNames()) && user.Actor("").Municipality == wanted.Municipality {
		return false, nil
	}
	if err := s.TellPrivilegedChange(tx, actor, user, was, will); err != nil {
		return false, err
	}
	if err := tx.Where("user_id = ?", user.ID).Delete(&UserRole{}).Error; err != nil {
		return false, err
	}
	user.Roles, user.MunicipalityCode = next.Roles, next.MunicipalityCode
	return true, tx.Create(&user.Roles).Error
}

// RightsChanged keeps changed rights of an organisation's or portal's user, ends
// the sessions and notes it.
func (s *Service) RightsChanged(tx *gorm.DB, actor Actor, user *User) error {
	now := s.Now().UTC()
	user.RightsAt = &now
	err := tx.Model(user).Omit("Roles").Select("ProviderAdmin", "MunicipalityCode", "RightsAt").Updates(user).Error
	if err != nil {
		return err
	}
	if err := EndSessions(tx, user.ID); err != nil {
		return err
	}
	return audit.Record(tx, actor, "account.rights-changed", "user", user.ID.String())
}
