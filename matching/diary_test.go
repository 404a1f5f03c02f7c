package matching

import (
	"fmt"
	"strings"
	"testing"

	"providerportal/internal/dbtest"
	"providerportal/internal/mail"
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
