package workday

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func date(t *testing.T, text string) Date {
	t.Helper()
	d, err := Parse(text)
	require.NoError(t, err)
	return d
}

func TestParse(t *testing.T) {
	d := date(t, "2028-02-29")
	assert.Equal(t, Day(2028, time.February, 29), d)
	assert.Equal(t, "2028-02-29", d.String())
	assert.Equal(t, time.Tuesday, d.Weekday())
	for _, wrong := range []string{"", "2026-02-29", "29-02-2028", "2026-1-2", "2026-01-02T00:00:00Z", " 2026-01-02"} {
		_, err := Parse(wrong)
		assert.ErrorContains(t, err, "write it as YYYY-MM-DD", wrong)
	}
}

func TestEndIsTheLastMomentInAmsterdam(t *testing.T) {
	for _, row := range []struct{ day, end string }{
		{"2026-01-15", "2026-01-15T22:59:59.999999Z"}, // CET
		{"2026-07-15", "2026-07-15T21:59:59.999999Z"}, // CEST
		{"2026-03-29", "2026-03-29T21:59:59.999999Z"}, // 23 hours long
		{"2026-10-25", "2026-10-25T22:59:59.999999Z"}, // 25 hours long
	} {
		end := date(t, row.day).End()
		assert.Equal(t, row.end, end.Format(time.RFC3339Nano))
		assert.Equal(t, row.day, On(end).String(), "still that day")
		assert.Equal(t, date(t, row.day).AddDays(1), On(end.Add(time.Microsecond)), "the next day begins")
		assert.True(t, On(date(t, row.day).Start()) == date(t, row.day))
	}
}

func TestAddMonthsClipsToTheEndOfTheMonth(t *testing.T) {
	for _, row := range []struct {
		from   string
		months int
		want   string
	}{
		{"2026-08-31", -6, "2026-02-28"},
		{"2028-08-31", -6, "2028-02-29"},
		{"2026-11-22", -6, "2026-05-22"},
		{"2026-01-31", 1, "2026-02-28"},
		{"2026-12-31", 2, "2027-02-28"},
		{"2028-02-29", 12, "2029-02-28"},
		{"2026-03-15", -24, "2024-03-15"},
		{"2026-01-15", -1, "2025-12-15"},
	} {
		assert.Equal(t, row.want, date(t, row.from).AddMonths(row.months).String(), "%s %+d months", row.from, row.months)
	}
}

func TestDatesInSQLAndJSON(t *testing.T) {
	d := date(t, "2026-04-13")
	stored, err := d.Value()
	require.NoError(t, err)
	assert.Equal(t, "2026-04-13", stored)
	nothing, err := Date{}.Value()
	require.NoError(t, err)
	assert.Nil(t, nothing)

	for _, from := range []any{time.Date(2026, 4, 13, 0, 0, 0, 0, time.UTC), "2026-04-13", []byte("2026-04-13")} {
		var read Date
		require.NoError(t, read.Scan(from))
		assert.Equal(t, d, read)
	}
	read := d
	require.NoError(t, read.Scan(nil))
	assert.True(t, read.IsZero())
	assert.Error(t, read.Scan(7))

	written, err := json.Marshal(map[string]Date{"due": d})
	require.NoError(t, err)
	assert.JSONEq(t, `{"due":"2026-04-13"}`, string(written))
	var back map[string]Date
	require.NoError(t, json.Unmarshal(written, &back))
	assert.Equal(t, d, back["due"])
}

func TestCompare(t *testing.T) {
	early, late := date(t, "2026-09-30"), date(t, "2026-10-01")
	assert.True(t, early.Before(late))
	assert.True(t, late.After(early))
	assert.Zero(t, early.Compare(early))
	assert.True(t, date(t, "2025-12-31").Before(early))
}
