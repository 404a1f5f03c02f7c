package portal

import (
	"github.com/google/uuid"

	"providerportal/enrollment"
	"providerportal/internal/fault"
)

// AgreementEditPage is where staff write the next version of the agreement, with
// its merge fields explained and the text filled in with an example (E10).
type AgreementEditPage struct {
	Frame
	Form
	Version int
	Fields  SummaryList
	Preview string
	Saved   bool // the preview is of the draft that is kept, to put in force or to throw away
}

func (p *AgreementEditPage) template() string { return "staff/agreement_edit" }

type agreementEditForm struct {
	Body     string `form:"body"`
	Example  bool   `form:"example"`
	Draft    string `form:"draft"` // empty for one that is not kept yet
	Revision int    `form:"revision"`
	Act      string `form:"act"` // save, enforce or drop
}

// seen is the draft that the visitor read.
func (f *agreementEditForm) seen() enrollment.DraftSeen {
	id, _ := uuid.Parse(f.Draft) // none is a draft that was never kept
	return enrollment.DraftSeen{ID: id, Revision: f.Revision}
}

func agreementFormOf(draft *enrollment.AgreementTemplate) agreementEditForm {
	form := agreementEditForm{Body: draft.Body, Example: draft.Example, Revision: draft.Revision}
	if draft.Revision > 0 {
		form.Draft = draft.ID.String()
	}
	return form
}

// TextMax is the longest agreement, in characters.
func (p *AgreementEditPage) TextMax() int { return enrollment.AgreementMax }

// Draft and Revision are what was read, against two editors at once.
func (p *AgreementEditPage) Draft() string { return p.Values["draft"][0] }

// Revision of that draft.
func (p *AgreementEditPage) Revision() string { return p.Values["revision"][0] }

func (s *Server) showAgreementEdit(v *visit) error {
	draft, err := s.Enrollment.AgreementDraft(v.ctx, v.actor)
	if err != nil {
		return err
	}
	return v.show(s.agreementEditPage(v, draft, agreementFormOf(draft)))
}

func (s *Server) agreementEditPage(v *visit, draft *enrollment.AgreementTemplate, form agreementEditForm) *AgreementEditPage {
	p := &AgreementEditPage{Frame: v.frame("template.title", "Version", draft.Version), Form: newForm(v.words(), "template", &form)}
	p.fill(draft, enrollment.PreviewAgreement(form.Body, s.today()), enrollment.ExampleValues(s.today()))
	p.Saved = draft.Revision > 0 && form == agreementFormOf(draft)
	return p
}

func (p *AgreementEditPage) fill(draft *enrollment.AgreementTemplate, preview string, examples map[enrollment.MergeField]string) {
	p.Wide, p.Version, p.Preview = true, draft.Version, preview
	p.Breadcrumbs = []Link{{Text: p.T("agreements.title"), URL: agreementsPath}}
	for _, field := range enrollment.MergeFields {
		p.Fields.Rows = append(p.Fields.Rows, row(p.Words(), "{"+string(field)+"}", "",
			p.T("template.field."+string(field)), p.T("template.such-as", "Example", examples[field])))
	}
}

// editAgreement keeps the draft, puts it in force, or throws it away.
func (s *Server) editAgreement(v *visit) error {
	var form agreementEditForm
	if err := v.read(&form); err != nil {
		return err
	}
	var refusal error
	path := agreementsPath
	switch form.Act {
	case "enforce":
		refusal = s.Enrollment.EnforceAgreement(v.ctx, v.actor, form.seen())
	case "drop":
		refusal = s.Enrollment.DropAgreementDraft(v.ctx, v.actor, form.seen())
	case "save":
		path += "/concept"
		refusal = s.Enrollment.SaveAgreementDraft(v.ctx, v.actor, form.seen(), form.Body, form.Example)
	default:
		refusal = fault.Missing()
	}
	if refusal == nil {
		return v.done(path, "template-"+form.Act)
	}
	draft, err := s.Enrollment.AgreementDraft(v.ctx, v.actor)
	if err != nil {
		return err
	}
	if form.Act != "save" {
		form = agreementFormOf(draft)
	}
	form.Act = ""
	p := s.agreementEditPage(v, draft, form)
	return v.refuse(&p.Form, p, refusal)
}
