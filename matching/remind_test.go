package matching

import (
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/dbtest"
	"providerportal/internal/mail"
	"providerportal/internal/workday"
)

// at nine in the morning in Amsterdam on a day of April 2026; a request of the
// fixture is received on Thursday the 2nd, has its second working day on
// Wednesday the 8th, its fourth on Friday the 10th, and is due on Monday the 13th.
func (f *fixture) morning(day int) {
	f.now = time.Date(2026, time.April, day, 9, 0, 0, 0, workday.Amsterdam)
}

// manager is a contract manager whom the portal can reach.
func (f *fixture) manager(t *testing.T) {
	t.Helper()
	actor := f.person(t, "Karin Contract")
	f.exec(t, "UPDATE users SET email_confirmed_at = ? WHERE id = ?", f.now, actor.UserID)
	f.exec(t, "INSERT INTO user_roles (user_id, role) VALUES (?, ?)", actor.UserID, account.RoleContractManager)
}

// reminders gives the steps that went out, with whether they were late.
func (f *fixture) reminders(t *testing.T, id uuid.UUID) map[step]bool {
	t.Helper()
	var rows []reminder
	must(t, f.DB.Where("request_id = ?", id).Find(&rows).Error)
	went := map[step]bool{}
	for _, row := range rows {
		went[row.Step] = row.Late
	}
	return went
}

// TestReminderTable pins T6: which reminder a request needs on which day.
func TestReminderTable(t *testing.T) {
	received := time.Date(2026, time.April, 2, 12, 0, 0, 0, workday.Amsterdam)
	inTime, tooLate := day("2026-04-13").Start().Add(9*time.Hour), day("2026-04-14").Start().Add(9*time.Hour)
	held := day("2026-04-08")
	for _, row := range []struct {
		name, today string
		change      func(*Request)
		went        []step
		want        step
		late        bool
	}{
		{"day of receipt", "2026-04-02", nil, nil, "", false},
		{"holidays do not count", "2026-04-07", nil, nil, "", false},
		{"day 2", "2026-04-08", nil, nil, stepFirst, false},
		{"day 2, went", "2026-04-08", nil, []step{stepFirst}, "", false},
		{"day 2 was missed", "2026-04-09", nil, nil, stepFirst, true},
		{"day 4", "2026-04-10", nil, []step{stepFirst}, stepSecond, false},
		{"both were missed: only the last", "2026-04-11", nil, nil, stepSecond, true},
		{"day 4 went, day 2 never", "2026-04-11", nil, []step{stepSecond}, "", false},
		{"last day", "2026-04-13", nil, []step{stepFirst, stepSecond}, "", false},
		{"breach", "2026-04-14", nil, []step{stepFirst, stepSecond}, stepBreach, false},
		{"breach was missed", "2026-04-15", nil, nil, stepBreach, true},
		{"breach went", "2026-04-20", nil, []step{stepBreach}, "", false},
		{"answered is not planned", "2026-04-10", func(r *Request) { r.Status = StatusAcknowledged }, nil, stepSecond, false},
		{"planned in time", "2026-04-10", func(r *Request) { r.Status, r.AppointmentAt = StatusScheduled, &inTime }, nil, "", false},
		{"planned too late", "2026-04-10", func(r *Request) { r.Status, r.AppointmentAt = StatusScheduled, &tooLate }, nil, stepSecond, false},
		{"planned in time, never held", "2026-04-14", func(r *Request) { r.Status, r.AppointmentAt = StatusScheduled, &inTime }, nil, stepBreach, false},
		{"held", "2026-04-14", func(r *Request) { r.Status, r.HeldOn = StatusHeld, &held }, nil, "", false},
		{"declined", "2026-04-14", func(r *Request) { r.Status = StatusDeclined }, nil, "", false},
		{"withdrawn", "2026-04-14", func(r *Request) { r.Status = StatusWithdrawn }, nil, "", false},
	} {
		request := Request{Status: StatusSent, SentAt: received, DueOn: day("2026-04-13")}
		if row.change != nil {
			row.change(&request)
		}
		went := map[step]bool{}
		for _, one := range row.went {
			went[one] = true
		}
		next, late, needed := request.due(day(row.today), workday.Default(), went)
		if needed != (row.want != "") || (needed && (next != row.want || late != row.late)) {
			t.Errorf("%s: %q late=%v needed=%v, want %q late=%v", row.name, next, late, needed, row.want, row.late)
		}
	}
}

