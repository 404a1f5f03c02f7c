package portal

import (
	"strconv"
	"strings"

	"providerportal/internal/fault"
	"providerportal/internal/retention"
	"providerportal/internal/words"
)

// RetentionTermPage changes how long a class of records is kept, shows what the
// new term would list, and what was changed before (T11, RET-1).
type RetentionTermPage struct {
	Frame
	Form
	URL        string
	Back       string
	Bounds     string
	ProveAgain bool // the proof of identity grew old while the form was open
	Revision   int
	Units      []Choice
	Previewed  bool
	Preview    Table
	Counted    string
	Changes    Table
}

func (p *RetentionTermPage) template() string { return "staff/retention_term" }

// BasisMax is the longest basis, in characters.
func (p *RetentionTermPage) BasisMax() int { return retention.BasisMax }

// ReasonMax is the longest reason, in characters.
func (p *RetentionTermPage) ReasonMax() int { return retention.ReasonMax }

type termForm struct {
	Term     string `form:"term"`
	Unit     string `form:"unit"`
	Basis    string `form:"basis"`
	Reason   string `form:"reason"`
	Revision int    `form:"revision"`
	Act      string `form:"act"`
}

// wanted gives the term as it was typed; a term that is no number is zero.
func (f *termForm) wanted() retention.NewTerm {
	term, _ := strconv.Atoi(f.Term)
	return retention.NewTerm{
		Term: term, Unit: retention.Unit(strings.Clone(f.Unit)), Basis: strings.Clone(f.Basis),
		Reason: strings.Clone(f.Reason), Revision: f.Revision,
	}
}

func newRetentionTermPage(frame Frame, rule retention.Rule, changes []retention.TermChange, form *termForm) *RetentionTermPage {
	w := frame.Words()
	p := &RetentionTermPage{
		Frame: frame, Form: newForm(w, "retention-term", form), Revision: form.Revision,
		URL: classPath(rule.Code) + "/termijn", Back: classPath(rule.Code),
	}
	p.Breadcrumbs = []Link{
		{p.T("desk.title"), "/beheer"}, {p.T("retention.title"), retentionPath}, {p.T("retention.class." + rule.Code), classPath(rule.Code)},
	}
	p.Bounds = p.T("retention-term.bounds", "Least", termText(w, rule.LeastTerm, rule.LeastUnit), "Most", termText(w, rule.MostTerm, rule.MostUnit))
	if rule.Fixed() {
		p.Bounds = p.T("retention-term.fixed", "Term", termText(w, rule.LeastTerm, rule.LeastUnit))
	}
	for _, unit := range retention.Units {
		p.Units = append(p.Units, Choice{Value: string(unit), Text: p.T("retention-term.unit." + string(unit))})
	}
	p.history(w, changes)
	return p
}

func (p *RetentionTermPage) history(w *words.Words, changes []retention.TermChange) {
	p.Changes = Table{Caption: p.T("retention-term.history"), Hidden: true, Empty: p.T("retention-term.history.none"), Stacked: true, Columns: []Column{
		{Text: p.T("retention-term.when")}, {Text: p.T("retention-term.old")}, {Text: p.T("retention-term.new")}, {Text: p.T("retention-term.reason")},
	}}
	for _, change := range changes {
		p.Changes.Rows = append(p.Changes.Rows, Row{
			{Text: p.Moment(change.At), Note: change.Actor},
			{Text: termText(w, change.OldTerm, change.OldUnit), Note: change.OldBasis},
			{Text: termText(w, change.NewTerm, change.NewUnit), Note: change.NewBasis},
			{Text: change.Reason},
		})
	}
}

// previewMax is how many records the preview names; it counts all of them.
const previewMax = 20

func (p *RetentionTermPage) preview(rule retention.Rule, wanted retention.NewTerm, due []retention.Record) {
	p.Previewed = true
	p.Counted = p.T("retention-term.counted", "Count", len(due), "Term", termText(p.Words(), wanted.Term, wanted.Unit))
	p.Preview = Table{Caption: p.T("retention-term.preview"), Hidden: true, Empty: p.T("retention.due.none"), Stacked: true, Columns: []Column{
		{Text: p.T("retention.reference")}, {Text: p.T("retention.started")}, {Text: p.T("retention.due-on")},
	}}
	rule.Term, rule.Unit = wanted.Term, wanted.Unit
	for _, record := range due[:min(len(due), previewMax)] {
		p.Preview.Rows = append(p.Preview.Rows, Row{
			{Text: record.Reference}, {Text: p.Date(record.StartedOn)}, {Text: p.Date(rule.DueOn(record.StartedOn))},
		})
	}
}

func (s *Server) showRetentionTerm(v *visit) error {
	rule, changes, err := s.Retention.Rule(v.ctx, v.actor, v.param("code"))
	if err != nil {
		return err
	}
	form := &termForm{Term: strconv.Itoa(rule.Term), Unit: string(rule.Unit), Basis: rule.Basis, Revision: rule.Revision}
	return v.show(newRetentionTermPage(v.frame("retention-term.title"), rule, changes, form))
}

// changeRetentionTerm shows what a new term would list, or sets it.
func (s *Server) changeRetentionTerm(v *visit) error {
	var form termForm
	if err := v.read(&form); err != nil {
		return err
	}
	rule, changes, err := s.Retention.Rule(v.ctx, v.actor, v.param("code"))
	if err != nil {
		return err
	}
	if form.Act == "preview" {
		due, refused := s.Retention.Would(v.ctx, v.actor, rule.Code, form.wanted())
		p := newRetentionTermPage(v.frame("retention-term.title"), rule, changes, &form)
		if refused != nil {
			return v.refuse(&p.Form, p, refused)
		}
		p.preview(rule, form.wanted(), due)
		return v.show(p)
	}
	refused := s.Retention.ChangeTerm(v.ctx, v.actor, rule.Code, form.wanted())
	if refused == nil {
		return v.done(classPath(rule.Code), "retention-term-changed")
	}
	if fault.Is(refused, fault.KindConflict) && v.actor.Fresh {
		form.Revision = rule.Revision // whoever saves again knows what the other one changed
	}
	p := newRetentionTermPage(v.frame("retention-term.title"), rule, changes, &form)
	p.ProveAgain = !v.actor.Fresh
	return v.refuse(&p.Form, p, refused)
}
