package portal

import "strings"

// ProveAgainPage asks somebody who is signed in for the second factor again,
// before an act that asks for it (ASVS 7.5.1).
type ProveAgainPage struct {
	Frame
	Form
	Code    bool // there is a code app, or a recovery code
	Passkey bool // there is a passkey
	SignOn  Link // to the identity provider that vouches for the account
}

func (p *ProveAgainPage) template() string { return "account/prove_again" }

// Next is the page that asked for the proof.
func (p *ProveAgainPage) Next() string { return strings.Join(p.Values["next"], "") }

func (s *Server) proveAgainPage(v *visit, form codeForm) (*ProveAgainPage, error) {
	factors, err := s.Accounts.Factors(v.ctx, v.actor.UserID)
	if err != nil {
		return nil, err
	}
	elsewhere, err := s.signOnAgain(v, form.Next)
	form.Code = ""
	return &ProveAgainPage{
		Frame: v.frame("again.title"), Form: newForm(v.words(), "again", &form),
		Code: factors.AppSince != nil || factors.CodesLeft > 0, Passkey: s.usesPasskey(factors),
		SignOn: elsewhere,
	}, err
}

func (s *Server) showProveAgain(v *visit) error {
	p, err := s.proveAgainPage(v, codeForm{Next: v.query("naar")})
	if err != nil {
		return err
	}
	return v.show(p)
}

// proveAgain gives the session a new secret (ASVS 7.2.4).
func (s *Server) proveAgain(v *visit) error {
	var form codeForm
	if err := v.read(&form); err != nil {
		return err
	}
	secret, err := s.Accounts.ProveAgain(v.ctx, v.actor, v.session, form.Code)
	if err != nil {
		p, failed := s.proveAgainPage(v, form)
		if failed != nil {
			return failed
		}
		return v.refuse(&p.Form, p, err)
	}
	v.startSession(secret)
	return v.onward(form.Next)
}
