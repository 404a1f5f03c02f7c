package portal

import (
	"net/url"
	"slices"
	"strings"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/workday"
)

// ProfilePage is what everybody may read about one provider (D1).
type ProfilePage struct {
	Frame
	Name, Mission, Offer, Audience string
	Logo                           string // address of the picture; empty without one
	Products                       []OfferedProduct
	TargetGroups                   []string
	Where                          SummaryList
	Capacity                       Tag
	CapacityText                   string
	Website                        Link
	Ways                           []string // ways of talking
	Confirmed                      Notice   // when the provider last said that it is right (D4)
	RequestURL                     string   // only for consultants
	EditURL                        string   // only for the provider itself
	Preview                        *Preview // only while it is a draft
	Structured                     *schemaOrganization
	List                           ListBar
	Toggle                         ListToggle // without a slug on a preview
	Carried                        []Carried
	PassOn                         PassOn
}

func (p *ProfilePage) template() string { return "public/profile" }

// OfferedProduct is a product in residents' words, with its official name and
// what the provider says of it.
type OfferedProduct struct {
	Plain, Official, Own string
}

// visitor is whoever has no account.
var visitor account.Actor

func publicLogoPath(slug string) string { return "/aanbieders/" + slug + "/logo/" }

func newProfilePage(frame Frame, region *directory.Region, public *directory.Public, actor account.Actor) *ProfilePage {
	provider, profile := public.Provider, &public.Profile
	p := &ProfilePage{
		Frame: frame, Name: provider.Name, Mission: profile.Mission, Offer: profile.Offer, Audience: profile.Audience,
		TargetGroups: targetGroupNames(region, profile.TargetGroups, frame.Lang), Website: websiteLink(profile.Website),
	}
	p.Title = provider.Name
	p.Breadcrumbs = []Link{{p.T("home.crumb"), "/"}, {p.T("finder.title"), "/aanbieders"}}
	if profile.LogoHash != "" {
		p.Logo = publicLogoPath(provider.Slug) + profile.LogoHash
	}
	for _, code := range profile.Products {
		product := region.Product(code)
		p.Products = append(p.Products, OfferedProduct{product.Plain(p.Lang), product.Name(p.Lang), profile.Descriptions[code]})
	}
	for _, way := range public.Ways {
		p.Ways = append(p.Ways, p.T("way."+way))
	}
	p.Where = p.whereFacts(region, profile)
	p.sayRoom(public)
	p.sayConfirmed(public)
	if actor.Has(account.RoleConsultant) {
		p.RequestURL = "/consulent/verzoeken/nieuw/" + provider.Slug
	}
	if actor.Has(account.RoleProvider) && actor.ProviderID == provider.ID {
		p.EditURL = profilePath
	}
	return p
}

// whereFacts lists where and how help is given; what was not filled in is left out.
func (p *ProfilePage) whereFacts(region *directory.Region, profile *directory.Profile) (list SummaryList) {
	add := func(key string, values []string) {
		if len(values) > 0 {
			list.Rows = append(list.Rows, row(p.Words(), p.T(key), "", values...))
		}
	}
	named := func(prefix string, all, chosen []string) (texts []string) {
		for _, code := range all {
			if slices.Contains(chosen, code) {
				texts = append(texts, p.T(prefix+code))
			}
		}
		return texts
	}
	joined := func(texts []string) []string {
		if len(texts) == 0 {
			return nil
		}
		return []string{strings.Join(texts, ", ")}
	}
	var addresses []string
	for _, location := range profile.Locations {
		addresses = append(addresses, location.Line())
	}
	access := named("profile.accessibility.", directory.AccessCodes, profile.Accessibility)
	if profile.AccessibilityNote != "" {
		access = append(access, profile.AccessibilityNote)
	}
	add("public-profile.municipalities", municipalityNames(region, profile.Municipalities))
	add("public-profile.forms", named("profile.forms.", directory.FormCodes, profile.Forms))
	add("public-profile.locations", addresses)
	add("public-profile.languages", joined(named("profile.languages.", directory.LanguageCodes, profile.Languages)))
	add("public-profile.building", access)
	return list
}

// sayRoom tells whether there is room, when the provider ever said so.
func (p *ProfilePage) sayRoom(public *directory.Public) {
	capacity := &public.Profile.Capacity
	if capacity.SaidOn == nil {
		return
	}
	p.Capacity = capacityTag(p.Words(), capacity, public.Today)
	p.CapacityText = capacityText(&p.Frame, capacity, public.Today)
}

func (p *ProfilePage) sayConfirmed(public *directory.Public) {
	confirmed := public.Profile.ConfirmedAt
	switch {
	case confirmed == nil:
	case public.Unconfirmed:
		p.Confirmed = Notice{Text: p.T("public-profile.unconfirmed", "Since", p.Date(workday.On(*confirmed))), Look: LookWarn}
	default:
		p.Confirmed = Notice{Text: p.T("public-profile.confirmed", "On", p.Date(*confirmed)), Look: LookPlain}
	}
}

// websiteLink shows an address by its host; what is no web address, such as one
// that is still being typed, leads nowhere.
func websiteLink(address string) Link {
	parsed, err := url.Parse(address)
	if err != nil || parsed.Scheme != "https" && parsed.Scheme != "http" || parsed.Hostname() == "" {
		return Link{Text: address}
	}
	return Link{strings.TrimPrefix(parsed.Hostname(), "www."), address}
}

func (s *Server) showProfile(v *visit) error {
	snapshot, err := s.Directory.Snapshot(v.ctx) // before the profile is read, which is then never older
	if err != nil {
		return err
	}
	list := listedIn(v)
	if off := v.query("weg"); off != "" {
		public, err := s.Directory.Public(v.ctx, v.param("slug"))
		if err != nil {
			return err
		}
		return v.done(list.without(off).at("/aanbieders/"+public.Provider.Slug), "")
	}
	return v.showPublic(snapshot.Edition(), func() (page, error) {
		public, err := s.Directory.Public(v.ctx, v.param("slug"))
		if err != nil {
			return nil, err
		}
		p := newProfilePage(v.frame("finder.title"), snapshot.Region(), public, v.actor)
		p.tell(s.BaseURL, snapshot.Region(), public)
		p.keep(list, public.Provider.Slug, s.BaseURL)
		return p, nil
	})
}

// keep offers to put the provider on the visitor's shortlist, to print the page
// and to pass it on (D8).
func (p *ProfilePage) keep(list shortlist, slug, base string) {
	here := "/aanbieders/" + slug
	p.List, p.Toggle, p.Carried = p.listBar(list), p.listToggle(list, slug, p.Name), carriedBy(list.at(here))
	p.PassOn = p.passOn(base, here, p.T("share.profile.subject", "Name", p.Name))
	p.Breadcrumbs[1].URL = list.at("/aanbieders")
}
