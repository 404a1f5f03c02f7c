package directory

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/directory/finding"
	"providerportal/internal/workday"
)

// All gives everybody who may be found, by name: the open data of the region
// (D10).
func (p *Snapshot) All() []*finding.Entry { return p.view.index.Listed(p.today) }

// Newest gives those who became public last, the newest first.
func (p *Snapshot) Newest(most int) []*finding.Entry {
	list := p.All()
	slices.SortStableFunc(list, func(a, b *finding.Entry) int { return b.PublicAt.Compare(a.PublicAt) })
	return list[:min(most, len(list))]
}

// Entry gives one provider, nil when it may not be found.
func (p *Snapshot) Entry(id uuid.UUID) *finding.Entry {
	entry := p.view.index.Entry(id)
	if entry == nil || !entry.Listed(p.today) {
		return nil
	}
	return entry
}

// Publics gives the public profiles of many providers in the order of the ids, in
// as many queries as one takes. Who may not be found any more is left out.
func (s *Service) Publics(ctx context.Context, ids []uuid.UUID) ([]Public, error) {
	db := s.DB.WithContext(ctx)
	providers, err := Providers(db, ids)
	if err != nil {
		return nil, err
	}
	profiles, err := profilesOf(db.Where("provider_id IN (?)", s.listed(ctx).Select("provider_id")), ids)
	if err != nil {
		return nil, err
	}
	if err := s.keepAdmitted(db, profiles); err != nil {
		return nil, err
	}
	var intakes []IntakePoint
	if err := db.Select("provider_id", "ways").Where("provider_id IN ?", ids).Find(&intakes).Error; err != nil {
		return nil, err
	}
	ways := make(map[uuid.UUID]Codes, len(intakes))
	for i := range intakes {
		ways[intakes[i].ProviderID] = intakes[i].Ways
	}
	terms, err := termsOf(db)
	if err != nil {
		return nil, err
	}
	today := workday.On(s.Now())
	list := make([]Public, 0, len(ids))
	for _, id := range ids {
		if profile, known := profiles[id]; known {
			list = append(list, Public{
				Provider: providers[id], Profile: *profile, Ways: ways[id], Today: today,
				Unconfirmed: terms.Unconfirmed(profile, today),
			})
		}
	}
	return list, nil
}

// profilesOf reads whole profiles, by provider.
func profilesOf(query *gorm.DB, ids []uuid.UUID) (map[uuid.UUID]*Profile, error) {
	db := query.Session(&gorm.Session{NewDB: true})
	var rows []Profile
	if err := query.Where("provider_id IN ?", ids).Find(&rows).Error; err != nil {
		return nil, err
	}
	profiles := make(map[uuid.UUID]*Profile, len(rows))
	for i := range rows {
		rows[i].Descriptions = map[string]string{}
		profiles[rows[i].ProviderID] = &rows[i]
	}
	if err := readCodes(db, ids, profiles); err != nil {
		return nil, err
	}
	var lines []productLine
	if err := db.Table("profile_products").Where("provider_id IN ?", ids).Order("product_code").Find(&lines).Error; err != nil {
		return nil, err
	}
	for _, line := range lines {
		if profile := profiles[line.ProviderID]; profile != nil {
			profile.Products = append(profile.Products, line.ProductCode)
			profile.Descriptions[line.ProductCode] = line.Description
		}
	}
	var locations []Location
	err := db.Where("provider_id IN ?", ids).Order("provider_id, position").Find(&locations).Error
	for _, location := range locations {
		if profile := profiles[location.ProviderID]; profile != nil {
			profile.Locations = append(profile.Locations, location)
		}
	}
	for _, profile := range profiles {
		profile.tidy()
	}
	return profiles, err
}

// readCodes fills the lists of codes of many profiles.
func readCodes(db *gorm.DB, ids []uuid.UUID, profiles map[uuid.UUID]*Profile) error {
	for at, list := range (&Profile{}).codeLists() {
		var rows []struct {
			ProviderID uuid.UUID
			Code       string
		}
		err := db.Table(list.table).Select("provider_id, "+list.column+" AS code").
			Where("provider_id IN ?", ids).Order(list.column).Find(&rows).Error
		if err != nil {
			return err
		}
		for _, row := range rows {
			if profile := profiles[row.ProviderID]; profile != nil {
				codes := profile.codeLists()[at].codes
				*codes = append(*codes, row.Code)
			}
		}
	}
	return nil
}

// Places gives the locations of everybody who may be found, by provider.
func (s *Service) Places(ctx context.Context) ([]Location, error) {
	var list []Location
	return list, s.DB.WithContext(ctx).Where("provider_id IN (?)", s.listed(ctx).Select("provider_id")).
		Order("provider_id, position").Find(&list).Error
}
