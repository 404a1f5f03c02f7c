package matching

import (
	"encoding/csv"
	"os"
	"testing"
	"time"

	"github.com/google/uuid"

	"providerportal/internal/account"
	"providerportal/internal/dbtest"
	"providerportal/internal/paging"
	"providerportal/internal/workday"
)

func day(text string) workday.Date {
	date, err := workday.Parse(text)
	if err != nil {
		panic(err) // only for a mistake in a test
	}
	return date
}

// TestClock is the table of WD-7 for a request that is due on Monday 13 April
// 2026: only holding the conversation makes it on time, answering never does.
func TestClock(t *testing.T) {
	due, noon := day("2026-04-13"), 10*time.Hour
	for _, row := range []struct {
		name, today, appointment, held string
		status                         Status
		want                           Term
		left                           int
	}{
		{"just sent", "2026-04-02", "", "", StatusSent, TermOpen, 5},
		{"two days left", "2026-04-09", "", "", StatusAcknowledged, TermOpen, 2},
		{"one day left", "2026-04-10", "", "", StatusAcknowledged, TermNearlyDue, 1},
		{"weekend before the last day", "2026-04-12", "", "", StatusSent, TermNearlyDue, 1},
		{"last day", "2026-04-13", "", "", StatusSent, TermNearlyDue, 0},
		{"answered is not held", "2026-04-14", "", "", StatusAcknowledged, TermLate, -1},
		{"planned in time", "2026-04-10", "2026-04-13", "", StatusScheduled, TermScheduled, 1},
		{"planned too late", "2026-04-09", "2026-04-14", "", StatusScheduled, TermOpen, 2},
		{"planned too late, nearly due", "2026-04-13", "2026-04-14", "", StatusScheduled, TermNearlyDue, 0},
		{"planned in time but not held", "2026-04-14", "2026-04-13", "", StatusScheduled, TermLate, -1},
		{"held on the last day", "2026-05-01", "", "2026-04-13", StatusHeld, TermHeldOnTime, -13},
		{"held a day late", "2026-05-01", "", "2026-04-14", StatusHeld, TermHeldLate, -13},
		{"concluded stays held", "2026-05-01", "", "2026-04-13", StatusConcluded, TermHeldOnTime, -13},
		{"declined", "2026-05-01", "", "", StatusDeclined, TermDeclined, -13},
		{"withdrawn", "2026-05-01", "", "", StatusWithdrawn, TermWithdrawn, -13},
		{"withdrawn after it was held", "2026-05-01", "", "2026-04-13", StatusWithdrawn, TermHeldOnTime, -13},
	} {
		request := Request{Status: row.status, DueOn: due}
		if row.appointment != "" {
			at := day(row.appointment).Start().Add(noon)
			request.AppointmentAt = &at
		}
		if row.held != "" {
			held := day(row.held)
			request.HeldOn = &held
		}
		got := request.Clock(day(row.today), workday.Default())
		if want := (Clock{Term: row.want, DueOn: due, Left: row.left}); got != want {
			t.Errorf("%s: %+v, want %+v", row.name, got, want)
		}
	}
}

// TestDueDateOfEveryRow sends a request on every date of the table of working
// days, late in the evening in Amsterdam, and reads the stored due date (T5).
func TestDueDateOfEveryRow(t *testing.T) {
	file, err := os.Open("../internal/workday/testdata/workdays.csv")
	must(t, err)
	defer func() { _ = file.Close() }()
	rows, err := csv.NewReader(file).ReadAll()
	must(t, err)
	if len(rows) < 30 {
		t.Fatalf("the table has %d rows", len(rows))
	}
	f := newFixture(t, dbtest.Tx(t))
	for _, row := range rows[1:] {
		f.now = day(row[0]).End().Add(-time.Minute)
		would, err := f.WouldBeDue(t.Context())
		must(t, err)
		if got := f.stored(t, f.send(t).ID).DueOn; got != day(row[1]) || would != got {
			t.Errorf("sent on %s: due %s, announced %s, want %s (%s)", row[0], got, would, row[1], row[2])
		}
	}
}

// TestStoredDueDateDoesNotMove: a closure added later changes what comes, not
// what was promised (T5).
func TestStoredDueDateDoesNotMove(t *testing.T) {
	f := newFixture(t, dbtest.Tx(t))
	request := f.send(t)
	f.exec(t, "INSERT INTO calendar_closures (day, name) VALUES ('2026-04-09', 'Studiedag')")
	if got := f.stored(t, request.ID).DueOn; got != day("2026-04-13") {
		t.Errorf("the stored due date moved to %s", got)
	}
	if got := f.send(t).DueOn; got != day("2026-04-14") {
		t.Errorf("a new request is due on %s, want the closure skipped", got)
	}
}

