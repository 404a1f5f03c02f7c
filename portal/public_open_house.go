package portal

import (
	"time"

	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/workday"
)

// OpenHousePage explains to providers how they come in (E1, E2, E8).
type OpenHousePage struct {
	Frame
	Intro   string   // in the words of the MGR; empty when there are none
	Contact string   // whom to ask; empty is the office
	Opening string   // since or from when applications may be sent
	Terms   []string // how long each step takes
	State   Tag
	May     bool // a visitor without account: may register
	Start   bool // a provider: may start or go on

	RegisterURL string // keeps the invitation that led here (E14)
}

func (p *OpenHousePage) template() string { return "public/open_house" }

func newOpenHousePage(frame Frame, house *enrollment.OpenHouse, actor account.Actor) *OpenHousePage {
	p := &OpenHousePage{Frame: frame, May: !actor.SignedIn(), Start: actor.Has(account.RoleProvider), RegisterURL: "/registreren"}
	p.Intro, p.Contact = house.Procedure.Intro(p.Lang), house.Procedure.Contact(p.Lang)
	opening, state := "open-house.opens", Tag{p.T("open-house.closed"), LookOff}
	if house.IsOpen {
		opening, state = "open-house.opened", Tag{p.T("open-house.open"), LookGood}
	}
	p.Opening, p.State = p.T(opening, "Opens", p.openingText(house.Procedure.OpensAt)), state
	p.Terms = []string{
		p.T("open-house.term.decision", "Count", house.Procedure.DecisionWorkdays),
		p.T("open-house.term.repair", "Count", house.Procedure.RepairWorkdays),
	}
	return p
}

// openingText leaves out the hour when it is the start of the day.
func (p *OpenHousePage) openingText(at time.Time) string {
	if at.Equal(workday.On(at).Start()) {
		return p.Date(at)
	}
	return p.Moment(at)
}

// StartButton begins the application of the provider, or goes on with it.
func (p *OpenHousePage) StartButton() Button {
	return p.Button(p.T("open-house.start"), "/mijn/aanmelding", "")
}

func (s *Server) showOpenHouse(v *visit) error {
	house, err := s.Enrollment.OpenHouse(v.ctx)
	if err != nil {
		return err
	}
	p := newOpenHousePage(v.frame("open-house.title"), house, v.actor)
	p.RegisterURL = withQuery(p.RegisterURL, "uitnodiging", invitationOf(v))
	return v.show(p)
}
