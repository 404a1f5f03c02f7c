package portal

import (
	"slices"
	"strings"

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
	if form.Act == actFill {
		return s.fillReasons(v, form)
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
		return v.done(withQuery(checkPath(&d.Application, next.Code), fromParam, v.place()), "check-saved")
	}
	return v.done(withQuery(reviewPath(&d.Application), fromParam, v.place()), "all-checked")
}

// refuseCheck shows the desk again with what was typed. When a colleague saved
// meanwhile, the colleague's text stands beside it, and saving again replaces it
// knowingly.
func (s *Server) refuseCheck(v *visit, form checkForm, refusal error) error {
	d, requirement, err := s.asked(v)
	if err != nil {
		return err
	}
	p, err := s.checkPage(v, d, requirement, form)
	if err != nil {
		return err
	}
	p.Conflict = fault.Is(refusal, fault.KindConflict) && p.Version != form.Version
	if !p.Conflict {
		p.Version = form.Version
	}
	if !p.Open {
		p.Typed.Rows = checkTexts(&p.Frame, form.Reasons, form.InternalNote)
	}
	return v.refuse(&p.Form, p, refusal)
}

// fillReasons puts a reusable text behind what was typed and shows the desk again;
// nothing is saved. An outcome that was not chosen yet becomes that of the text.
func (s *Server) fillReasons(v *visit, form checkForm) error {
	d, requirement, err := s.asked(v)
	if err != nil {
		return err
	}
	p, err := s.checkPage(v, d, requirement, form)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(p.Texts, func(t enrollment.ReasonText) bool { return t.ID.String() == form.Text })
	p.Version = form.Version
	if at < 0 {
		return v.refuse(&p.Form, p, fault.Invalid(fault.At("text", "error.choose-one")))
	}
	form.Reasons, form.Text = strings.TrimSpace(form.Reasons+"\n\n"+p.Texts[at].Body), ""
	if form.Outcome == "" {
		form.Outcome = string(p.Texts[at].Outcome)
	}
	p.Form = newForm(v.words(), "check", &form)
	return v.show(p)
}
