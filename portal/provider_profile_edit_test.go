package portal

import (
	"net/url"
	"strings"
	"testing"
)

const profileFormAt = "form[action='/mijn/profiel']"

func TestProfileDraftIsKeptWithGaps(t *testing.T) {
	s := newSite(t)
	b := s.applicant(t)
	p := b.submit(t, b.get(t, "/mijn/profiel"), profileFormAt, url.Values{"offer": {"U werkt in onze tuin."}, "act": {"save"}})
	if p.status != 200 || !strings.Contains(p.text(".notice--good"), "profiel is bewaard") {
		t.Fatalf("status %d, %q", p.status, p.text("main"))
	}
	if got := strings.TrimSpace(b.get(t, "/mijn/profiel").doc.Find("#offer").Text()); got != "U werkt in onze tuin." {
		t.Errorf("kept %q", got)
	}
}

func TestProfileSaysWhatStandsInTheWay(t *testing.T) {
	s := newSite(t)
	b := s.applicant(t)
	page := b.get(t, "/mijn/profiel")
	if page.doc.Find(".notice--warn a[href='/mijn/aanmeldpunt'], .notice--warn a[href='/mijn']").Length() != 2 {
		t.Error("the page does not name contract and intake point (D2)")
	}
	p := b.submit(t, page, profileFormAt, url.Values{
		"mission": {"Wij geloven in iedereen."}, "offer": {"Werk in de tuin."}, "products": {"individuele-toeleiding"},
		"targetGroups": {"statushouders"}, "municipalities": {"GM0984"}, "act": {"publish"},
	})
	if p.status != 422 || p.doc.Find(".error-summary a[href='#publish']").Length() != 2 {
		t.Errorf("status %d, %q", p.status, p.text(".error-summary"))
	}
	if got := strings.TrimSpace(p.doc.Find("#mission").Text()); got != "Wij geloven in iedereen." {
		t.Errorf("the typed mission became %q", got)
	}
	if p.doc.Find("[name=municipalities][value=GM0984][checked]").Length() != 1 {
		t.Error("the ticked municipality is lost")
	}
}

func TestProfileNeedsItsMandatoryPartsToBePublished(t *testing.T) {
	s := newSite(t)
	b := s.applicant(t)
	p := b.submit(t, b.get(t, "/mijn/profiel"), profileFormAt, url.Values{"website": {"javascript:alert(1)"}, "act": {"publish"}})
	for field, want := range map[string]string{
		"mission": "Vul in: Waar staat uw organisatie voor?", "offer": "Vul in: Wat doet u voor inwoners?",
		"products": "Maak een keuze bij:", "targetGroups": "Maak een keuze bij:", "municipalities": "Maak een keuze bij:",
		"website": "https://",
	} {
		if !strings.Contains(p.errorAt(field), want) {
			t.Errorf("%s: error %q, want %q (D1)", field, p.errorAt(field), want)
		}
	}
	p = b.submit(t, p, profileFormAt, url.Values{"mission": {strings.Repeat("é", 751)}, "website": {""}, "act": {"save"}})
	if !strings.Contains(p.errorAt("mission"), "maximaal 750 tekens") {
		t.Errorf("too long: %q", p.errorAt("mission"))
	}
	p = b.submit(t, p, profileFormAt, url.Values{"mission": {"Bel 111222333"}, "act": {"save"}})
	if !strings.Contains(p.errorAt("mission"), "BSN") {
		t.Errorf("a BSN: %q", p.errorAt("mission"))
	}
}

func TestProfileOfAContractedProviderIsPublishedAtOnce(t *testing.T) {
	s := newSite(t)
	b := s.contracted(t)
	page := b.get(t, "/mijn/profiel")
	if page.doc.Find("main a[href='/aanbieders/"+b.slug+"']").Length() != 1 {
		t.Error("no link to the public page")
	}
	p := b.submit(t, page, profileFormAt, url.Values{"mission": {"Een nieuwe missie voor vandaag."}, "act": {"publish"}})
	if p.status != 200 || !strings.Contains(p.text(".notice--good"), "lijst met aanbieders") {
		t.Fatalf("status %d, %q", p.status, p.text("main"))
	}
	if public := s.visitor().get(t, "/aanbieders/"+b.slug); !strings.Contains(public.text("main"), "Een nieuwe missie voor vandaag.") {
		t.Error("the public page shows the old text (D3)")
	}
}

func TestProfileEditorIsForProviders(t *testing.T) {
	s := newSite(t)
	for _, path := range []string{"/mijn/profiel", "/mijn/aanmeldpunt"} {
		if p := s.visitor().get(t, path); !strings.HasPrefix(p.location, "/inloggen") {
			t.Errorf("%s signed out: %s", path, p.location)
		}
		if p := s.consultant(t, "GM0984").get(t, path); p.status != 403 {
			t.Errorf("%s as consultant: status %d, want 403", path, p.status)
		}
	}
}
