package portal

import (
	"github.com/google/uuid"

	"providerportal/matching"
)

// ConsultantRequestPage is one request as its municipality sees it; the form
// withdraws it.
type ConsultantRequestPage struct {
	Frame
	Form
	Clock           Clock
	Status          string
	Next            string
	Search          bool // another provider is needed
	Appointment     SummaryList
	AppointmentLate bool
	Outcome         SummaryList
	Facts           SummaryList
	Events          []Event
	CanWithdraw     bool
	WithdrawURL     string
	Reasons         []Choice
}

func (p *ConsultantRequestPage) template() string { return "consultant/request" }

func consultantRequestPage(frame Frame, c *matching.Case, form endingForm) *ConsultantRequestPage {
	w, r := frame.Words(), &c.Request
	frame.Breadcrumbs = []Link{{Text: w.T("consultant.title"), URL: "/consulent"}}
	return &ConsultantRequestPage{
		Frame: frame, Form: newForm(w, "withdraw", &form), Clock: requestClock(w, c),
		Status: w.T("request.status." + string(r.Status)),
		Next:   w.T("request.consultant-next." + string(r.Status)), Search: r.Status == matching.StatusDeclined,
		Appointment: appointmentFacts(w, r), AppointmentLate: appointmentLate(r), Outcome: outcomeFacts(w, r),
		Facts: SummaryList{Rows: append([]SummaryRow{row(w, w.T("request.provider"), "", c.Provider.Name)}, requestFacts(w, c)...)}, Events: requestEvents(w, c), CanWithdraw: r.Allows(matching.ActWithdraw),
		WithdrawURL: "/consulent/verzoeken/" + r.ID.String() + "/intrekken",
		Reasons:     endingChoices(w, matching.ActWithdraw, matching.WithdrawReasons),
	}
}

func (s *Server) consultantRequestPage(v *visit, id uuid.UUID, form endingForm) (*ConsultantRequestPage, error) {
	found, err := s.Matching.Case(v.ctx, v.actor, id)
	if err != nil {
		return nil, err
	}
	return consultantRequestPage(v.frame("request.title", "Reference", found.Request.Reference), found, form), nil
}

func (s *Server) showConsultantRequest(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	p, err := s.consultantRequestPage(v, id, endingForm{})
	if err != nil {
		return err
	}
	return v.show(p)
}

func (s *Server) withdrawRequest(v *visit) error {
	var form endingForm
	if err := v.read(&form); err != nil {
		return err
	}
	id, err := v.id()
	if err != nil {
		return err
	}
	refusal := s.Matching.Withdraw(v.ctx, v.actor, id, form.ending())
	if refusal == nil {
		return v.done("/consulent/verzoeken/"+id.String(), "request-withdrawn")
	}
	p, err := s.consultantRequestPage(v, id, form)
	if err != nil {
		return err
	}
	return v.refuse(&p.Form, p, refusal)
}
