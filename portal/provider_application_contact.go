package portal

import (
	"strings"

	"providerportal/enrollment"
)

// ContactPage asks whom the reviewers may call.
type ContactPage struct {
	Frame
	Form
}

func (p *ContactPage) template() string { return "provider/contact" }

// Origin is the page that the visitor came from.
func (p *ContactPage) Origin() string { return strings.Join(p.Values["terug"], "") }

type contactForm struct {
	Name  string `form:"name"`
	Email string `form:"email"`
	Phone string `form:"phone"`
	Back  string `form:"terug"`
}

func contactPage(frame Frame, form *contactForm) *ContactPage {
	p := &ContactPage{Frame: frame, Form: newForm(frame.Words(), "application.contact", form)}
	p.withinApplication()
	return p
}

func (s *Server) showContact(v *visit) error {
	dossier, err := s.Enrollment.Latest(v.ctx, v.actor)
	if err != nil {
		return err
	}
	application := &dossier.Application
	if application.Status != enrollment.StatusDraft {
		return v.done(applicationPath, "")
	}
	return v.show(contactPage(v.frame("application.contact.title"), &contactForm{
		Name: application.ContactName, Email: application.ContactEmail, Phone: application.ContactPhone, Back: v.query("terug"),
	}))
}

func (s *Server) saveContact(v *visit) error {
	var form contactForm
	if err := v.read(&form); err != nil {
		return err
	}
	dossier, err := s.Enrollment.Latest(v.ctx, v.actor)
	if err != nil {
		return err
	}
	contact := enrollment.Contact{Name: form.Name, Email: form.Email, Phone: form.Phone}
	if err := s.Enrollment.SaveContact(v.ctx, v.actor, dossier.Application.ID, contact); err != nil {
		p := contactPage(v.frame("application.contact.title"), &form)
		return v.refuse(&p.Form, p, err)
	}
	return v.done(backTo(form.Back), "answer-saved")
}
