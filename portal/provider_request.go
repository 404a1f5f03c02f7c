package portal

import (
	"strconv"
	"time"

	"github.com/google/uuid"

	"providerportal/internal/account"
	"providerportal/internal/workday"
	"providerportal/matching"
)

// ProviderRequestPage is one request as its provider sees it: the clock, the one
// next act, what was asked, and what happened.
type ProviderRequestPage struct {
	Frame
	requestForms
	Clock           Clock
	Status          string
	Next            string
	Primary         string // the form of the next act, or empty
	Acknowledge     Button
	Appointment     SummaryList
	AppointmentLate bool
	Outcome         SummaryList
	Facts           SummaryList
	Gone            bool
	Events          []Event
	Moving          bool
	Instead         string // moment of the appointment that a new one replaces
	Version         string // of the request, for acts that must not undo another
	Offered         Offered
	Missed          bool // the appointment is over, so that somebody may not have come
	Colleagues      []Choice

	request *matching.Request
	url     string
	place   string // in the list, to go back to
}

func (p *ProviderRequestPage) template() string { return "provider/request" }

func providerRequestPage(frame Frame, c *matching.Case, colleagues []account.User, now time.Time, place string) *ProviderRequestPage {
	w, r := frame.Words(), &c.Request
	frame.Breadcrumbs = []Link{{Text: w.T("inbox.title"), URL: listAt("/mijn/verzoeken", place)}}
	p := &ProviderRequestPage{
		Frame: frame, Clock: requestClock(w, c), Facts: SummaryList{Rows: requestFacts(w, c)}, Events: requestEvents(w, c),
		Status: w.T("request.status." + string(r.Status)),
		Next:   w.T("request.provider-next." + string(r.Status)), Primary: primaryForms[r.Status],
		Appointment: appointmentFacts(w, r), AppointmentLate: appointmentLate(r), Outcome: outcomeFacts(w, r),
		Gone:   r.Status == matching.StatusDeclined || r.Status == matching.StatusWithdrawn,
		Moving: r.AppointmentAt != nil, request: r, url: "/mijn/verzoeken/" + r.ID.String(), place: place,
		Version: strconv.Itoa(r.Version), Missed: passed(r, now), Colleagues: colleagueChoices(colleagues),
	}
	p.Offered = offered(&p.Frame, c, "provider", p.To)
	p.Acknowledge = p.Button(w.T("acknowledge.button"), p.To("ontvangst"), "")
	if p.Moving {
		p.Instead = r.AppointmentAt.UTC().Format(time.RFC3339Nano)
	}
	p.requestForms = requestForms{words: w, fresh: map[string]Form{
		"appointment":    newForm(w, "appointment", appointmentFormOf(r)),
		"offer":          newForm(w, "offer", momentsFormOf(r, p.Version)),
		"held":           newForm(w, "held", &heldForm{HeldOn: dateInputOf(workday.On(now))}),
		"noshow":         newForm(w, "noshow", &noShowForm{Version: p.Version}),
		"outcome":        newForm(w, "outcome", nil),
		"decline":        newForm(w, "decline", nil),
		"assign-request": newForm(w, "assign-request", &handForm{Version: p.Version, Colleague: idText(r.AssignedTo)}),
	}}
	return p
}

// appointmentLate warns while a conversation is planned after the due date.
func appointmentLate(r *matching.Request) bool {
	return r.Status == matching.StatusScheduled && workday.On(*r.AppointmentAt).After(r.DueOn)
}

// To is the address of an act on this request.
func (p *ProviderRequestPage) To(act string) string {
	return withQuery(p.url+"/"+act, fromParam, p.place)
}

func (s *Server) providerRequestPage(v *visit, id uuid.UUID) (*ProviderRequestPage, error) {
	found, err := s.Matching.Case(v.ctx, v.actor, id)
	if err != nil {
		return nil, err
	}
	colleagues, err := s.Matching.Colleagues(v.ctx, v.actor)
	if err != nil {
		return nil, err
	}
	frame := v.frame("request.title", "Reference", found.Request.Reference)
	return providerRequestPage(frame, found, colleagues, s.Matching.Now(), v.place()), nil
}

func (s *Server) showProviderRequest(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	p, err := s.providerRequestPage(v, id)
	if err != nil {
		return err
	}
	return v.show(p)
}
