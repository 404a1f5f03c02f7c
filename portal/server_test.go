package portal

import (
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v3"
	"github.com/google/uuid"

	demodata "providerportal/cmd/portal/sample"
	"providerportal/internal/account"
)

// Every route × every kind of visitor: who the policy does not admit is sent to
// the sign-in page or refused, and nobody gets in without a form token.
func TestEveryRouteKeepsItsPolicy(t *testing.T) {
	site := newSite(t)
	visitors := map[string]*browser{
		"visitor":          site.visitor(),
		"applicant":        site.applicant(t),
		"consultant":       site.consultant(t, "GM0984"),
		"reviewer":         site.staff(t, account.RoleReviewer),
		"decider":          site.staff(t, account.RoleDecider),
		"contract manager": site.staff(t, account.RoleContractManager),
		"administrator":    site.staff(t, account.RoleAdministrator),
	}
	_, err := site.Domain.Enrollment.Start(t.Context(), visitors["applicant"].actor)
	must(t, err)
	var table strings.Builder // the outcome of every knock, printed with -v
	defer func() { t.Log("who may use which route:\n" + table.String()) }()
	for _, r := range site.routes {
		if r.policy.admits == nil {
			t.Fatalf("%s %s has no policy", r.method, r.path)
		}
		fmt.Fprintf(&table, "%-5s %-45s %-20s", r.method, r.path, r.policy.name)
		path := strings.NewReplacer(":id", uuid.NewString(), ":slug", "bestaat-niet", ":code", "UEA", "*", "x").Replace(r.path)
		for _, name := range slices.Sorted(maps.Keys(visitors)) {
			b := visitors[name]
			status, location := b.knock(t, r.method, path)
			fmt.Fprintf(&table, " %s:%d", name, status)
			admitted := r.policy.admits(b.actor)
			switch {
			case r.policy.scope != "": // a token opens it, a session never
				if status != http.StatusUnauthorized {
					t.Errorf("%s %s as %s: %d, want 401", r.method, r.path, name, status)
				}
			case !admitted && !b.actor.SignedIn():
				if status != http.StatusSeeOther || !strings.HasPrefix(location, "/inloggen") {
					t.Errorf("%s %s as %s: %d %s, want a redirect to sign in", r.method, r.path, name, status, location)
				}
			case !admitted && status != http.StatusForbidden:
				t.Errorf("%s %s as %s: %d, want 403", r.method, r.path, name, status)
			case admitted && r.method == http.MethodPost && status != http.StatusBadRequest:
				t.Errorf("%s %s as %s without form token: %d, want 400", r.method, r.path, name, status)
			case admitted && r.method == http.MethodGet && (status == http.StatusForbidden || status >= 500):
				t.Errorf("%s %s as %s: %d", r.method, r.path, name, status)
			case admitted && r.method == http.MethodGet && strings.Contains(r.path, ":id") && status != http.StatusNotFound:
				t.Errorf("%s %s as %s with an unknown id: %d, want 404", r.method, r.path, name, status)
			}
		}
		table.WriteByte('\n')
	}
}

// knock sends a request as it is, without form token, and follows nothing.
func (b *browser) knock(t *testing.T, method, path string) (status int, location string) {
	t.Helper()
	request := httptest.NewRequest(method, path, nil)
	if method == http.MethodPost {
		request = httptest.NewRequest(method, path, strings.NewReader("--x--\r\n"))
		request.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	}
	return b.follow(t, request)
}

