package portal

import "providerportal/internal/fault"

// ForgotPage asks for the address of an account; its answer is the same for
// every address.
type ForgotPage struct {
	Frame
	Form
	Sent bool
}

func (p *ForgotPage) template() string { return "public/forgot" }

type forgotForm struct {
	Email string `form:"email" validate:"required,email"`
}

func (s *Server) showForgot(v *visit) error {
	return v.show(&ForgotPage{Frame: v.frame("forgot.title"), Form: newForm(v.words(), "forgot", nil)})
}

func (s *Server) forgot(v *visit) error {
	var form forgotForm
	if err := v.read(&form); err != nil {
		return err
	}
	p := &ForgotPage{Frame: v.frame("forgot.title"), Form: newForm(v.words(), "forgot", &form)}
	if err := validate(&form); err != nil {
		return v.refuse(&p.Form, p, err)
	}
	if err := s.Accounts.AskReset(v.ctx, form.Email, v.IP()); err != nil {
		return err
	}
	p.Sent = true
	return v.show(p)
}

// ChoosePasswordPage asks for a new password; the link in the mail leads here.
type ChoosePasswordPage struct {
	Frame
	Form
	Secret string
}

func (p *ChoosePasswordPage) template() string { return "public/choose_password" }

type choosePasswordForm struct {
	Secret   string `form:"sleutel"`
	Password string `form:"password" clean:"raw"`
}

func (s *Server) choosePasswordPage(v *visit, secret string) *ChoosePasswordPage {
	return &ChoosePasswordPage{
		Frame: v.frame("choose-password.title"), Form: newForm(v.words(), "choose-password", nil), Secret: secret,
	}
}

func (s *Server) showChoosePassword(v *visit) error {
	return v.show(s.choosePasswordPage(v, v.query("sleutel")))
}

func (s *Server) choosePassword(v *visit) error {
	var form choosePasswordForm
	if err := v.read(&form); err != nil {
		return err
	}
	firstStage, err := s.Accounts.SetPassword(v.ctx, form.Secret, form.Password, v.client())
	if fault.Of(err) != nil {
		p := s.choosePasswordPage(v, form.Secret)
		return v.refuse(&p.Form, p, err)
	}
	if err != nil {
		return err
	}
	v.startSession(firstStage)
	return v.done("/inloggen/code", "password-chosen")
}
