package portal

import (
	"net/url"
	"strings"
	"testing"
)

const intakeFormAt = "form[action='/mijn/aanmeldpunt']"

func TestIntakeIsVerifiedByItsMailbox(t *testing.T) {
	s := newSite(t)
	b := s.applicant(t)
	p := b.submit(t, b.get(t, "/mijn/aanmeldpunt"), intakeFormAt, url.Values{
		"name": {"Team aanmelding"}, "email": {"aanmelden@groen.example"}, "phone": {"077 123 45 67"}, "hours": {"ma-vr 9-17"},
	})
	if p.status != 200 || !strings.Contains(p.text(".notice--warn"), "gestuurd naar aanmelden@groen.example") {
		t.Fatalf("status %d, %q", p.status, p.text("main"))
	}
	letters := s.letters(t, "verify_intake")
	if len(letters) != 1 {
		t.Fatalf("%d letters, want 1", len(letters))
	}
	colleague := s.visitor()
	page := colleague.get(t, linkIn(t, letters[0]))
	if done := colleague.submit(t, page, "main form", nil); !strings.HasPrefix(done.location, "/?") || !strings.Contains(done.text(".notice--good"), "aanmeldpunt is bevestigd") {
		t.Errorf("a colleague without account ends at %s: %q", done.location, done.text(".notice--good"))
	}
	after := b.get(t, "/mijn/aanmeldpunt")
	if !strings.Contains(after.text(".notice--good"), "aanmelden@groen.example is bevestigd op") {
		t.Errorf("the page says %q", after.text("main"))
	}
	again := b.submit(t, after, intakeFormAt, url.Values{"email": {"anders@groen.example"}})
	if !strings.Contains(again.text(".notice--warn"), "anders@groen.example") || len(s.letters(t, "verify_intake")) != 2 {
		t.Error("another address is not verified again (D11)")
	}
}

func TestIntakeNamesEveryMistake(t *testing.T) {
	s := newSite(t)
	b := s.applicant(t)
	p := b.submit(t, b.get(t, "/mijn/aanmeldpunt"), intakeFormAt, url.Values{"email": {"geen adres"}, "hours": {"altijd"}})
	if p.status != 422 || p.errorAt("name") == "" || p.errorAt("phone") == "" || !strings.Contains(p.errorAt("email"), "naam@voorbeeld.nl") {
		t.Errorf("status %d: %q", p.status, p.text(".error-summary"))
	}
	if p.doc.Find("#hours").AttrOr("value", "") != "altijd" || p.doc.Find("#email").AttrOr("value", "") != "geen adres" {
		t.Error("what was typed is lost")
	}
	p = b.submit(t, p, intakeFormAt, url.Values{"name": {strings.Repeat("é", 201)}})
	if !strings.Contains(p.errorAt("name"), "maximaal 200 tekens") {
		t.Errorf("a name that is too long: %q", p.errorAt("name"))
	}
	if len(s.letters(t, "verify_intake")) != 0 {
		t.Error("a letter left for a refused form")
	}
}
