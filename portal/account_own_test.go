package portal

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"providerportal/internal/account"
)

const firefoxOnWindows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"

func TestPeopleSeeTheirAccountAndEndTheirSessions(t *testing.T) {
	site := newSite(t)
	b, other := site.contracted(t), site.applicant(t)
	elsewhere := site.visitor()
	secret, err := site.Domain.Accounts.OpenFor(t.Context(), b.actor, account.MethodDemo, account.Client{Origin: "192.0.2.7", Agent: firefoxOnWindows})
	must(t, err)
	elsewhere.cookies[site.sessionCookie()] = secret

	home := b.get(t, "/mijn")
	if link := home.doc.Find("a.site-header__user"); link.AttrOr("href", "") != "/account" || !strings.Contains(link.Text(), b.actor.Name) {
		t.Error("the name in the header does not lead to the account")
	}
	p := b.get(t, "/account")
	if p.status != http.StatusOK || !strings.Contains(p.text("main"), b.actor.Email) {
		t.Fatalf("status %d: %s", p.status, p.text("main"))
	}
	if sessions := p.doc.Find(".own-sessions > li"); sessions.Length() != 2 || sessions.Find("form").Length() != 1 {
		t.Fatalf("%d sessions, %d of them with a button", sessions.Length(), sessions.Find("form").Length())
	}
	if text := p.text(".own-sessions"); !strings.Contains(text, "Firefox op Windows") || !strings.Contains(text, "192.0.2.7") {
		t.Errorf("sessions = %q", text)
	}
	action := p.doc.Find(".own-sessions form").AttrOr("action", "")
	foreign := other.get(t, "/account")
	if got := other.submit(t, foreign, "form[action='/account/taal']", url.Values{"lang": {"nl"}}); got.status != http.StatusOK {
		t.Errorf("own language: %d", got.status)
	}
	if got := other.press(t, foreign, action); got.status != http.StatusNotFound {
		t.Errorf("ending somebody else's session: %d, want 404", got.status)
	}
	p = b.submit(t, p, "form[action='"+action+"']", nil)
	if !strings.Contains(p.text(".notice"), "U bent daar uitgelogd") {
		t.Errorf("notice = %q", p.text(".notice"))
	}
	if got := elsewhere.get(t, "/account"); !strings.HasPrefix(got.location, "/inloggen") || !strings.Contains(got.text(".notice--warn"), "U bent uitgelogd") {
		t.Errorf("the ended session came to %s: %s", got.location, got.text(".notice"))
	}
	if b.get(t, "/account").status != http.StatusOK {
		t.Error("this session ended too")
	}
}

// press sends an empty form to another address with the token of this page.
func (b *browser) press(t *testing.T, page *seen, path string) *seen {
	t.Helper()
	body := url.Values{csrfField: {page.doc.Find("input[name="+csrfField+"]").AttrOr("value", "")}}
	request := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.send(t, request)
}

func TestLanguageOfTheAccountWinsFromTheCookie(t *testing.T) {
	site := newSite(t)
	b := site.applicant(t)
	b.get(t, "/account?lang=en")
	p := b.submit(t, b.get(t, "/account"), "form[action='/account/taal']", url.Values{"lang": {"nl"}})
	if p.doc.Find("html").AttrOr("lang", "") != "nl" || p.text("h1") != "Uw account" {
		t.Errorf("the page is in %q", p.doc.Find("html").AttrOr("lang", ""))
	}
	p = b.submit(t, p, "form[action='/account/taal']", url.Values{"lang": {"en"}})
	if p.text("h1") != "Your account" {
		t.Errorf("h1 = %q", p.text("h1"))
	}
}

// AUTH-9, WCAG 2.2.1: the page knows the idle limit, and one press adds it again.
func TestSessionWarnsAndExtends(t *testing.T) {
	site := newSite(t)
	for want, signIn := range map[string]func() *browser{
		"1800": func() *browser { return site.applicant(t) },
		"900":  func() *browser { return site.staff(t, account.RoleReviewer) },
	} {
		b := signIn()
		p := b.get(t, "/account")
		dialog := p.doc.Find("dialog#session-warning[role=alertdialog]")
		if got := dialog.AttrOr("data-idle", ""); got != want || dialog.Find("button[data-extend]").Length() != 1 {
			t.Errorf("idle = %q, want %s", got, want)
		}
		idle := account.IdleLimit(b.actor)
		for range 3 {
			site.now = site.now.Add(idle - 10*time.Second)
			request := httptest.NewRequest(http.MethodPost, "/account/verlengen", nil)
			request.Header.Set("X-Csrf-Token", dialog.AttrOr("data-token", ""))
			if got := b.send(t, request); got.status != http.StatusNoContent {
				t.Fatalf("extend: %d", got.status)
			}
		}
		if b.get(t, "/account").status != http.StatusOK {
			t.Error("the session ended although it was extended")
		}
		if got := b.send(t, httptest.NewRequest(http.MethodPost, "/account/verlengen", nil)); got.status != http.StatusBadRequest {
			t.Errorf("extend without token: %d", got.status)
		}
		site.now = site.now.Add(idle + time.Second)
		if got := b.get(t, "/account"); !strings.HasPrefix(got.location, "/inloggen") {
			t.Errorf("after the limit: %s", got.location)
		}
	}
	if site.visitor().get(t, "/").doc.Find("dialog").Length() != 0 {
		t.Error("a visitor gets a warning about a session")
	}
}

