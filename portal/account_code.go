package portal

import "strings"

// SignInCodePage asks for the second factor after the password.
type SignInCodePage struct {
	Frame
	Form
	Passkey bool // a passkey may be used instead
	App     bool // with Passkey: there is a code app too
}

func (p *SignInCodePage) template() string { return "account/code" }

// codeForm is a code of the app or a recovery code, and where to go after it.
type codeForm struct {
	Code string `form:"code"`
	Next string `form:"next"`
}

// Next is where the visitor wanted to go.
func (p *SignInCodePage) Next() string { return strings.Join(p.Values["next"], "") }

func newSignInCodePage(frame Frame, form codeForm) *SignInCodePage {
	form.Code = ""
	frame.SignInHidden = true
	return &SignInCodePage{Frame: frame, Form: newForm(frame.Words(), "signin-code", &form)}
}

func (s *Server) showSignInCode(v *visit) error {
	next := v.query("naar")
	_, factors, err := s.halfway(v)
	if err != nil {
		return v.startOver(err, next)
	}
	if !factors.Any() {
		return v.lead("/inloggen/instellen"+v.sameNotice(), next)
	}
	p := newSignInCodePage(v.frame("signin-code.title"), codeForm{Next: next})
	s.offerPasskey(p, factors)
	return v.show(p)
}

// signInCode ends signing in, under a new session secret (ASVS 7.2.4).
func (s *Server) signInCode(v *visit) error {
	var form codeForm
	if err := v.read(&form); err != nil {
		return err
	}
	_, factors, err := s.halfway(v)
	if err != nil {
		return v.startOver(err, form.Next)
	}
	secret, _, err := s.Accounts.FinishWithCode(v.ctx, v.firstStage(), form.Code, v.client())
	if err != nil {
		p := newSignInCodePage(v.frame("signin-code.title"), form)
		s.offerPasskey(p, factors)
		return v.refuse(&p.Form, p, err)
	}
	if err := v.enterWith(secret); err != nil {
		return err
	}
	return v.onward(form.Next)
}
