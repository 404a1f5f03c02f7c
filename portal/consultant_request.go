package portal

import (
	"strconv"
	"time"

	"github.com/google/uuid"

	"providerportal/internal/account"
	"providerportal/matching"
)

// ConsultantRequestPage is one request as its municipality sees it: the clock,
// the one next act, what was asked, and what happened.
type ConsultantRequestPage struct {
	Frame
	requestForms
	Clock           Clock
	Status          string
	Next            string
	Search          string // where to ask another provider, or empty
	Offered         Offered
	Stopped         bool // the provider gets no new requests; this one goes on
	Appointment     SummaryList
	AppointmentLate bool
	Outcome         SummaryList
	Facts           SummaryList
	Events          []Event
	CanWithdraw     bool
	CanPropose      bool
	CanMiss         bool
	CanHandOver     bool
	AmendURL        string // empty once the provider answered
	Reasons         []Choice
	Colleagues      []Choice
	Version         string

	url   string
	place string // in the list, to go back to
}

func (p *ConsultantRequestPage) template() string { return "consultant/request" }

// To is the address of an act on this request.
func (p *ConsultantRequestPage) To(act string) string {
	return withQuery(p.url+"/"+act, fromParam, p.place)
}

func consultantRequestPage(frame Frame, c *matching.Case, colleagues []account.User, now time.Time, place string) *ConsultantRequestPage {
	w, r := frame.Words(), &c.Request
	frame.Breadcrumbs = []Link{{Text: w.T("consultant.title"), URL: listAt("/consulent", place)}}
	p := &ConsultantRequestPage{
		Frame: frame, Clock: requestClock(w, c), Version: strconv.Itoa(r.Version), url: "/consulent/verzoeken/" + r.ID.String(), place: place,
		Status: w.T("request.status." + string(r.Status)), Next: w.T("request.consultant-next." + string(r.Status)),
		Appointment: appointmentFacts(w, r), AppointmentLate: appointmentLate(r), Outcome: outcomeFacts(w, r),
		Facts:       SummaryList{Rows: append(consultantFacts(&frame, c), requestFacts(w, c)...)},
		Events:      requestEvents(w, c),
		CanWithdraw: r.Allows(matching.ActWithdraw), CanPropose: r.Allows(matching.ActPropose),
		CanMiss: r.Allows(matching.ActNoShow) && passed(r, now), CanHandOver: r.Allows(matching.ActHandOver) && len(colleagues) > 1,
		Reasons:    endingChoices(w, matching.ActWithdraw, matching.WithdrawReasons),
		Colleagues: colleagueChoices(colleagues),
	}
	p.Offered = offered(&p.Frame, c, "consultant", p.To)
	if r.Status == matching.StatusDeclined || r.Status == matching.StatusWithdrawn {
		p.Search = "/consulent/verzoeken/nieuw?van=" + r.ID.String()
	}
	if r.Allows(matching.ActAmend) {
		p.AmendURL = p.To("aanpassen")
	}
	p.requestForms = requestForms{words: w, fresh: map[string]Form{
		"offer":     newForm(w, "offer", momentsFormOf(r, p.Version)),
		"noshow":    newForm(w, "noshow", &noShowForm{Version: p.Version}),
		"withdraw":  newForm(w, "withdraw", nil),
		"hand-over": newForm(w, "hand-over", &handForm{Version: p.Version, Colleague: idText(r.StandInID)}),
	}}
	return p
}

// consultantFacts are the facts that only the municipality needs.
func consultantFacts(f *Frame, c *matching.Case) []SummaryRow {
	w := f.Words()
	rows := []SummaryRow{row(w, w.T("request.provider"), "", c.Provider.Name)}
	if c.Previous != "" {
		again := row(w, w.T("request.previous"), "")
		again.Links = []Link{{Text: c.Previous, URL: "/consulent/verzoeken/" + c.Request.PreviousID.String()}}
		rows = append(rows, again)
	}
	return rows
}

func (s *Server) consultantRequestPage(v *visit, id uuid.UUID) (*ConsultantRequestPage, error) {
	found, err := s.Matching.Case(v.ctx, v.actor, id)
	if err != nil {
		return nil, err
	}
	colleagues, err := s.Matching.Colleagues(v.ctx, v.actor)
	if err != nil {
		return nil, err
	}
	takes, err := s.Directory.TakesRequests(v.ctx, found.Request.ProviderID)
	if err != nil {
		return nil, err
	}
	p := consultantRequestPage(v.frame("request.title", "Reference", found.Request.Reference), found, colleagues, s.Matching.Now(), v.place())
	p.Stopped = !takes && found.Request.Allows(matching.ActWithdraw)
	return p, nil
}

func (s *Server) showConsultantRequest(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	p, err := s.consultantRequestPage(v, id)
	if err != nil {
		return err
	}
	return v.show(p)
}
