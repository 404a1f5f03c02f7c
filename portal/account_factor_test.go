package portal

import (
	"image/png"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	demodata "providerportal/cmd/portal/sample"
	"providerportal/internal/account"
)

const (
	codeFormAt  = "form[action='/inloggen/code']"
	setupFormAt = "form[action='/inloggen/instellen']"
	againFormAt = "form[action='/inloggen/opnieuw']"
)

// typePassword signs in with address and password, and gives the page after it.
func (b *browser) typePassword(t *testing.T, email, next string) *seen {
	t.Helper()
	path := "/inloggen"
	if next != "" {
		path += "?naar=" + url.QueryEscape(next)
	}
	return b.submit(t, b.get(t, path), signInFormAt, url.Values{"email": {email}, "password": {demodata.Password}})
}

// code is what a code app with the secret on the page shows now.
func (s *site) code(t *testing.T, secret string) url.Values {
	t.Helper()
	code, err := totp.GenerateCode(strings.ReplaceAll(secret, " ", ""), s.now)
	must(t, err)
	return url.Values{"code": {code}}
}

// firstSignIn sets up a code app; it gives its secret and the recovery codes.
func (b *browser) firstSignIn(t *testing.T, email, next string) (secret string, codes []string, page *seen) {
	t.Helper()
	p := b.typePassword(t, email, next)
	if !strings.HasPrefix(p.location, "/inloggen/instellen") {
		t.Fatalf("a first sign-in leads to %s: %s", p.location, p.text("main"))
	}
	secret = p.text("code.secret")
	page = b.submit(t, p, setupFormAt, b.site.code(t, secret))
	codes = strings.Fields(page.text("ol.codes"))
	return secret, codes, page
}

// The first sign-in sets up the second factor; the wanted address survives it.
func TestFirstSignInSetsUpAnApp(t *testing.T) {
	s := newSite(t)
	known := s.applicant(t)
	b := s.visitor()
	p := b.typePassword(t, known.actor.Email, "/mijn/profiel")
	if _, location := b.knock(t, http.MethodGet, "/mijn"); !strings.HasPrefix(location, "/inloggen") {
		t.Fatal("the password alone opens /mijn")
	}
	image, err := png.Decode(strings.NewReader(b.raw(t, "/inloggen/instellen/qr")))
	if err != nil || image.Bounds().Dx() != qrSize {
		t.Fatalf("QR code: %v", err)
	}
	half := b.cookies[s.sessionCookie()]
	seen := p.text("code.secret")
	if p = b.get(t, "/inloggen/instellen?naar=%2Fmijn%2Fprofiel"); p.text("code.secret") == seen {
		t.Error("a page that is opened again shows the secret of before")
	}
	seen = p.text("code.secret")
	b.raw(t, "/inloggen/instellen/qr")
	p = b.submit(t, p, setupFormAt, url.Values{"code": {"000000"}})
	if p.text("code.secret") != seen {
		t.Error("the QR code or a wrong code changes the secret")
	}
	if p.status != 422 || !strings.Contains(p.errorAt("code"), "klopt niet") {
		t.Fatalf("a wrong code: %d %q", p.status, p.errorAt("code"))
	}
	p = b.submit(t, p, setupFormAt, s.code(t, p.text("code.secret")))
	codes := strings.Fields(p.text("ol.codes"))
	if p.status != 200 || len(codes) != 10 || p.doc.Find("a.button").AttrOr("href", "") != "/mijn/profiel" {
		t.Fatalf("after the code: %d, %d codes, on to %q", p.status, len(codes), p.doc.Find("a.button").AttrOr("href", ""))
	}
	if full := b.cookies[s.sessionCookie()]; full == half || full == "" {
		t.Error("the session keeps its secret")
	}
	if p := b.get(t, "/mijn/profiel"); p.status != 200 || p.location != "/mijn/profiel" {
		t.Errorf("signed in: %d %s", p.status, p.location)
	}
	if p := b.get(t, "/inloggen/instellen"); p.location != "/mijn" {
		t.Errorf("the set-up page after it leads to %s", p.location)
	}
}

// raw gives the body of an answer.
func (b *browser) raw(t *testing.T, path string) string { t.Helper(); return b.get(t, path).body }

