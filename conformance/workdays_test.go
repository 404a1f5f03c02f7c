//go:build conformance

package conformance

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/internal/workday"
)

// Every example of a term of five working days (T5, WD-6).
func TestWorkdayExamples(t *testing.T) {
	calendar := workday.Default()
	for _, row := range table(t, "workdays.csv", "received_date", "deadline_date", "why") {
		received, err := workday.Parse(row["received_date"])
		require.NoError(t, err)
		assert.Equal(t, row["deadline_date"], calendar.DueFrom(received, 5).String(),
			"received %s: %s", row["received_date"], row["why"])
	}
}

// The calendar of holidays, day by day: the days listed are holidays, and in
// the years listed no other weekday is (WD-3).
func TestHolidays(t *testing.T) {
	calendar := workday.Default()
	listed := map[workday.Date]string{}
	first, last := workday.Date{}, workday.Date{}
	for _, row := range table(t, "holidays_nl_2022_2030.csv", "date", "name") {
		day, err := workday.Parse(row["date"])
		require.NoError(t, err)
		listed[day] = row["name"]
		if first.IsZero() || day.Before(first) {
			first = day
		}
		if day.After(last) {
			last = day
		}
	}
	for day := workday.Day(first.Year(), 1, 1); day.Year() <= last.Year(); day = day.AddDays(1) {
		_, holiday := calendar.Holiday(day)
		assert.Equal(t, listed[day] != "", holiday, "%s %s", day, listed[day])
	}
}
