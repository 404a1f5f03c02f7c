package portal

import (
	"github.com/google/uuid"

	"providerportal/internal/fault"
	"providerportal/matching"
)

// act runs one act of the provider on a request. A refusal shows the page as it
// is now, with the form as it was sent.
func (s *Server) act(v *visit, form func(*visit) Form, notice string, do func(id uuid.UUID) error) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	refusal := do(id)
	if refusal == nil {
		return v.done(withQuery("/mijn/verzoeken/"+id.String(), fromParam, v.place()), notice)
	}
	p, err := s.providerRequestPage(v, id)
	if err != nil {
		return err
	}
	p.Form = form(v)
	return v.refuse(&p.Form, p, refusal)
}

func (s *Server) acknowledgeRequest(v *visit) error {
	sent := func(v *visit) Form { return newForm(v.words(), "acknowledge", nil) }
	return s.act(v, sent, "request-acknowledged", func(id uuid.UUID) error {
		return s.Matching.Acknowledge(v.ctx, v.actor, id)
	})
}

func (s *Server) scheduleRequest(v *visit) error {
	var form appointmentForm
	if err := v.read(&form); err != nil {
		return err
	}
	sent := func(v *visit) Form { return newForm(v.words(), "appointment", &form) }
	return s.act(v, sent, "request-scheduled", func(id uuid.UUID) error {
		at, wrong := form.moment()
		return replaceField(s.Matching.Schedule(v.ctx, v.actor, id, form.appointment(at)), "date", wrong)
	})
}

func (s *Server) holdRequest(v *visit) error {
	var form heldForm
	if err := v.read(&form); err != nil {
		return err
	}
	sent := func(v *visit) Form { return newForm(v.words(), "held", &form) }
	return s.act(v, sent, "request-held", func(id uuid.UUID) error {
		var wrong fault.Check
		on, dated := form.HeldOn.Date()
		wrong.Unless(dated || form.HeldOn == DateInput{}, "heldOn", "error.date")
		return replaceField(s.Matching.Hold(v.ctx, v.actor, id, on), "heldOn", wrong)
	})
}

func (s *Server) concludeRequest(v *visit) error {
	var form outcomeForm
	if err := v.read(&form); err != nil {
		return err
	}
	sent := func(v *visit) Form { return newForm(v.words(), "outcome", &form) }
	return s.act(v, sent, "request-concluded", func(id uuid.UUID) error {
		return s.Matching.Conclude(v.ctx, v.actor, id, form.conclusion())
	})
}

func (s *Server) declineRequest(v *visit) error {
	var form endingForm
	if err := v.read(&form); err != nil {
		return err
	}
	sent := func(v *visit) Form { return newForm(v.words(), "decline", &form) }
	return s.act(v, sent, "request-declined", func(id uuid.UUID) error {
		return s.Matching.Decline(v.ctx, v.actor, id, form.ending())
	})
}

// offerRequest offers moments to the consultant (T7).
func (s *Server) offerRequest(v *visit) error {
	var form momentsForm
	if err := v.read(&form); err != nil {
		return err
	}
	sent := func(v *visit) Form { return newForm(v.words(), "offer", &form) }
	return s.act(v, sent, "moments-offered", func(id uuid.UUID) error {
		return offerMoments(form, func(m matching.Moments) error { return s.Matching.Offer(v.ctx, v.actor, id, m) })
	})
}

// acceptProposed takes a moment that the consultant proposed.
func (s *Server) acceptProposed(v *visit) error {
	offer, err := v.offerID()
	if err != nil {
		return err
	}
	sent := func(v *visit) Form { return newForm(v.words(), "accept", nil) }
	return s.act(v, sent, "request-scheduled", func(id uuid.UUID) error {
		return s.Matching.Accept(v.ctx, v.actor, id, offer)
	})
}

// missAppointment says that somebody did not come (T3).
func (s *Server) missAppointment(v *visit) error {
	var form noShowForm
	if err := v.read(&form); err != nil {
		return err
	}
	sent := func(v *visit) Form { return newForm(v.words(), "noshow", &form) }
	return s.act(v, sent, "appointment-missed", func(id uuid.UUID) error {
		return s.Matching.MissAppointment(v.ctx, v.actor, id, form.missed())
	})
}

// assignRequest gives the request to a colleague.
func (s *Server) assignRequest(v *visit) error {
	var form handForm
	if err := v.read(&form); err != nil {
		return err
	}
	sent := func(v *visit) Form { return newForm(v.words(), "assign-request", &form) }
	return s.act(v, sent, "request-assigned", func(id uuid.UUID) error {
		return s.Matching.Assign(v.ctx, v.actor, id, number(form.Version), form.chosen())
	})
}
