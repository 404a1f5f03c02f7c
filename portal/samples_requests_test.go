package portal

import (
	"time"

	"github.com/google/uuid"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/paging"
	"providerportal/internal/workday"
	"providerportal/matching"
)

var (
	sampleSent = time.Date(2026, time.April, 2, 9, 12, 0, 0, time.UTC)
	sampleDue  = workday.Day(2026, time.April, 13)
)

// sampleCase is a request in a status, with what must be there by then.
func sampleCase(status matching.Status) *matching.Case {
	at, start, target, held := sampleSent.Add(5*24*time.Hour), 3, 5, workday.Day(2026, time.April, 9)
	request := matching.Request{
		ID: uuid.MustParse("5f0c9f4e-8f3e-4a1c-9d61-0a7f4bb2a111"), Reference: "MV-2K7QX9", OwnReference: "VRY-118",
		Question: "Wil graag buiten werken met planten.\nZoekt een vast ritme.", Goals: "Twee ochtenden per week wennen aan werk.",
		PreferredWay: matching.WayTable, MunicipalityJoins: true, StartRung: &start, TargetRung: &target,
		Status: status, SentAt: sampleSent, DueOn: sampleDue,
	}
	steps := []matching.Step{{At: sampleSent, Act: matching.ActSend, Side: "consultant"}}
	term := matching.TermOpen
	switch status {
	case matching.StatusScheduled, matching.StatusHeld, matching.StatusConcluded:
		term = matching.TermScheduled
		request.AppointmentAt, request.AppointmentWay, request.AppointmentPlace = &at, matching.WayTable, "Kruidenlaan 8, Venray"
		steps = append(steps, matching.Step{At: sampleSent.Add(time.Hour), Act: matching.ActSchedule, Side: "provider", Moment: &at})
	case matching.StatusDeclined:
		term, request.CloseReason, request.CloseNote = matching.TermDeclined, "no-capacity", "In mei hebben wij weer plaats."
		steps = append(steps, matching.Step{At: at, Act: matching.ActDecline, Side: "provider", Reason: "no-capacity"})
	}
	if status == matching.StatusHeld || status == matching.StatusConcluded {
		request.HeldOn, term = &held, matching.TermHeldOnTime
	}
	if status == matching.StatusConcluded {
		fits, hours, weeks := true, 8, 26
		request.Fits, request.HoursPerWeek, request.DurationWeeks, request.ExpectedStartOn = &fits, &hours, &weeks, &sampleDue
	}
	return &matching.Case{
		Request: request, Steps: steps, Clock: matching.Clock{Term: term, DueOn: sampleDue, Left: 3},
		Provider:     directory.Provider{Name: "De Groene Draad", Slug: "de-groene-draad"},
		Municipality: directory.Municipality{Code: "GM0984", Name: "Venray"},
		Product:      directory.Product{NameNL: "Individuele arbeidsmatige toeleiding", NameEN: "Individual guidance towards work"},
		Consultant:   account.User{Name: "Ilse Consulent", Email: "i.consulent@venray.example"},
	}
}

// sampleList is the first of three pages.
func sampleList(closed bool) requestList {
	list := requestList{list: listOpened, at: "/lijst", figures: matching.Figures{Open: 102, Closed: 101}}
	if closed {
		list.list = listEnded
	}
	list.requests = paging.At[matching.Line](102, 1)
	for _, line := range sampleLines() {
		if (line.ClosedAt != nil) == closed {
			list.requests.Lines = append(list.requests.Lines, line)
		}
	}
	return list
}

func sampleLines() []matching.Line {
	closed := sampleSent.Add(48 * time.Hour)
	line := matching.Line{
		ID: uuid.MustParse("5f0c9f4e-8f3e-4a1c-9d61-0a7f4bb2a111"), Reference: "MV-2K7QX9", OwnReference: "VRY-118",
		ProviderName: "De Groene Draad", Municipality: "Venray", Status: matching.StatusSent, SentAt: sampleSent,
		Clock: matching.Clock{Term: matching.TermLate, DueOn: sampleDue, Left: -1},
	}
	second, third := line, line
	second.Reference, second.Status, second.Clock.Term, second.Clock.Left = "MV-7HHM2P", matching.StatusScheduled, matching.TermScheduled, 2
	third.Reference, third.Status, third.Clock.Term, third.ClosedAt = "MV-9XW3TT", matching.StatusDeclined, matching.TermDeclined, &closed
	return []matching.Line{line, second, third}
}

