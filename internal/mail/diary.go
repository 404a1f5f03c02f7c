package mail

import (
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"providerportal/internal/workday"
)

// Appointment goes with a letter as a calendar file, so that the reader's own
// calendar keeps it (T7). It says when and which request; not who, not where: the
// page tells that to who may know.
type Appointment struct {
	UID       string // of the request: stays the same when the appointment moves or ends
	Sequence  int    // counts the versions
	At        time.Time
	Summary   string // in the recipient's language
	URL       string
	Cancelled bool
}

// duration is how long a conversation is kept free in a calendar.
const duration = time.Hour

// zone is where the conversations are.
const zone = "Europe/Amsterdam"

// diary is a letter that carries an appointment.
type diary interface{ appointment() *Appointment }

// Diary is embedded by letters that may carry an appointment.
type Diary struct{ Appointment *Appointment }

func (d Diary) appointment() *Appointment { return d.Appointment }

// file writes the appointment as iCalendar. The methods are PUBLISH and CANCEL of
// RFC 5546: they need no attendee, so that no address of a person stands in it.
// A calendar replaces what it has with the same UID and a lower SEQUENCE.
func (a *Appointment) file(organizer string, now time.Time) string {
	calendar := ics.NewCalendarFor("portal")
	calendar.SetProductId("-//provider portal//appointments//NL")
	calendar.SetMethod(ics.MethodPublish)
	calendar.SetCalscale("GREGORIAN")
	addZone(calendar)
	event := calendar.AddEvent(a.UID)
	event.SetDtStampTime(now)
	event.SetSequence(a.Sequence)
	event.SetProperty(ics.ComponentPropertyDtStart, local(a.At), ics.WithTZID(zone))
	event.SetProperty(ics.ComponentPropertyDtEnd, local(a.At.Add(duration)), ics.WithTZID(zone))
	event.SetSummary(a.Summary)
	event.SetURL(a.URL)
	event.SetOrganizer("mailto:" + organizer)
	event.SetStatus(ics.ObjectStatusConfirmed)
	event.SetClass(ics.ClassificationPrivate)
	if a.Cancelled {
		calendar.SetMethod(ics.MethodCancel)
		event.SetStatus(ics.ObjectStatusCancelled)
	}
	return calendar.Serialize(ics.WithNewLineWindows)
}

func local(at time.Time) string { return at.In(workday.Amsterdam).Format("20060102T150405") }

// addZone describes Europe/Amsterdam as it has been since 1996.
func addZone(calendar *ics.Calendar) {
	described := calendar.AddTimezone(zone)
	daylight, standard := &ics.Daylight{}, &ics.Standard{}
	season(&daylight.ComponentBase, "19960331T020000", "+0100", "+0200", "CEST", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU")
	season(&standard.ComponentBase, "19961027T030000", "+0200", "+0100", "CET", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU")
	described.Components = append(described.Components, daylight, standard)
}

func season(part *ics.ComponentBase, start, from, to, name, rule string) {
	for _, line := range []struct{ property, value string }{
		{"DTSTART", start}, {"TZOFFSETFROM", from}, {"TZOFFSETTO", to}, {"TZNAME", name}, {"RRULE", rule},
	} {
		part.SetProperty(ics.ComponentProperty(line.property), line.value)
	}
}

// diaryName is the name of the file.
var diaryName = map[string]string{"nl": "afspraak.ics", "en": "appointment.ics"}

// calendarType is the content type of the file; its method must be the one inside.
func calendarType(file string) string {
	method := "PUBLISH"
	if strings.Contains(file, "METHOD:CANCEL") {
		method = "CANCEL"
	}
	return "text/calendar; charset=utf-8; method=" + method
}
