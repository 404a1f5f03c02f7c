package portal

import (
	"strconv"
	"strings"

	"providerportal/directory"
	"providerportal/internal/fault"
)

const freshnessPath = "/beheer/vindbaarheid/termijnen"

// FreshnessPage sets how many months a confirmed profile and a proven mailbox
// count, shows what other numbers would give, and what was changed before (D4,
// D11).
type FreshnessPage struct {
	Frame
	Form
	Revision  int
	Bounds    string
	Previewed bool
	Would     []string
	Changes   Table
}

func (p *FreshnessPage) template() string { return "staff/freshness" }

// ReasonMax is the longest reason, in characters.
func (p *FreshnessPage) ReasonMax() int { return directory.TermReasonMax }

type freshnessForm struct {
	Confirm  string `form:"confirm"`
	Verify   string `form:"verify"`
	Reason   string `form:"reason"`
	Revision int    `form:"revision"`
	Act      string `form:"act"`
}

func freshnessFormOf(terms directory.Terms) *freshnessForm {
	return &freshnessForm{
		Confirm: strconv.Itoa(terms.ConfirmMonths), Verify: strconv.Itoa(terms.VerifyMonths), Revision: terms.Revision,
	}
}

// wanted gives the terms as they were typed; what is no number is zero.
func (f *freshnessForm) wanted() directory.NewTerms {
	confirm, _ := strconv.Atoi(f.Confirm)
	verify, _ := strconv.Atoi(f.Verify)
	return directory.NewTerms{
		Terms:  directory.Terms{ConfirmMonths: confirm, VerifyMonths: verify, Revision: f.Revision},
		Reason: strings.Clone(f.Reason),
	}
}

func newFreshnessPage(frame Frame, changes []directory.TermsChange, form *freshnessForm) *FreshnessPage {
	p := &FreshnessPage{Frame: frame, Form: newForm(frame.Words(), "freshness", form), Revision: form.Revision}
	p.Breadcrumbs = []Link{{p.T("nav.desk"), "/beheer"}, {p.T("providers.title"), providersPath}}
	p.Bounds = p.T("freshness.limits", "Least", directory.LeastMonths, "Most", directory.MostMonths)
	p.Changes = Table{Caption: p.T("freshness.history"), Hidden: true, Stacked: true, Empty: p.T("freshness.history.none"), Columns: []Column{
		{Text: p.T("freshness.when")}, {Text: p.T("freshness.old")}, {Text: p.T("freshness.new")}, {Text: p.T("freshness.reason")},
	}}
	pair := func(confirm, verify int) string { return p.T("freshness.pair", "Confirm", confirm, "Verify", verify) }
	for _, change := range changes {
		p.Changes.Rows = append(p.Changes.Rows, Row{
			{Text: p.Moment(change.At), Note: change.Actor}, {Text: pair(change.OldConfirm, change.OldVerify)},
			{Text: pair(change.NewConfirm, change.NewVerify)}, {Text: change.Reason},
		})
	}
	return p
}

// preview says what the typed terms would give today.
func (p *FreshnessPage) preview(would map[directory.Watch]int) {
	p.Previewed = true
	p.Would = []string{
		p.T("freshness.would.unconfirmed", "Count", would[directory.WatchUnconfirmed]),
		p.T("freshness.would.intake", "Count", would[directory.WatchIntake]),
	}
}

func (s *Server) showFreshness(v *visit) error {
	terms, changes, err := s.Directory.KeptTerms(v.ctx, v.actor)
	if err != nil {
		return err
	}
	return v.show(newFreshnessPage(v.frame("freshness.title"), changes, freshnessFormOf(terms)))
}

// changeFreshness shows what other terms would give, or sets them.
func (s *Server) changeFreshness(v *visit) error {
	var form freshnessForm
	if err := v.read(&form); err != nil {
		return err
	}
	would, refused := map[directory.Watch]int(nil), error(nil)
	if form.Act == "preview" {
		would, refused = s.Directory.WouldWatch(v.ctx, v.actor, form.wanted())
	} else if refused = s.Directory.ChangeTerms(v.ctx, v.actor, form.wanted()); refused == nil {
		return v.done(freshnessPath, "freshness-changed")
	}
	terms, changes, err := s.Directory.KeptTerms(v.ctx, v.actor)
	if err != nil {
		return err
	}
	if fault.Is(refused, fault.KindConflict) {
		form.Revision = terms.Revision // whoever saves again knows what the other one changed
	}
	p := newFreshnessPage(v.frame("freshness.title"), changes, &form)
	if refused != nil {
		return v.refuse(&p.Form, p, refused)
	}
	p.preview(would)
	return v.show(p)
}