// The second sign-in asks for a code; a used one and a foreign one are refused, a
// recovery code works once.
func TestSignInWithACode(t *testing.T) {
	s := newSite(t)
	email := s.applicant(t).actor.Email
	secret, codes, _ := s.visitor().firstSignIn(t, email, "")
	b := s.visitor()
	p := b.typePassword(t, email, "/mijn/profiel")
	if !strings.HasPrefix(p.location, "/inloggen/code") || p.doc.Find("#code").AttrOr("autocomplete", "") != "one-time-code" {
		t.Fatalf("after the password: %s", p.location)
	}
	if image := b.get(t, "/inloggen/instellen/qr"); image.status != 303 && image.status != 404 {
		t.Errorf("who has an app gets a QR code at the first stage: %d", image.status)
	}
	if again := b.get(t, "/inloggen/instellen"); !strings.HasPrefix(again.location, "/inloggen/code") {
		t.Errorf("who has an app sees the set-up page: %s", again.location)
	}
	p = b.submit(t, p, codeFormAt, s.code(t, secret))
	if p.status != 422 || p.errorAt("code") == "" || p.doc.Find("#code").AttrOr("value", "") != "" {
		t.Fatalf("a used code: %d %q", p.status, p.errorAt("code"))
	}
	s.now = s.now.Add(time.Minute)
	if p = b.submit(t, p, codeFormAt, s.code(t, secret)); p.location != "/mijn/profiel" {
		t.Fatalf("a new code leads to %s: %s", p.location, p.errorAt("code"))
	}
	for _, want := range []int{200, 422} {
		b := s.visitor()
		p := b.submit(t, b.typePassword(t, email, ""), codeFormAt, url.Values{"code": {strings.ToLower(codes[0])}})
		if p.status != want {
			t.Errorf("recovery code: %d, want %d", p.status, want)
		}
	}
}

// The first stage ends after ten minutes and says so.
func TestFirstStageEnds(t *testing.T) {
	s := newSite(t)
	b := s.visitor()
	p := b.typePassword(t, s.applicant(t).actor.Email, "/mijn/profiel")
	s.now = s.now.Add(11 * time.Minute)
	p = b.submit(t, p, setupFormAt, s.code(t, p.text("code.secret")))
	if p.location != "/inloggen?melding=sign-in-again&naar=%2Fmijn%2Fprofiel" || p.text(".notice--good") == "" {
		t.Errorf("too late leads to %s %q", p.location, p.text(".notice--good"))
	}
	if p := s.visitor().get(t, "/inloggen/code"); !strings.HasPrefix(p.location, "/inloggen?") {
		t.Errorf("without password: %s", p.location)
	}
}

// A wrong password too often: 429, when again, and the same for an address that
// has no account.
func TestTooManyPasswords(t *testing.T) {
	s := newSite(t)
	known := s.applicant(t).actor.Email
	var texts []string
	for _, email := range []string{known, "niemand@voorbeeld.example"} {
		b := s.visitor()
		p := b.get(t, "/inloggen")
		for range 7 {
			p = b.submit(t, p, signInFormAt, url.Values{"email": {email}, "password": {"een verkeerd wachtwoord"}})
		}
		if p.status != 429 || p.header.Get("Retry-After") != "1" || p.doc.Find("#email").AttrOr("value", "") != email {
			t.Errorf("%s: %d, Retry-After %q", email, p.status, p.header.Get("Retry-After"))
		}
		texts = append(texts, p.errorAt("email"))
	}
	if texts[0] != texts[1] || !strings.Contains(texts[0], "Wacht 1 seconde") {
		t.Errorf("known %q, unknown %q", texts[0], texts[1])
	}
}

// An old proof leads to the page that asks for a new one, and back; forms in
// another tab stay valid.
func TestProveAgain(t *testing.T) {
	s := newSite(t)
	email := s.applicant(t).actor.Email
	b := s.visitor()
	secret, codes, _ := b.firstSignIn(t, email, "")
	if p := b.get(t, "/account/beveiliging"); p.status != 200 || p.location != "/account/beveiliging" || !strings.Contains(p.text("main"), "10 herstelcodes") {
		t.Fatalf("with a young proof: %s %q", p.location, p.text("main"))
	}
	s.now = s.now.Add(account.FreshFor + time.Minute)
	otherTab := b.get(t, "/mijn")
	p := b.get(t, "/account/beveiliging")
	if p.location != "/inloggen/opnieuw?naar=%2Faccount%2Fbeveiliging" {
		t.Fatalf("with an old proof: %s", p.location)
	}
	if image := b.get(t, "/inloggen/instellen/qr"); strings.HasPrefix(image.body, "\x89PNG") {
		t.Error("an old proof gets a secret")
	}
	p = b.submit(t, p, againFormAt, url.Values{"code": {"123456"}})
	if p.status != 422 {
		t.Fatalf("a wrong code: %d", p.status)
	}
	old := b.cookies[s.sessionCookie()]
	p = b.submit(t, p, againFormAt, s.code(t, secret))
	if p.location != "/account/beveiliging" || b.cookies[s.sessionCookie()] == old {
		t.Fatalf("after the proof: %s", p.location)
	}

	app := b.submit(t, p, "form[action='/account/beveiliging/app']", nil)
	other := app.text("code.secret")
	if other == "" || other == secret {
		t.Fatalf("another app: %q", app.text("main"))
	}
	s.now = s.now.Add(time.Minute)
	wrong := b.submit(t, app, "main form[action='/account/beveiliging/app']", s.code(t, secret))
	if wrong.status != 422 || wrong.text("code.secret") != other {
		t.Fatalf("a code of the old app: %d", wrong.status)
	}
	renewed := b.submit(t, wrong, "main form[action='/account/beveiliging/app']", s.code(t, other))
	if fresh := strings.Fields(renewed.text("ol.codes")); len(fresh) != 10 || fresh[0] == codes[0] {
		t.Fatalf("new codes: %v", fresh)
	}
	p = b.submit(t, b.get(t, "/account/beveiliging"), "form[action='/account/beveiliging/codes']", nil)
	if len(strings.Fields(p.text("ol.codes"))) != 10 {
		t.Error("no new recovery codes")
	}
	if p := b.submit(t, otherTab, "form[action='/uitloggen']", nil); !strings.Contains(p.text(".notice--good"), "uitgelogd") {
		t.Errorf("the form of another tab: %d", p.status)
	}
}

