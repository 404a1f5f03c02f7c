package directory

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/traderegister"
	"providerportal/internal/workday"
)

// Arrival is one organisation that comes in with many others, from another
// portal: complete and checked by the caller.
type Arrival struct {
	Provider Provider
	Profile  Profile
	Intake   IntakePoint
	From     workday.Date  // first day of its contracts
	Ended    *workday.Date // when they are over
	Publish  bool
}

// arrival is how an Arrival goes to the database, many in one JSON document.
type arrival struct {
	ID uuid.UUID `json:"id"`
	traderegister.Entry
	Name           string        `json:"name"`
	Slug           string        `json:"slug"`
	Mission        string        `json:"mission"`
	Offer          string        `json:"offer"`
	Audience       string        `json:"audience"`
	Website        string        `json:"website"`
	Forms          []string      `json:"forms"`
	Languages      []string      `json:"languages"`
	Published      bool          `json:"published"`
	Content        string        `json:"content"`
	TargetGroups   []string      `json:"target_groups"`
	Municipalities []string      `json:"municipalities"`
	Products       []productText `json:"products"`
	Locations      []Location    `json:"locations"`
	IntakeName     string        `json:"intake_name"`
	IntakeEmail    string        `json:"intake_email"`
	IntakePhone    string        `json:"intake_phone"`
	VerifiedAt     *time.Time    `json:"verified_at"`
	Segments       []string      `json:"segments"`
	From           string        `json:"admitted_on"`
	Ended          string        `json:"ended_on"`
}

type productText struct {
	Code        string `json:"code"`
	Description string `json:"description"`
}

// arrivals reads that document as rows.
const arrivals = ` FROM jsonb_to_recordset(CAST(@rows AS jsonb)) AS r(id uuid, kvk text, register_country text, register_name text, register_number text, name text, slug text, mission text, offer text, audience text,
	website text, forms text[], languages text[], published boolean, content text, target_groups text[], municipalities text[], products jsonb,
	locations jsonb, intake_name text, intake_email text, intake_phone text, verified_at timestamptz, segments text[], admitted_on text, ended_on text)`

// welcome is what an arrival writes, table by table.
var welcome = []string{
	`INSERT INTO providers (id, kvk, register_country, register_name, register_number, name, slug, created_at) SELECT id, kvk, register_country, register_name, register_number, name, slug, CAST(@now AS timestamptz)` + arrivals,
	`INSERT INTO profiles (provider_id, mission, offer, audience, website, forms, languages, updated_at, published_at, confirmed_at)
	 SELECT id, mission, offer, audience, website, forms, languages, CAST(@now AS timestamptz), CASE WHEN published THEN CAST(@now AS timestamptz) END, CASE WHEN published THEN CAST(@now AS timestamptz) END` + arrivals,
	`INSERT INTO profile_versions (provider_id, published_at, content) SELECT id, CAST(@now AS timestamptz), content::jsonb` + arrivals + ` WHERE published`,
	`INSERT INTO profile_products (provider_id, product_code, description) SELECT r.id, x->>'code', x->>'description'` + arrivals + `, jsonb_array_elements(products) x`,
	`INSERT INTO profile_target_groups (provider_id, target_group_code) SELECT r.id, x` + arrivals + `, unnest(target_groups) x`,
	`INSERT INTO profile_municipalities (provider_id, municipality_code) SELECT r.id, x` + arrivals + `, unnest(municipalities) x`,
	`INSERT INTO profile_locations (provider_id, position, name, street, postcode, place, lat, lon)
	 SELECT r.id, n, x->>'Name', x->>'Street', x->>'Postcode', x->>'Place', (x->>'Lat')::float, (x->>'Lon')::float` +
		arrivals + `, jsonb_array_elements(locations) WITH ORDINALITY l(x, n)`,
	`INSERT INTO intake_points (provider_id, name, email, phone, verified_at, updated_at)
	 SELECT id, intake_name, intake_email, intake_phone, verified_at, CAST(@now AS timestamptz)` + arrivals + ` WHERE intake_email <> ''`,
	`INSERT INTO admissions (provider_id, segment_code, active, admitted_on, ended_on)
	 SELECT r.id, x, ended_on = '', admitted_on::date, nullif(ended_on, '')::date` + arrivals + `, unnest(segments) x`,
}

