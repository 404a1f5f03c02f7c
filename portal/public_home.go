package portal

import (
	"providerportal/directory"
	"providerportal/internal/account"
)

// HomePage is the start: a search box for residents, and the way for providers
// and consultants.
type HomePage struct {
	Frame
	Form
	Doors          []Door
	Municipalities []Link

	region *directory.Region
}

// Door leads one kind of visitor on.
type Door struct {
	Title, Text string
	URL         string
}

func (p *HomePage) template() string { return "public/home" }

// newHomePage makes the start page; the last door depends on who asks.
func newHomePage(frame Frame, region *directory.Region, actor account.Actor) *HomePage {
	p := &HomePage{Frame: frame, Form: newForm(frame.Words(), "home", nil), region: region}
	work := "/inloggen"
	if actor.Has(account.RoleConsultant) {
		work = "/consulent"
	}
	p.Doors = []Door{
		{p.T("home.door.resident"), p.T("home.door.resident.text"), "/aanbieders"},
		{p.T("home.door.provider"), p.T("home.door.provider.text"), "/open-house"},
		{p.T("home.door.consultant"), p.T("home.door.consultant.text"), work},
	}
	for _, m := range region.Municipalities {
		p.Municipalities = append(p.Municipalities, Link{m.Name, inMunicipality(m.Slug).address()})
	}
	return p
}

// Question asks what the visitor looks for.
func (p *HomePage) Question() Field { return freely(p.Field("q").As("search")) }

// Place asks in which municipality.
func (p *HomePage) Place() Field {
	return narrowing(p.Field("gemeente"), p.T("finder.gemeente.all"), municipalityChoices(p.region))
}

func (s *Server) showHome(v *visit) error {
	snapshot, err := s.Directory.Snapshot(v.ctx)
	if err != nil {
		return err
	}
	return v.showPublic(snapshot.Edition(), func() (page, error) {
		frame := v.frame("home.title")
		frame.Path = "/"
		return newHomePage(frame, snapshot.Region(), v.actor), nil
	})
}
