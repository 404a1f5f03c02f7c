package portal

import (
	"github.com/google/uuid"

	"providerportal/internal/workday"
	"providerportal/matching"
)

var _ = sample("staff-calendar", func(frame Frame) page {
	p := &CalendarPage{Frame: frame, Form: newForm(frame.Words(), "calendar", &closureForm{})}
	p.Title = p.T("calendar.title")
	calendar := workday.Default().WithClosures([]workday.Closure{{Day: workday.Day(2026, 2, 16), Name: "Carnaval"}})
	p.fill(calendar, sampleToday, 2026)
	p.Missing = p.T("calendar.decrees", "Year", "2028")
	p.Preview = calendarPreview(p.Words(), calendar, &previewForm{Received: "2026-04-02"}, 5)
	p.fillShifts([]matching.Shift{{ID: uuid.New(), Reference: "MV-7K3P-9X", From: workday.Day(2026, 4, 13), To: workday.Day(2026, 4, 14)}})
	return p
})
