package directory

import (
	"context"

	"providerportal/internal/account"
	"providerportal/internal/fault"
)

// SameNumber gives staff the other organisations that have the number of this one
// in another register of its country (OH-5): another organisation, or the same one
// under another name of its register. None for a KvK number, which is unique.
func (s *Service) SameNumber(ctx context.Context, actor account.Actor, provider *Provider) ([]Provider, error) {
	if !actor.Staff() {
		return nil, fault.Forbidden()
	}
	if !provider.Entry.Abroad() {
		return nil, nil
	}
	var found []Provider
	err := s.DB.WithContext(ctx).
		Where("register_country = ? AND split_part(register_key, ' ', 3) = ? AND id <> ?", provider.Entry.Country, provider.Entry.BareNumber(), provider.ID).
		Order("lower(name), id").Find(&found).Error
	return found, err
}
