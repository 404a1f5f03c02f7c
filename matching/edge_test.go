package matching

import (
	"testing"
	"time"

	"providerportal/internal/dbtest"
	"providerportal/internal/workday"
)

// TestTermAtTheEdgesOfDays sends requests at the edges of days, summer time and the
// year, with due dates counted by hand; and looks at the clock in the last and the
// first second around the due date (T5, T6).
func TestTermAtTheEdgesOfDays(t *testing.T) {
	f := newFixture(t, dbtest.Tx(t))
	calendar := workday.Default()
	for _, row := range []struct{ sent, due string }{
		{"2026-04-02T23:59:59.999+02:00", "2026-04-13"}, // Thursday; Good Friday and Easter Monday do not count
		{"2026-04-03T00:00:00+02:00", "2026-04-13"},     // exactly midnight: Good Friday
		{"2026-04-02T22:00:00Z", "2026-04-13"},          // the same moment
		{"2026-04-07T00:00:00+02:00", "2026-04-14"},     // exactly midnight: Tuesday after Easter
		{"2026-03-29T01:59:59+01:00", "2026-04-07"},     // a second before summer time
		{"2026-03-29T03:00:00+02:00", "2026-04-07"},     // its first second
		{"2026-10-25T02:30:00+02:00", "2026-10-30"},     // half past two, the first time
		{"2026-10-25T02:30:00+01:00", "2026-10-30"},     // and the second time
		{"2026-10-23T23:30:00+02:00", "2026-10-30"},     // a term over the night of the clock
		{"2026-12-23T23:59:59+01:00", "2026-12-31"},     // 24, 28, 29, 30 and 31 December
		{"2026-12-24T00:00:00+01:00", "2027-01-04"},     // both Christmas Days and New Year fall within
		{"2026-12-31T22:59:59Z", "2027-01-08"},          // still 2026 here
		{"2026-12-31T23:00:00Z", "2027-01-08"},          // New Year's Day here
		{"2027-04-26T12:00:00+02:00", "2027-05-04"},     // King's Day on Tuesday the 27th
		{"2027-05-04T12:00:00+02:00", "2027-05-14"},     // Liberation Day, Ascension Day and the royal-decree day after it
	} {
		sent, err := time.Parse(time.RFC3339Nano, row.sent)
		must(t, err)
		f.now = sent
		request := f.stored(t, f.send(t).ID)
		if request.DueOn.String() != row.due {
			t.Errorf("sent %s: due %s, want %s", row.sent, request.DueOn, row.due)
		}
		last := request.DueOn.AddDays(1).Start()
		for at, want := range map[time.Time]bool{last.Add(-time.Second): false, last: true} {
			if late := request.Clock(workday.On(at), calendar).Term == TermLate; late != want {
				t.Errorf("sent %s: late at %s is %v", row.sent, at, late)
			}
		}
	}
}
