package workday

import (
	"encoding/csv"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEveryExample(t *testing.T) {
	file, err := os.Open("testdata/workdays.csv")
	require.NoError(t, err)
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 32, "31 examples and a heading")
	for _, row := range rows[1:] {
		due := Default().DueFrom(date(t, row[0]), 5)
		assert.Equal(t, row[1], due.String(), "%s: %s", row[0], row[2])
	}
}

// The local date decides, not the UTC date (WD-1, WD-2).
func TestDueCountsFromTheLocalDate(t *testing.T) {
	for _, row := range []struct{ received, due string }{
		{"2026-04-02T10:00:00Z", "2026-04-13"}, // T5
		{"2026-03-27T22:30:00Z", "2026-04-07"}, // Fri 23:30 CET
		{"2026-03-29T22:30:00Z", "2026-04-08"}, // Mon 00:30 CEST
		{"2026-03-29T21:59:59Z", "2026-04-07"}, // Sun 23:59:59 CEST
		{"2026-01-04T22:59:59Z", "2026-01-09"}, // Sun 23:59:59 CET
		{"2026-01-04T23:00:00Z", "2026-01-12"}, // Mon 00:00 CET
	} {
		received, err := time.Parse(time.RFC3339, row.received)
		require.NoError(t, err)
		assert.Equal(t, row.due, Default().Due(received, 5).String(), row.received)
	}
}

func TestDueOfOtherTerms(t *testing.T) {
	assert.Equal(t, "2026-04-02", Default().DueFrom(date(t, "2026-04-02"), 0).String())
	assert.Equal(t, "2026-04-07", Default().DueFrom(date(t, "2026-04-02"), 1).String())
	assert.Equal(t, "2026-12-18", Default().DueFrom(date(t, "2026-11-20"), 20).String(), "E8: decision")
	assert.Equal(t, "2026-12-04", Default().DueFrom(date(t, "2026-11-20"), 10).String(), "E8: repair")
}

func TestOrdinaryDaysAreWorked(t *testing.T) {
	for _, day := range []string{
		"2026-02-16", // carnival Monday in Limburg
		"2026-05-04", // remembrance day
		"2026-12-24", "2026-12-31",
		"2022-05-06", // not equated by a decree
		"2025-04-28", // King's Day was Saturday the 26th
	} {
		assert.True(t, Default().IsWorkday(date(t, day)), day)
	}
}

func TestKingsDayMovesToSaturday(t *testing.T) {
	for _, row := range []struct{ kingsDay, ordinary string }{
		{"2025-04-26", "2025-04-27"}, {"2031-04-26", "2031-04-27"}, {"2026-04-27", "2026-04-26"},
	} {
		name, ok := Default().Holiday(date(t, row.kingsDay))
		assert.True(t, ok, row.kingsDay)
		assert.Equal(t, "Koningsdag", name)
		_, ok = Default().Holiday(date(t, row.ordinary))
		assert.False(t, ok, row.ordinary)
	}
}

func TestLeft(t *testing.T) {
	due := date(t, "2026-04-13") // received Thu 2 April
	for _, row := range []struct {
		today string
		left  int
	}{
		{"2026-04-02", 5}, // day of receipt
		{"2026-04-03", 5}, // Good Friday
		{"2026-04-06", 5}, // Easter Monday
		{"2026-04-07", 4},
		{"2026-04-10", 1},
		{"2026-04-12", 1}, // Sunday
		{"2026-04-13", 0},
		{"2026-04-14", -1},
		{"2026-04-16", -3},
		{"2026-04-19", -4},
	} {
		assert.Equal(t, row.left, Default().Left(date(t, row.today), due), row.today)
	}
	friday := date(t, "2026-03-20")
	assert.Equal(t, -1, Default().Left(friday.AddDays(1), friday), "Saturday after the due Friday is late")
	assert.Equal(t, -1, Default().Left(friday.AddDays(3), friday), "and so is Monday")
}

func TestClosures(t *testing.T) {
	carnival := Closure{Day: date(t, "2026-02-16"), Name: "Carnaval"}
	plain := Default()
	local := plain.WithClosures([]Closure{carnival})

	name, ok := local.Holiday(carnival.Day)
	assert.True(t, ok)
	assert.Equal(t, "Carnaval", name)
	assert.Equal(t, "2026-02-23", local.DueFrom(date(t, "2026-02-13"), 5).String())
	assert.Equal(t, "2026-02-20", plain.DueFrom(date(t, "2026-02-13"), 5).String(), "the other calendar is untouched")
	assert.Equal(t, plain.Version(), local.WithClosures(nil).Version())
}

