package portal

import "github.com/google/uuid"

// saveAccountRights gives an account other rights; its sessions end.
func (s *Server) saveAccountRights(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	var form personRightsForm
	if err := v.read(&form); err != nil {
		return err
	}
	rights := form.rights()
	rights.ProviderAdmin = form.Admin == "true"
	if err = s.Accounts.ChangeRights(v.ctx, v.actor, id, rights); err == nil {
		return v.done(accountPath(id), "account-rights-saved")
	}
	p, failed := s.accountPage(v, id, &form)
	if failed != nil {
		return failed
	}
	return v.refuse(&p.Form, p, err)
}

func (s *Server) closeAccount(v *visit) error {
	return s.onAccount(v, "account-closed", func(id uuid.UUID) error {
		return s.Accounts.ClosePerson(v.ctx, v.actor, id)
	})
}

// readmitAccount lets the person of a closed account in again through single
// sign-on.
func (s *Server) readmitAccount(v *visit) error {
	return s.onAccount(v, "account-readmitted", func(id uuid.UUID) error {
		return s.Accounts.Readmit(v.ctx, v.actor, id)
	})
}

// resetFactor clears a lost second step after an administrator made sure who asks.
func (s *Server) resetFactor(v *visit) error {
	return s.onAccount(v, "factor-reset", func(id uuid.UUID) error {
		return s.Accounts.ResetFactors(v.ctx, v.actor, id)
	})
}
