package portal

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"providerportal/matching"
)

func sendValues() url.Values {
	return url.Values{
		"ownReference": {"VRY-200"}, "question": {"Zoekt een rustige werkplek\nmet vaste dagen"}, "goals": {"Een vast ritme"},
		"preferredWay": {"digital"}, "startRung": {"3"}, "targetRung": {"5"}, "residentChose": {"true"}, "municipalityJoins": {"true"},
	}
}

// TestSendRequest: the due date is told before sending, and reference and due
// date stand on the page after it.
func TestSendRequest(t *testing.T) {
	failOnMissingWords(t)
	s := newSite(t)
	provider, b := s.contracted(t), s.consultant(t, "GM0984")
	address := "/consulent/verzoeken/nieuw/" + provider.slug
	p := b.get(t, address)
	if p.status != 200 || !strings.Contains(p.text("main"), "uiterlijk vrijdag 10 april 2026") {
		t.Fatalf("%d %q", p.status, p.text("main"))
	}
	if p.doc.Find("#product option").Length() != 2 || p.doc.Find("#product option[selected]").AttrOr("value", "") != productIndividual {
		t.Error("the form does not offer just the provider's product")
	}
	p = b.submit(t, p, "form[action='"+address+"']", sendValues())
	if p.status != 200 || !strings.HasPrefix(p.text("h1"), "Verzoek MV-") || p.text("[role=status]") == "" || p.text(".clock__due") != "vrijdag 10 april 2026" {
		t.Fatalf("%d %q %q", p.status, p.text("h1"), p.text(".clock__due"))
	}
	for _, want := range []string{"Trede 5: betaald werk met ondersteuning", "Digitaal", "VRY-200", "Zoekt een rustige werkplek", "de gemeente praat mee"} {
		if !strings.Contains(p.text("main"), want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if len(s.letters(t, "request_received")) != 1 || len(s.letters(t, "request_sent")) != 1 {
		t.Error("not one letter to each side")
	}
	if got := b.get(t, "/consulent").text("tbody"); !strings.Contains(got, "VRY-200") || !strings.Contains(got, "Wachten op antwoord") {
		t.Errorf("the list says %q", got)
	}
}

func TestSendNamesWhatIsWrong(t *testing.T) {
	failOnMissingWords(t)
	s := newSite(t)
	provider, b := s.contracted(t), s.consultant(t, "GM0984")
	address := "/consulent/verzoeken/nieuw/" + provider.slug
	form := "form[action='" + address + "']"
	page := b.get(t, address)
	p := b.submit(t, page, form, with(dateValues("startWishOn", "30", "2", "2026"), "targetRung", "9"))
	for _, name := range []string{"ownReference", "question", "preferredWay", "startWishOn", "targetRung", "residentChose"} {
		if p.errorAt(name) == "" {
			t.Errorf("no error beside %s", name)
		}
	}
	if p.status != 422 || p.doc.Find(".error-summary a").Length() != 6 || p.doc.Find("#startWishOn").AttrOr("value", "") != "30" {
		t.Errorf("%d, %q", p.status, p.text(".error-summary"))
	}
	values := sendValues()
	values["municipality"] = []string{"GM0983"}
	p = b.submit(t, page, form, values)
	if p.status != 422 || !strings.Contains(p.errorAt("municipality"), "eigen gemeente") || p.doc.Find("input[name=municipality]").AttrOr("value", "") != "GM0984" {
		t.Errorf("a forged municipality: %d %q", p.status, p.errorAt("municipality"))
	}
	if p.doc.Find("[name=residentChose]:checked").Length() != 1 || p.doc.Find("#targetRung option[selected]").AttrOr("value", "") != "5" {
		t.Error("what was chosen is lost")
	}
	if len(s.letters(t, "request_received")) != 0 {
		t.Error("a refused request was sent")
	}
}

// TestSendRefusesABSN: a named error, the typed text stays in the form, and the
// number is nowhere else (T2).
func TestSendRefusesABSN(t *testing.T) {
	failOnMissingWords(t)
	s := newSite(t)
	provider, b := s.contracted(t), s.consultant(t, "GM0984")
	address := "/consulent/verzoeken/nieuw/" + provider.slug
	values := sendValues()
	values.Set("question", "Mevrouw heeft BSN 111222333 en zoekt werk")
	p := b.submit(t, b.get(t, address), "form[action='"+address+"']", values)
	if p.status != 422 || !strings.Contains(p.errorAt("question"), "burgerservicenummer") {
		t.Errorf("%d %q", p.status, p.errorAt("question"))
	}
	if p.text("#question") != values.Get("question") || strings.Count(p.body, "111222333") != 1 {
		t.Errorf("the number is on the page %d times", strings.Count(p.body, "111222333"))
	}
	var tables []string
	must(t, s.db.Gorm.Raw("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").Scan(&tables).Error)
	for _, table := range tables {
		var count int64
		must(t, s.db.Gorm.Raw(`SELECT count(*) FROM "`+table+`" AS r WHERE r::text LIKE '%111222333%'`).Scan(&count).Error)
		if count > 0 {
			t.Errorf("table %s holds the number", table)
		}
	}
}

// TestSendTwice: the second click of a double click ends on the same request.
func TestSendTwice(t *testing.T) {
	s := newSite(t)
	provider, b := s.contracted(t), s.consultant(t, "GM0984")
	address := "/consulent/verzoeken/nieuw/" + provider.slug
	page := b.get(t, address)
	first := b.submit(t, page, "form[action='"+address+"']", sendValues())
	second := b.submit(t, page, "form[action='"+address+"']", sendValues())
	if second.status != 200 || first.text("h1") != second.text("h1") || len(s.letters(t, "request_received")) != 1 {
		t.Errorf("%d: %q and %q", second.status, first.text("h1"), second.text("h1"))
	}
	// Back in the browser, and another resident on the same form.
	values := sendValues()
	values.Set("question", "Een andere inwoner wil in de keuken werken")
	form := "form[action='" + address + "']"
	other := b.submit(t, page, form, values)
	if other.status != 409 || other.text("#question") != values.Get("question") || other.text(".error-summary") == "" {
		t.Fatalf("another question on a used form: %d %q", other.status, other.text("#question"))
	}
	again := b.submit(t, other, form, values)
	if again.status != 200 || len(s.letters(t, "request_received")) != 2 {
		t.Errorf("sending it once more: %d, %d letters", again.status, len(s.letters(t, "request_received")))
	}
}

func TestSendToNobody(t *testing.T) {
	s := newSite(t)
	b := s.consultant(t, "GM0984")
	if p := b.get(t, "/consulent/verzoeken/nieuw/bestaat-niet"); p.status != 404 {
		t.Errorf("an unknown provider gives %d", p.status)
	}
	if p := s.applicant(t).get(t, "/consulent/verzoeken/nieuw/bestaat-niet"); p.status != 403 {
		t.Errorf("a provider gets %d", p.status)
	}
	if p := s.visitor().get(t, "/consulent"); !strings.HasPrefix(p.location, "/inloggen") {
		t.Errorf("a visitor ends at %s", p.location)
	}
}

func TestConsultantRequestOfAnotherMunicipality(t *testing.T) {
	a := newAsked(t)
	stranger := a.site.consultant(t, "GM0983")
	if p := stranger.get(t, a.file); p.status != 404 || strings.Contains(p.body, "buiten werken") {
		t.Errorf("status %d", p.status)
	}
	request := httptest.NewRequest("POST", a.file+"/intrekken", strings.NewReader(""))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if p := stranger.send(t, request); p.status == 200 {
		t.Error("a form without token is taken")
	}
	if p := stranger.get(t, "/consulent"); p.doc.Find("tbody tr").Length() != 0 || !strings.Contains(p.text(".empty"), "Zoek eerst een aanbieder") {
		t.Errorf("the list says %q", p.text("main"))
	}
	if p := a.site.consultant(t, "GM0984").get(t, a.file); p.status != 200 {
		t.Errorf("a colleague gets %d", p.status)
	}
}

func TestConsultantWithdraws(t *testing.T) {
	failOnMissingWords(t)
	a := newAsked(t)
	form := "form[action='" + a.file + "/intrekken']"
	page := a.consultant.get(t, a.file)
	p := a.consultant.submit(t, page, form, url.Values{"reason": {"other"}})
	if p.status != 422 || p.errorAt("note") == "" || p.doc.Find("details[open] [name=reason]:checked").AttrOr("value", "") != "other" {
		t.Errorf("%d %q", p.status, p.errorAt("note"))
	}
	p = a.consultant.submit(t, p, form, url.Values{"reason": {"resident-stopped"}})
	if p.status != 200 || p.doc.Find(form).Length() != 0 || !strings.Contains(p.text("main"), "De inwoner wil of kan niet meer") {
		t.Errorf("%d %q", p.status, p.text("main"))
	}
	if got := a.provider.get(t, a.inbox); got.doc.Find("#gone").Length() != 1 || strings.Contains(got.body, "buiten werken") {
		t.Error("the provider still reads the text (T9)")
	}
	if len(a.letters(t, "request_withdrawn")) != 1 {
		t.Error("the provider was not told once")
	}
	if p = a.consultant.submit(t, page, form, url.Values{"reason": {"resident-stopped"}}); p.status != 409 {
		t.Errorf("withdrawing twice gives %d", p.status)
	}
}

func TestConsultantListHasTabs(t *testing.T) {
	failOnMissingWords(t)
	a := newAsked(t)
	must(t, a.Domain.Matching.Withdraw(t.Context(), a.consultant.actor, a.ask(t), matching.Ending{Reason: "sent-by-mistake"}))
	p := a.consultant.get(t, "/consulent")
	if got := p.text(".tabs"); got != "Te laat 0 Open 1 Afgerond 1" || p.doc.Find("main a[href='/consulent/verzoeken/nieuw']").Length() != 1 {
		t.Errorf("tabs = %q", got)
	}
	if got := a.consultant.get(t, "/consulent?toon=afgerond").text("tbody"); !strings.Contains(got, "Ingetrokken") {
		t.Errorf("closed = %q", got)
	}
}
