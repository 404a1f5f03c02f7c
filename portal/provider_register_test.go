package portal

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"providerportal/internal/mail"
)

const registerFormAt = "form[action='/registreren']"

func registration() url.Values {
	return url.Values{
		"kvk": {"12 34 56 78"}, "organisation": {"Groen & Doen"}, "name": {"Noor Bakker"},
		"email": {"noor@groenendoen.example"}, "password": {"vier losse woorden samen"},
	}
}

// linkIn gives the path of the one-time link that a letter carries.
func linkIn(t *testing.T, letter mail.Record) string {
	t.Helper()
	var links map[string]string
	if letter.Links == nil {
		t.Fatalf("no link in the letter %q", letter.Subject)
	}
	must(t, json.Unmarshal([]byte(*letter.Links), &links))
	for _, link := range links {
		return strings.TrimPrefix(link, siteURL)
	}
	return ""
}

func TestRegisterConfirmAndSignIn(t *testing.T) {
	s := newSite(t)
	b := s.visitor()
	p := b.submit(t, b.get(t, "/registreren"), registerFormAt, registration())
	if p.location != "/registreren/verstuurd" || p.text("h1") != "Bijna klaar: kijk in uw e-mail" {
		t.Fatalf("after registering: %s %q", p.location, p.text("h1"))
	}
	letters := s.letters(t, "confirm_email")
	if len(letters) != 1 {
		t.Fatalf("%d confirmation letters, want 1", len(letters))
	}
	early := b.submit(t, b.get(t, "/inloggen"), "form[action='/inloggen']", url.Values{
		"email": {"noor@groenendoen.example"}, "password": {"vier losse woorden samen"},
	})
	if early.status != 422 || !strings.Contains(early.errorAt("email"), "nog niet bevestigd") {
		t.Errorf("signing in before confirming: %d %q", early.status, early.errorAt("email"))
	}
	page := b.get(t, linkIn(t, letters[0]))
	if page.text("h1") != "Bevestig uw e-mailadres" {
		t.Fatalf("the link shows %q", page.text("h1"))
	}
	if !strings.Contains(page.text(".lead"), "Groen & Doen") || !strings.Contains(page.text(".lead"), "Noor Bakker") {
		t.Errorf("the page does not say which account: %q", page.text(".lead"))
	}
	other := b.submit(t, page, "main form", url.Values{"password": {"iemand anders koos dit"}})
	if other.status != 422 || !strings.Contains(other.errorAt("password"), "hoort niet bij dit account") {
		t.Errorf("another password: status %d, %q", other.status, other.errorAt("password"))
	}
	p = b.submit(t, other, "main form", url.Values{"password": {"vier losse woorden samen"}})
	if !strings.HasPrefix(p.location, "/inloggen") || !strings.Contains(p.text(".notice--good"), "is bevestigd") {
		t.Fatalf("after confirming: %s %q", p.location, p.text(".notice--good"))
	}
	p = b.submit(t, p, "form[action='/inloggen']", url.Values{
		"email": {"NOOR@groenendoen.example"}, "password": {"vier losse woorden samen"},
	})
	p = b.submit(t, p, setupFormAt, s.code(t, p.text("code.secret")))
	if p = b.get(t, p.doc.Find("main a.button").AttrOr("href", "")); p.location != "/mijn" || p.status != 200 {
		t.Errorf("after signing in: %s, status %d", p.location, p.status)
	}
	again := b.site.visitor()
	spent := again.get(t, linkIn(t, letters[0]))
	if spent.status != 409 || spent.doc.Find("a[href='/wachtwoord-vergeten']").Length() != 1 {
		t.Errorf("a spent link: status %d, %q", spent.status, spent.text("main"))
	}
}

func TestRegisterNamesEveryMistake(t *testing.T) {
	s := newSite(t)
	b := s.visitor()
	p := b.submit(t, b.get(t, "/registreren"), registerFormAt, url.Values{
		"kvk": {"1234567"}, "organisation": {"  "}, "name": {""}, "email": {"geen adres"}, "password": {"kort"},
	})
	if p.status != 422 || !strings.HasPrefix(p.text("title"), "Fout:") {
		t.Fatalf("status %d, title %q", p.status, p.text("title"))
	}
	for field, want := range map[string]string{
		"kvk": "precies 8 cijfers", "organisation": "Vul in: Naam van uw organisatie", "name": "Vul in: Uw naam",
		"email": "naam@voorbeeld.nl", "password": "minimaal 12 tekens",
	} {
		if !strings.Contains(p.errorAt(field), want) {
			t.Errorf("%s: error %q, want %q", field, p.errorAt(field), want)
		}
		if p.doc.Find(".error-summary a[href='#"+field+"']").Length() != 1 {
			t.Errorf("%s is not in the summary (UX-4)", field)
		}
	}
	if got := p.doc.Find("#kvk").AttrOr("value", ""); got != "1234567" {
		t.Errorf("the typed KvK number became %q", got)
	}
	if _, shown := p.doc.Find("#password").Attr("value"); shown {
		t.Error("the password is shown again")
	}
}

func TestRegisterRefusesWhatIsInUse(t *testing.T) {
	s := newSite(t)
	known := s.applicant(t)
	found, err := s.Domain.Directory.Provider(t.Context(), known.actor.ProviderID)
	must(t, err)
	b := s.visitor()
	fields := registration()
	fields.Set("email", strings.ToUpper(known.actor.Email))
	fields.Set("kvk", found.Entry.KvK)
	p := b.submit(t, b.get(t, "/registreren"), registerFormAt, fields)
	if p.status != 422 || !strings.Contains(p.errorAt("email"), "al een account met dit e-mailadres") {
		t.Errorf("status %d, used address: %q", p.status, p.errorAt("email"))
	}
	if !strings.Contains(p.errorAt("kvk"), "heeft al een account") {
		t.Errorf("used KvK number: %q", p.errorAt("kvk"))
	}
	if p.doc.Find("main .notice a[href='/inloggen'], main .notice a[href='/wachtwoord-vergeten']").Length() != 2 {
		t.Error("no links to sign in or choose a new password")
	}
	if got := p.doc.Find("#organisation").AttrOr("value", ""); got != "Groen & Doen" {
		t.Errorf("the typed name became %q", got)
	}
}

func TestRegisterNeedsOurOwnForm(t *testing.T) {
	s := newSite(t)
	b := s.visitor()
	page := b.get(t, "/registreren")
	fields := registration()
	fields.Set(csrfField, "vals")
	if p := b.submit(t, page, registerFormAt, fields); p.status != 400 {
		t.Errorf("status %d, want 400", p.status)
	}
}