// Welcome writes many organisations that were not there, in few statements, and
// puts those that are public in the finder.
func (s *Service) Welcome(tx *gorm.DB, region *Region, list []Arrival) error {
	rows := make([]arrival, len(list))
	var public []uuid.UUID
	for i := range list {
		a := &list[i]
		a.Profile.tidy()
		rows[i] = a.row(region)
		if a.Publish {
			public = append(public, a.Provider.ID)
		}
	}
	content, err := json.Marshal(rows)
	if err != nil {
		return err
	}
	values := map[string]any{"rows": string(content), "now": s.Now().UTC()}
	for _, statement := range welcome {
		if err := tx.Exec(statement, values).Error; err != nil {
			return err
		}
	}
	if len(public) == 0 {
		return nil
	}
	return Reindex(tx, public...)
}

func (a *Arrival) row(region *Region) arrival {
	row := arrival{
		ID: a.Provider.ID, Entry: a.Provider.Entry, Name: a.Provider.Name, Slug: a.Provider.Slug,
		Mission: a.Profile.Mission, Offer: a.Profile.Offer, Audience: a.Profile.Audience, Website: a.Profile.Website,
		Forms: a.Profile.Forms, Languages: a.Profile.Languages, Published: a.Publish, Content: a.Profile.content(),
		TargetGroups: a.Profile.TargetGroups, Municipalities: a.Profile.Municipalities, Locations: a.Profile.Locations,
		IntakeName: a.Intake.Name, IntakeEmail: a.Intake.Email, IntakePhone: a.Intake.Phone, VerifiedAt: a.Intake.VerifiedAt,
		Segments: a.Segments(region), From: a.From.String(), Products: []productText{},
	}
	if a.Ended != nil {
		row.Ended = a.Ended.String()
	}
	for _, code := range a.Profile.Products {
		row.Products = append(row.Products, productText{code, a.Profile.Descriptions[code]})
	}
	return row
}

// Segments are those of its products.
func (a *Arrival) Segments(region *Region) []string {
	var segments []string
	for _, code := range a.Profile.Products {
		segments = append(segments, region.Product(code).SegmentCode)
	}
	return sorted(segments)
}

// Known tells which of these keys of trade registers and slugs the portal has.
func Known(tx *gorm.DB, keys, slugs []string) (entries, addresses map[string]bool, err error) {
	entries, addresses = map[string]bool{}, map[string]bool{}
	var found []Provider
	err = tx.Where("register_key IN ? OR slug IN ?", keys, slugs).Find(&found).Error
	for _, provider := range found {
		entries[provider.Entry.Key()], addresses[provider.Slug] = true, true
	}
	return entries, addresses, err
}

// SlugFor gives the address part for a name, or the wanted one when it can be an
// address and is no page of its own; used tells which are taken.
func SlugFor(wanted, name string, entry traderegister.Entry, used func(string) bool) string {
	slug := wanted
	if slug == "" || slugOf(slug) != slug {
		slug = slugOf(name)
	}
	if used(slug) || slices.Contains(reserved, slug) {
		slug = strings.Trim(slug[:min(len(slug), 70)], "-") + "-" + slugOf(entry.Plain())
	}
	return slug
}

// AddGroups adds target groups by their Dutch name at the end of the list, and
// gives the code of each name.
func AddGroups(tx *gorm.DB, names []string) (map[string]string, error) {
	var groups []TargetGroup
	if err := tx.Order("position").Find(&groups).Error; err != nil {
		return nil, err
	}
	codes, last := map[string]string{}, 0
	for _, group := range groups {
		last = max(last, group.Position)
	}
	for _, name := range names {
		code := slugOf(name)
		code = strings.Trim(code[:min(60, len(code))], "-")
		if !slices.ContainsFunc(groups, func(g TargetGroup) bool { return g.Code == code }) {
			last++
			group := TargetGroup{Code: code, Position: last, NameNL: name, NameEN: name}
			if err := tx.Create(&group).Error; err != nil {
				return nil, err
			}
			groups = append(groups, group)
		}
		codes[name] = code
	}
	return codes, nil
}
