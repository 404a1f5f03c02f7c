package portal

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"providerportal/internal/fault"
	"providerportal/internal/words"
	"providerportal/matching"
)

// momentsForm offers up to three moments with one way and place (T7).
type momentsForm struct {
	Version string    `form:"version"`
	Date1   DateInput `form:"date1"`
	Time1   string    `form:"time1"`
	Date2   DateInput `form:"date2"`
	Time2   string    `form:"time2"`
	Date3   DateInput `form:"date3"`
	Time3   string    `form:"time3"`
	Way     string    `form:"offerWay"`
	Place   string    `form:"offerPlace"`
}

// moments reads what was typed; a row that is empty is left out, but for the
// first.
func (f momentsForm) moments() (matching.Moments, fault.Check) {
	moments := matching.Moments{Seen: number(f.Version), Way: matching.Way(f.Way), Place: strings.Clone(f.Place)}
	var wrong fault.Check
	rows := []appointmentForm{{Date: f.Date1, Time: f.Time1}, {Date: f.Date2, Time: f.Time2}, {Date: f.Date3, Time: f.Time3}}
	for i, row := range rows {
		if i > 0 && row.Date == (DateInput{}) && row.Time == "" {
			continue
		}
		at, unread := row.moment()
		for _, field := range unread {
			field.Name += strconv.Itoa(i + 1)
			wrong = append(wrong, field)
		}
		moments.At = append(moments.At, at)
	}
	return moments, wrong
}

// number reads a hidden number; unreadable is one that fits nothing.
func number(typed string) int {
	n, err := strconv.Atoi(typed)
	if err != nil {
		return -1
	}
	return n
}

// offerMoments hands the moments on, or names what could not be read.
func offerMoments(form momentsForm, offer func(matching.Moments) error) error {
	moments, wrong := form.moments()
	if err := wrong.Err(); err != nil {
		return err
	}
	return offer(moments)
}

// OfferedMoment is a moment that one side offers; the other gets a button.
type OfferedMoment struct {
	Text   string
	Accept Button
}

// Offered are the open offers of a request as one side sees them.
type Offered struct {
	Theirs, Own []OfferedMoment
}

func offered(frame *Frame, c *matching.Case, side string, to func(act string) string) Offered {
	w := frame.Words()
	var shown Offered
	for i := range c.Offers {
		offer := &c.Offers[i]
		moment := OfferedMoment{Text: offerText(w, offer)}
		if offer.Side == side {
			shown.Own = append(shown.Own, moment)
			continue
		}
		if c.Request.Allows(matching.ActAccept) {
			moment.Accept = frame.Button(w.T("offer.accept", "Moment", w.Moment(offer.At)), to(fmt.Sprintf("momenten/%d", offer.ID)), "")
		}
		shown.Theirs = append(shown.Theirs, moment)
	}
	return shown
}

func offerText(w *words.Words, offer *matching.Offer) string {
	return w.Moment(offer.At) + ", " + strings.ToLower(w.T("way."+string(offer.Way))) + ": " + offer.Place
}

// offerID is the :offer of the address.
func (v *visit) offerID() (int64, error) {
	id, err := strconv.ParseInt(v.param("offer"), 10, 64)
	if err != nil {
		return 0, fault.Missing()
	}
	return id, nil
}

// noShowForm says who did not come.
type noShowForm struct {
	Version string `form:"version"`
	Absent  string `form:"absent"`
	Note    string `form:"remark"`
}

func (f noShowForm) missed() matching.NoShow {
	return matching.NoShow{Seen: number(f.Version), Absent: f.Absent, Note: strings.Clone(f.Note)}
}

// handForm names a colleague.
type handForm struct {
	Version   string `form:"version"`
	Colleague string `form:"colleague"`
}

// passed reports whether the moment of the appointment is over.
func passed(r *matching.Request, now time.Time) bool {
	return r.AppointmentAt != nil && r.AppointmentAt.Before(now)
}
