package portal

import (
	"strings"

	"providerportal/enrollment"
	"providerportal/internal/fault"
	"providerportal/internal/words"
)

const againPath = applicationPath + "/nieuw"

// AgainPage lets who applied before choose which answers a new application takes
// over (E6).
type AgainPage struct {
	Frame
	Form
	Reference string      // of the earlier application
	Refused   SummaryList // what cannot be taken over, and why
	choices   []Choice
}

func (p *AgainPage) template() string { return "provider/application_again" }

// Take offers what can be taken over.
func (p *AgainPage) Take() Field { return p.Field("take").Options(p.choices) }

// Any reports whether something can be taken over.
func (p *AgainPage) Any() bool { return len(p.choices) > 0 }

type againForm struct {
	Take []string `form:"take"`
}

// againPage chooses beforehand what is only a fact. A declaration is made anew,
// so that one is never chosen for the provider.
func againPage(frame Frame, earlier *enrollment.Earlier) *AgainPage {
	p := &AgainPage{Frame: frame, Reference: earlier.Dossier.Application.Reference}
	p.withinApplication()
	form := &againForm{}
	for _, part := range earlier.Parts {
		form.Take = append(form.Take, string(part))
		p.choices = append(p.choices, Choice{
			Value: string(part), Text: p.T("application." + string(part) + ".title"), Hint: partHint(earlier, part),
		})
	}
	for _, reusable := range earlier.Answers {
		requirement := reusable.Requirement
		if len(reusable.Problems) > 0 {
			p.Refused.Rows = append(p.Refused.Rows, row(p.Words(), requirement.Title(p.Lang), "", problemTexts(p.Words(), reusable.Problems)...))
			continue
		}
		if requirement.Kind != enrollment.KindDeclaration {
			form.Take = append(form.Take, requirement.Code)
		}
		p.choices = append(p.choices, Choice{
			Value: requirement.Code, Text: requirement.Title(p.Lang), Hint: p.answerHint(earlier, reusable),
		})
	}
	p.Form = newForm(frame.Words(), "reuse", form)
	return p
}

func partHint(earlier *enrollment.Earlier, part enrollment.Part) string {
	application := &earlier.Dossier.Application
	switch part {
	case enrollment.PartContact:
		return application.ContactName
	case enrollment.PartSignatory:
		return application.SignatoryName
	}
	return strings.Join(namesOf(earlier.Dossier.Municipalities), ", ")
}

func (p *AgainPage) answerHint(earlier *enrollment.Earlier, reusable enrollment.Reusable) string {
	texts := answerTexts(&p.Frame, reusable.Requirement, reusable.Answer)
	if id := reusable.Answer.DocumentID; id != nil {
		texts = append([]string{earlier.Dossier.Documents[*id].Name}, texts...)
	}
	return strings.Join(texts, " · ")
}

// problemTexts says what is wrong with an answer, as its own page does.
func problemTexts(w *words.Words, problems fault.Check) []string {
	form := newForm(w, "answer", nil)
	form.Fail(w, problems.Err())
	var texts []string
	for _, wrong := range form.Errors {
		texts = append(texts, wrong.Text)
	}
	return texts
}

func (s *Server) showAgain(v *visit) error {
	dossier, err := s.Enrollment.Latest(v.ctx, v.actor)
	if err != nil {
		return err
	}
	earlier, err := ifAny(s.Enrollment.Earlier(v.ctx, v.actor))
	if err != nil {
		return err
	}
	if earlier == nil || dossier.Application.Open() || dossier.Application.Status == enrollment.StatusAdmitted {
		return v.done(applicationPath, "")
	}
	return v.show(againPage(v.frame("reuse.title"), earlier))
}
