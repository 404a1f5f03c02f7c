package portal

import (
	"providerportal/directory"
	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/workday"
)

// ReviewPage is one application as staff see it.
type ReviewPage struct {
	Frame
	Form
	Tag          Tag
	Clock        Clock
	Facts        SummaryList
	Requirements TaskList
	Events       []Event
	Acts         []Button
	Next         string // what happens now, or who has to act
	DecisionURL  string
	LetterURL    string
	EvidenceURL  string
	// SupplementURL leads to the request to complete it, before it is sent.
	SupplementURL string
	Decision      SummaryList
	Desk          DeskPart
}

func (p *ReviewPage) template() string { return "staff/review" }

// TextMax is the longest note, in characters.
func (p *ReviewPage) TextMax() int { return enrollment.TextMax }

func reviewPath(application *enrollment.Application) string {
	return "/beheer/aanmeldingen/" + application.ID.String()
}

func (s *Server) showReview(v *visit) error {
	p, err := s.reviewPage(v)
	if err != nil {
		return err
	}
	return v.show(p)
}

// dossier gives the application of the address.
func (s *Server) dossier(v *visit) (*enrollment.Dossier, error) {
	id, err := v.id()
	if err != nil {
		return nil, err
	}
	return s.Enrollment.Dossier(v.ctx, v.actor, id)
}

func (s *Server) reviewPage(v *visit) (*ReviewPage, error) {
	d, err := s.dossier(v)
	if err != nil {
		return nil, err
	}
	calendar, err := s.Enrollment.Calendar(v.ctx)
	if err != nil {
		return nil, err
	}
	same, err := s.Directory.SameNumber(v.ctx, v.actor, &d.Provider)
	if err != nil {
		return nil, err
	}
	p := &ReviewPage{Frame: v.frame("review.title", "Name", d.Provider.Name), Form: newForm(v.words(), "review", nil)}
	p.Desk.Place = v.place()
	p.fill(d, calendar, workday.On(s.Enrollment.Now()), v.actor)
	p.nameSame(same)
	return p, s.deskPart(v, &p.Desk, d)
}

// nameSame names who has the same number in another register: perhaps the same
// organisation.
func (p *ReviewPage) nameSame(same []directory.Provider) {
	var names []string
	for i := range same {
		names = append(names, same[i].Name+", "+same[i].Entry.Short(p.Words()))
	}
	if len(names) > 0 {
		p.Facts.Rows = append(p.Facts.Rows, row(p.Words(), p.T("trade-register.same"), "", names...))
	}
}

func (p *ReviewPage) fill(d *enrollment.Dossier, calendar *workday.Calendar, today workday.Date, actor account.Actor) {
	w, application := p.Words(), &d.Application
	p.Wide, p.Tag = true, applicationTag(w, application.Status)
	p.Breadcrumbs = []Link{{Text: p.T("desk.title"), URL: "/beheer"}, {Text: p.T("queue.title"), URL: queueURL(p.Desk.Place)}}
	if application.DecideByOn != nil {
		p.Clock = newClock(w, *application.DecideByOn, calendar.Left(today, *application.DecideByOn), !application.Open())
		p.Clock.Title = p.T("review.decide-by")
	}
	p.Facts = applicationFacts(&p.Frame, d)
	p.Requirements = reviewTasks(&p.Frame, d, actor.Has(account.RoleReviewer), p.Desk.Place)
	p.Desk.notes(&p.Frame, d, nil)
	p.Events = reviewEvents(&p.Frame, d)
	p.Decision = decisionFacts(&p.Frame, application)
	p.EvidenceURL = p.Desk.at(reviewPath(application) + "/dossier")
	if application.DecidedAt != nil {
		p.LetterURL = p.Desk.at(reviewPath(application) + "/brief")
	}
	p.offerActs(d, today, actor)
}

// offerActs puts what may be done now on the page; the domain still decides.
func (p *ReviewPage) offerActs(d *enrollment.Dossier, today workday.Date, actor account.Actor) {
	application := &d.Application
	reviewer := actor.Has(account.RoleReviewer)
	switch {
	case application.ReadyToDecide() && actor.Has(account.RoleDecider):
		p.Next, p.DecisionURL = p.T("review.next.decide"), p.Desk.at(reviewPath(application)+"/besluit")
	case application.ReadyToDecide():
		p.Next = p.T("review.next.decider")
	case application.UnderReview() && !reviewer:
		p.Next = p.T("review.next.reviewer")
	case application.UnderReview():
		p.Next, p.Acts = p.T("review.next.judge"), p.reviewerActs(d)
		switch {
		case d.SupplementWaits():
			p.Next = p.T("review.next.supplemented")
		case d.Has(enrollment.OutcomeSupplementNeeded):
			p.Next = p.T("review.next.ask")
		}
	case application.WithProvider():
		p.Next = p.T("review.next.provider", "Due", *application.SupplementDueOn)
		if reviewer && application.SupplementLate(today) {
			p.Next = p.T("review.next.resume", "Due", *application.SupplementDueOn)
			p.Acts = []Button{p.Button(p.T("review.resume"), p.Desk.at(reviewPath(application)+"/hervatten"), "")}
		}
	}
}

// reviewerActs end a review that has begun, after what was supplemented is
// judged: ask for a supplement when some
// outcome needs one, else hand over to the decider.
func (p *ReviewPage) reviewerActs(d *enrollment.Dossier) []Button {
	path := reviewPath(&d.Application)
	switch {
	case d.Application.Status != enrollment.StatusUnderReview || d.SupplementWaits():
		return nil
	case d.Has(enrollment.OutcomeSupplementNeeded):
		p.SupplementURL = p.Desk.at(path + "/aanvulling")
		return nil
	}
	return []Button{p.Button(p.T("review.complete"), p.Desk.at(path+"/afronden"), "")}
}
