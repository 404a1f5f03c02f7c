package portal

import (
	"net/url"
	"strings"
	"testing"

	demodata "providerportal/cmd/portal/sample"
	"providerportal/internal/account"
)

const signInFormAt = "form[action='/inloggen']"

func TestSignInLeadsBackToWhereYouWanted(t *testing.T) {
	s := newSite(t)
	known := s.applicant(t)
	b := s.visitor()
	page := b.get(t, "/mijn/profiel")
	if !strings.HasPrefix(page.location, "/inloggen?naar=") {
		t.Fatalf("signed out you get %s", page.location)
	}
	p := b.submit(t, page, signInFormAt, url.Values{"email": {known.actor.Email}, "password": {demodata.Password}})
	p = b.submit(t, p, setupFormAt, s.code(t, p.text("code.secret")))
	p = b.get(t, p.doc.Find("main a.button").AttrOr("href", ""))
	if p.location != "/mijn/profiel" || p.status != 200 {
		t.Errorf("after signing in: %s, status %d", p.location, p.status)
	}
	p = b.submit(t, p, "form[action='/uitloggen']", nil)
	if !strings.Contains(p.text(".notice--good"), "uitgelogd") || !strings.HasPrefix(b.get(t, "/mijn").location, "/inloggen") {
		t.Errorf("after signing out: %q", p.text(".notice--good"))
	}
}

func TestSignInNeverLeadsAway(t *testing.T) {
	s := newSite(t)
	known := s.applicant(t)
	_, codes, _ := s.visitor().firstSignIn(t, known.actor.Email, "")
	for _, next := range []string{"https://kwaad.example/", "//kwaad.example", "/\\kwaad.example", "javascript:alert(1)"} {
		b := s.visitor()
		p := b.submit(t, b.get(t, "/inloggen?naar="+url.QueryEscape(next)), signInFormAt,
			url.Values{"email": {known.actor.Email}, "password": {demodata.Password}})
		if p.location != "/inloggen/code" || p.doc.Find("input[name=next]").AttrOr("value", "") != "" {
			t.Errorf("%s leads to %s", next, p.location)
		}
		p = b.get(t, "/inloggen/code?naar="+url.QueryEscape(next))
		if p = b.submit(t, p, codeFormAt, url.Values{"code": {codes[0]}}); p.location != "/mijn" {
			t.Errorf("%s leads to %s", next, p.location)
		}
		codes = codes[1:]
	}
}

func TestSignInRefusalsReadTheSame(t *testing.T) {
	s := newSite(t)
	known := s.applicant(t)
	var texts []string
	for _, email := range []string{known.actor.Email, "niemand@voorbeeld.example"} {
		b := s.visitor()
		p := b.submit(t, b.get(t, "/inloggen"), signInFormAt, url.Values{"email": {email}, "password": {"een verkeerd wachtwoord"}})
		if p.status != 422 || p.doc.Find("#email").AttrOr("value", "") != email {
			t.Errorf("%s: status %d, typed address %q", email, p.status, p.doc.Find("#email").AttrOr("value", ""))
		}
		texts = append(texts, p.errorAt("email"))
	}
	if texts[0] == "" || texts[0] != texts[1] {
		t.Errorf("known %q, unknown %q", texts[0], texts[1])
	}
}

func TestSignInStartsWhereTheWorkIs(t *testing.T) {
	s := newSite(t)
	for start, b := range map[string]*browser{
		"/beheer": s.staff(t, account.RoleReviewer), "/consulent": s.consultant(t, "GM0984"), "/mijn": s.applicant(t),
	} {
		if p := b.get(t, "/inloggen"); p.location != start {
			t.Errorf("start page %s, want %s", p.location, start)
		}
	}
}

func TestSignInWithAForgottenPassword(t *testing.T) {
	s := newSite(t)
	known := s.applicant(t)
	b := s.visitor()
	ask := func(email string) *seen {
		return b.submit(t, b.get(t, "/wachtwoord-vergeten"), "form[action='/wachtwoord-vergeten']", url.Values{"email": {email}})
	}
	if p := ask("geen adres"); p.status != 422 || p.errorAt("email") == "" {
		t.Errorf("no address: status %d, error %q", p.status, p.errorAt("email"))
	}
	if a, c := ask("niemand@voorbeeld.example"), ask(known.actor.Email); a.text("main") != c.text("main") {
		t.Error("the answer tells whether the address has an account")
	}
	letters := s.letters(t, "password_reset")
	if len(letters) != 1 {
		t.Fatalf("%d letters, want 1", len(letters))
	}
	page := b.get(t, linkIn(t, letters[0]))
	short := b.submit(t, page, "form[action='/wachtwoord-kiezen']", url.Values{"password": {"kort"}})
	if short.status != 422 || !strings.Contains(short.errorAt("password"), "minimaal 12 tekens") {
		t.Fatalf("short password: status %d, %q", short.status, short.errorAt("password"))
	}
	done := b.submit(t, short, "form[action='/wachtwoord-kiezen']", url.Values{"password": {"een heel nieuw wachtwoord"}})
	if !strings.HasPrefix(done.location, "/inloggen/instellen") || !strings.Contains(done.text(".notice--good"), "wachtwoord is bewaard") {
		t.Fatalf("after choosing: %s %q", done.location, done.text("main"))
	}
	if p := known.get(t, "/mijn"); !strings.HasPrefix(p.location, "/inloggen") {
		t.Error("the old session still works")
	}
	p := b.submit(t, done, setupFormAt, s.code(t, done.text("code.secret")))
	if p.doc.Find("main a.button").AttrOr("href", "") != "/mijn" {
		t.Errorf("the new password leads to %s", p.location)
	}
}
