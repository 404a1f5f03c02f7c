package portal

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"providerportal/internal/account"
	"providerportal/internal/workday"
)

const closureAt = "form[action='/beheer/kalender'][method='post']"

func closure(name, day, month, year string) url.Values {
	values := dateValues("day", day, month, year)
	values.Set("name", name)
	return values
}

// TestCalendarShowsWhereDaysComeFrom: the law, royal decrees and closures, each
// with its source (T5, WD-4).
func TestCalendarShowsWhereDaysComeFrom(t *testing.T) {
	s := newSite(t)
	admin := s.staff(t, account.RoleAdministrator)
	p := admin.get(t, "/beheer/kalender?jaar=2026&ontvangen=2026-04-02")
	for _, want := range []string{"vrijdag 3 april 2026", "Algemene termijnenwet", "vrijdag 15 mei 2026", "Koninklijk besluit: Besluit gelijkstelling 2026-2028", "laatste dag maandag 13 april 2026"} {
		if !strings.Contains(p.text("main"), want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if p := admin.get(t, "/beheer/kalender?jaar=2029"); !strings.Contains(p.text(".notice--warn"), "tot en met 2028") {
		t.Errorf("past the known decrees: %q", p.text(".notice--warn"))
	}
	for _, odd := range []string{"?jaar=x&ontvangen=morgen", "?jaar=999999999999", "?ontvangen=9999-12-31"} {
		if p := admin.get(t, "/beheer/kalender"+odd); p.status != 200 {
			t.Errorf("%s: %d", odd, p.status)
		}
	}
}

// TestClosureMovesNoDueDate walks a closure, the open recalculation with its
// reason, and what both sides read (T5, WD-5).
func TestClosureMovesNoDueDate(t *testing.T) {
	s := newSite(t)
	s.now = time.Date(2026, time.April, 2, 10, 0, 0, 0, time.UTC)
	provider, consultant, admin := s.contracted(t), s.consultant(t, "GM0984"), s.staff(t, account.RoleAdministrator)
	request := s.requested(t, provider.slug).ID

	p := admin.submit(t, admin.get(t, calendarPath), closureAt, closure("", "8", "4", "2026"))
	if p.status != 422 || p.errorAt("name") == "" || p.doc.Find("#day").AttrOr("value", "") != "8" {
		t.Fatalf("without name: %d %q", p.status, p.text(".error-summary"))
	}
	if p := admin.submit(t, p, closureAt, closure("Pasen", "6", "4", "2026")); p.status != 422 || p.errorAt("day") == "" {
		t.Errorf("a holiday: %d %q", p.status, p.text(".error-summary"))
	}
	p = admin.submit(t, p, closureAt, closure("Brugdag", "8", "4", "2026"))
	if p.status != 200 || !strings.Contains(p.text("main"), "Brugdag") {
		t.Fatalf("closing: %d %q", p.status, p.text("main"))
	}
	clock := func(b *browser, path string) string { return b.get(t, path+request.String()).text(".clock") }
	if got := clock(consultant, "/consulent/verzoeken/"); !strings.Contains(got, "13 april 2026") {
		t.Errorf("the closure moved the due date: %q", got)
	}
	if got := p.text("#opnieuw ~ div"); !strings.Contains(got, "14 april 2026") {
		t.Errorf("the page shows the shift as %q", got)
	}

	again := "form[action$='/opnieuw-berekenen']"
	if p := admin.submit(t, p, again, nil); p.status != 422 || p.errorAt("reason") == "" {
		t.Errorf("without reason: %d", p.status)
	}
	p = admin.submit(t, p, again, url.Values{"reason": {"De regio is dicht op 8 april"}})
	if p.status != 200 || p.doc.Find(again).Length() != 0 || len(s.letters(t, "request_due_moved")) != 2 {
		t.Fatalf("recalculating: %d, %d letters", p.status, len(s.letters(t, "request_due_moved")))
	}
	for path, b := range map[string]*browser{"/consulent/verzoeken/": consultant, "/mijn/verzoeken/": provider} {
		page := b.get(t, path+request.String())
		if !strings.Contains(page.text(".clock"), "14 april 2026") || !strings.Contains(page.text("main"), "De regio is dicht op 8 april") {
			t.Errorf("%s shows %q", path, page.text(".clock"))
		}
	}

	day := workday.Day(2026, time.April, 8).String()
	p = admin.submit(t, admin.get(t, calendarPath+"?jaar=2026"), "form[action='/beheer/kalender/"+day+"/verwijderen']", nil)
	if p.status != 200 || strings.Contains(p.text("main"), "Brugdag") {
		t.Errorf("opening again: %d", p.status)
	}
	if p := s.staff(t, account.RoleReviewer).get(t, calendarPath); p.status != 403 {
		t.Errorf("a reviewer gets %d", p.status)
	}
}
