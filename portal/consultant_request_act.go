package portal

import (
	"github.com/google/uuid"

	"providerportal/matching"
)

// actAsConsultant runs one act of the consultant on a request. A refusal shows the
// page as it is now, with the form as it was sent.
func (s *Server) actAsConsultant(v *visit, sent Form, notice string, do func(id uuid.UUID) error) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	refusal := do(id)
	if refusal == nil {
		return v.done(withQuery("/consulent/verzoeken/"+id.String(), fromParam, v.place()), notice)
	}
	p, err := s.consultantRequestPage(v, id)
	if err != nil {
		return err
	}
	p.Form = sent
	return v.refuse(&p.Form, p, refusal)
}

func (s *Server) withdrawRequest(v *visit) error {
	var form endingForm
	if err := v.read(&form); err != nil {
		return err
	}
	return s.actAsConsultant(v, newForm(v.words(), "withdraw", &form), "request-withdrawn", func(id uuid.UUID) error {
		return s.Matching.Withdraw(v.ctx, v.actor, id, form.ending())
	})
}

// proposeRequest proposes moments to the provider (T7).
func (s *Server) proposeRequest(v *visit) error {
	var form momentsForm
	if err := v.read(&form); err != nil {
		return err
	}
	return s.actAsConsultant(v, newForm(v.words(), "offer", &form), "moments-offered", func(id uuid.UUID) error {
		return offerMoments(form, func(m matching.Moments) error { return s.Matching.Propose(v.ctx, v.actor, id, m) })
	})
}

// acceptOffered takes a moment that the provider offers.
func (s *Server) acceptOffered(v *visit) error {
	offer, err := v.offerID()
	if err != nil {
		return err
	}
	return s.actAsConsultant(v, newForm(v.words(), "accept", nil), "request-scheduled", func(id uuid.UUID) error {
		return s.Matching.Accept(v.ctx, v.actor, id, offer)
	})
}

// missedByConsultant says that somebody did not come (T3).
func (s *Server) missedByConsultant(v *visit) error {
	var form noShowForm
	if err := v.read(&form); err != nil {
		return err
	}
	return s.actAsConsultant(v, newForm(v.words(), "noshow", &form), "appointment-missed", func(id uuid.UUID) error {
		return s.Matching.MissAppointment(v.ctx, v.actor, id, form.missed())
	})
}

// handOverRequest names a colleague who stands in.
func (s *Server) handOverRequest(v *visit) error {
	var form handForm
	if err := v.read(&form); err != nil {
		return err
	}
	return s.actAsConsultant(v, newForm(v.words(), "hand-over", &form), "request-handed-over", func(id uuid.UUID) error {
		return s.Matching.HandOver(v.ctx, v.actor, id, number(form.Version), form.chosen())
	})
}
