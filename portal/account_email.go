package portal

// ChangeEmailPage asks for a new address.
type ChangeEmailPage struct {
	Frame
	Form
	Current string
	Sent    bool
}

func (p *ChangeEmailPage) template() string { return "account/change_email" }

type changeEmailForm struct {
	Email string `form:"email"`
}

func (v *visit) changeEmailPage(form changeEmailForm) *ChangeEmailPage {
	p := &ChangeEmailPage{
		Frame: v.frame("change-email.title"), Form: newForm(v.words(), "change-email", &form), Current: v.actor.Address(),
	}
	p.Breadcrumbs = []Link{{p.T("own.title"), "/account"}}
	return p
}

func (s *Server) showChangeEmail(v *visit) error {
	return v.show(v.changeEmailPage(changeEmailForm{}))
}

// changeEmail mails a link to the new address; the old one stays until then.
func (s *Server) changeEmail(v *visit) error {
	var form changeEmailForm
	if err := v.read(&form); err != nil {
		return err
	}
	p := v.changeEmailPage(form)
	if err := s.Accounts.AskNewEmail(v.ctx, v.actor, form.Email); err != nil {
		return v.refuse(&p.Form, p, err)
	}
	p.Sent = true
	return v.show(p)
}

func (s *Server) showConfirmNewEmail(v *visit) error {
	return v.show(linkPage(v, "confirm-new-email", v.query("sleutel")))
}

func (s *Server) confirmNewEmail(v *visit) error {
	onward := "/inloggen"
	if v.actor.SignedIn() {
		onward = "/account"
	}
	return s.followLink(v, "confirm-new-email", onward, func(secret string) error {
		return s.Accounts.ConfirmNewEmail(v.ctx, secret, v.IP())
	})
}
