package directory

import (
	"context"

	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
)

// Standing says how a provider stands towards the finder: whether it is in, and
// which of the conditions for that are met (D2).
type Standing struct {
	Slug           string
	Published      bool // everybody can read the profile now
	Admitted       bool // an admission is active today
	IntakeVerified bool
}

// Standing gives how the actor's own organisation stands.
func (s *Service) Standing(ctx context.Context, actor account.Actor) (*Standing, error) {
	if !actor.Has(account.RoleProvider) {
		return nil, fault.Forbidden()
	}
	db := s.DB.WithContext(ctx)
	provider, err := ProviderByID(db, actor.ProviderID)
	if err != nil {
		return nil, err
	}
	segments, err := admittedIn(db, provider.ID, workday.On(s.Now()))
	if err != nil {
		return nil, err
	}
	intake, err := intakeOf(db, provider.ID)
	if err != nil {
		return nil, err
	}
	var listed int64
	err = s.listed(ctx).Where("provider_id = ?", provider.ID).Count(&listed).Error
	return &Standing{
		Slug: provider.Slug, Published: listed > 0, Admitted: len(segments) > 0, IntakeVerified: intake.Verified(),
	}, err
}
