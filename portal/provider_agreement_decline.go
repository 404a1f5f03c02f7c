package portal

import "providerportal/enrollment"

// DeclinePage asks whether the provider really does not want the agreement, and
// why (E12).
type DeclinePage struct {
	Frame
	Form
	Reference string
}

func (p *DeclinePage) template() string { return "provider/agreement_decline" }

// Reasons asks why.
func (p *DeclinePage) Reasons() Field {
	return p.Field("reasons").Rows(5).Max(enrollment.TextMax)
}

type declineForm struct {
	Reasons string `form:"reasons"`
}

func declinePage(frame Frame, reference string, form *declineForm) *DeclinePage {
	p := &DeclinePage{Frame: frame, Form: newForm(frame.Words(), "decline-offer", form), Reference: reference}
	p.Breadcrumbs = []Link{{p.T("nav.overview"), "/mijn"}, {p.T("agreement.title"), "/mijn/overeenkomst"}}
	return p
}

func (s *Server) showDecline(v *visit) error {
	contract, err := s.Enrollment.OwnContract(v.ctx, v.actor)
	if err != nil {
		return err
	}
	if contract.Status != enrollment.ContractOffered || !v.actor.ProviderAdmin {
		return v.done("/mijn/overeenkomst", "")
	}
	return v.show(declinePage(v.frame("decline-offer.title"), contract.Reference, &declineForm{}))
}

func (s *Server) declineAgreement(v *visit) error {
	var form declineForm
	if err := v.read(&form); err != nil {
		return err
	}
	contract, err := s.Enrollment.OwnContract(v.ctx, v.actor)
	if err != nil {
		return err
	}
	if err := s.Enrollment.Decline(v.ctx, v.actor, contract.ID, form.Reasons); err != nil {
		p := declinePage(v.frame("decline-offer.title"), contract.Reference, &form)
		return v.refuse(&p.Form, p, err)
	}
	return v.done("/mijn/overeenkomst", "agreement-declined")
}
