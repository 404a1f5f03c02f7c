package jobs

import (
	"testing"
	"time"

	"providerportal/internal/workday"
)

// TestNightsAreEachDayOnce pins the schedule through the days on which the clock is
// put forward and back: one moment a day, always later than the one before, and never
// two in one day of UTC, by which the job is unique.
func TestNightsAreEachDayOnce(t *testing.T) {
	moment := time.Date(2026, 3, 1, 12, 0, 0, 0, workday.Amsterdam)
	seen := map[string]bool{}
	for range 400 {
		next := nights{}.Next(moment)
		local, utc := next.In(workday.Amsterdam), next.UTC().Format(time.DateOnly)
		if !next.After(moment) || local.Hour() != nightlyHour || seen[utc] || next.Sub(moment) > 26*time.Hour {
			t.Fatalf("after %s comes %s", moment, next)
		}
		seen[utc], moment = true, next
	}
	if at := (nights{}).Next(moment.Add(-time.Nanosecond)); !at.Equal(moment) {
		t.Errorf("a moment before comes %s", at)
	}
}
