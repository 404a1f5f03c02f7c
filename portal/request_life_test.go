package portal

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"providerportal/matching"
)

func (a *asked) formOf(path, act string) string { return "form[action='" + path + "/" + act + "']" }

func merged(all ...url.Values) url.Values {
	merged := url.Values{}
	for _, values := range all {
		for name, value := range values {
			merged[name] = value
		}
	}
	return merged
}

// TestMomentsAreOfferedAndTaken walks T7 as two people: wrong input stays, three
// moments go out, one is taken.
func TestMomentsAreOfferedAndTaken(t *testing.T) {
	a := newAsked(t)
	p := a.provider.submit(t, a.provider.get(t, a.inbox), a.formOf(a.inbox, "momenten"), merged(
		dateValues("date1", "7", "4", "2026"), dateValues("date2", "31", "2", "2026"),
		url.Values{"time1": {"14.30"}, "time2": {"25.00"}, "offerWay": {"table"}, "offerPlace": {"Kantoor, kamer 2"}}))
	if p.status != 422 || p.errorAt("date2") == "" || p.errorAt("time2") == "" || p.doc.Find("#offerPlace").AttrOr("value", "") != "Kantoor, kamer 2" {
		t.Fatalf("wrong moments: %d %q", p.status, p.text(".error-summary"))
	}
	p = a.provider.submit(t, p, a.formOf(a.inbox, "momenten"), merged(dateValues("date2", "8", "4", "2026"), url.Values{"time2": {"9.00"}}))
	if p.status != 200 || !strings.Contains(p.text("main"), "Deze momenten hebt u voorgesteld") {
		t.Fatalf("offered: %d %q", p.status, p.text(".error-summary"))
	}
	seen := a.consultant.get(t, a.file)
	buttons := seen.doc.Find("form[action*='/momenten/']")
	if buttons.Length() != 2 || !strings.Contains(seen.text("main"), "dinsdag 7 april 2026 om 14.30 uur") {
		t.Fatalf("the consultant sees %d moments: %q", buttons.Length(), seen.text("main"))
	}
	first := "form[action='" + buttons.First().AttrOr("action", "") + "']"
	p = a.consultant.submit(t, seen, first, nil)
	if p.status != 200 || !strings.Contains(p.text("main"), "De afspraak staat") {
		t.Errorf("taken: %d %q", p.status, p.text("main"))
	}
	if p := a.consultant.submit(t, seen, first, nil); p.status != 409 {
		t.Errorf("taken twice: %d", p.status)
	}
}

// TestConsultantAmendsUntilAnswered: what was typed stays, the provider reads which
// parts changed, and after the answer it is over (T1).
func TestConsultantAmendsUntilAnswered(t *testing.T) {
	a := newAsked(t)
	form := a.formOf(a.file, "aanpassen")
	old := a.consultant.get(t, a.file+"/aanpassen")
	if got := old.text("#question"); got != "Wil graag buiten werken" {
		t.Fatalf("the form starts with %q", got)
	}
	p := a.consultant.submit(t, old, form, url.Values{"question": {"BSN 111222333"}})
	if p.status != 422 || p.errorAt("question") == "" || p.text("#question") != "BSN 111222333" {
		t.Errorf("a BSN: %d %q", p.status, p.errorAt("question"))
	}
	p = a.consultant.submit(t, old, form, url.Values{"question": {"Wil graag in het groen werken"}, "contactPhone": {"077 123 45 67"}})
	if p.status != 200 || len(a.letters(t, "request_amended")) != 1 {
		t.Fatalf("amended: %d %q", p.status, p.text(".error-summary"))
	}
	got := a.provider.get(t, a.inbox).text("main")
	if !strings.Contains(got, "in het groen") || !strings.Contains(got, "Anders: vraag, telefoonnummer") || !strings.Contains(got, "077 123 45 67") {
		t.Errorf("the provider reads %q", got)
	}
	if p := a.consultant.submit(t, old, form, url.Values{"question": {"Van een oude pagina"}}); p.status != 409 || p.text("#question") != "Van een oude pagina" {
		t.Errorf("on an old page: %d", p.status)
	}
	must(t, a.Domain.Matching.Acknowledge(t.Context(), a.provider.actor, a.id))
	if p := a.consultant.get(t, a.file+"/aanpassen"); p.status != 409 {
		t.Errorf("after the answer: %d", p.status)
	}
	if p := a.site.consultant(t, "GM0983").get(t, a.file+"/aanpassen"); p.status != 404 {
		t.Errorf("another municipality: %d", p.status)
	}
}

