package matching

import (
	"sync"
	"testing"
	"time"

	"providerportal/internal/account"
	"providerportal/internal/dbtest"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
)

// TestTwoTabsAtOnce does each act twice at the same moment on two connections:
// exactly one wins, the other is told that the request moved on, and one time
// line entry and one letter to each reader come of it.
func TestTwoTabsAtOnce(t *testing.T) {
	f := newFixture(t, dbtest.Database(t).Gorm)
	for _, row := range []struct {
		act    Act
		from   Status
		letter string
	}{
		{ActAcknowledge, StatusSent, "request_acknowledged"},
		{ActSchedule, StatusSent, "appointment_made"},
		{ActReschedule, StatusScheduled, "appointment_moved"},
		{ActHold, StatusScheduled, "request_held"},
		{ActConclude, StatusHeld, "request_concluded"},
		{ActDecline, StatusSent, "request_declined"},
		{ActWithdraw, StatusSent, "request_withdrawn"},
		{ActAmend, StatusSent, "request_amended"},
		{ActOffer, StatusSent, "moments_offered"},
		{ActPropose, StatusAcknowledged, "moments_offered"},
		{ActNoShow, StatusScheduled, "appointment_missed"},
		{ActAssign, StatusSent, "request_assigned"},
		{ActHandOver, StatusSent, "request_assigned"},
	} {
		t.Run(string(row.act), func(t *testing.T) {
			request := f.at(t, row.from)
			before := f.addressed(t, row.letter, request)
			actor := f.provider
			if sides[row.act][0] == account.RoleConsultant {
				actor = f.consultant
			}
			if row.act == ActNoShow {
				f.now = request.AppointmentAt.Add(time.Hour)
			}
			results := make([]error, 2)
			var tabs, start sync.WaitGroup
			start.Add(1)
			for i := range results {
				tabs.Go(func() {
					start.Wait()
					results[i] = f.act(t, actor, request, row.act)
				})
			}
			start.Done()
			tabs.Wait()
			won, lost := 0, 0
			for _, err := range results {
				switch {
				case err == nil:
					won++
				case fault.Is(err, fault.KindConflict):
					lost++
				default:
					t.Errorf("a tab gets %v", err)
				}
			}
			if won != 1 || lost != 1 {
				t.Errorf("%d won and %d were refused: %v", won, lost, results)
			}
			f.checkOnce(t, request, row.act)
			for address, count := range f.addressed(t, row.letter, request) {
				if count != before[address]+1 {
					t.Errorf("%s has %d letters %s, had %d", address, count, row.letter, before[address])
				}
			}
		})
	}
}

// act is try with what the tab saw when its page was opened.
func (f *fixture) act(t *testing.T, actor account.Actor, request *Request, act Act) error {
	switch act {
	case ActReschedule:
		appointment := f.appointment()
		appointment.Reason, appointment.AskedBy, appointment.Instead = "De begeleider is ziek", "provider", *request.AppointmentAt
		appointment.At = request.AppointmentAt.Add(time.Hour)
		return f.Schedule(t.Context(), actor, request.ID, appointment)
	case ActNoShow:
		return f.MissAppointment(t.Context(), actor, request.ID, NoShow{Seen: request.Version, Absent: "resident"})
	case ActAmend, ActOffer, ActPropose, ActAssign, ActHandOver:
		return f.handle(t, actor, request.ID, request.Version, act)
	}
	return f.try(t, actor, request.ID, act)
}

func (f *fixture) checkOnce(t *testing.T, request *Request, act Act) {
	t.Helper()
	for name, query := range map[string]string{
		"time line":   "SELECT count(*) FROM request_events WHERE request_id::text = ? AND act = ?",
		"audit trail": "SELECT count(*) FROM audit_entries WHERE object_id = ? AND action = 'request.' || ?",
	} {
		var count int
		must(t, f.DB.Raw(query, request.ID.String(), string(act)).Scan(&count).Error)
		if count != 1 {
			t.Errorf("%d entries in the %s, want 1", count, name)
		}
	}
}

// addressed counts the letters of a kind about a request by address.
func (f *fixture) addressed(t *testing.T, kind string, request *Request) map[string]int {
	t.Helper()
	var letters []mail.Record
	must(t, f.DB.Where("kind = ? AND about_id = ?", kind, request.ID.String()).Find(&letters).Error)
	counts := map[string]int{}
	for _, letter := range letters {
		counts[letter.ToAddress]++
	}
	return counts
}
