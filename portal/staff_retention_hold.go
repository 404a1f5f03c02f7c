package portal

import (
	"strings"

	"providerportal/internal/retention"
)

// holdRecord keeps a record, whatever its term (RET-2).
func (s *Server) holdRecord(v *visit) error {
	var form holdForm
	if err := v.read(&form); err != nil {
		return err
	}
	refused := s.Retention.Place(v.ctx, v.actor, retention.Hold{
		Reference: strings.Clone(form.Reference), Reason: strings.Clone(form.Reason), UntilOn: optionalDate(form.Until),
	})
	if refused == nil {
		return v.done(retentionPath, "record-held")
	}
	p, err := s.retentionPage(v, form)
	if err != nil {
		return err
	}
	return v.refuse(&p.Form, p, refused)
}

// liftHold lets the term of a record count again.
func (s *Server) liftHold(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	if err := s.Retention.Lift(v.ctx, v.actor, id); err != nil {
		return err
	}
	return v.done(retentionPath, "hold-lifted")
}
