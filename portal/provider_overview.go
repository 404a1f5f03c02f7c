package portal

import (
	"providerportal/directory"
	"providerportal/enrollment"
	"providerportal/internal/fault"
	"providerportal/internal/paging"
	"providerportal/matching"
)

// OverviewPage is where the work of a provider begins: the whole road from
// account to being found, and what to do next.
type OverviewPage struct {
	Frame
	Organisation string
	Requests     Notice // without URL when no request is open
	Next         Notice // without title when only requests are left to do
	Road         TaskList
}

func (p *OverviewPage) template() string { return "provider/overview" }

func (s *Server) showOverview(v *visit) error {
	r, err := s.roadOf(v)
	if err != nil {
		return err
	}
	return v.show(overviewPage(v.frame("overview.title"), r))
}

func overviewPage(frame Frame, r *road) *OverviewPage {
	p := &OverviewPage{Frame: frame, Organisation: r.provider.Name}
	w := p.Words()
	if n := r.requests.Total; n > 0 {
		p.Requests = Notice{
			Title: w.T("overview.requests", "Count", n), URL: "/mijn/verzoeken", Action: w.T("overview.requests.open"),
			Text: w.T("overview.requests.first", "Due", r.requests.Lines[0].Clock.DueOn), Look: LookWarn,
		}
	}
	steps := r.steps()
	if next := nextNotice(w, steps); next.URL != "" || p.Requests.URL == "" {
		p.Next = next
	}
	p.Road = roadTasks(w, steps)
	return p
}

// roadOf gathers how far the actor's organisation is.
func (s *Server) roadOf(v *visit) (*road, error) {
	r := &road{}
	var err error
	if r.provider, err = s.Directory.Provider(v.ctx, v.actor.ProviderID); err != nil {
		return nil, err
	}
	if r.dossier, err = ifAny(s.Enrollment.Latest(v.ctx, v.actor)); err != nil {
		return nil, err
	}
	if r.contract, err = ifAny(s.Enrollment.OwnContract(v.ctx, v.actor)); err != nil {
		return nil, err
	}
	if r.profile, err = s.Directory.Profile(v.ctx, v.actor); err != nil {
		return nil, err
	}
	if r.intake, err = s.Directory.Intake(v.ctx, v.actor); err != nil {
		return nil, err
	}
	r.requests, err = s.Matching.List(v.ctx, v.actor, matching.Filter{}, matching.PartOpen, 1)
	return r, err
}

// road is what the steps of the overview depend on.
type road struct {
	provider *directory.Provider
	dossier  *enrollment.Dossier  // nil before the first application
	contract *enrollment.Contract // nil before an admission
	profile  *directory.Profile
	intake   *directory.IntakePoint
	requests paging.Page[matching.Line] // that are not closed, the most urgent first
}

// ifAny turns "there is none" into nil.
func ifAny[T any](found *T, err error) (*T, error) {
	if fault.Is(err, fault.KindMissing) {
		return nil, nil
	}
	return found, err
}