func TestChangeOfAddress(t *testing.T) {
	site := newSite(t)
	b, other := site.applicant(t), site.applicant(t)
	p := b.get(t, "/account/adres")
	p = b.submit(t, p, "form[action='/account/adres']", url.Values{"email": {other.actor.Email}})
	if p.status != http.StatusUnprocessableEntity || !strings.Contains(p.errorAt("email"), "al een account") {
		t.Errorf("%d %q", p.status, p.errorAt("email"))
	}
	p = b.submit(t, p, "form[action='/account/adres']", url.Values{"email": {"nieuw@werkplaats.example"}})
	if p.text("h1") != "Kijk in uw e-mail" {
		t.Fatalf("h1 = %q (%d)", p.text("h1"), p.status)
	}
	letters := site.letters(t, "confirm_new_email")
	if len(letters) != 1 || letters[0].ToAddress != "nieuw@werkplaats.example" {
		t.Fatalf("letters = %v", letters)
	}
	p = b.get(t, linkIn(t, letters[0]))
	p = b.submit(t, p, "main form", nil)
	if p.location != "/account?melding=confirm-new-email" || !strings.Contains(p.text("main"), "nieuw@werkplaats.example") {
		t.Errorf("%s: %s", p.location, p.text("main"))
	}
	if told := site.letters(t, "email_changed"); len(told) != 1 || told[0].ToAddress != b.actor.Email {
		t.Error("the old address was not told")
	}
}

func TestClosingTheOwnAccount(t *testing.T) {
	site := newSite(t)
	kept, gone := site.contracted(t), site.consultant(t, "GM0984")
	p := kept.submit(t, kept.get(t, "/account/sluiten"), "main form", url.Values{"sure": {"true"}})
	if p.status != http.StatusConflict || p.doc.Find(".error-summary").Length() != 1 {
		t.Errorf("the last admin of an organisation with a contract: %d", p.status)
	}
	p = gone.submit(t, gone.get(t, "/account/sluiten"), "main form", nil)
	if p.status != http.StatusUnprocessableEntity || p.errorAt("sure") == "" {
		t.Errorf("without the tick: %d", p.status)
	}
	p = gone.submit(t, p, "main form", url.Values{"sure": {"true"}})
	if !strings.Contains(p.text(".notice"), "Uw account is gesloten") {
		t.Errorf("%s %s", p.location, p.text(".notice"))
	}
	if got := gone.get(t, "/account"); !strings.HasPrefix(got.location, "/inloggen") {
		t.Errorf("still signed in: %s", got.location)
	}
	user, err := site.Domain.Accounts.Find(t.Context(), gone.actor.UserID)
	must(t, err)
	if user.Name == gone.actor.Name || user.Email == gone.actor.Email || user.ClosedAt == nil {
		t.Errorf("name and address stayed: %q %q (AVG-8)", user.Name, user.Email)
	}
	administrator := site.staff(t, account.RoleAdministrator)
	p = administrator.submit(t, administrator.get(t, "/account/sluiten"), "main form", url.Values{"sure": {"true"}})
	if p.status != http.StatusConflict {
		t.Errorf("the last administrator: %d", p.status)
	}
}

func TestBrowserNames(t *testing.T) {
	w := (&Frame{Lang: "nl"}).Words()
	for agent, want := range map[string]string{
		firefoxOnWindows: "Firefox op Windows",
		"Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0": "Edge op Windows",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15":         "Safari op macOS",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 CriOS/140.0 Safari/604.1":      "Chrome op iPhone",
		"Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36":                      "Chrome op Android",
		"": "Onbekende browser", "<script>": "Onbekende browser", "curl/8": "Onbekende browser",
	} {
		if got := browserName(w, agent); got != want {
			t.Errorf("%q is %q, want %q", agent, got, want)
		}
	}
}