// Signing with an old proof loses nothing that was typed.
func TestSigningAsksForAYoungProof(t *testing.T) {
	s := newSite(t)
	known := s.applicant(t)
	must(t, s.make.Offered(t.Context(), s.people(t), known.actor))
	b := s.visitor()
	secret, _, _ := b.firstSignIn(t, known.actor.Email, "")
	form := "form[action='/mijn/overeenkomst']"
	p := b.get(t, "/mijn/overeenkomst")
	typed := url.Values{"name": {"Lotte van Dam"}, "function": {"Directeur"}, "agreed": {"true"}}
	s.now = s.now.Add(account.FreshFor + time.Minute)
	p = b.submit(t, p, form, typed)
	_, agreed := p.doc.Find("#agreed").Attr("checked")
	if p.status != 409 || !agreed || p.doc.Find("#function").AttrOr("value", "") != "Directeur" ||
		p.doc.Find("a[href='/inloggen/opnieuw'][target='_blank']").Length() != 1 {
		t.Fatalf("an old proof: %d, %q", p.status, p.text("main"))
	}
	tab := b.get(t, "/inloggen/opnieuw")
	b.submit(t, tab, againFormAt, s.code(t, secret))
	if p = b.submit(t, p, form, nil); !strings.Contains(p.text(".notice--good"), "getekend") {
		t.Errorf("after the proof: %d %q", p.status, p.text("main"))
	}
	s.now = s.now.Add(account.FreshFor + time.Minute)
	if p := b.get(t, "/mijn/overeenkomst"); p.location != "/mijn/overeenkomst" || !strings.Contains(p.text(".lead"), "Nu tekent de MGR") {
		t.Errorf("reading with an old proof: %s", p.location)
	}
}

// TestAgreementAsksForProofBeforeTheForm pins that the menu's link surprises nobody:
// the agreement can be read at any time, and whoever wants to sign proves first.
func TestAgreementAsksForProofBeforeTheForm(t *testing.T) {
	s := newSite(t)
	known := s.applicant(t)
	must(t, s.make.Offered(t.Context(), s.people(t), known.actor))
	b := s.visitor()
	secret, _, _ := b.firstSignIn(t, known.actor.Email, "")
	s.now = s.now.Add(account.FreshFor + time.Minute)
	p := b.get(t, "/mijn/overeenkomst")
	if p.location != "/mijn/overeenkomst" || !strings.Contains(p.text(".document-text"), "Artikel 1") {
		t.Fatalf("reading with an old proof: %s", p.location)
	}
	if p.doc.Find("form[action='/mijn/overeenkomst']").Length() != 0 {
		t.Error("a form that cannot be sent")
	}
	p = b.get(t, p.doc.Find("main a.button").AttrOr("href", ""))
	p = b.submit(t, p, againFormAt, s.code(t, secret))
	if p.location != "/mijn/overeenkomst" || p.doc.Find("form[action='/mijn/overeenkomst']").Length() != 1 {
		t.Errorf("after the proof: %s", p.location)
	}
}

// A password by mail keeps the second factor, and cannot be kept from anybody by
// wrong tries.
func TestResetKeepsTheSecondFactor(t *testing.T) {
	s := newSite(t)
	email := s.applicant(t).actor.Email
	secret, _, _ := s.visitor().firstSignIn(t, email, "")
	b := s.visitor()
	b.submit(t, b.get(t, "/wachtwoord-vergeten"), "form[action='/wachtwoord-vergeten']", url.Values{"email": {email}})
	s.now = s.now.Add(time.Minute)
	p := b.submit(t, b.get(t, linkIn(t, s.letters(t, "password_reset")[0])), "form[action='/wachtwoord-kiezen']",
		url.Values{"password": {"een heel nieuw wachtwoord"}})
	if !strings.HasPrefix(p.location, "/inloggen/code") || !strings.Contains(p.text(".notice--good"), "bewaard") {
		t.Fatalf("after choosing: %s", p.location)
	}
	if status, _ := b.knock(t, http.MethodGet, "/mijn"); status != http.StatusSeeOther {
		t.Error("the mailbox alone opens the account")
	}
	if p = b.submit(t, p, codeFormAt, s.code(t, secret)); p.location != "/mijn" {
		t.Errorf("with the code: %s %q", p.location, p.errorAt("code"))
	}
}
