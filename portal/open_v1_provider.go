package portal

import (
	"time"

	"github.com/google/uuid"

	"providerportal/directory"
	"providerportal/directory/finding"
	"providerportal/internal/fault"
	"providerportal/internal/traderegister"
	"providerportal/internal/words"
	"providerportal/internal/workday"
)

// apiProvider is everything that is public of a provider: what its profile page
// shows.
type apiProvider struct {
	apiLine
	KvK           *string       `json:"kvkNummer"` // nil when registered abroad; in the public register too (E16)
	Registration  apiEntry      `json:"registratie"`
	Offer         string        `json:"aanbod"`
	Audience      string        `json:"doelgroepToelichting"`
	Descriptions  []apiProduct  `json:"productOmschrijvingen"`
	Website       string        `json:"website,omitempty"`
	Logo          string        `json:"logo,omitempty"`
	Locations     []apiLocation `json:"locaties"`
	Accessibility []string      `json:"toegankelijkheid"`
	AccessNote    string        `json:"toegankelijkheidToelichting,omitempty"`
	Ways          []string      `json:"gesprekswijzen"`
	SaidOn        *workday.Date `json:"capaciteitDatum,omitempty"`
	ClosedFrom    *workday.Date `json:"geslotenVanafDatum,omitempty"`
	ClosedUntil   *workday.Date `json:"geslotenTotEnMetDatum,omitempty"`
	ConfirmedAt   *time.Time    `json:"bevestigdOp,omitempty"`
	Unconfirmed   bool          `json:"bevestigingVerlopen"` // D4
}

// apiEntry is where the organisation is registered (OH-5).
type apiEntry struct {
	Country  string `json:"land"`
	Register string `json:"register"`
	Number   string `json:"nummer"`
}

func apiEntryOf(entry traderegister.Entry) (kvk *string, at apiEntry) {
	if entry.Abroad() {
		return nil, apiEntry{entry.Country, entry.Register, entry.Number}
	}
	return &entry.KvK, apiEntry{"NL", "Handelsregister van de Kamer van Koophandel", entry.KvK}
}

type apiProduct struct {
	Code string `json:"product"`
	Text string `json:"omschrijving"`
}

type apiLocation struct {
	Name     string   `json:"naam,omitempty"`
	Street   string   `json:"straat"`
	Postcode string   `json:"postcode"`
	Place    string   `json:"plaats"`
	Lat      *float64 `json:"breedtegraad,omitempty"` // of the postcode, not of the house
	Lon      *float64 `json:"lengtegraad,omitempty"`
}

// Codes of the directory that the API names in Dutch.
var (
	accessNames = map[string]string{
		"wheelchair": "rolstoel", "lift": "lift", "toilet": "toilet", "parking": "parkeren", "transport": "openbaar-vervoer",
		"quiet-room": "rustige-ruimte", "hearing-loop": "ringleiding", "guide-dog": "hulphond",
	}
	wayNames = map[string]string{"table": "aan-tafel", "digital": "digitaal", "telephone": "telefoon"}
)

func dutch(names map[string]string, codes []string) []string {
	list := make([]string, len(codes))
	for i, code := range codes {
		list[i] = names[code]
	}
	return list
}

func (s *Server) apiProviderOf(entry *finding.Entry, public *directory.Public, values regionValues) apiProvider {
	profile := &public.Profile
	one := apiProvider{
		apiLine: s.apiLineOf(entry, entry.CapacityOn(public.Today), values),
		Offer:   profile.Offer, Audience: profile.Audience, Website: profile.Website,
		Descriptions: []apiProduct{}, Locations: []apiLocation{},
		Accessibility: dutch(accessNames, profile.Accessibility), AccessNote: profile.AccessibilityNote, Ways: dutch(wayNames, public.Ways),
		SaidOn: profile.Capacity.SaidOn, ClosedFrom: profile.Capacity.ClosedFrom, ClosedUntil: profile.Capacity.ClosedUntil,
		ConfirmedAt: profile.ConfirmedAt, Unconfirmed: public.Unconfirmed,
	}
	one.Mission = profile.Mission
	one.KvK, one.Registration = apiEntryOf(public.Provider.Entry)
	if profile.LogoHash != "" {
		one.Logo = s.BaseURL + publicLogoPath(entry.Slug) + profile.LogoHash
	}
	if profile.ConfirmedAt != nil {
		utc := profile.ConfirmedAt.UTC()
		one.ConfirmedAt = &utc
	}
	for _, code := range profile.Products {
		if text := profile.Descriptions[code]; text != "" {
			one.Descriptions = append(one.Descriptions, apiProduct{code, text})
		}
	}
	for _, l := range profile.Locations {
		one.Locations = append(one.Locations, apiLocation{l.Name, l.Street, l.Postcode, l.Place, l.Lat, l.Lon})
	}
	return one
}

// v1Provider gives one provider.
func (s *Server) v1Provider(v *visit) error {
	snapshot, err := s.Directory.Snapshot(v.ctx)
	if err != nil {
		return err
	}
	return v.answer(snapshot.Edition(), func() (any, error) {
		var wrong badQuestion
		wrong.unknown(queryOf(v), nil)
		id, err := uuid.Parse(v.param("provider"))
		if err != nil {
			wrong.add("id", "geenUuid", "Het id van een aanbieder is een UUID.")
			wrong[len(wrong)-1].In = "path"
		}
		if len(wrong) > 0 {
			return nil, wrong
		}
		entry := snapshot.Entry(id)
		if entry == nil {
			return nil, fault.Missing()
		}
		public, err := s.Directory.Publics(v.ctx, []uuid.UUID{id})
		if err != nil || len(public) == 0 {
			return nil, orMissing(err)
		}
		return s.apiProviderOf(entry, &public[0], valuesOfRegion(snapshot.Region(), words.Default)), nil
	})
}

// orMissing is the error, or that there is nothing.
func orMissing(err error) error {
	if err != nil {
		return err
	}
	return fault.Missing()
}
