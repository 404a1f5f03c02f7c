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
	Intake         IntakeState
	Differs        bool         // the draft says something else than what is public
	ConfirmBy      workday.Date // zero before the first publication (D4)
	ConfirmMonths  int          // how often the profile is confirmed
	Unconfirmed    bool         // that day is past
	Takedown       *Takedown    // staff took the profile offline
}

// Standing gives how the actor's own organisation stands.
func (s *Service) Standing(ctx context.Context, actor account.Actor) (*Standing, error) {
	if !actor.Has(account.RoleProvider) {
		return nil, fault.Forbidden()
	}
	db, today := s.DB.WithContext(ctx), workday.On(s.Now())
	provider, err := ProviderByID(db, actor.ProviderID)
	if err != nil {
		return nil, err
	}
	segments, err := admittedIn(db, provider.ID, today)
	if err != nil {
		return nil, err
	}
	intake, err := intakeOf(db, provider.ID)
	if err != nil {
		return nil, err
	}
	profile, differs, err := workingCopy(db, provider.ID)
	if err != nil {
		return nil, err
	}
	takedown, err := openTakedown(db, provider.ID)
	if err != nil {
		return nil, err
	}
	terms, err := termsOf(db)
	if err != nil {
		return nil, err
	}
	var listed int64
	err = s.listed(ctx).Where("provider_id = ?", provider.ID).Count(&listed).Error
	return &Standing{
		Slug: provider.Slug, Published: listed > 0, Admitted: len(segments) > 0, IntakeVerified: intake.Verified(),
		Intake: intake.State(today, terms), Differs: differs, Takedown: takedown,
		ConfirmBy: terms.ConfirmBy(profile), ConfirmMonths: terms.ConfirmMonths, Unconfirmed: terms.Unconfirmed(profile, today),
	}, err
}
