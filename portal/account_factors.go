package portal

import "providerportal/internal/account"

// FactorsPage shows with what somebody proves who it is, and lets them change it.
type FactorsPage struct {
	Frame
	Form
	PasskeyList
	App       string // what is known of the code app
	AppButton string
	Codes     string // how many recovery codes are left
	Fewer     bool   // so few that new ones are wise
}

func (p *FactorsPage) template() string { return "account/factors" }

func newFactorsPage(frame Frame, factors account.Factors) *FactorsPage {
	p := &FactorsPage{Frame: frame, Form: newForm(frame.Words(), "passkey", nil), App: frame.T("factors.app.none"), AppButton: frame.T("factors.app.set-up")}
	p.Breadcrumbs = []Link{{Text: frame.T("factors.account"), URL: "/account"}}
	if factors.AppSince != nil {
		p.App = frame.T("factors.app.since", "Date", frame.Date(factors.AppSince))
		p.AppButton = frame.T("factors.app.other")
	}
	p.Codes = frame.T("factors.codes.left", "Count", factors.CodesLeft)
	p.Fewer = factors.Any() && factors.CodesLeft <= 3
	return p
}

func (s *Server) factorsPage(v *visit) (*FactorsPage, error) {
	factors, err := s.Accounts.Factors(v.ctx, v.actor.UserID)
	if err != nil {
		return nil, err
	}
	keys, err := s.Accounts.Passkeys(v.ctx, v.actor.UserID)
	p := newFactorsPage(v.frame("factors.title"), factors)
	p.PasskeyList = newPasskeyList(&p.Frame, keys, s.Accounts.PasskeysOffered())
	return p, err
}

func (s *Server) showFactors(v *visit) error {
	p, err := s.factorsPage(v)
	if err != nil {
		return err
	}
	return v.show(p)
}

// refuseFactors tells on the page itself why something was not done.
func (s *Server) refuseFactors(v *visit, err error) error {
	p, failed := s.factorsPage(v)
	if failed != nil {
		return failed
	}
	return v.refuse(&p.Form, p, err)
}

func (s *Server) renewRecoveryCodes(v *visit) error {
	codes, err := s.Accounts.RenewRecoveryCodes(v.ctx, v.actor)
	if err != nil {
		return err
	}
	return v.show(newRecoveryCodesPage(v.frame("codes.title"), codes, "/account/beveiliging"))
}

// replaceTOTP shows the secret for another code app, and takes its first code;
// until then the app of before works.
func (s *Server) replaceTOTP(v *visit) error {
	form := struct {
		codeForm
		Sent bool `form:"sent"`
	}{}
	if err := v.read(&form); err != nil {
		return err
	}
	var codes []string
	var refused error
	if form.Sent {
		if codes, refused = s.Accounts.ReplaceTOTP(v.ctx, v.actor, form.Code); refused == nil {
			return v.show(newRecoveryCodesPage(v.frame("codes.title"), codes, "/account/beveiliging"))
		}
	}
	user, err := s.Accounts.Find(v.ctx, v.actor.UserID)
	if err != nil {
		return err
	}
	p, err := s.setUpPage(v, user, form.codeForm, !form.Sent)
	if err != nil {
		return err
	}
	if refused != nil {
		return v.refuse(&p.Form, p, refused)
	}
	return v.show(p)
}
