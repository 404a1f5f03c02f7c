package portal

import (
	"strconv"
	"strings"

	"providerportal/internal/words"
	"providerportal/internal/workday"
	"providerportal/matching"
)

// factList collects what is known of a request; what is empty has no row.
type factList struct {
	words *words.Words
	rows  []SummaryRow
}

func (l *factList) add(key string, value string) {
	if value != "" {
		l.rows = append(l.rows, row(l.words, l.words.T(key), "", strings.Split(value, "\n")...))
	}
}

func (l *factList) date(key string, on *workday.Date) {
	if on != nil {
		l.add(key, l.words.Date(*on))
	}
}

func (l *factList) number(key string, n *int) {
	if n != nil {
		l.add(key, strconv.Itoa(*n))
	}
}

func (l *factList) rung(key string, rung *int) {
	if rung != nil {
		l.add(key, l.words.T("rung."+strconv.Itoa(*rung)))
	}
}

// requestFacts is what the consultant asked (T1), with the consultant as work
// contact (AVG-2).
func requestFacts(w *words.Words, c *matching.Case) []SummaryRow {
	l := &factList{words: w}
	r := &c.Request
	l.add("request.municipality", c.Municipality.Name)
	l.add("request.own-reference", r.OwnReference)
	l.add("request.product", c.Product.Name(w.Lang))
	l.add("request.question", r.Question)
	l.add("request.goals", r.Goals)
	l.add("request.way", w.T("way."+string(r.PreferredWay)))
	l.add("request.joins", w.T("request.joins."+yesNo(r.MunicipalityJoins)))
	l.date("request.start", r.StartWishOn)
	l.rung("request.start-rung", r.StartRung)
	l.rung("request.target-rung", r.TargetRung)
	l.add("request.consultant", c.Consultant.Name)
	l.rows[len(l.rows)-1].Links = []Link{{Text: c.Consultant.Email, URL: "mailto:" + c.Consultant.Email}}
	l.add("request.phone", r.ContactPhone)
	if c.StandIn != nil {
		l.add("request.stand-in", c.StandIn.Name)
		l.rows[len(l.rows)-1].Links = []Link{{Text: c.StandIn.Email, URL: "mailto:" + c.StandIn.Email}}
	}
	if c.Assigned != nil {
		l.add("request.assigned", c.Assigned.Name)
	}
	l.add("request.sent-at", w.Moment(r.SentAt))
	return l.rows
}

// appointmentFacts is when and where the conversation is.
func appointmentFacts(w *words.Words, r *matching.Request) SummaryList {
	l := &factList{words: w}
	if r.AppointmentAt != nil {
		l.add("request.when", w.Moment(*r.AppointmentAt))
		l.add("request.how", w.T("way."+string(r.AppointmentWay)))
		l.add("request.place", r.AppointmentPlace)
	}
	return SummaryList{Rows: l.rows}
}

// outcomeFacts is how it ended: the outcome of the conversation (T8), or why
// there is none.
func outcomeFacts(w *words.Words, r *matching.Request) SummaryList {
	l := &factList{words: w}
	if r.Fits != nil {
		l.add("request.fits", w.T("request.fits."+yesNo(*r.Fits)))
		l.add("request.reason", r.OutcomeReason)
		l.date("request.expected-start", r.ExpectedStartOn)
		l.number("request.hours", r.HoursPerWeek)
		l.number("request.weeks", r.DurationWeeks)
	}
	switch r.Status {
	case matching.StatusDeclined:
		l.add("request.reason", w.T("decline."+r.CloseReason))
	case matching.StatusWithdrawn:
		l.add("request.reason", w.T("withdraw."+r.CloseReason))
	}
	l.add("request.note", r.CloseNote)
	return SummaryList{Rows: l.rows}
}

func yesNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}
