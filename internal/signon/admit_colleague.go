package signon

import (
	"slices"

	"gorm.io/gorm"

	"providerportal/internal/account"
)

// colleague lets in who works for one of our organisations, with the roles that
// its tenant gives today (AUTH-5). Who has none any more loses what is left.
func (s *Service) colleague(tx *gorm.DB, p *provider, identity *Identity, user *account.User, visitor account.Client) (*account.User, error) {
	switch {
	case user == nil && len(identity.Roles) == 0:
		return nil, refuse(ReasonRole, "")
	case user == nil:
		user, err := s.create(tx, p, identity, visitor, account.NewUser{Roles: identity.Roles, Municipality: identity.Municipality})
		if err != nil {
			return nil, err
		}
		by := account.Actor{UserID: user.ID, Name: p.Label["nl"], Origin: visitor.Origin}
		return user, s.Accounts.TellPrivilegedChange(tx, by, user, false, user.Has(account.RoleAdministrator))
	}
	if err := s.syncRights(tx, p, identity, user, visitor); err != nil {
		return nil, err
	}
	if len(identity.Roles) == 0 {
		return nil, refuse(ReasonRole, "")
	}
	return user, nil
}

// syncRights gives the account exactly the rights of the identity. When they
// differ, its open sessions end (ASVS 7.2.4).
func (s *Service) syncRights(tx *gorm.DB, p *provider, identity *Identity, user *account.User, visitor account.Client) error {
	if identity.Name != "" && identity.Name != user.Name {
		user.Name = identity.Name
		if err := tx.Model(user).Update("name", user.Name).Error; err != nil {
			return err
		}
	}
	before := user.Actor("")
	same := before.Municipality == identity.Municipality && len(before.Roles) == len(identity.Roles) &&
		!slices.ContainsFunc(identity.Roles, func(role account.Role) bool { return !before.Has(role) })
	if same {
		return nil
	}
	by := account.Actor{Name: p.Label["nl"], Origin: visitor.Origin}
	was, is := before.Has(account.RoleAdministrator), slices.Contains(identity.Roles, account.RoleAdministrator)
	if err := s.Accounts.TellPrivilegedChange(tx, by, user, was, is); err != nil {
		return err
	}
	if err := tx.Where("user_id = ?", user.ID).Delete(&account.UserRole{}).Error; err != nil {
		return err
	}
	user.Roles, user.MunicipalityCode = nil, nil
	for _, role := range identity.Roles {
		user.Roles = append(user.Roles, account.UserRole{UserID: user.ID, Role: role})
	}
	if identity.Municipality != "" {
		user.MunicipalityCode = &identity.Municipality
	}
	if len(user.Roles) > 0 {
		if err := tx.Create(&user.Roles).Error; err != nil {
			return err
		}
	}
	return s.Accounts.RightsChanged(tx, by, user)
}
