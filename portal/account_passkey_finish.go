package portal

import "providerportal/internal/account"

// usesPasskey reports whether a passkey can be used here and now.
func (s *Server) usesPasskey(factors account.Factors) bool {
	return factors.Passkeys > 0 && s.Accounts.PasskeysOffered()
}

// offerPasskey puts the passkey before the code, when there is one.
func (s *Server) offerPasskey(p *SignInCodePage, factors account.Factors) {
	if p.Passkey = s.usesPasskey(factors); p.Passkey {
		p.Title, p.App = p.T("passkey.code.title"), factors.AppSince != nil
	}
}

// signInByPasskey ends signing in, under a new session secret (ASVS 7.2.4).
func (s *Server) signInByPasskey(v *visit, form passkeyAnswer, factors account.Factors) error {
	secret, _, err := s.Accounts.FinishWithPasskey(v.ctx, v.firstStage(), form.answer(), v.client())
	if err != nil {
		p := newSignInCodePage(v.frame("signin-code.title"), codeForm{Next: form.Next})
		s.offerPasskey(p, factors)
		return v.refuse(&p.Form, p, err)
	}
	if err := v.enterWith(secret); err != nil {
		return err
	}
	return v.onward(form.Next)
}

// setUpPasskey ends the first sign-in and shows the recovery codes, once.
func (s *Server) setUpPasskey(v *visit, form passkeyAnswer, user *account.User) error {
	secret, _, codes, err := s.Accounts.FinishWithPasskeySetUp(v.ctx, v.firstStage(), form.answer(), v.client())
	if err != nil {
		p, failed := s.setUpPage(v, user, codeForm{Next: form.Next}, false)
		if failed != nil {
			return failed
		}
		return v.refuse(&p.Form, p, err)
	}
	if err := v.enterWith(secret); err != nil {
		return err
	}
	return v.show(newRecoveryCodesPage(v.frame("codes.title"), codes, v.onwardPath(form.Next)))
}

// proveByPasskey proves again who the actor is, under a new session secret.
func (s *Server) proveByPasskey(v *visit, form passkeyAnswer) error {
	secret, err := s.Accounts.ProveWithPasskey(v.ctx, v.actor, v.session, form.answer())
	if err != nil {
		p, failed := s.proveAgainPage(v, codeForm{Next: form.Next})
		if failed != nil {
			return failed
		}
		return v.refuse(&p.Form, p, err)
	}
	v.startSession(secret)
	return v.onward(form.Next)
}
