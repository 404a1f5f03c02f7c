package portal

import (
	"strings"

	"providerportal/enrollment"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
	"providerportal/storage/documents"
)

// AnswerPage asks for the answer to one requirement.
type AnswerPage struct {
	Frame
	taskForm
	Requirement enrollment.Requirement
	Asked       Notice // what a reviewer wants to be completed
	Document    Link   // the document that is there, if any
	SHA256      string // of that document
	Earlier     []Link // documents that it replaced
	Limit       string // of a document, such as "25 MB"
	Most        int64  // bytes of one document
	today       workday.Date
}

func (p *AnswerPage) template() string { return "provider/answer" }

func answerPath(code string) string { return applicationPath + "/eisen/" + code }

func answerPage(frame Frame, dossier *enrollment.Dossier, requirement enrollment.Requirement, form *answerForm) *AnswerPage {
	p := &AnswerPage{Frame: frame, Requirement: requirement}
	p.Form = newForm(frame.Words(), "answer", form)
	p.Title = requirement.Title(p.Lang)
	p.withinApplication()
	if check, asked := dossier.Checks[requirement.ID]; asked {
		p.Asked = Notice{Title: p.T("answer.asked"), Text: check.Reasons, Look: LookWarn}
	}
	if id := dossier.Answers[requirement.ID].DocumentID; id != nil {
		p.Document = ownDocumentLink(p.Words(), dossier.Documents[*id])
		p.SHA256 = dossier.Documents[*id].SHA256
	}
	p.Earlier = earlierLinks(p.Words(), ownDocuments, dossier, &requirement)
	return p
}

// IssuedOn asks the date on the document, when the requirement sets an age.
func (p *AnswerPage) IssuedOn() Field {
	field := p.Form.Field("issuedOn")
	if oldest, aged := p.Requirement.OldestIssue(p.today); aged {
		field.Hint = p.T("answer.oldest", "Oldest", oldest)
	}
	return field
}

// Options are the answers to a requirement of kind choice.
func (p *AnswerPage) Options() []Choice {
	var choices []Choice
	for _, choice := range p.Requirement.Choices {
		choices = append(choices, Choice{Value: choice.Code, Text: choice.Name(p.Lang)})
	}
	return choices
}

// File asks for a document; one that is there may stay.
func (p *AnswerPage) File() Field {
	field := p.Form.Field("file")
	if p.Document.URL != "" {
		field.Label = p.T("answer.file.replace")
	}
	field.Hint = p.T("answer.limits", "Limit", p.Limit)
	return field.Accept(strings.Join(documents.Extensions(), ",")).UpTo(p.Most, p.T("document.too-large", "Limit", p.Limit))
}

// TextMax is the longest text, in characters.
func (p *AnswerPage) TextMax() int { return enrollment.TextMax }

func (s *Server) showAnswer(v *visit) error {
	dossier, requirement, err := s.ownRequirement(v)
	if err != nil {
		return err
	}
	if !dossier.MayChange(requirement.ID) {
		return v.done(applicationPath, "")
	}
	form := answerFormOf(dossier.Answers[requirement.ID])
	form.Back = v.query("terug")
	return v.show(s.answerPage(v, dossier, requirement, form))
}

func (s *Server) answerPage(v *visit, dossier *enrollment.Dossier, requirement *enrollment.Requirement, form *answerForm) *AnswerPage {
	p := answerPage(v.frame("application.title"), dossier, *requirement, form)
	p.today, p.Limit, p.Most = workday.On(s.Enrollment.Now()), fileSize(v.lang, s.MaxUpload), s.MaxUpload
	return p
}

// ownRequirement gives the requirement of the address within the newest
// application; missing when there is none.
func (s *Server) ownRequirement(v *visit) (*enrollment.Dossier, *enrollment.Requirement, error) {
	dossier, err := s.Enrollment.Latest(v.ctx, v.actor)
	if err != nil {
		return nil, nil, err
	}
	requirement := dossier.Requirement(v.param("code"))
	if requirement == nil {
		return nil, nil, fault.Missing()
	}
	return dossier, requirement, nil
}
