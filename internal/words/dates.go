package words

import (
	"fmt"
	"time"

	"providerportal/internal/workday"
)

// Date writes a workday.Date, or the date in Amsterdam of a time.Time, with its
// weekday: "maandag 13 april 2026". A zero or unreadable value gives "".
func (w *Words) Date(when any) string {
	day, ok := dayOf(when)
	if !ok {
		return ""
	}
	return w.T("date.long", "Weekday", w.weekdays[day.Weekday()], "Day", day.Day(), "Month", w.months[day.Month()-1], "Year", day.Year())
}

// ShortDate writes the same without weekday: "13 april 2026".
func (w *Words) ShortDate(when any) string {
	day, ok := dayOf(when)
	if !ok {
		return ""
	}
	return w.T("date.short", "Day", day.Day(), "Month", w.months[day.Month()-1], "Year", day.Year())
}

// Month writes the month in which a day lies: "april 2026".
func (w *Words) Month(when any) string {
	day, ok := dayOf(when)
	if !ok {
		return ""
	}
	return w.T("date.month-year", "Month", w.months[day.Month()-1], "Year", day.Year())
}

// Moment writes date and time in Amsterdam: "maandag 13 april 2026 om 14.30 uur".
func (w *Words) Moment(when time.Time) string {
	if when.IsZero() {
		return ""
	}
	return w.T("date.moment", "Date", w.Date(when), "Time", w.Clock(when))
}

// Clock writes the time of day in Amsterdam: "14.30".
func (w *Words) Clock(when time.Time) string {
	return when.In(workday.Amsterdam).Format(w.T("date.clock"))
}

// Days writes working days left: "nog 2 werkdagen", "vandaag is de laatste
// werkdag" for 0, "1 werkdag te laat" for -1 (T6).
func (w *Words) Days(left int) string {
	switch {
	case left > 0:
		return w.T("days.left", "Count", left)
	case left < 0:
		return w.T("days.late", "Count", -left)
	default:
		return w.T("days.today")
	}
}

// dayOf reads what templates hand over: a moment, or a calendar date that
// writes itself as YYYY-MM-DD.
func dayOf(when any) (time.Time, bool) {
	switch value := when.(type) {
	case time.Time:
		return value.In(workday.Amsterdam), !value.IsZero()
	case *time.Time:
		if value == nil {
			return time.Time{}, false
		}
		return dayOf(*value)
	case fmt.Stringer: // workday.Date and types that hold one
		day, err := time.Parse(time.DateOnly, value.String())
		return day, err == nil && day.Year() > 1
	default:
		return time.Time{}, false
	}
}
