package portal

import "providerportal/directory"

// IntakePage is the one place where municipalities ask the provider for a
// conversation, and whether its mailbox was proven to work (D11).
type IntakePage struct {
	Frame
	Form
	State Notice
}

func (p *IntakePage) template() string { return "provider/intake" }

type intakeForm struct {
	Name  string `form:"name"`
	Email string `form:"email"`
	Phone string `form:"phone"`
	Hours string `form:"hours"`
}

// newIntakePage shows the form with how the kept intake point stands.
func newIntakePage(frame Frame, kept *directory.IntakePoint, form *intakeForm) *IntakePage {
	p := &IntakePage{Frame: frame, Form: newForm(frame.Words(), "intake", form)}
	p.Breadcrumbs = []Link{{p.T("nav.overview"), "/mijn"}}
	switch {
	case kept.Verified():
		text := p.T("intake.state.verified", "Email", kept.Email, "On", p.Date(*kept.VerifiedAt))
		p.State = Notice{Text: text, Look: LookGood}
	case kept.Email != "":
		p.State = Notice{
			Title: p.T("intake.state.waiting"), Text: p.T("intake.state.waiting.text", "Email", kept.Email), Look: LookWarn,
		}
	}
	return p
}

func (s *Server) showIntake(v *visit) error {
	kept, err := s.Directory.Intake(v.ctx, v.actor)
	if err != nil {
		return err
	}
	form := intakeForm{Name: kept.Name, Email: kept.Email, Phone: kept.Phone, Hours: kept.Hours}
	return v.show(newIntakePage(v.frame("intake.title"), kept, &form))
}

// saveIntake keeps the intake point; the page then says whether a mail is on its
// way.
func (s *Server) saveIntake(v *visit) error {
	var form intakeForm
	if err := v.read(&form); err != nil {
		return err
	}
	err := s.Directory.SaveIntake(v.ctx, v.actor, directory.IntakePoint{
		Name: form.Name, Email: form.Email, Phone: form.Phone, Hours: form.Hours,
	})
	if err == nil {
		return v.done("/mijn/aanmeldpunt", "intake-saved")
	}
	kept, failed := s.Directory.Intake(v.ctx, v.actor)
	if failed != nil {
		return failed
	}
	p := newIntakePage(v.frame("intake.title"), kept, &form)
	return v.refuse(&p.Form, p, err)
}
