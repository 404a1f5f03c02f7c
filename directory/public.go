package directory

import (
	"context"

	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
)

// Public is everything the profile page shows of one provider.
type Public struct {
	Provider    Provider
	Profile     Profile
	Ways        Codes // ways of talking that the intake point offers
	Today       workday.Date
	Unconfirmed bool // the provider let the term of D4 pass
}

// Public gives a published provider by the slug of its address; fault.Missing
// for one that does not exist or may not be found now.
func (s *Service) Public(ctx context.Context, slug string) (*Public, error) {
	db := s.DB.WithContext(ctx)
	provider, err := taken[Provider](db.Where("slug = ? AND id IN (?)", slug, s.listed(ctx).Select("provider_id")))
	if err != nil {
		return nil, err
	}
	profile, err := profileOf(db, provider.ID)
	if err != nil {
		return nil, err
	}
	return s.public(db, provider, profile)
}

// Preview gives the actor's own profile as visitors will see it once the draft is
// published.
func (s *Service) Preview(ctx context.Context, actor account.Actor) (*Public, error) {
	if !actor.Has(account.RoleProvider) {
		return nil, fault.Forbidden()
	}
	db := s.DB.WithContext(ctx)
	provider, err := ProviderByID(db, actor.ProviderID)
	if err != nil {
		return nil, err
	}
	profile, _, err := workingCopy(db, provider.ID)
	if err != nil {
		return nil, err
	}
	return s.public(db, provider, profile)
}

func (s *Service) public(db *gorm.DB, provider *Provider, profile *Profile) (*Public, error) {
	intake, err := intakeOf(db, provider.ID)
	if err != nil {
		return nil, err
	}
	terms, err := termsOf(db)
	if err != nil {
		return nil, err
	}
	today := workday.On(s.Now())
	return &Public{
		Provider: *provider, Profile: *profile, Ways: intake.Ways, Today: today,
		Unconfirmed: terms.Unconfirmed(profile, today),
	}, nil
}
