package matching

import (
	"encoding/csv"
	"os"
	"testing"
	"time"

	"providerportal/internal/dbtest"
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

func TestFigures(t *testing.T) {
	var lines []Line
	for term, count := range map[Term]int{
		TermOpen: 2, TermNearlyDue: 1, TermScheduled: 1, TermLate: 1, TermHeldOnTime: 5, TermHeldLate: 1, TermDeclined: 1, TermWithdrawn: 3,
	} {
		for range count {
			lines = append(lines, Line{Clock: Clock{Term: term}})
		}
	}
	got := Count(lines)
	if want := (Figures{Open: 4, Late: 1, OnTime: 5, HeldLate: 1, Declined: 1, Withdrawn: 3}); got != want {
		t.Errorf("figures = %+v, want %+v", got, want)
	}
	if percentage, counted := got.Percentage(); percentage != 71 || !counted {
		t.Errorf("percentage = %d, %v; want 5 of 7, rounded down (WD-8)", percentage, counted)
	}
	if _, counted := (Figures{Withdrawn: 3}).Percentage(); counted {
		t.Error("withdrawn requests count")
	}
}