var _ = func() (none struct{}) {
	sample("provider-inbox", func(frame Frame) page { return inboxPage(frame, sampleList(false)) })
	sample("provider-inbox-empty", func(frame Frame) page { return inboxPage(frame, requestList{list: listOpened}) })
	sample("consultant-requests", func(frame Frame) page { return consultantPage(frame, sampleList(false)) })
	sample("consultant-requests-closed", func(frame Frame) page { return consultantPage(frame, sampleList(true)) })
	now := time.Date(2026, time.April, 8, 9, 0, 0, 0, time.UTC)
	people := []account.User{{ID: uuid.New(), Name: "Bram Begeleider"}, {ID: uuid.New(), Name: "Anna Aanbieder"}}
	for _, status := range []matching.Status{
		matching.StatusSent, matching.StatusAcknowledged, matching.StatusScheduled, matching.StatusHeld, matching.StatusConcluded, matching.StatusDeclined,
	} {
		sample("provider-request-"+string(status), func(frame Frame) page { return providerRequestPage(frame, sampleCase(status), people, now, "") })
		sample("consultant-request-"+string(status), func(frame Frame) page { return consultantRequestPage(frame, sampleCase(status), people, now, "") })
	}
	sample("provider-request-refused", func(frame Frame) page {
		p := providerRequestPage(frame, sampleCase(matching.StatusSent), people, now, "")
		p.Form = newForm(frame.Words(), "decline", &endingForm{Reason: "other"})
		p.Fail(frame.Words(), fault.Invalid(fault.At("note", "error.required")))
		return p
	})
	sample("consultant-amend", func(frame Frame) page {
		c := sampleCase(matching.StatusSent)
		region := &directory.Region{Products: []directory.Product{{Code: "individuele-toeleiding", NameNL: "Individuele arbeidsmatige toeleiding", NameEN: "Individual guidance towards work"}}}
		form := sendFormOf(c.Request.Asked())
		p := amendRequestPage(frame, c, region, []string{"individuele-toeleiding"}, &form, "")
		p.Title = p.T("amend.title", "Reference", c.Request.Reference)
		return p
	})
	sample("consultant-start", func(frame Frame) page {
		p := &StartRequestPage{Frame: frame, Form: newForm(frame.Words(), "start-request", &startForm{Search: "groen"}), Searched: true}
		p.Title = p.T("start-request.title")
		p.Providers = []Link{{Text: "De Groene Draad", URL: p.to("de-groene-draad")}}
		p.addDrafts([]matching.Draft{{ID: uuid.New(), SavedAt: now, Provider: directory.Provider{Name: "De Werkplaats", Slug: "de-werkplaats"}}})
		return p
	})
	return none
}()

func sampleSend(frame Frame, form sendRequestForm) *SendRequestPage {
	region := &directory.Region{
		Municipalities: []directory.Municipality{{Code: "GM0984", Name: "Venray"}},
		Products:       []directory.Product{{Code: "individuele-toeleiding", NameNL: "Individuele arbeidsmatige toeleiding", NameEN: "Individual guidance towards work"}},
	}
	to := &directory.Public{
		Provider: directory.Provider{Name: "De Groene Draad", Slug: "de-groene-draad"},
		Profile:  directory.Profile{Products: []string{"individuele-toeleiding"}},
	}
	return sendRequestPage(frame, to, region, "GM0984", sampleDue, form)
}

var _ = sample("consultant-send", func(frame Frame) page { return sampleSend(frame, sendRequestForm{}) })

var _ = sample("consultant-send-refused", func(frame Frame) page {
	p := sampleSend(frame, sendRequestForm{Question: "Wil graag werken"})
	p.Fail(frame.Words(), fault.Invalid(
		fault.At("municipality", "request.other-municipality"), fault.At("question", "error.bsn"), fault.At("startWishOn", "error.date"), fault.At("residentChose", "request.resident-chose")))
	return p
})
