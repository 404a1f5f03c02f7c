package matching

import (
	"strings"
	"sync"
	"testing"
	"time"

	"providerportal/internal/account"
	"providerportal/internal/dbtest"
	"providerportal/internal/mail"
	"providerportal/internal/workday"
)

// TestOverviewGoesOnceOnTheFirstWorkingDay runs the sweep through a turn of the
// month: 1 May 2026 is a Friday, and a Monday begins June.
func TestOverviewGoesOnceOnTheFirstWorkingDay(t *testing.T) {
	f := newFixture(t, dbtest.Tx(t))
	f.manager(t)
	f.at(t, StatusHeld)
	for hour := range 40 * 24 {
		f.now = time.Date(2026, time.April, 25, 0, 30, 0, 0, workday.Amsterdam).Add(time.Duration(hour) * time.Hour)
		must(t, f.SweepOverview(t.Context()))
	}
	var letters []mail.Record
	must(t, f.DB.Where("kind = 'monthly_figures'").Order("queued_at").Find(&letters).Error)
	if len(letters) != 1 || letters[0].QueuedAt.In(workday.Amsterdam).Format("2 Jan 15") != "1 May 07" {
		t.Fatalf("%d letters", len(letters))
	}
	if body := letters[0].TextBody; !strings.Contains(body, "100 %") || !strings.Contains(body, "van=2026-04-01&tot=2026-04-30") || strings.Contains(body, "Wil graag") {
		t.Errorf("the overview says %q", body)
	}
}

// TestMissedOverviewGoesOnceMarkedLate is a portal that was down on the first
// working day, with three instances that come back together.
func TestMissedOverviewGoesOnceMarkedLate(t *testing.T) {
	f := newFixture(t, dbtest.Database(t).Gorm)
	f.manager(t)
	f.send(t)
	f.now = time.Date(2026, time.May, 6, 9, 0, 0, 0, workday.Amsterdam)
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			if err := f.SweepOverview(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	var rows []overview
	must(t, f.DB.Find(&rows).Error)
	if len(rows) != 1 || !rows[0].Late || rows[0].Role != account.RoleContractManager || f.letters(t, "monthly_figures") != 1 {
		t.Errorf("%+v, %d letters", rows, f.letters(t, "monthly_figures"))
	}
}
