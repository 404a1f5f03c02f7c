package portal

import (
	"providerportal/enrollment"
	"providerportal/internal/fault"
)

// DecisionPage is where an application is admitted or rejected.
type DecisionPage struct {
	Frame
	Form
	Facts    SummaryList
	Findings []Finding
	Blocked  bool // four eyes: somebody else has to decide (E7)
	Overview string
}

// Finding is the outcome for one requirement with its reasons.
type Finding struct {
	Title    string
	Code     string
	Tag      Tag
	Reasons  string
	Notes    []Event // between colleagues
	Document DocumentLink
}

func (p *DecisionPage) template() string { return "staff/decision" }

type decisionForm struct {
	Verdict string `form:"verdict"`
	Reasons string `form:"reasons"`
}

// TextMax is the longest reason, in characters.
func (p *DecisionPage) TextMax() int { return enrollment.TextMax }

func (s *Server) showDecision(v *visit) error {
	d, err := s.dossier(v)
	if err != nil {
		return err
	}
	if !d.Application.ReadyToDecide() {
		return v.done(reviewPath(&d.Application), "")
	}
	return v.show(decisionPage(v, d, decisionForm{}))
}

func decisionPage(v *visit, d *enrollment.Dossier, form decisionForm) *DecisionPage {
	p := &DecisionPage{Frame: v.frame("decision.title", "Name", d.Provider.Name), Form: newForm(v.words(), "decision", &form)}
	p.fill(d)
	p.Blocked = d.NeedsOtherDecider(v.actor)
	return p
}

func (p *DecisionPage) fill(d *enrollment.Dossier) {
	p.Wide, p.Overview, p.Facts = true, reviewPath(&d.Application), applicationFacts(&p.Frame, d)
	p.Breadcrumbs = []Link{
		{Text: p.T("queue.title"), URL: "/beheer/aanmeldingen"},
		{Text: d.Provider.Name, URL: p.Overview},
	}
	for i := range d.Requirements {
		requirement := &d.Requirements[i]
		check := d.Checks[requirement.ID]
		var desk DeskPart
		desk.notes(&p.Frame, d, requirement)
		p.Findings = append(p.Findings, Finding{
			Title: requirement.Title(p.Lang), Code: requirement.Code, Tag: outcomeTag(p.Words(), check.Outcome),
			Reasons: check.Reasons, Notes: desk.Notes, Document: documentLink(&p.Frame, d, requirement),
		})
	}
}

// decide admits or rejects the application.
func (s *Server) decide(v *visit) error {
	var form decisionForm
	if err := v.read(&form); err != nil {
		return err
	}
	d, err := s.dossier(v)
	if err != nil {
		return err
	}
	verdict := enrollment.Verdict{Admit: form.Verdict == "admit", Reasons: form.Reasons}
	if form.Verdict != "admit" && form.Verdict != "reject" {
		err = fault.Invalid(fault.At("verdict", "error.choose-one"))
	} else {
		err = s.Enrollment.Decide(v.ctx, v.actor, d.Application.ID, verdict)
	}
	if err != nil {
		p := decisionPage(v, d, form)
		return v.refuse(&p.Form, p, err)
	}
	return v.done(reviewPath(&d.Application), "decided-"+form.Verdict)
}
