package portal

import (
	"net/url"
	"strings"

	"providerportal/directory"
	"providerportal/internal/account"
)

// ProfilePage is what everybody may read about one provider (D1).
type ProfilePage struct {
	Frame
	Name, Mission, Offer, Audience string
	Products                       []OfferedProduct
	TargetGroups                   []string
	Municipalities                 []string
	Website                        Link
	Confirmed                      string // when the provider last said that it is right (D4)
	RequestURL                     string // only for consultants
	EditURL                        string // only for the provider itself
}

func (p *ProfilePage) template() string { return "public/profile" }

// OfferedProduct is a product in residents' words, with its official name.
type OfferedProduct struct {
	Plain, Official string
}

func newProfilePage(frame Frame, region *directory.Region, public *directory.Public, actor account.Actor) *ProfilePage {
	provider, profile := public.Provider, public.Profile
	p := &ProfilePage{
		Frame: frame, Name: provider.Name, Mission: profile.Mission, Offer: profile.Offer, Audience: profile.Audience,
		TargetGroups: targetGroupNames(region, profile.TargetGroups, frame.Lang), Website: websiteLink(profile.Website),
		Municipalities: municipalityNames(region, profile.Municipalities),
	}
	p.Title = provider.Name
	p.Breadcrumbs = []Link{{p.T("home.crumb"), "/"}, {p.T("finder.title"), "/aanbieders"}}
	for _, code := range profile.Products {
		product := region.Product(code)
		p.Products = append(p.Products, OfferedProduct{product.Plain(p.Lang), product.Name(p.Lang)})
	}
	if profile.ConfirmedAt != nil {
		p.Confirmed = p.T("public-profile.confirmed", "On", p.Date(*profile.ConfirmedAt))
	}
	if actor.Has(account.RoleConsultant) {
		p.RequestURL = "/consulent/verzoeken/nieuw/" + provider.Slug
	}
	if actor.Has(account.RoleProvider) && actor.ProviderID == provider.ID {
		p.EditURL = "/mijn/profiel"
	}
	return p
}

// websiteLink shows an address by its host.
func websiteLink(address string) Link {
	parsed, err := url.Parse(address)
	if err != nil || address == "" {
		return Link{}
	}
	return Link{strings.TrimPrefix(parsed.Hostname(), "www."), address}
}

func (s *Server) showProfile(v *visit) error {
	public, err := s.Directory.Public(v.ctx, v.param("slug"))
	if err != nil {
		return err
	}
	region, err := s.Directory.Region(v.ctx)
	if err != nil {
		return err
	}
	return v.show(newProfilePage(v.frame("finder.title"), region, public, v.actor))
}
