package portal

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"time"

	"providerportal/internal/fault"
	"providerportal/internal/workday"
	"providerportal/matching"
)

type appointmentForm struct {
	Date    DateInput `form:"date"`
	Time    string    `form:"time"`
	Way     string    `form:"way"`
	Place   string    `form:"place"`
	AskedBy string    `form:"askedBy"`
	Reason  string    `form:"reason"`
	Instead string    `form:"instead"`
}

// appointmentFormOf starts from the appointment that stands, or from the way of
// talking that the resident prefers.
func appointmentFormOf(r *matching.Request) *appointmentForm {
	if r.AppointmentAt == nil {
		return &appointmentForm{Way: string(r.PreferredWay)}
	}
	at := r.AppointmentAt.In(workday.Amsterdam)
	return &appointmentForm{
		Date: dateInputOf(workday.On(at)), Time: at.Format("15.04"), Way: string(r.AppointmentWay), Place: r.AppointmentPlace,
	}
}

var timeOfDay = regexp.MustCompile(`^([01]?[0-9]|2[0-3])[.:]([0-5][0-9])$`)

// moment reads date and time as people in Amsterdam write them, and names what
// cannot be read.
func (f appointmentForm) moment() (at time.Time, wrong fault.Check) {
	date, dated := f.Date.Date()
	clock := timeOfDay.FindStringSubmatch(f.Time)
	wrong.Unless(f.Date != DateInput{}, "date", "error.required")
	wrong.Unless(dated || f.Date == DateInput{}, "date", "error.date")
	wrong.Unless(f.Time != "", "time", "error.required")
	wrong.Unless(clock != nil || f.Time == "", "time", "error.time")
	if len(wrong) > 0 {
		return time.Time{}, wrong
	}
	at, err := time.ParseInLocation("2006-01-02 15:4", fmt.Sprintf("%s %s:%s", date, clock[1], clock[2]), workday.Amsterdam)
	wrong.Unless(err == nil, "time", "error.time")
	return at, wrong
}

func (f appointmentForm) appointment(at time.Time) matching.Appointment {
	instead, _ := time.Parse(time.RFC3339Nano, f.Instead) // unreadable is none
	return matching.Appointment{At: at, Way: matching.Way(f.Way), Place: f.Place, AskedBy: f.AskedBy, Reason: f.Reason, Instead: instead}
}

// replaceField puts what could not be read in the place of the domain's verdict
// on the field, which it got empty.
func replaceField(err error, name string, by fault.Check) error {
	if len(by) == 0 || !fault.Is(err, fault.KindInvalid) {
		return err
	}
	rest := slices.DeleteFunc(slices.Clone(fault.Of(err).Fields), func(f fault.Field) bool { return f.Name == name })
	return fault.Invalid(append(by, rest...)...)
}

type heldForm struct {
	HeldOn DateInput `form:"heldOn"`
}

type outcomeForm struct {
	Fits            string    `form:"fits"`
	OutcomeReason   string    `form:"outcomeReason"`
	ExpectedStartOn DateInput `form:"expectedStartOn"`
	HoursPerWeek    string    `form:"hoursPerWeek"`
	DurationWeeks   string    `form:"durationWeeks"`
}

func (f outcomeForm) conclusion() matching.Conclusion {
	conclusion := matching.Conclusion{
		Reason: f.OutcomeReason, ExpectedStartOn: optionalDate(f.ExpectedStartOn),
		HoursPerWeek: optionalNumber(f.HoursPerWeek), DurationWeeks: optionalNumber(f.DurationWeeks),
	}
	if f.Fits == "yes" || f.Fits == "no" {
		fits := f.Fits == "yes"
		conclusion.Fits = &fits
	}
	return conclusion
}

// optionalDate gives nil when nothing was typed, and the zero date, which the
// domain refuses, for what is no date.
func optionalDate(typed DateInput) *workday.Date {
	if typed == (DateInput{}) {
		return nil
	}
	date, _ := typed.Date()
	return &date
}

// optionalNumber gives nil when nothing was typed, and zero, which the domain
// refuses, for what is no number.
func optionalNumber(typed string) *int {
	if typed == "" {
		return nil
	}
	number, _ := strconv.Atoi(typed)
	return &number
}

type endingForm struct {
	Reason string `form:"reason"`
	Note   string `form:"note"`
}

func (f endingForm) ending() matching.Ending { return matching.Ending{Reason: f.Reason, Note: f.Note} }