// TestRemindersThroughATerm runs the sweep every hour of a whole term: one letter
// on working day 2 and 4, one to each of the three sides at the breach (T6).
func TestRemindersThroughATerm(t *testing.T) {
	f := newFixture(t, dbtest.Tx(t))
	f.manager(t)
	request := f.send(t)
	for hour := range 14 * 24 {
		f.now = time.Date(2026, time.April, 2, 12, 30, 0, 0, workday.Amsterdam).Add(time.Duration(hour) * time.Hour)
		must(t, f.SweepReminders(t.Context()))
	}
	if reminded, late := f.letters(t, "request_reminder"), f.letters(t, "request_late"); reminded != 2 || late != 3 {
		t.Errorf("%d reminders and %d letters at the breach, want 2 and 3", reminded, late)
	}
	for step, late := range f.reminders(t, request.ID) {
		if late {
			t.Errorf("%s went late", step)
		}
	}
	var record mail.Record
	must(t, f.DB.Order("queued_at").Take(&record, "kind = 'request_reminder'").Error)
	if record.QueuedAt.In(workday.Amsterdam).Format("2 Jan 15") != "8 Apr 07" {
		t.Errorf("the first reminder went at %s", record.QueuedAt.In(workday.Amsterdam))
	}
}

// TestMissedReminderGoesOnceMarkedLate is a portal that was down until the fifth
// working day (T6).
func TestMissedReminderGoesOnceMarkedLate(t *testing.T) {
	f := newFixture(t, dbtest.Tx(t))
	request := f.send(t)
	f.morning(13)
	must(t, f.SweepReminders(t.Context()))
	must(t, f.SweepReminders(t.Context()))
	if went := f.reminders(t, request.ID); len(went) != 1 || !went[stepSecond] || f.letters(t, "request_reminder") != 1 {
		t.Errorf("went: %v, %d letters", went, f.letters(t, "request_reminder"))
	}
}

// TestActRecallsAReminderThatHasNotLeft pins that nobody gets a reminder that is
// no longer true, even when it was queued while it was (T6).
func TestActRecallsAReminderThatHasNotLeft(t *testing.T) {
	f := newFixture(t, dbtest.Tx(t))
	received := f.now
	for _, act := range []Act{ActAcknowledge, ActOffer, ActAccept, ActSchedule, ActHold, ActDecline, ActWithdraw} {
		f.now = received
		request := f.send(t)
		f.morning(8)
		must(t, f.SweepReminders(t.Context()))
		actor := f.provider
		if sides[act][0] == account.RoleConsultant {
			actor = f.consultant
		}
		must(t, f.try(t, actor, request.ID, act))
		var record mail.Record
		must(t, f.DB.Take(&record, "kind = 'request_reminder' AND about_id = ?", request.ID.String()).Error)
		if record.RecalledAt == nil || !record.Ended() {
			t.Errorf("after %s the reminder still goes out", act)
		}
	}
}

// TestRemindersRace has three instances sweep while the provider answers: nobody
// gets a reminder twice, and after the answer none is waiting (T6).
func TestRemindersRace(t *testing.T) {
	database := dbtest.Database(t)
	f := newFixture(t, database.Gorm)
	requests := make([]*Request, 12)
	for i := range requests {
		requests[i] = f.send(t)
	}
	f.morning(8)
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			if err := f.SweepReminders(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	for _, request := range requests[:6] {
		all.Go(func() {
			if err := f.try(t, f.provider, request.ID, ActSchedule); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for i, request := range requests {
		var waiting, written int64
		about := f.DB.Model(&mail.Record{}).Where("kind = 'request_reminder' AND about_id = ?", request.ID.String())
		must(t, about.Session(&gorm.Session{}).Count(&written).Error)
		must(t, about.Session(&gorm.Session{}).Where("recalled_at IS NULL").Count(&waiting).Error)
		if i < 6 && waiting != 0 {
			t.Errorf("request %d was answered and still has %d reminders on their way", i, waiting)
		}
		if i >= 6 && (written != 1 || waiting != 1) {
			t.Errorf("request %d has %d reminders, %d on their way", i, written, waiting)
		}
	}
}
