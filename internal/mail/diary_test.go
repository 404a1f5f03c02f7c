package mail_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-ical"
	messagemail "github.com/emersion/go-message/mail"
	"github.com/stretchr/testify/require"

	"providerportal/internal/mail"
	"providerportal/internal/workday"
)

// attached delivers a letter with the appointment and reads its calendar file with
// a parser that knows nothing of ours.
func attached(t *testing.T, carried mail.Appointment) (*ical.Calendar, *messagemail.AttachmentHeader) {
	t.Helper()
	letter := mail.AppointmentMade{
		Matter: matter("request"), Organisation: "Groei", Reference: "MV-7K3P-9X", At: carried.At, Way: "digitaal",
		DueOn: workday.Day(2026, time.April, 13), URL: "/mijn/verzoeken/een", Diary: mail.Diary{Appointment: &carried},
	}
	db := tx(t)
	record := queued(t, db, recipient, letter)
	require.NotContains(t, record.Calendar, recipient.Address)
	require.NotContains(t, record.Calendar, recipient.Name)
	box := mail.Directory{Path: t.TempDir()}
	require.NoError(t, worker(db, box).Work(t.Context(), attempt(record.ID, 1)))
	file, err := os.ReadFile(filepath.Join(box.Path, record.ID.String()+".eml"))
	require.NoError(t, err)
	reader, err := messagemail.CreateReader(bytes.NewReader(file))
	require.NoError(t, err)
	for {
		part, err := reader.NextPart()
		require.NoError(t, err, "there is no attachment")
		header, ok := part.Header.(*messagemail.AttachmentHeader)
		if !ok {
			continue
		}
		raw, err := io.ReadAll(part.Body)
		require.NoError(t, err)
		for _, line := range strings.Split(strings.TrimSuffix(string(raw), "\r\n"), "\r\n") {
			require.LessOrEqual(t, len(line), 75, "RFC 5545 folds lines at 75 octets")
			require.NotContains(t, line, "\n")
		}
		parsed, err := ical.NewDecoder(bytes.NewReader(raw)).Decode()
		require.NoError(t, err)
		return parsed, header
	}
}

// TestAppointmentGoesIntoCalendars pins what Outlook, Google and Apple need (T7):
// the method in file and header, the zone, one stable UID and a rising sequence.
func TestAppointmentGoesIntoCalendars(t *testing.T) {
	summer := time.Date(2026, time.July, 13, 8, 0, 0, 0, time.UTC)
	winter := time.Date(2026, time.December, 14, 8, 0, 0, 0, time.UTC)
	for _, row := range []struct {
		name           string
		carried        mail.Appointment
		method, status string
		start          string
	}{
		{"made in summer", mail.Appointment{At: summer, Sequence: 1}, "PUBLISH", "CONFIRMED", "20260713T100000"},
		{"moved to winter", mail.Appointment{At: winter, Sequence: 2}, "PUBLISH", "CONFIRMED", "20261214T090000"},
		{"cancelled", mail.Appointment{At: winter, Sequence: 3, Cancelled: true}, "CANCEL", "CANCELLED", "20261214T090000"},
	} {
		t.Run(row.name, func(t *testing.T) {
			row.carried.UID, row.carried.Summary, row.carried.URL = "een@matching", "Matchingsgesprek MV-7K3P-9X; met komma, en \\", "https://portal.example/mijn/verzoeken/een"
			calendar, header := attached(t, row.carried)
			kind, params, err := header.ContentType()
			require.NoError(t, err)
			require.Equal(t, "text/calendar", kind)
			require.Equal(t, row.method, params["method"])
			name, err := header.Filename()
			require.NoError(t, err)
			require.Equal(t, "afspraak.ics", name)

			method, err := calendar.Props.Text(ical.PropMethod)
			require.NoError(t, err)
			require.Equal(t, row.method, method)
			require.Len(t, calendar.Events(), 1)
			event := calendar.Events()[0]
			start := event.Props.Get(ical.PropDateTimeStart)
			require.Equal(t, row.start, start.Value)
			require.Equal(t, "Europe/Amsterdam", start.Params.Get(ical.PropTimezoneID))
			at, err := event.DateTimeStart(time.UTC)
			require.NoError(t, err)
			require.True(t, at.Equal(row.carried.At), "%s is not %s", at, row.carried.At)
			until, err := event.DateTimeEnd(time.UTC)
			require.NoError(t, err)
			require.Equal(t, time.Hour, until.Sub(at))
			for property, want := range map[string]string{
				ical.PropUID: "een@matching", ical.PropStatus: row.status, ical.PropSummary: row.carried.Summary,
			} {
				got, err := event.Props.Text(property)
				require.NoError(t, err)
				require.Equal(t, want, got)
			}
			sequence, err := event.Props.Get(ical.PropSequence).Int()
			require.NoError(t, err)
			require.Equal(t, row.carried.Sequence, sequence)
			require.Nil(t, event.Props.Get(ical.PropAttendee), "no address of a person")
			require.NoError(t, encodes(calendar), "the parser's own checks of what must be there")
		})
	}
}

// encodes has the independent library check the calendar against RFC 5545.
func encodes(calendar *ical.Calendar) error { return ical.NewEncoder(io.Discard).Encode(calendar) }
