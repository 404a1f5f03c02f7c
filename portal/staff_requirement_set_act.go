package portal

import (
	"context"

	"providerportal/internal/account"
	"providerportal/internal/fault"
)

// draftRequirements begins a new version as a copy of this one.
func (s *Server) draftRequirements(v *visit) error {
	number, err := v.version()
	if err != nil {
		return err
	}
	draft, err := s.Enrollment.Draft(v.ctx, v.actor, number)
	if err != nil {
		return s.refuseOnSet(v, err)
	}
	return v.done(setPath(draft), "requirement-set-drafted")
}

// publishRequirements puts a draft in force from a day on.
func (s *Server) publishRequirements(v *visit) error {
	var form publishForm
	if err := v.read(&form); err != nil {
		return err
	}
	number, err := v.version()
	if err != nil {
		return err
	}
	if err = validate(&form); err == nil {
		on, _ := form.On.Date()
		err = s.Enrollment.Publish(v.ctx, v.actor, number, on, form.Print)
	}
	if err == nil {
		return v.done(setPath(number), "requirement-set-published")
	}
	p, failed := s.requirementSetPage(v, &form)
	if failed != nil {
		return failed
	}
	return v.refuse(&p.Form, p, err)
}

func (s *Server) withdrawRequirements(v *visit) error {
	return s.onSet(v, "requirement-set-withdrawn", s.Enrollment.WithdrawSet)
}

func (s *Server) confirmRequirements(v *visit) error {
	return s.onSet(v, "requirement-set-confirmed", s.Enrollment.ConfirmSet)
}

// discardDraft throws a draft away.
func (s *Server) discardDraft(v *visit) error {
	number, err := v.version()
	if err != nil {
		return err
	}
	if err := s.Enrollment.Discard(v.ctx, v.actor, number); err != nil {
		return s.refuseOnSet(v, err)
	}
	return v.done(houseDeskPath, "requirement-set-discarded")
}

// onSet does one act with a version and comes back to it.
func (s *Server) onSet(v *visit, notice string, act func(context.Context, account.Actor, int) error) error {
	number, err := v.version()
	if err != nil {
		return err
	}
	if err := act(v.ctx, v.actor, number); err != nil {
		return s.refuseOnSet(v, err)
	}
	return v.done(setPath(number), notice)
}

// refuseOnSet tells above the version why an act was too late.
func (s *Server) refuseOnSet(v *visit, err error) error {
	if !fault.Is(err, fault.KindConflict) {
		return err
	}
	p, failed := s.requirementSetPage(v, &publishForm{})
	if failed != nil {
		return failed
	}
	return v.refuse(&p.Form, p, err)
}