// TestNoShowIsRecordedByEitherSide: only after the moment, and a new appointment
// can be made (T3).
func TestNoShowIsRecordedByEitherSide(t *testing.T) {
	a := newAsked(t)
	at := a.now.Add(24 * time.Hour)
	must(t, a.Domain.Matching.Schedule(t.Context(), a.provider.actor, a.id, matching.Appointment{At: at, Way: matching.WayTable, Place: "Kantoor"}))
	form := a.formOf(a.file, "niet-gekomen")
	if a.consultant.get(t, a.file).doc.Find(form).Length() != 0 {
		t.Error("the form is there before the appointment")
	}
	a.days(t, 2)
	p := a.consultant.submit(t, a.consultant.get(t, a.file), form, nil)
	if p.status != 422 || p.errorAt("absent") == "" {
		t.Errorf("without who: %d %q", p.status, p.errorAt("absent"))
	}
	p = a.consultant.submit(t, p, form, url.Values{"absent": {"provider"}, "remark": {"Niemand op kantoor"}})
	if p.status != 200 || !strings.Contains(p.text(".timeline"), "Niet gekomen: de aanbieder") || len(a.letters(t, "appointment_missed")) != 2 {
		t.Errorf("recorded: %d %q", p.status, p.text(".timeline"))
	}
}

// TestDraftAndSameQuestionAgain: a draft waits on the start page, and a declined
// question goes to another provider without typing (T3).
func TestDraftAndSameQuestionAgain(t *testing.T) {
	a := newAsked(t)
	path := "/consulent/verzoeken/nieuw/" + a.provider.slug
	form := "form[action='" + path + "']"
	p := a.consultant.submit(t, a.consultant.get(t, path), form, url.Values{"question": {"Nog niet af"}, "act": {"draft"}})
	if p.status != 200 || p.doc.Find("a[href*='concept=']").Length() != 1 {
		t.Fatalf("draft: %d %q", p.status, p.text("main"))
	}
	p = a.consultant.get(t, p.doc.Find("a[href*='concept=']").AttrOr("href", ""))
	if p.text("#question") != "Nog niet af" {
		t.Errorf("the draft starts with %q", p.text("#question"))
	}
	dropped := a.consultant.submit(t, a.consultant.get(t, "/consulent/verzoeken/nieuw"), "form[action$='/verwijderen']", nil)
	if dropped.status != 200 || dropped.doc.Find("a[href*='concept=']").Length() != 0 {
		t.Errorf("dropped: %d", dropped.status)
	}

	must(t, a.Domain.Matching.Decline(t.Context(), a.provider.actor, a.id, matching.Ending{Reason: "no-capacity"}))
	other := a.site.contracted(t)
	declined := a.consultant.get(t, a.file)
	start := a.consultant.get(t, declined.doc.Find("a.button[href*='van=']").AttrOr("href", "")+"&q="+url.QueryEscape(other.slug[:4]))
	to := start.doc.Find("a[href^='/consulent/verzoeken/nieuw/"+other.slug+"']").AttrOr("href", "")
	if !strings.Contains(to, "van="+a.id.String()) {
		t.Fatalf("the start page offers %q: %q", to, start.text("main"))
	}
	p = a.consultant.get(t, to)
	p = a.consultant.submit(t, p, "form[action='/consulent/verzoeken/nieuw/"+other.slug+"']", url.Values{"residentChose": {"true"}, "act": {"send"}})
	if p.status != 200 || !strings.Contains(p.text("main"), "Wil graag buiten werken") || p.doc.Find("a[href='"+a.file+"']").Length() != 1 {
		t.Errorf("asked again: %d %q", p.status, p.text(".error-summary"))
	}
}

// TestHandingOver: to a colleague of the own municipality; a made-up person is
// refused.
func TestHandingOver(t *testing.T) {
	a := newAsked(t)
	colleague := a.site.consultant(t, "GM0984")
	form := a.formOf(a.file, "vervanger")
	p := a.consultant.submit(t, a.consultant.get(t, a.file), form, url.Values{"colleague": {uuid.NewString()}})
	if p.status != 422 {
		t.Errorf("a made-up colleague: %d", p.status)
	}
	p = a.consultant.submit(t, a.consultant.get(t, a.file), form, url.Values{"colleague": {colleague.actor.UserID.String()}})
	if p.status != 200 || !strings.Contains(p.text("main"), colleague.actor.Email) {
		t.Errorf("handed over: %d %q", p.status, p.text(".error-summary"))
	}
}
