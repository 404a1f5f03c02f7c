package signon

import (
	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/fault"
)

// member lets in who acts for a business: only when it is registered, and only
// as one of its own people (AUTH-8).
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
	engaged, err := s.Arrive(tx, business.ID)
	if err != nil {
		return nil, err
	}
	if err := account.LockOrganisation(tx, business.ID); err != nil {
		return nil, err
	}
	admin, err := s.leads(tx, identity, business, engaged)
	if err != nil {
		return nil, err
	}
	if identity.Name == "" {
		identity.Name = business.Name
	}
	return s.create(tx, p, identity, visitor, account.NewUser{
		Roles: []account.Role{account.RoleProvider}, ProviderID: business.ID, ProviderAdmin: admin,
	})
}

// leads reports whether a new person becomes admin: the first one, and the first
// one whom eHerkenning vouches for at level substantial in a business that did not
// apply yet. So whoever registered a business without proof does not keep its own
// people out.
func (s *Service) leads(tx *gorm.DB, identity *Identity, business Organisation, engaged bool) (bool, error) {
	admins, err := account.AdminsOf(tx, business.ID)
	if err != nil || len(admins) == 0 || engaged || !identity.Level.Reaches(account.LevelSubstantial) {
		return len(admins) == 0, err
	}
	ids := make([]uuid.UUID, len(admins))
	for i := range admins {
		ids[i] = admins[i].ID
	}
	var proven int64
	err = tx.Model(&known{}).Where("kind = ? AND user_id IN ?", KindEHerkenning, ids).Count(&proven).Error
	return proven == 0, err
}