// follow sends a request with the browser's cookies and says where the answer
// leads, without going there.
func (b *browser) follow(t *testing.T, request *http.Request) (status int, location string) {
	t.Helper()
	for name, value := range b.cookies {
		request.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	response, err := b.site.app.Test(request, fiber.TestConfig{Timeout: 0})
	must(t, err)
	defer func() { _ = response.Body.Close() }()
	return response.StatusCode, response.Header.Get("Location")
}

// NET-1…5: the same headers on every status.
func TestSecurityHeadersStandOnEveryAnswer(t *testing.T) {
	site := newSite(t)
	reviewer := site.staff(t, account.RoleReviewer)
	post := func(path, body string, length int64) *http.Request {
		request := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.ContentLength = length
		return request
	}
	site.app.Get("/paniek", func(fiber.Ctx) error { panic("test") })
	throttled := site.throttledSignIn(t)
	for want, request := range map[int]*http.Request{
		429: throttled,
		500: httptest.NewRequest(http.MethodGet, "/paniek", nil),
		200: httptest.NewRequest(http.MethodGet, "/contact", nil),
		303: httptest.NewRequest(http.MethodGet, "/mijn", nil),
		400: post("/inloggen", "email=a", 7),
		403: httptest.NewRequest(http.MethodGet, "/mijn", nil),
		404: httptest.NewRequest(http.MethodGet, "/contact/", nil),
		405: httptest.NewRequest(http.MethodDelete, "/contact", nil),
		411: chunked(post("/inloggen", "email=a", 0)),
		413: post("/inloggen", strings.Repeat("x", formLimit+1), formLimit+1),
	} {
		if want == 403 {
			request.AddCookie(&http.Cookie{Name: site.sessionCookie(), Value: reviewer.cookies[site.sessionCookie()]})
		}
		response, err := site.app.Test(request, fiber.TestConfig{Timeout: 0})
		must(t, err)
		_ = response.Body.Close()
		if response.StatusCode != want {
			t.Errorf("%s %s: status %d, want %d", request.Method, request.URL, response.StatusCode, want)
		}
		for name, text := range map[string]string{
			"Content-Security-Policy":   policyOfContent,
			"Strict-Transport-Security": "max-age=63072000; includeSubDomains",
			"X-Content-Type-Options":    "nosniff",
			"X-Frame-Options":           "DENY",
			"Referrer-Policy":           "same-origin",
		} {
			if !strings.HasPrefix(response.Header.Get(name), text) {
				t.Errorf("%d: %s is %q", want, name, response.Header.Get(name))
			}
		}
		if policy := response.Header.Get("Content-Security-Policy"); strings.Contains(policy, "unsafe") {
			t.Errorf("%d: unsafe policy %q", want, policy)
		}
	}
}

// throttledSignIn gives a sign-in that comes too soon after many wrong ones.
func (s *site) throttledSignIn(t *testing.T) *http.Request {
	t.Helper()
	b := s.visitor()
	page := b.get(t, "/inloggen")
	wrong := url.Values{"email": {"iemand@zorg.example"}, "password": {"dit is niet het wachtwoord"}}
	for range 12 {
		b.submit(t, page, "main form", wrong)
	}
	fields := filled(page.doc.Find("main form"))
	for name, value := range wrong {
		fields[name] = value
	}
	request := httptest.NewRequest(http.MethodPost, "/inloggen", strings.NewReader(fields.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for name, value := range b.cookies {
		request.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	return request
}

func chunked(request *http.Request) *http.Request {
	request.TransferEncoding = []string{"chunked"}
	return request
}

// A form from another site is refused even with a stolen token.
func TestFormFromAnotherSiteIsRefused(t *testing.T) {
	site := newSite(t)
	b := site.applicant(t)
	token := b.get(t, "/mijn").doc.Find("input[name=_csrf]").First().AttrOr("value", "")
	for header, value := range map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://elders.example"} {
		request := httptest.NewRequest(http.MethodPost, "/uitloggen", strings.NewReader("_csrf="+token))
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set(header, value)
		if p := b.send(t, request); p.status != http.StatusBadRequest {
			t.Errorf("%s: %s gives %d", header, value, p.status)
		}
	}
	other := site.applicant(t)
	request := httptest.NewRequest(http.MethodPost, "/uitloggen", strings.NewReader("_csrf="+token))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if p := other.send(t, request); p.status != http.StatusBadRequest {
		t.Errorf("the token of another session gives %d", p.status)
	}
}

// The session cookie is bound to this host and to https, and out of reach of
// scripts; a stolen one is worth nothing after signing out.
func TestSessionCookie(t *testing.T) {
	site := newSite(t)
	b := site.applicant(t)
	stolen := b.cookies["__Host-portal"]
	if stolen == "" {
		t.Fatal("no session cookie")
	}
	page := b.get(t, "/mijn")
	b.submit(t, page, "form[action='/uitloggen']", nil)
	thief := site.visitor()
	thief.cookies["__Host-portal"] = stolen
	if status, location := thief.knock(t, http.MethodGet, "/mijn"); status != http.StatusSeeOther || !strings.HasPrefix(location, "/inloggen") {
		t.Errorf("after signing out the old cookie gives %d %s", status, location)
	}
}

// A session that an attacker put into somebody's browser is not the one that is
// signed in (ASVS 7.2.4): every stage gets a new secret.
func TestSessionIsNotFixed(t *testing.T) {
	site := newSite(t)
	applicant := site.applicant(t)
	victim := site.visitor()
	victim.cookies["__Host-portal"] = "gekozen-door-de-aanvaller"
	page := victim.get(t, "/inloggen")
	victim.submit(t, page, "main form", url.Values{"email": {applicant.actor.Email}, "password": {demodata.Password}})
	first := victim.cookies["__Host-portal"]
	if first == "" || first == "gekozen-door-de-aanvaller" {
		t.Fatalf("the session after the password is %q", first)
	}
	if status, _ := victim.knock(t, http.MethodGet, "/mijn"); status != http.StatusSeeOther {
		t.Errorf("half signed in gives %d on /mijn", status)
	}
	thief := site.visitor()
	thief.cookies["__Host-portal"] = "gekozen-door-de-aanvaller"
	if status, _ := thief.knock(t, http.MethodGet, "/mijn"); status != http.StatusSeeOther {
		t.Errorf("the attacker's session gives %d", status)
	}
}

// Forged headers change nothing: no link of a page or letter comes from Host, and
// without a trusted proxy X-Forwarded-For is not believed.
func TestForgedHeadersChangeNothing(t *testing.T) {
	site := newSite(t)
	visitor := site.visitor()
	page := visitor.get(t, "/wachtwoord-vergeten")
	applicant := site.applicant(t)
	fields := filled(page.doc.Find("main form"))
	fields.Set("email", applicant.actor.Email)
	request := httptest.NewRequest(http.MethodPost, "/wachtwoord-vergeten", strings.NewReader(fields.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Host = "elders.example"
	request.Header.Set("X-Forwarded-Host", "elders.example")
	request.Header.Set("X-Forwarded-For", "198.51.100.7")
	if p := visitor.send(t, request); strings.Contains(p.body, "elders.example") {
		t.Error("the page shows the forged host")
	}
	letters := site.letters(t, "password_reset")
	if len(letters) != 1 || strings.Contains(*letters[0].Links+letters[0].TextBody+letters[0].HTMLBody, "elders.example") {
		t.Errorf("%d letters, or the forged host in one", len(letters))
	}
	var forged int64
	must(t, site.db.Gorm.Table("audit_entries").Where("origin LIKE '198.51.100.%'").Count(&forged).Error)
	if forged != 0 {
		t.Errorf("%d audit entries believe X-Forwarded-For", forged)
	}
}

// Behind a trusted proxy the visitor is the nearest address that is no proxy of
// ours: what a visitor wrote to the left of it is not believed.
func TestForgedAddressBehindAProxy(t *testing.T) {
	site := newSite(t)
	config := site.Config
	config.TrustedProxies = []string{"0.0.0.0"} // the address of the test transport
	server, err := New(config, site.Services, slog.New(slog.DiscardHandler))
	must(t, err)
	var seen string
	server.app.Get("/adres", func(c fiber.Ctx) error { seen = c.IP(); return nil })
	for header, want := range map[string]string{
		"198.51.100.7, 203.0.113.5":           "203.0.113.5",
		"geen adres, 203.0.113.5":             "203.0.113.5",
		"\xff\xfe, 203.0.113.5":               "203.0.113.5",
		"198.51.100.7, 203.0.113.5, 0.0.0.0":  "203.0.113.5",
		"2001:db8::7, 2001:db8:1::5, 0.0.0.0": "2001:db8:1::5",
	} {
		request := httptest.NewRequest(http.MethodGet, "/adres", nil)
		request.Header.Set("X-Forwarded-For", header)
		response, err := server.app.Test(request, fiber.TestConfig{Timeout: 0})
		must(t, err)
		_ = response.Body.Close()
		if seen != want {
			t.Errorf("X-Forwarded-For %q: address %q, want %q", header, seen, want)
		}
	}
}

// Only addresses of this portal are followed after signing in.
func TestLocalPath(t *testing.T) {
	for address, want := range map[string]string{
		"/mijn/verzoeken?x=1": "/mijn/verzoeken?x=1", "": "/", "//elders.example": "/", "https://elders.example": "/",
		"/\\elders.example": "/", "javascript:alert(1)": "/", "/\nx": "/", "mijn": "/",
	} {
		if got := localPath(address, "/"); got != want {
			t.Errorf("localPath(%q) = %q, want %q", address, got, want)
		}
	}
}
