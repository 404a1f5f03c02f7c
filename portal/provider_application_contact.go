package portal

import "providerportal/enrollment"

const contactPath = applicationPath + "/contact"

// ContactPage asks whom the reviewers may call.
type ContactPage struct {
	Frame
	taskForm
}

func (p *ContactPage) template() string { return "provider/contact" }

type contactForm struct {
	Name    string `form:"name" clean:"line"`
	Email   string `form:"email"`
	Phone   string `form:"phone"`
	Back    string `form:"terug"`
	Version int    `form:"version"`
}

func contactPage(frame Frame, form *contactForm) *ContactPage {
	p := &ContactPage{Frame: frame, taskForm: taskForm{Form: newForm(frame.Words(), "application.contact", form)}}
	p.withinApplication()
	return p
}

func (s *Server) showContact(v *visit) error {
	dossier, err := s.ownDraft(v)
	if dossier == nil {
		return err
	}
	contact := dossier.Application.Contact()
	return v.show(contactPage(v.frame("application.contact.title"), &contactForm{
		Name: contact.Name, Email: contact.Email, Phone: contact.Phone, Back: v.query("terug"),
		Version: dossier.Parts[enrollment.PartContact].Version,
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
	contact := enrollment.Contact{Name: form.Name, Email: form.Email, Phone: form.Phone, Version: form.Version}
	if err := s.Enrollment.SaveContact(v.ctx, v.actor, dossier.Application.ID, contact); err != nil {
		return s.refuseContact(v, &form, err)
	}
	return v.done(backTo(form.Back), "answer-saved")
}

// refuseContact shows the form as it was typed, and what a colleague kept meanwhile.
func (s *Server) refuseContact(v *visit, form *contactForm, refusal error) error {
	frame := v.frame("application.contact.title")
	var changed Changed
	if enrollment.ChangedMeanwhile(refusal) {
		dossier, err := s.Enrollment.Latest(v.ctx, v.actor)
		if err != nil {
			return err
		}
		kept := dossier.Application.Contact()
		form.Version = dossier.Parts[enrollment.PartContact].Version
		changed = frame.changedPart(dossier, enrollment.PartContact,
			row(v.words(), v.T("application.contact.name"), "", kept.Name),
			row(v.words(), v.T("application.contact.email"), "", kept.Email),
			row(v.words(), v.T("application.contact.phone"), "", kept.Phone))
	}
	p := contactPage(frame, form)
	p.Changed = changed
	return v.refuse(&p.Form, p, refusal)
}
