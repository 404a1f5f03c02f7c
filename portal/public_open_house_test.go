package portal

import (
	"strings"
	"testing"
	"time"
)

func TestOpenHouseTellsHowToTakePart(t *testing.T) {
	s := newSite(t)
	p := s.visitor().get(t, "/open-house")
	if p.status != 200 || p.text(".tag") != "Open" {
		t.Fatalf("status %d, state %q", p.status, p.text(".tag"))
	}
	for _, want := range []string{"sinds vrijdag 1 april 2022", "binnen 20 werkdagen", "10 werkdagen", "geen maximum"} {
		if !strings.Contains(p.text("main"), want) {
			t.Errorf("the page does not say %q (E1, E2, E8)", want)
		}
	}
	if p.doc.Find("main a[href='/registreren']").Length() != 1 || p.doc.Find("main a[href='/open-house/eisen']").Length() != 1 {
		t.Error("a visitor cannot go on to registering or the requirements")
	}
	s.now = time.Date(2022, 3, 31, 21, 59, 0, 0, time.UTC)
	if early := s.visitor().get(t, "/open-house"); early.text(".tag") != "Nog niet open" || !strings.Contains(early.text("main"), "vanaf vrijdag 1 april 2022") {
		t.Errorf("a minute before the opening it says %q", early.text(".tag"))
	}
}

func TestOpenHouseStartsTheApplicationOfAProvider(t *testing.T) {
	s := newSite(t)
	b := s.applicant(t)
	p := b.get(t, "/open-house")
	if p.doc.Find("form[action='/mijn/aanmelding']").Length() != 1 || p.doc.Find("main a[href='/registreren']").Length() != 0 {
		t.Error("a provider does not get the button to start")
	}
	staff := s.consultant(t, "GM0984").get(t, "/open-house")
	if staff.doc.Find("main form, main a[href='/registreren']").Length() != 0 {
		t.Error("a consultant is asked to apply")
	}
}

func TestRequirementsArePublicWithVersionAndRule(t *testing.T) {
	s := newSite(t)
	p := s.visitor().get(t, "/open-house/eisen")
	if p.status != 200 || p.doc.Find(".steps > li").Length() != 10 {
		t.Fatalf("status %d, %d requirements, want 10 (E3, E5)", p.status, p.doc.Find(".steps > li").Length())
	}
	for selector, want := range map[string]string{
		"main":          "Deze versie geldt sinds vrijdag 1 april 2022",
		".notice--warn": "Dit is een voorbeeld",
		"#eis-KVK":      "hooguit 6 maanden oud",
		"#eis-AVB":      "tot wanneer het geldig is",
		"#eis-VOG":      "U stuurt niets mee",
		"#eis-AVG":      "Keuze: Wij sluiten een verwerkersovereenkomst",
	} {
		if !strings.Contains(p.text(selector), want) {
			t.Errorf("%s does not say %q", selector, want)
		}
	}
	if english := s.visitor().get(t, "/open-house/eisen?lang=en"); !strings.Contains(english.text("#eis-KVK"), "at most 6 months old") {
		t.Errorf("English says %q", english.text("#eis-KVK"))
	}
}
