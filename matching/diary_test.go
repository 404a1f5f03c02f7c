package matching

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"providerportal/internal/dbtest"
	"providerportal/internal/mail"
	"providerportal/internal/workday"
)

// TestAppointmentKeepsItsPlaceInCalendars follows one appointment that is made,
// moved and cancelled: the same UID, a rising sequence, both sides, and nothing
// about the resident or the place (T7).
func TestAppointmentKeepsItsPlaceInCalendars(t *testing.T) {
	f := newFixture(t, dbtest.Tx(t))
	request := f.send(t)
	must(t, f.try(t, f.provider, request.ID, ActSchedule))
	must(t, f.try(t, f.provider, request.ID, ActReschedule))
	must(t, f.try(t, f.consultant, request.ID, ActWithdraw))
	var letters []mail.Record
	must(t, f.DB.Where("calendar <> ''").Order("kind, to_address").Find(&letters).Error)
	sequences := map[string][]string{}
	for i := range letters {
		file := letters[i].Calendar
		for _, kept := range []string{request.Question, request.OwnReference, "praten.example", f.consultant.Email} {
			if strings.Contains(file, kept) {
				t.Errorf("%s: the calendar file holds %q", letters[i].Kind, kept)
			}
		}
		if !strings.Contains(file, "UID:"+request.ID.String()) || !strings.Contains(file, request.Reference) {
			t.Errorf("%s: the file is not about the request: %s", letters[i].Kind, file)
		}
		for number, method := range []string{"", "PUBLISH", "PUBLISH", "CANCEL"} {
			if strings.Contains(file, fmt.Sprintf("SEQUENCE:%d\r\n", number)) && strings.Contains(file, "METHOD:"+method) {
				sequences[letters[i].Kind] = append(sequences[letters[i].Kind], fmt.Sprint(number))
			}
		}
	}
	want := map[string]string{"appointment_made": "1 1", "appointment_moved": "2 2", "request_withdrawn": "3", "appointment_cancelled": "3"}
	for kind, numbers := range want {
		if got := strings.Join(sequences[kind], " "); got != numbers {
			t.Errorf("%s carries the versions %q, want %q", kind, got, numbers)
		}
	}
}

// TestHeldBeforeItsMomentLeavesTheCalendars: a conversation that was held earlier
// than planned takes the planned one out of the consultant's calendar.
func TestHeldBeforeItsMomentLeavesTheCalendars(t *testing.T) {
	f := newFixture(t, dbtest.Tx(t))
	early, inTime := f.at(t, StatusScheduled), f.at(t, StatusScheduled)
	must(t, f.Hold(t.Context(), f.provider, early.ID, workday.On(f.now)))
	if after := f.stored(t, early.ID); after.AppointmentSequence != early.AppointmentSequence+1 {
		t.Errorf("sequence %d after %d", after.AppointmentSequence, early.AppointmentSequence)
	}
	f.now = inTime.AppointmentAt.Add(time.Hour)
	must(t, f.Hold(t.Context(), f.provider, inTime.ID, workday.On(f.now)))
	for id, cancelled := range map[uuid.UUID]bool{early.ID: true, inTime.ID: false} {
		var letter mail.Record
		must(t, f.DB.Take(&letter, "kind = 'request_held' AND about_id = ?", id.String()).Error)
		if strings.Contains(letter.Calendar, "METHOD:CANCEL") != cancelled {
			t.Errorf("cancelled %v, want %v: %q", !cancelled, cancelled, letter.Calendar)
		}
	}
}
