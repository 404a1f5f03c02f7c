package portal

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	demodata "providerportal/cmd/portal/sample"
	"providerportal/internal/account"
	"providerportal/internal/keytest"
)

const passkeyFormAt = "form[data-passkey]"

// ask does the first half of static/passkey.js: it gets the question.
func (b *browser) ask(t *testing.T, page *seen, body string) *seen {
	t.Helper()
	form := page.doc.Find(passkeyFormAt)
	if form.Length() != 1 || page.doc.Find("[data-passkey-part][hidden]").Length() != 1 {
		t.Fatalf("%d passkey forms on %s (status %d)", form.Length(), page.location, page.status)
	}
	request := httptest.NewRequest(http.MethodPost, form.AttrOr("data-passkey", ""), strings.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-Csrf-Token", filled(form).Get(csrfField))
	return b.send(t, request)
}

// touch does what static/passkey.js does, with the key as the authenticator.
func (b *browser) touch(t *testing.T, page *seen, key *keytest.Key) *seen {
	t.Helper()
	question := b.ask(t, page, `{"name":"Mijn sleutel"}`)
	var options struct{ Create, Get json.RawMessage }
	if err := json.Unmarshal([]byte(question.body), &options); err != nil || question.status != 200 {
		t.Fatalf("question: status %d, %s", question.status, question.body)
	}
	var answer []byte
	if options.Create != nil {
		answer = key.Create(t, options.Create)
	} else {
		answer = key.Get(t, options.Get)
	}
	return b.submit(t, page, passkeyFormAt, url.Values{"credential": {string(answer)}})
}

func (b *browser) password(t *testing.T, actor account.Actor, next string) *seen {
	t.Helper()
	return b.submit(t, b.get(t, "/inloggen?naar="+url.QueryEscape(next)), signInFormAt,
		url.Values{"email": {actor.Email}, "password": {demodata.Password}})
}

// newcomer is a provider that has a passkey since its first sign-in.
func newcomer(t *testing.T, s *site) (*browser, account.Actor, *keytest.Key) {
	t.Helper()
	actor, err := s.make.Applicant(t.Context(), s.organisation())
	must(t, err)
	b, key := s.visitor(), keytest.New(t, siteURL, "portal.example")
	page := b.password(t, actor, "/mijn/profiel")
	if !strings.HasPrefix(page.location, "/inloggen/instellen") {
		t.Fatalf("first sign-in leads to %s", page.location)
	}
	p := b.touch(t, page, key)
	if p.status != 200 || p.doc.Find(".codes li").Length() != 10 {
		t.Fatalf("no recovery codes: status %d, %q", p.status, p.text("main"))
	}
	if next := p.doc.Find("main a.button").AttrOr("href", ""); next != "/mijn/profiel" {
		t.Errorf("the way on is %q", next)
	}
	return b, actor, key
}

// TestPasskeySignIn walks in with password and passkey, also for a proof later.
func TestPasskeySignIn(t *testing.T) {
	s := newSite(t)
	_, actor, key := newcomer(t, s)
	b := s.visitor()
	page := b.password(t, actor, "/mijn/profiel")
	if !strings.HasPrefix(page.location, "/inloggen/code") {
		t.Fatalf("the password leads to %s", page.location)
	}
	if p := b.get(t, "/mijn"); !strings.HasPrefix(p.location, "/inloggen") {
		t.Errorf("halfway you get %s", p.location)
	}
	before := b.cookies[s.sessionCookie()]
	if p := b.touch(t, page, key); p.location != "/mijn/profiel" || p.status != 200 {
		t.Fatalf("after the passkey: %s, status %d, %q", p.location, p.status, p.text(".error-summary"))
	}
	if b.cookies[s.sessionCookie()] == before {
		t.Error("the session keeps its secret (ASVS 7.2.4)")
	}

	s.now = s.now.Add(account.FreshFor + time.Minute)
	page = b.get(t, "/account/beveiliging")
	if !strings.HasPrefix(page.location, "/inloggen/opnieuw") {
		t.Fatalf("a proof is asked at %s", page.location)
	}
	if p := b.touch(t, page, key); p.location != "/account/beveiliging" || !strings.Contains(p.text("#passkeys"), "Mijn sleutel") {
		t.Errorf("after the proof: %s, %q", p.location, p.text("#passkeys"))
	}
}

// TestPasskeyRefused: a wrong key, and answers that are none, are told on the page.
func TestPasskeyRefused(t *testing.T) {
	s := newSite(t)
	_, actor, key := newcomer(t, s)
	b := s.visitor()
	page := b.password(t, actor, "/mijn")
	if p := b.touch(t, page, keytest.New(t, siteURL, "portal.example")); p.status != 409 || !strings.Contains(p.text(".error-summary"), "klopt niet") {
		t.Errorf("wrong key: status %d, %q", p.status, p.text(".error-summary"))
	}
	for name, answer := range map[string]string{"nothing": "", "too much": strings.Repeat("x", passkeyLimit+1)} {
		b.ask(t, page, "{}")
		if p := b.submit(t, page, passkeyFormAt, url.Values{"credential": {answer}}); p.status != 409 || p.text(".error-summary") == "" {
			t.Errorf("%s: status %d", name, p.status)
		}
	}
	if p := b.get(t, "/mijn"); !strings.HasPrefix(p.location, "/inloggen") {
		t.Fatal("signed in")
	}
	for body, status := range map[string]int{"": 400, "niks": 400, strings.Repeat(" ", passkeyLimit+1): 413} {
		if p := b.ask(t, page, body); p.status != status {
			t.Errorf("%.10q: status %d, want %d", body, p.status, status)
		}
	}
	page.doc.Find(passkeyFormAt+" [name='"+csrfField+"']").SetAttr("value", "vals")
	if p := b.ask(t, page, "{}"); p.status != 400 {
		t.Errorf("without form token: status %d", p.status)
	}
	if p := b.touch(t, b.get(t, "/inloggen/code"), key); p.location != "/mijn" {
		t.Errorf("the right key leads to %s: %q", p.location, p.text(".error-summary"))
	}
}

// TestPasskeyAddAndRemove: the list shows what there is, the last one stays.
func TestPasskeyAddAndRemove(t *testing.T) {
	s := newSite(t)
	b, actor, key := newcomer(t, s)
	page := b.get(t, "/account/beveiliging")
	if p := b.ask(t, page, `{"name":""}`); p.status != 422 || !strings.Contains(p.body, "Naam van de passkey") {
		t.Errorf("without name: status %d, %s", p.status, p.body)
	}
	p := b.submit(t, page, "form[action$='/verwijderen']", nil)
	if p.status != 409 || !strings.Contains(p.text(".error-summary"), "laatste") {
		t.Errorf("the last one: status %d, %q", p.status, p.text(".error-summary"))
	}
	s.now = s.now.Add(time.Minute)
	p = b.touch(t, page, keytest.New(t, siteURL, "portal.example"))
	if p.status != 200 || p.doc.Find("#passkeys li").Length() != 2 || p.text(".notice--good") == "" {
		t.Fatalf("added: status %d, %q", p.status, p.text("#passkeys"))
	}
	theirs, _, _ := newcomer(t, s)
	own := p.doc.Find("form[action$='/verwijderen']").First().AttrOr("action", "")
	foreign := theirs.get(t, "/account/beveiliging")
	foreign.doc.Find("form[action$='/verwijderen']").SetAttr("action", own)
	if p := theirs.submit(t, foreign, "form[action$='/verwijderen']", nil); p.status != 404 {
		t.Errorf("somebody else's: status %d", p.status)
	}
	p = b.submit(t, p, "form[action='"+own+"']", nil)
	if p.doc.Find("#passkeys li").Length() != 1 {
		t.Fatalf("removed: status %d, %q", p.status, p.text("#passkeys"))
	}
	other := s.visitor()
	if p := other.touch(t, other.password(t, actor, "/mijn"), key); p.status != 409 {
		t.Errorf("a removed passkey: status %d at %s", p.status, p.location)
	}
}
