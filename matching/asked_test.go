package matching

import (
	"testing"
	"time"

	"providerportal/internal/account"
	"providerportal/internal/dbtest"
	"providerportal/internal/fault"
)

// TestLateTwice pins the signal: the last two that count were late, held or not;
// what was declined or withdrawn in between does not count.
func TestLateTwice(t *testing.T) {
	f := newFixture(t, dbtest.Tx(t))
	staff := f.staff(t, account.RoleReviewer)
	_, other := f.newProvider(t)
	sent := func(slug string, days int) *Request {
		t.Helper()
		f.now = time.Date(2026, time.April, 2, 10, 0, 0, 0, time.UTC).AddDate(0, 0, days)
		request, err := f.Send(t.Context(), f.consultant, slug, Question{
			Municipality: "GM0984", OwnReference: "VRY", ProductCode: individual, Question: "Vraag", PreferredWay: WayTable, ResidentChose: true,
		})
		must(t, err)
		return request
	}
	count := func() int {
		t.Helper()
		found, err := f.LateTwice(t.Context(), staff)
		must(t, err)
		return len(found)
	}
	must(t, f.Hold(t.Context(), f.provider, sent(f.slug, 0).ID, day("2026-04-02")))
	first := sent(f.slug, 1)
	f.now = f.now.AddDate(0, 0, 30)
	must(t, f.Hold(t.Context(), f.provider, first.ID, day("2026-05-03")))
	if count() != 0 {
		t.Error("once is no signal")
	}
	must(t, f.try(t, f.consultant, sent(f.slug, 35).ID, ActWithdraw))
	sent(f.slug, 36)
	sent(other, 36)
	if count() != 0 {
		t.Error("the last one still runs")
	}
	f.now = f.now.AddDate(0, 0, 30)
	if count() != 1 {
		t.Errorf("%d providers were late twice", count())
	}
	if _, err := f.LateTwice(t.Context(), f.provider); !fault.Is(err, fault.KindForbidden) {
		t.Errorf("a provider asks: %v", err)
	}
}
