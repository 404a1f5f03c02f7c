package portal

import (
	"strings"

	"github.com/google/uuid"

	"providerportal/matching"
)

// StaffRequestPage is one request as the MGR sees it: clock and course. The text
// stays closed until somebody with the right to gives a reason (T9).
type StaffRequestPage struct {
	Frame
	Form
	Clock       Clock
	Status      string
	Known       SummaryList
	Facts       SummaryList // only while the text is open
	Appointment SummaryList
	Outcome     SummaryList
	Open        Notice // until when the text is shown, or empty
	MayOpen     bool
	Reasons     []Choice
	URL         string
	Events      []Event
}

func (p *StaffRequestPage) template() string { return "staff/request" }

// openForm is why somebody reads the text.
type openForm struct {
	Reason string `form:"reason"`
	Note   string `form:"note"`
}

func staffRequestPage(frame Frame, glance *matching.Glance, form openForm, place string) *StaffRequestPage {
	w, r := frame.Words(), &glance.Request
	url := termsPath + "/verzoeken/" + r.ID.String()
	p := &StaffRequestPage{
		Frame: frame, Form: newForm(w, "open-request", &form), Clock: requestClock(w, &glance.Case),
		Status: w.T("request.status." + string(r.Status)), MayOpen: glance.MayOpen && glance.Opened == nil,
		URL: withQuery(url+"/openen", fromParam, place), Events: requestEvents(w, &glance.Case),
	}
	p.Breadcrumbs = []Link{{Text: w.T("terms.title"), URL: termsPath}, {Text: w.T("terms.requests"), URL: listAt(termsPath+"/verzoeken", place)}}
	known := &factList{words: w}
	known.add("request.provider", glance.Provider.Name)
	known.add("request.municipality", glance.Municipality.Name)
	known.add("request.sent-at", w.Moment(r.SentAt))
	p.Known = SummaryList{Rows: known.rows}
	for _, reason := range matching.OpenReasons {
		p.Reasons = append(p.Reasons, Choice{Value: reason, Text: w.T("open-request.reason." + reason)})
	}
	if glance.Opened != nil {
		p.Open = Notice{Look: LookWarn, Title: w.T("open-request.opened"), Text: w.T("open-request.until", "Time", w.Clock(glance.Opened.Until()))}
		p.Facts = SummaryList{Rows: requestFacts(w, &glance.Case)}
		p.Appointment, p.Outcome = appointmentFacts(w, r), outcomeFacts(w, r)
	}
	return p
}

func (s *Server) staffRequestPage(v *visit, id uuid.UUID, form openForm) (*StaffRequestPage, error) {
	glance, err := s.Matching.Glance(v.ctx, v.actor, id)
	if err != nil {
		return nil, err
	}
	return staffRequestPage(v.frame("request.title", "Reference", glance.Request.Reference), glance, form, v.place()), nil
}

func (s *Server) showStaffRequest(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	p, err := s.staffRequestPage(v, id, openForm{})
	if err != nil {
		return err
	}
	return v.show(p)
}

// openRequest shows the text to who asks, for a quarter of an hour (T9).
func (s *Server) openRequest(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	var form openForm
	if err := v.read(&form); err != nil {
		return err
	}
	refusal := s.Matching.Open(v.ctx, v.actor, id, matching.Ending{Reason: strings.Clone(form.Reason), Note: strings.Clone(form.Note)})
	if refusal == nil {
		return v.done(withQuery(termsPath+"/verzoeken/"+id.String(), fromParam, v.place()), "request-opened")
	}
	p, err := s.staffRequestPage(v, id, form)
	if err != nil {
		return err
	}
	return v.refuse(&p.Form, p, refusal)
}
