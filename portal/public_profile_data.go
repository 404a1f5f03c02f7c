package portal

import (
	"providerportal/directory"
	"providerportal/internal/traderegister"
)

// What search engines read of a profile (schema.org, JSON-LD): the same facts as
// the page. It is data and not a script; nothing runs.

type schemaOrganization struct {
	Context     string        `json:"@context"`
	Type        string        `json:"@type"`
	ID          string        `json:"@id"`
	Name        string        `json:"name"`
	Description string        `json:"description"`
	URL         string        `json:"url"`
	Logo        string        `json:"logo,omitempty"`
	SameAs      string        `json:"sameAs,omitempty"`
	Identifier  schemaValue   `json:"identifier"`
	Areas       []schemaNamed `json:"areaServed"`
	Locations   []schemaPlace `json:"location,omitempty"`
	Offers      []schemaOffer `json:"makesOffer"`
}

type schemaValue struct {
	Type     string `json:"@type"`
	Property string `json:"propertyID"`
	Value    string `json:"value"`
}

type schemaNamed struct {
	Type string `json:"@type"`
	Name string `json:"name"`
}

type schemaPlace struct {
	Type    string        `json:"@type"`
	Name    string        `json:"name,omitempty"`
	Address schemaAddress `json:"address"`
}

type schemaAddress struct {
	Type     string `json:"@type"`
	Street   string `json:"streetAddress"`
	Postcode string `json:"postalCode"`
	Place    string `json:"addressLocality"`
	Country  string `json:"addressCountry"`
}

type schemaOffer struct {
	Type    string        `json:"@type"`
	Service schemaService `json:"itemOffered"`
}

type schemaService struct {
	Type        string           `json:"@type"`
	Name        string           `json:"name"`
	Description string           `json:"description,omitempty"`
	Audience    []schemaAudience `json:"audience,omitempty"`
}

type schemaAudience struct {
	Type string `json:"@type"`
	Name string `json:"audienceType"`
}

// tell fills what other sites and search engines show of the profile.
func (p *ProfilePage) tell(base string, region *directory.Region, public *directory.Public) {
	provider, profile := &public.Provider, &public.Profile
	p.Share.Text = oneLine(profile.Mission)
	if p.Logo != "" {
		p.Share.Image = base + p.Logo
	}
	address := base + "/aanbieders/" + provider.Slug
	p.Structured = &schemaOrganization{
		Context: "https://schema.org", Type: "Organization", ID: address, Name: provider.Name, Description: profile.Mission, URL: address,
		Logo: p.Share.Image, SameAs: profile.Website, Identifier: schemaEntry(provider.Entry),
	}
	for _, name := range municipalityNames(region, profile.Municipalities) {
		p.Structured.Areas = append(p.Structured.Areas, schemaNamed{"AdministrativeArea", name})
	}
	for _, l := range profile.Locations {
		p.Structured.Locations = append(p.Structured.Locations, schemaPlace{"Place", l.Name, schemaAddress{"PostalAddress", l.Street, l.Postcode, l.Place, "NL"}})
	}
	var audience []schemaAudience
	for _, group := range p.TargetGroups {
		audience = append(audience, schemaAudience{"Audience", group})
	}
	for _, product := range p.Products {
		p.Structured.Offers = append(p.Structured.Offers, schemaOffer{"Offer", schemaService{"Service", product.Plain, product.Own, audience}})
	}
}

// schemaEntry is the number in the trade register.
func schemaEntry(entry traderegister.Entry) schemaValue {
	if entry.Abroad() {
		return schemaValue{"PropertyValue", entry.Register + " (" + entry.Country + ")", entry.Number}
	}
	return schemaValue{"PropertyValue", "KvK", entry.KvK}
}

// shareMost is how long a description of a page may be, in characters.
const shareMost = 160

// oneLine shortens a text to what other sites show of it.
func oneLine(text string) string {
	short := shortened(text, shareMost)
	if short != shortened(text, shareMost+1) {
		return shortened(short, shareMost-1) + "…"
	}
	return short
}
