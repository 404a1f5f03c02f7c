package portal

import (
	"github.com/google/uuid"

	"providerportal/enrollment"
)

// ReasonTextsPage lists the reusable reasons of reviewers.
type ReasonTextsPage struct {
	Frame
	Groups []ReasonGroup
}

// ReasonGroup is the texts for one requirement.
type ReasonGroup struct {
	Code  string
	Table Table
}

func (p *ReasonTextsPage) template() string { return "staff/texts" }

const textsPath = "/beheer/teksten"

func (s *Server) showReasonTexts(v *visit) error {
	texts, err := s.Enrollment.ReasonTexts(v.ctx, v.actor, "")
	if err != nil {
		return err
	}
	p := &ReasonTextsPage{Frame: v.frame("texts.title")}
	p.fill(texts)
	return v.show(p)
}

func (p *ReasonTextsPage) fill(texts []enrollment.ReasonText) {
	p.Breadcrumbs = []Link{{Text: p.T("desk.title"), URL: "/beheer"}, {Text: p.T("queue.title"), URL: "/beheer/aanmeldingen"}}
	for _, text := range texts {
		if len(p.Groups) == 0 || p.Groups[len(p.Groups)-1].Code != text.RequirementCode {
			p.Groups = append(p.Groups, ReasonGroup{Code: text.RequirementCode, Table: Table{
				Caption: p.T("texts.for", "Code", text.RequirementCode), Hidden: true, Stacked: true,
				Columns: []Column{{Text: p.T("texts.name")}, {Text: p.T("texts.outcome")}, {Text: p.T("texts.body")}},
			}})
		}
		table := &p.Groups[len(p.Groups)-1].Table
		table.Rows = append(table.Rows, Row{
			{Text: text.Title, URL: textsPath + "/" + text.ID.String()}, {Tag: outcomeTag(p.Words(), text.Outcome)}, {Text: text.Body},
		})
	}
}

// ReasonTextPage adds or changes one of them.
type ReasonTextPage struct {
	Frame
	Form
	Action string
	Codes  []string
	Remove Button
}

func (p *ReasonTextPage) template() string { return "staff/text" }

// TextMax is the longest text, in characters.
func (p *ReasonTextPage) TextMax() int { return enrollment.TextMax }

// CodeField asks for which requirement the text is.
func (p *ReasonTextPage) CodeField() Field {
	choices := make([]Choice, len(p.Codes))
	for i, code := range p.Codes {
		choices[i] = Choice{Value: code, Text: code}
	}
	return p.Field("code").Options(choices)
}

type reasonTextForm struct {
	Code    string `form:"code"`
	Outcome string `form:"outcome"`
	Title   string `form:"name" clean:"line"`
	Body    string `form:"body"`
}

func (f reasonTextForm) text(id uuid.UUID) enrollment.ReasonText {
	return enrollment.ReasonText{
		ID: id, RequirementCode: f.Code, Outcome: enrollment.Outcome(f.Outcome), Title: f.Title, Body: f.Body,
	}
}

func (s *Server) reasonTextPage(v *visit, title string, form reasonTextForm) (*ReasonTextPage, error) {
	codes, err := s.Enrollment.RequirementCodes(v.ctx)
	p := &ReasonTextPage{Frame: v.frame(title), Form: newForm(v.words(), "texts", &form), Codes: codes}
	p.fill(v.address())
	return p, err
}

func (p *ReasonTextPage) fill(action string) {
	p.Action = action
	p.Breadcrumbs = []Link{{Text: p.T("queue.title"), URL: "/beheer/aanmeldingen"}, {Text: p.T("texts.title"), URL: textsPath}}
}

func (s *Server) showNewReasonText(v *visit) error {
	p, err := s.reasonTextPage(v, "texts.new", reasonTextForm{Code: v.query("eis")})
	if err != nil {
		return err
	}
	return v.show(p)
}

func (s *Server) addReasonText(v *visit) error { return s.keepReasonText(v, uuid.Nil, "texts.new") }

func (s *Server) showReasonText(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	text, err := s.Enrollment.ReasonText(v.ctx, v.actor, id)
	if err != nil {
		return err
	}
	p, err := s.reasonTextPage(v, "texts.change", reasonTextForm{
		Code: text.RequirementCode, Outcome: string(text.Outcome), Title: text.Title, Body: text.Body,
	})
	if err != nil {
		return err
	}
	p.Remove = p.Button(p.T("texts.remove"), textsPath+"/"+id.String()+"/verwijderen", "warning")
	return v.show(p)
}

func (s *Server) saveReasonText(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	if _, err := s.Enrollment.ReasonText(v.ctx, v.actor, id); err != nil {
		return err
	}
	return s.keepReasonText(v, id, "texts.change")
}

func (s *Server) keepReasonText(v *visit, id uuid.UUID, title string) error {
	var form reasonTextForm
	if err := v.read(&form); err != nil {
		return err
	}
	if err := s.Enrollment.SaveReasonText(v.ctx, v.actor, form.text(id)); err != nil {
		p, pageErr := s.reasonTextPage(v, title, form)
		if pageErr != nil {
			return pageErr
		}
		return v.refuse(&p.Form, p, err)
	}
	return v.done(textsPath, "text-saved")
}

func (s *Server) removeReasonText(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	if err := s.Enrollment.RemoveReasonText(v.ctx, v.actor, id); err != nil {
		return err
	}
	return v.done(textsPath, "text-removed")
}
