package portal

import (
	"strconv"

	"providerportal/internal/fault"
	"providerportal/internal/words"
	"providerportal/internal/workday"
	"providerportal/matching"
)

// CalendarPage is the calendar of working days (T5): which days are not worked
// and why, what a date gives, and due dates that were counted with another
// calendar.
type CalendarPage struct {
	Frame
	Form
	Year     int
	Earlier  Link
	Later    Link
	Missing  string // warning when the royal decrees run out (WD-4)
	Days     []CalendarDay
	Preview  CalendarPreview
	Shifts   Table
	CanShift bool
}

// CalendarDay is one day that is not worked.
type CalendarDay struct {
	Date, Name, Source string
	Remove             Button // only for a local closure
}

// CalendarPreview shows how a term is counted from a day of receipt.
type CalendarPreview struct {
	Form
	Result string
	Days   Table
}

func (p *CalendarPage) template() string { return "staff/calendar" }

const calendarPath = "/beheer/kalender"

type closureForm struct {
	Day    DateInput `form:"day"`
	Name   string    `form:"name" clean:"line"`
	Reason string    `form:"reason"`
}

type previewForm struct {
	Received string `form:"ontvangen"`
}

func (s *Server) showCalendar(v *visit) error {
	p, err := s.calendarPage(v, &closureForm{})
	if err != nil {
		return err
	}
	return v.show(p)
}

func (s *Server) calendarPage(v *visit, form *closureForm) (*CalendarPage, error) {
	calendar, err := s.Matching.Calendar(v.ctx, v.actor)
	if err != nil {
		return nil, err
	}
	shifts, err := s.Matching.Shifts(v.ctx, v.actor)
	if err != nil {
		return nil, err
	}
	p := &CalendarPage{Frame: v.frame("calendar.title"), Form: newForm(v.words(), "calendar", form)}
	today := s.Matching.Today()
	p.fill(calendar, today, calendarYear(v.query("jaar"), today))
	p.Preview = calendarPreview(p.Words(), calendar, &previewForm{Received: v.query("ontvangen")}, s.Matching.TermWorkdays)
	p.fillShifts(shifts)
	return p, nil
}

// calendarYear is the year that the address asks for, or the present one.
func calendarYear(asked string, today workday.Date) int {
	year, err := strconv.Atoi(asked)
	if err != nil || year < matching.FirstCalendarYear || year > matching.LastCalendarYear {
		return today.Year()
	}
	return year
}

func (p *CalendarPage) fill(calendar *workday.Calendar, today workday.Date, year int) {
	p.Year = year
	p.Breadcrumbs = []Link{{Text: p.T("desk.title"), URL: "/beheer"}}
	if year > matching.FirstCalendarYear {
		p.Earlier = Link{Text: strconv.Itoa(year - 1), URL: calendarPath + "?jaar=" + strconv.Itoa(year-1)}
	}
	p.Later = Link{Text: strconv.Itoa(year + 1), URL: calendarPath + "?jaar=" + strconv.Itoa(year+1)}
	if calendar.NeedsDecrees(today) || year > calendar.Covered() {
		p.Missing = p.T("calendar.decrees", "Year", strconv.Itoa(calendar.Covered()))
	}
	for _, free := range calendar.FreeDays(year) {
		day := CalendarDay{Date: p.Date(free.Day), Name: free.Name, Source: p.T("calendar.origin." + string(free.Origin))}
		if free.Source != "" {
			day.Source += ": " + free.Source
		}
		if free.Origin == workday.OriginClosure {
			day.Remove = p.Button(p.T("calendar.remove"), calendarPath+"/"+free.Day.String()+"/verwijderen", "secondary")
		}
		p.Days = append(p.Days, day)
	}
}

func calendarPreview(w *words.Words, calendar *workday.Calendar, form *previewForm, term int) CalendarPreview {
	preview := CalendarPreview{Form: newForm(w, "calendar", form)}
	if form.Received == "" {
		return preview
	}
	received, err := workday.Parse(form.Received)
	if err != nil || received.Year() < matching.FirstCalendarYear || received.Year() > matching.LastCalendarYear {
		preview.Fail(w, fault.Invalid(fault.At("ontvangen", "error.date")))
		return preview
	}
	preview.Result = w.T("calendar.result", "Received", received, "Due", calendar.DueFrom(received, term), "Count", term)
	preview.Days = Table{Caption: w.T("calendar.counted"), Stacked: true, Columns: []Column{
		{Text: w.T("calendar.day")}, {Text: w.T("calendar.number"), Number: true}, {Text: w.T("calendar.why")},
	}}
	for _, day := range calendar.Count(received, term) {
		number, why := strconv.Itoa(day.Number), ""
		if day.Number == 0 {
			number, why = "–", day.Reason
			if why == "" {
				why = w.T("calendar.weekend")
			}
		}
		preview.Days.Rows = append(preview.Days.Rows, Row{{Text: w.Date(day.Day)}, {Text: number, Number: true}, {Text: why}})
	}
	return preview
}

func (p *CalendarPage) fillShifts(shifts []matching.Shift) {
	p.CanShift = len(shifts) > 0
	p.Shifts = Table{Caption: p.T("calendar.shifts"), Hidden: true, Empty: p.T("calendar.no-shifts"), Stacked: true, Columns: []Column{
		{Text: p.T("calendar.reference")}, {Text: p.T("calendar.from")}, {Text: p.T("calendar.to")},
	}}
	for _, shift := range shifts {
		p.Shifts.Rows = append(p.Shifts.Rows, Row{{Text: shift.Reference}, {Text: p.Date(shift.From)}, {Text: p.Date(shift.To)}})
	}
}