// TestAnsweredScheduledHeldAreSeparateFacts follows one request (T4).
func TestAnsweredScheduledHeldAreSeparateFacts(t *testing.T) {
	f := newFixture(t, dbtest.Tx(t))
	request := f.send(t)
	answered := f.now.Add(time.Hour)
	f.now = answered
	must(t, f.try(t, f.provider, request.ID, ActAcknowledge))
	got := f.stored(t, request.ID)
	if !same(got.FirstAnsweredAt, answered) || got.FirstScheduledAt != nil || got.HeldOn != nil {
		t.Fatalf("after acknowledging: %+v", got)
	}
	scheduled := f.now.Add(time.Hour)
	f.now = scheduled
	must(t, f.try(t, f.provider, request.ID, ActSchedule))
	f.now = f.now.Add(time.Hour)
	must(t, f.try(t, f.provider, request.ID, ActReschedule))
	got = f.stored(t, request.ID)
	if !same(got.FirstAnsweredAt, answered) || !same(got.FirstScheduledAt, scheduled) || got.HeldOn != nil || got.OnTime() {
		t.Fatalf("after moving: %+v", got)
	}
	f.now = day("2026-04-14").Start().Add(9 * time.Hour)
	must(t, f.Hold(t.Context(), f.provider, request.ID, day("2026-04-10")))
	got = f.stored(t, request.ID)
	if *got.HeldOn != day("2026-04-10") || !same(got.HeldRecordedAt, f.now) || !same(got.FirstAnsweredAt, answered) || !got.OnTime() {
		t.Fatalf("after holding: %+v", got)
	}
}

func same(got *time.Time, want time.Time) bool { return got != nil && got.Equal(want) }

// TestFiguresSayWhatTheClocksSay counts requests of every kind in SQL and by
// their clocks, past the end of a page (T10, WD-8).
func TestFiguresSayWhatTheClocksSay(t *testing.T) {
	f := newFixture(t, dbtest.Tx(t))
	staff := account.Actor{UserID: uuid.New(), Roles: []account.Role{account.RoleContractManager}}
	for _, status := range []Status{StatusSent, StatusScheduled, StatusHeld, StatusConcluded, StatusDeclined, StatusWithdrawn} {
		f.at(t, status)
	}
	f.exec(t, "UPDATE requests SET held_on = due_on + 1 WHERE status = 'concluded'")
	// Withdrawn after the conversation: the conversation still counts.
	must(t, f.try(t, f.consultant, f.at(t, StatusHeld).ID, ActWithdraw))
	f.now = day("2026-04-14").Start().Add(9 * time.Hour) // what was sent on 2 April is late
	f.at(t, StatusAcknowledged)
	got, err := f.Figures(t.Context(), staff, Filter{})
	must(t, err)
	if want := (Figures{Waiting: 1, Late: 2, OnTime: 2, HeldLate: 1, Declined: 1, Withdrawn: 1, Open: 4, Closed: 4}); got != want {
		t.Errorf("figures = %+v, want %+v", got, want)
	}
	terms := map[Term]int{}
	page, err := f.List(t.Context(), staff, Filter{}, PartAll, 1)
	must(t, err)
	for _, line := range page.Lines {
		terms[line.Clock.Term]++
	}
	clocks := Figures{
		Waiting: terms[TermOpen] + terms[TermNearlyDue] + terms[TermScheduled], Late: terms[TermLate],
		OnTime: terms[TermHeldOnTime], HeldLate: terms[TermHeldLate],
		Declined: terms[TermDeclined], Withdrawn: terms[TermWithdrawn], Open: got.Open, Closed: got.Closed,
	}
	if clocks != got {
		t.Errorf("in SQL %+v, by the clocks %+v", got, clocks)
	}
	for part, want := range map[Part]int{PartAll: got.All(), PartWaiting: got.Waiting, PartLate: got.Late, PartOpen: got.Open, PartClosed: got.Closed} {
		page, err := f.List(t.Context(), staff, Filter{}, part, 1)
		must(t, err)
		if page.Total != want || len(page.Lines) != want {
			t.Errorf("%s has %d lines, counted %d", part, page.Total, want)
		}
	}
}

// TestFiguresOfAHugeList: nothing falls off the end of a list (T10), and the pages
// hold every request once.
func TestFiguresOfAHugeList(t *testing.T) {
	f := newFixture(t, dbtest.Tx(t))
	request := f.at(t, StatusHeld)
	f.exec(t, `INSERT INTO requests SELECT (jsonb_populate_record(r, jsonb_build_object(
		'id', gen_random_uuid(), 'reference', 'MV-' || n,
		'held_on', CASE WHEN n <= 200 THEN r.due_on + 1 ELSE r.held_on END))).*
		FROM requests r, generate_series(1, 600) AS n WHERE r.id = ?`, request.ID)
	got, err := f.Figures(t.Context(), f.consultant, Filter{})
	must(t, err)
	if percentage, counted := got.Percentage(); got.OnTime != 401 || got.HeldLate != 200 || percentage != 66 || !counted {
		t.Errorf("%+v, %d %%", got, percentage)
	}
	seen := map[uuid.UUID]bool{}
	for number := 1; ; number++ {
		page, err := f.List(t.Context(), f.consultant, Filter{}, PartAll, number)
		must(t, err)
		for _, line := range page.Lines {
			seen[line.ID] = true
		}
		if page.Total != 601 || page.Pages != 13 || len(page.Lines) > paging.Size {
			t.Fatalf("page %d of %d has %d lines of %d", page.Number, page.Pages, len(page.Lines), page.Total)
		}
		if number == page.Pages {
			break
		}
	}
	if len(seen) != 601 {
		t.Errorf("the pages show %d requests", len(seen))
	}
}

// TestPercentage: rounded down, and withdrawn requests count neither way (WD-8).
func TestPercentage(t *testing.T) {
	if percentage, counted := (Figures{Late: 1, OnTime: 5, HeldLate: 1, Withdrawn: 3}).Percentage(); percentage != 71 || !counted {
		t.Errorf("percentage = %d, %v; want 5 of 7", percentage, counted)
	}
	if _, counted := (Figures{Withdrawn: 3, Declined: 1, Waiting: 2}).Percentage(); counted {
		t.Error("what has no conversation and is not late counts")
	}
}
