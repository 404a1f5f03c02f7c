package portal

import (
	"strconv"

	"providerportal/directory"
	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/matching"
)

// DeskPage is where staff begin: what waits for the roles they hold, each number
// with its list.
type DeskPage struct {
	Frame
	Groups []DeskGroup
}

// DeskGroup is a headed row of numbers.
type DeskGroup struct {
	Title string
	Stats []Stat
}

// Stat is one number that leads to its list.
type Stat struct {
	Number string
	Text   string
	URL    string
	Tag    Tag
}

func (p *DeskPage) template() string { return "staff/desk" }

func (s *Server) showDesk(v *visit) error {
	p := &DeskPage{Frame: v.frame("desk.title")}
	for _, fill := range []func(*visit, *DeskPage) error{s.deskApplications, s.deskContracts, s.deskQuestions, s.deskProviders, s.deskRequests, s.deskLetters, s.deskCalendar} {
		if err := fill(v, p); err != nil {
			return err
		}
	}
	return v.show(p)
}

// deskApplications counts the lists of applications for reviewers and deciders.
func (s *Server) deskApplications(v *visit, p *DeskPage) error {
	if !v.actor.Has(account.RoleReviewer, account.RoleDecider) {
		return nil
	}
	counts, err := s.Enrollment.QueueCounts(v.ctx, v.actor, "")
	if err != nil {
		return err
	}
	group := DeskGroup{Title: p.T("desk.applications")}
	add := func(list string, late bool) {
		group.Stats = append(group.Stats, p.stat("desk."+list, counts[queueWaiting[list]], "/beheer/aanmeldingen?lijst="+list, late))
	}
	if v.actor.Has(account.RoleReviewer) {
		add(listNew, false)
		add(listInReview, false)
		add(listMine, false)
		add(listProvider, false)
	}
	if v.actor.Has(account.RoleDecider) {
		add(listDecide, false)
	}
	add(listOverdue, true)
	p.Groups = append(p.Groups, group)
	return nil
}

// deskContracts counts what waits for a contract manager, and proof that runs out
// (E10, E13).
func (s *Server) deskContracts(v *visit, p *DeskPage) error {
	if !v.actor.Has(account.RoleContractManager) {
		return nil
	}
	counts, err := s.Enrollment.ContractCounts(v.ctx, v.actor, "")
	if err != nil {
		return err
	}
	group := DeskGroup{Title: p.T("desk.contracts")}
	for _, one := range []struct {
		list     string
		alarming bool
	}{
		{string(enrollment.ContractSigned), false}, {string(enrollment.ContractsLate), true}, {string(enrollment.ContractsScanned), false},
		{string(enrollment.ContractsExpiring), true}, {string(enrollment.ContractsRenewed), false},
	} {
		group.Stats = append(group.Stats, p.stat("desk.contract-"+one.list, counts[listOfContracts(one.list)], "/beheer/contracten?lijst="+one.list, one.alarming))
	}
	p.Groups = append(p.Groups, group)
	return nil
}

// deskProviders counts what staff have to look at on profiles and intake points,
// and what nobody offers (D9).
func (s *Server) deskProviders(v *visit, p *DeskPage) error {
	looked, err := s.looked(v, "")
	if err != nil {
		return err
	}
	counts, err := s.Directory.WatchCounts(v.ctx, v.actor, looked)
	if err != nil {
		return err
	}
	snapshot, err := s.Directory.Snapshot(v.ctx)
	if err != nil {
		return err
	}
	p.Groups = append(p.Groups, DeskGroup{Title: p.T("desk.providers"), Stats: []Stat{
		p.stat("desk.provider-changes", counts[directory.WatchChanges], providersPath+"?lijst=gewijzigd", false),
		p.stat("desk.provider-unconfirmed", counts[directory.WatchUnconfirmed], providersPath+"?lijst=niet-bevestigd", true),
		p.stat("desk.provider-intake", counts[directory.WatchIntake], providersPath+"?lijst=aanmeldpunt", true),
		p.stat("desk.coverage-gaps", snapshot.Coverage().Gaps, coveragePath+"#gaten", false),
	}})
	return nil
}

func (s *Server) deskRequests(v *visit, p *DeskPage) error {
	figures, err := s.Matching.Figures(v.ctx, v.actor, matching.Filter{})
	if err != nil {
		return err
	}
	p.Groups = append(p.Groups, DeskGroup{Title: p.T("desk.requests"), Stats: []Stat{
		p.stat("desk.request-late", figures.Late, termsPath+"/verzoeken?lijst="+listLate, true),
		p.stat("desk.request-open", figures.Waiting, termsPath+"/verzoeken?lijst=loopt", false),
	}})
	return nil
}

func (s *Server) deskLetters(v *visit, p *DeskPage) error {
	failed, err := s.Letters.Count(v.ctx, "failed")
	if err != nil {
		return err
	}
	p.Groups = append(p.Groups, DeskGroup{Title: p.T("desk.letters"), Stats: []Stat{
		p.stat("desk.letter-failed", failed, "/beheer/brieven?lijst=failed", true),
	}})
	return nil
}

// deskCalendar warns administrators before the known royal decrees run out (WD-4).
func (s *Server) deskCalendar(v *visit, p *DeskPage) error {
	if !v.actor.Has(account.RoleAdministrator) {
		return nil
	}
	calendar, err := s.Matching.Calendar(v.ctx, v.actor)
	if err != nil || !calendar.NeedsDecrees(s.Matching.Today()) {
		return err
	}
	p.Groups = append(p.Groups, DeskGroup{Title: p.T("nav.calendar"), Stats: []Stat{
		p.stat("desk.decrees", calendar.Covered(), calendarPath, true),
	}})
	return nil
}

// stat makes one number; alarming ones carry a mark unless they are zero.
func (f *Frame) stat(key string, count int, url string, alarming bool) Stat {
	stat := Stat{Number: strconv.Itoa(count), Text: f.T(key, "Count", count), URL: url}
	if alarming && count > 0 {
		stat.Tag = Tag{Text: f.T("desk.attention"), Look: LookBad}
	}
	return stat
}
