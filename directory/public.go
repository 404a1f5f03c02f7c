package directory

import (
	"context"
	"maps"
	"slices"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/directory/finding"
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

// Card gives what a list of the finder shows of the provider.
func (p *Public) Card() *finding.Hit {
	entry := &finding.Entry{Slug: p.Provider.Slug, Name: p.Provider.Name, Line: finding.OneLine(p.Profile.Mission)}
	entry.Values[finding.Product], entry.Values[finding.Municipality] = p.Profile.Products, p.Profile.Municipalities
	if weeks := p.Profile.Capacity.Weeks; weeks != nil {
		entry.CapacityWeeks = *weeks
	}
	return &finding.Hit{Entry: entry, Capacity: string(p.Profile.Capacity.On(p.Today)), Km: -1}
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
	if err := s.keepAdmitted(db, map[uuid.UUID]*Profile{provider.ID: profile}); err != nil {
		return nil, err
	}
	return s.public(db, provider, profile)
}

// keepAdmitted takes the products out of profiles whose segment has no active
// admission, as the finder does: what was suspended or ended is offered nowhere,
// while the provider stays for another segment (D2, E12).
func (s *Service) keepAdmitted(db *gorm.DB, profiles map[uuid.UUID]*Profile) error {
	var rows []struct {
		ProviderID uuid.UUID
		Code       string
	}
	err := db.Table("admissions").Select("admissions.provider_id, products.code").
		Joins("JOIN products ON products.segment_code = admissions.segment_code").
		Where("admissions.active AND admissions.provider_id IN ?", slices.Collect(maps.Keys(profiles))).Find(&rows).Error
	if err != nil {
		return err
	}
	admitted := make(map[uuid.UUID][]string, len(profiles))
	for _, row := range rows {
		admitted[row.ProviderID] = append(admitted[row.ProviderID], row.Code)
	}
	for id, profile := range profiles {
		profile.Products = slices.DeleteFunc(profile.Products, func(code string) bool { return !slices.Contains(admitted[id], code) })
	}
	return nil
}

// Preview gives the actor's own profile as visitors will see it once the draft is
// published.
func (s *Service) Preview(ctx context.Context, actor account.Actor) (*Public, error) {
	return s.preview(ctx, actor, func(*Profile) {})
}

// PreviewSection gives the same with one section as it is being written, right or
// wrong: codes that do not exist are left out, texts stay as they are. Nothing is
// kept.
func (s *Service) PreviewSection(ctx context.Context, actor account.Actor, section Section, wanted Profile) (*Public, error) {
	region, err := s.Region(ctx)
	if err != nil {
		return nil, err
	}
	return s.preview(ctx, actor, func(now *Profile) {
		now.take(section, &wanted)
		now.keepKnown(region)
		now.tidy()
	})
}

func (s *Service) preview(ctx context.Context, actor account.Actor, change func(now *Profile)) (*Public, error) {
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
	change(profile)
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