func TestVersionFollowsTheFacts(t *testing.T) {
	one := Closure{Day: date(t, "2026-02-16"), Name: "Carnaval"}
	two := Closure{Day: date(t, "2026-02-17"), Name: "Carnaval"}
	renamed := Closure{Day: one.Day, Name: "Vastelaovend"}
	version := func(closures ...Closure) string { return Default().WithClosures(closures).Version() }

	assert.Regexp(t, `^[0-9a-f]{12}$`, version())
	assert.NotEqual(t, version(), version(one))
	assert.NotEqual(t, version(one), version(two))
	assert.Equal(t, version(one, two), version(two, one))
	assert.Equal(t, version(one), version(renamed), "a name moves no deadline")
}

func TestDecreesRunOut(t *testing.T) {
	assert.Equal(t, 2028, Default().Covered())
	assert.False(t, Default().NeedsDecrees(date(t, "2028-11-01")))
	assert.False(t, Default().NeedsDecrees(date(t, "2028-11-01")))
	assert.True(t, Default().NeedsDecrees(date(t, "2028-11-02")), "60 days later is 2029")
}

func TestEveryDecreeHasItsSource(t *testing.T) {
	decrees, err := parseDecrees(decreeRows)
	require.NoError(t, err)
	require.Len(t, decrees, 13)
	for _, decree := range decrees {
		assert.NotEmpty(t, decree.source, decree.day.String())
		assert.LessOrEqual(t, decree.day.Year(), decree.lastYear)
	}
	_, err = parseDecrees("day,period,source\n2029-05-32,2029-2031,x\n")
	assert.Error(t, err)
	_, err = parseDecrees("day,period,source\n2029-05-11,2029,x\n")
	assert.ErrorContains(t, err, "period")
}

// Counted a second way, without the library, the calendar or its date type:
// Easter by Gauss, fixed days by hand, one day after the other.
func TestEveryDayFrom2022To2035(t *testing.T) {
	calendar := Default()
	last := time.Date(2035, 12, 31, 0, 0, 0, 0, time.UTC)
	for received := time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC); !received.After(last); received = received.AddDate(0, 0, 1) {
		for _, days := range []int{1, 5, 10, 20} {
			due := received
			for left := days; left > 0; {
				due = due.AddDate(0, 0, 1)
				if workedByHand(due) {
					left--
				}
			}
			from := Day(received.Date())
			got := calendar.DueFrom(from, days)
			if got.String() != due.Format("2006-01-02") {
				t.Fatalf("%s + %d working days: got %s, counted %s", from, days, got, due.Format("2006-01-02"))
			}
			if left := calendar.Left(from, got); left != days {
				t.Fatalf("%s to %s: %d left, want %d", from, got, left, days)
			}
		}
	}
}

func workedByHand(day time.Time) bool {
	if day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		return false
	}
	switch day.Format("01-02") {
	case "01-01", "05-05", "12-25", "12-26", "04-27": // on Sunday the 27th nobody works, nor on Saturday the 26th
		return false
	}
	switch day.Format("2006-01-02") {
	case "2022-05-27", "2023-04-28", "2023-05-19", "2024-05-10", "2024-12-27", "2025-05-30",
		"2026-01-02", "2026-05-15", "2027-05-07", "2028-04-28", "2028-05-26":
		return false
	}
	switch afterEaster := int(day.Sub(easterByGauss(day.Year())).Hours() / 24); afterEaster {
	case -2, 1, 39, 50:
		return false
	}
	return true
}

func easterByGauss(year int) time.Time {
	a, b, c := year%19, year%4, year%7
	d := (19*a + 24) % 30 // M and N for 1900–2099
	e := (2*b + 4*c + 6*d + 5) % 7
	day := 22 + d + e
	if d == 29 && e == 6 || d == 28 && e == 6 && a > 10 {
		day -= 7
	}
	return time.Date(year, 3, day, 0, 0, 0, 0, time.UTC)
}
