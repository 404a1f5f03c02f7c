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
	Place    string
	Blocked  bool // four eyes: somebody else has to decide (E7)
	Overview string
	Action   string
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
	Letter  string `form:"letter"` // the letter that was read; empty before
	Act     string `form:"act"`
}

// actChange goes back from the letter to the form.
const actChange = "change"

// DecisionPreviewPage is the letter before it is sent.
type DecisionPreviewPage struct {
	Frame
	Form
	Letter   leaves
	Action   string
	Verdict  string
	Reasons  string
	SHA256   string
	LetterOf string // title of the letter
}

func (p *DecisionPreviewPage) template() string { return "staff/decision_preview" }

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
	p.Place = v.place()
	p.fill(d)
	p.Blocked = d.NeedsOtherDecider(v.actor)
	return p
}

func (p *DecisionPage) fill(d *enrollment.Dossier) {
	p.Wide, p.Overview, p.Facts = true, withQuery(reviewPath(&d.Application), fromParam, p.Place), applicationFacts(&p.Frame, d)
	p.Action = withQuery(reviewPath(&d.Application)+"/besluit", fromParam, p.Place)
	p.Breadcrumbs = []Link{{Text: p.T("queue.title"), URL: queueURL(p.Place)}, {Text: d.Provider.Name, URL: p.Overview}}
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

// decide first shows the letter of the verdict, and sends it when it was read.
func (s *Server) decide(v *visit) error {
	var form decisionForm
	if err := v.read(&form); err != nil {
		return err
	}
	d, err := s.dossier(v)
	if err != nil {
		return err
	}
	if form.Act == actChange {
		return v.show(decisionPage(v, d, form))
	}
	verdict := enrollment.Verdict{Admit: form.Verdict == "admit", Reasons: form.Reasons, Letter: form.Letter}
	switch {
	case form.Verdict != "admit" && form.Verdict != "reject":
		err = fault.Invalid(fault.At("verdict", "error.choose-one"))
	case form.Letter == "":
		return s.previewDecision(v, d, form, verdict, nil)
	default:
		err = s.Enrollment.Decide(v.ctx, v.actor, d.Application.ID, verdict)
	}
	if refusal := fault.Of(err); refusal != nil && refusal.Key == "decision.letter-changed" {
		return s.previewDecision(v, d, form, verdict, err)
	}
	if err != nil {
		p := decisionPage(v, d, form)
		return v.refuse(&p.Form, p, err)
	}
	return v.done(withQuery(reviewPath(&d.Application), fromParam, v.place()), "decided-"+form.Verdict)
}

// previewDecision shows the letter as it would be sent now, with the reason why
// that has to be read again, if any.
func (s *Server) previewDecision(v *visit, d *enrollment.Dossier, form decisionForm, verdict enrollment.Verdict, refusal error) error {
	letter, sum, err := s.Enrollment.PreviewDecision(v.ctx, v.actor, d.Application.ID, verdict)
	if err != nil {
		p := decisionPage(v, d, form)
		return v.refuse(&p.Form, p, err)
	}
	p := &DecisionPreviewPage{Frame: v.frame("decision.preview", "Name", d.Provider.Name), Form: newForm(v.words(), "decision", &form)}
	p.fill(d, letter, sum, form)
	p.Action = withQuery(p.Action, fromParam, v.place())
	if refusal != nil {
		return v.refuse(&p.Form, p, refusal)
	}
	return v.show(p)
}

func (p *DecisionPreviewPage) fill(d *enrollment.Dossier, letter *enrollment.Letter, sum string, form decisionForm) {
	path := reviewPath(&d.Application)
	p.Action, p.Verdict, p.Reasons, p.SHA256 = path+"/besluit", form.Verdict, form.Reasons, sum
	p.Letter, p.LetterOf = letterLeaves(p.Words(), letter), letter.In(p.Lang).Title
	p.Breadcrumbs = []Link{{Text: p.T("queue.title"), URL: "/beheer/aanmeldingen"}, {Text: d.Provider.Name, URL: path}}
}
