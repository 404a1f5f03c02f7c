package signon

import (
	"gorm.io/gorm"
	"providerportal/internal/account"
	"providerportal/internal/fault"
)

// member lets in who acts for a business: only when it is registered, and only
// as one of its own people (AUTH-8). The first one is its admin.
func (s *Service) member(tx *gorm.DB, p *provider, identity *Identity, user *account.User, visitor account.Client) (*account.User, error) {
	business, err := s.Organisation(tx, identity.KvK)
	if fault.Is(err, fault.KindMissing) {
		return nil, &Refusal{Reason: ReasonOrganisation, KvK: identity.KvK}
	}
	if err != nil {
		return nil, err
	}
	if user != nil {
		if user.ProviderID == nil || *user.ProviderID != business.ID {
			return nil, refuse(ReasonMoved, "")
		}
		return user, nil
	}
	if err := account.LockOrganisation(tx, business.ID); err != nil {
		return nil, err
	}
	var admins int64
	err = tx.Model(&account.User{}).
		Where("provider_id = ? AND provider_admin AND closed_at IS NULL AND email_confirmed_at IS NOT NULL", business.ID).
		Count(&admins).Error
	if err != nil {
		return nil, err
	}
	if identity.Name == "" {
		identity.Name = business.Name
	}
	return s.create(tx, p, identity, visitor, account.NewUser{
		Roles: []account.Role{account.RoleProvider}, ProviderID: business.ID, ProviderAdmin: admins == 0,
	})
}
