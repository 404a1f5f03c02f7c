package portal

import (
	"providerportal/enrollment"
	"providerportal/internal/fault"
)

// saveCheck keeps the outcome and goes on to the next requirement that waits, or
// back to the application.
func (s *Server) saveCheck(v *visit) error {
	var form checkForm
	if err := v.read(&form); err != nil {
		return err
	}
	id, err := v.id()
	if err != nil {
		return err
	}
	code := v.param("code")
	err = s.Enrollment.Judge(v.ctx, v.actor, id, code, enrollment.Judgement{
		Outcome: enrollment.Outcome(form.Outcome), Reasons: form.Reasons, InternalNote: form.InternalNote, Version: form.Version,
	})
	if err != nil {
		return s.refuseCheck(v, form, err)
	}
	d, err := s.dossier(v)
	if err != nil {
		return err
	}
	if next := d.Unjudged(code); next != nil {
		return v.done(checkPath(&d.Application, next.Code), "check-saved")
	}
	return v.done(reviewPath(&d.Application), "all-checked")
}

// refuseCheck shows the desk again with what was typed. When a colleague saved
// meanwhile, the colleague's text stands beside it, and saving again replaces it
// knowingly.
func (s *Server) refuseCheck(v *visit, form checkForm, refusal error) error {
	d, requirement, err := s.asked(v)
	if err != nil {
		return err
	}
	p := newCheckPage(v, d, requirement, form)
	p.Conflict = fault.Is(refusal, fault.KindConflict) && p.Version != form.Version
	if !p.Conflict {
		p.Version = form.Version
	}
	if !p.Open {
		p.Typed.Rows = checkTexts(&p.Frame, enrollment.Check{Reasons: form.Reasons, InternalNote: form.InternalNote})
	}
	return v.refuse(&p.Form, p, refusal)
}
