package portal

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"providerportal/cmd/portal/wire"
	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/oidctest"
	"providerportal/internal/signon"
)

const ssoTenant = "11111111-aaaa-4444-8888-000000000001"

// signOnSite is a site with one identity provider of each kind. Tokens carry the
// real time, so the clock of the site does too.
type signOnSite struct {
	*site
	broker, work *oidctest.Provider
}

func newSignOnSite(t *testing.T) *signOnSite {
	t.Helper()
	s := &signOnSite{
		broker: oidctest.Start(t, siteURL+"/inloggen/sso/broker/terug"), work: oidctest.Start(t, siteURL+"/inloggen/sso/werk/terug"),
	}
	client := signon.Settings{ClientID: oidctest.ClientID, ClientSecret: oidctest.Secret, Scopes: []string{"openid"}}
	broker, work := client, client
	broker.Name, broker.Kind, broker.Issuer = "broker", signon.KindEHerkenning, s.broker.URL
	broker.Label = map[string]string{"nl": "eHerkenning", "en": "eHerkenning"}
	broker.Claims = signon.Claims{KvK: "kvk", Person: "person", Level: "acr", Name: "name", Email: "email"}
	broker.Levels = map[string]account.Level{"loa2": account.LevelBasic, "loa3": account.LevelSubstantial}
	broker.MinLevel = account.LevelBasic
	work.Name, work.Kind, work.Issuer = "werk", signon.KindEntra, s.work.URL
	work.Label = map[string]string{"nl": "uw gemeente", "en": "your municipality"}
	work.Claims = signon.Claims{Name: "name", Email: "email", Roles: "roles"}
	work.Tenants, work.FactorValues = map[string]string{ssoTenant: "GM0984"}, []string{"mfa"}
	work.Roles = map[string]account.Role{"Consulent": account.RoleConsultant}
	s.site = newSite(t, func(parts *wire.Parts) { parts.SignOn = []signon.Settings{broker, work} })
	s.now = time.Now()
	s.work.Person = oidctest.Person{Subject: "x", AMR: []string{"mfa"}, Claims: map[string]any{
		"tid": ssoTenant, "oid": uuid.NewString(), "roles": []string{"Consulent"}, "name": "Cas Consulent", "email": "cas@venray.example",
	}}
	return s
}

// businessOf makes the broker vouch for somebody of this organisation.
func (s *signOnSite) businessOf(t *testing.T, b *browser, acr string) {
	t.Helper()
	organisation, err := s.Domain.Directory.Provider(t.Context(), b.actor.ProviderID)
	must(t, err)
	s.broker.Person = oidctest.Person{Subject: "x", ACR: acr, Claims: map[string]any{
		"kvk": organisation.Entry.KvK, "person": "pseudonym", "name": "Lotte Janssen", "email": "lotte@groenendoen.example", "email_verified": true,
	}}
}

// signOn follows the button on the sign-in page through the provider and back.
func (s *signOnSite) signOn(t *testing.T, b *browser, page, button string) *seen {
	t.Helper()
	p := b.get(t, page)
	link, ok := p.doc.Find("a.button:contains('" + button + "')").Attr("href")
	if !ok {
		t.Fatalf("no button %q on %s", button, p.location)
	}
	return b.get(t, s.abroad(t, b, link))
}

// abroad begins at a link and gives the address to come back to.
func (s *signOnSite) abroad(t *testing.T, b *browser, link string) string {
	t.Helper()
	p := b.get(t, link)
	provider := s.broker
	if strings.HasPrefix(p.location, s.work.URL) {
		provider = s.work
	}
	if !strings.HasPrefix(p.location, provider.URL+"/authorize?") {
		t.Fatalf("%s leads to %s (status %d)", link, p.location, p.status)
	}
	return strings.TrimPrefix(provider.Visit(t, p.location), siteURL)
}

// AUTH-1: a person of a registered business signs in with eHerkenning.
func TestSignInWithEHerkenning(t *testing.T) {
	s := newSignOnSite(t)
	s.businessOf(t, s.applicant(t), "loa3")
	b := s.visitor()
	p := s.signOn(t, b, "/inloggen?naar=%2Fmijn%2Fcollegas", "eHerkenning")
	if p.status != http.StatusOK || p.location != "/mijn/collegas" {
		t.Fatalf("signed in at %s (%d %s)", p.location, p.status, p.text("h1"))
	}
	if !strings.Contains(p.text("header"), "Lotte Janssen") {
		t.Errorf("the header says %q", p.text("header"))
	}
	if _, left := b.cookies["__Host-sso"]; left {
		t.Error("the cookie of the journey is still there")
	}
	p = b.get(t, "/mijn")
	if p.status != http.StatusOK {
		t.Errorf("the overview gives %d", p.status)
	}
}

// AUTH-5: a consultant signs in with the account of the municipality.
func TestSignInWithEntra(t *testing.T) {
	s := newSignOnSite(t)
	b := s.visitor()
	p := s.signOn(t, b, "/inloggen", "uw gemeente")
	if p.status != http.StatusOK || p.location != "/consulent" {
		t.Fatalf("signed in at %s (%d %s)", p.location, p.status, p.text("h1"))
	}
	s.work.Person.Claims["roles"] = []string{"Iets anders"}
	other := s.visitor()
	p = s.signOn(t, other, "/inloggen", "uw gemeente")
	if p.status != http.StatusForbidden || !strings.Contains(p.text("main"), "geen rol") {
		t.Errorf("without role: %d %q", p.status, p.text("main"))
	}
	if status, _ := b.knock(t, http.MethodGet, "/consulent"); status != http.StatusSeeOther {
		t.Errorf("the session with the lost role still opens /consulent: %d", status)
	}
}

// Who is closed comes back as a new person when an administrator says so.
func TestReadmitThroughSingleSignOn(t *testing.T) {
	s := newSignOnSite(t)
	first, admin := s.visitor(), s.staff(t, account.RoleAdministrator)
	s.signOn(t, first, "/inloggen", "uw gemeente")
	closed, err := s.Domain.Accounts.Who(t.Context(), first.cookies["__Host-portal"], "")
	must(t, err)
	path := accountPath(closed.UserID)
	if p := admin.get(t, path); p.doc.Find("form[action$='/opnieuw-toelaten']").Length() != 0 {
		t.Error("an open account can be let in again")
	}
	p := admin.submit(t, admin.get(t, path), "form[action$='/sluiten']", nil)
	if p = admin.submit(t, p, "form[action$='/opnieuw-toelaten']", nil); !strings.Contains(p.text(".notice--good"), "nieuw account") {
		t.Fatalf("letting in again: %d %q", p.status, p.text("main"))
	}
	if p.doc.Find("form[action$='/opnieuw-toelaten']").Length() != 0 {
		t.Error("the button stays")
	}
	if p := s.signOn(t, s.visitor(), "/inloggen", "uw gemeente"); p.location != "/consulent" {
		t.Errorf("afterwards signing in leads to %s", p.location)
	}
}

// Who signs in through a provider confirms the address without a password.
func TestConfirmAddressWithoutPassword(t *testing.T) {
	s := newSignOnSite(t)
	b := s.visitor()
	s.signOn(t, b, "/inloggen", "uw gemeente")
	actor, err := s.Domain.Accounts.Who(t.Context(), b.cookies["__Host-portal"], "")
	must(t, err)
	secret, err := s.Domain.Accounts.IssueToken(s.db.Gorm, account.PurposeConfirmEmail, actor.UserID, actor.Email)
	must(t, err)
	p := b.get(t, "/registreren/bevestigen?sleutel="+secret)
	if p.doc.Find("input[type='password']").Length() != 0 {
		t.Error("asks for a password that does not exist")
	}
	if p = b.submit(t, p, "main form", nil); p.status != http.StatusOK {
		t.Errorf("confirming: %d %q", p.status, p.text("main"))
	}
	user, err := s.Domain.Accounts.Find(t.Context(), actor.UserID)
	must(t, err)
	if user.EmailConfirmedAt == nil {
		t.Error("the address is not confirmed")
	}
}

// Who has no usable address is asked for one, and never sees the stand-in.
func TestPersonWithoutAddressIsAskedForOne(t *testing.T) {
	s := newSignOnSite(t)
	s.businessOf(t, s.applicant(t), "loa3")
	delete(s.broker.Person.Claims, "email")
	b := s.visitor()
	p := s.signOn(t, b, "/inloggen", "eHerkenning")
	if !strings.HasPrefix(p.location, "/account/adres") || !strings.Contains(p.text("main, body"), "Vul hier uw e-mailadres in") {
		t.Errorf("led to %s: %q", p.location, p.text("main"))
	}
	if own := b.get(t, "/account"); strings.Contains(p.body+own.body, "geen-adres") || own.status != http.StatusOK {
		t.Errorf("the account page gives %d, or shows the stand-in", own.status)
	}
}

// An unknown business is led to registration with its number filled in.
func TestUnknownBusinessIsLedToRegistration(t *testing.T) {
	s := newSignOnSite(t)
	s.businessOf(t, s.applicant(t), "loa3")
	s.broker.Person.Claims["kvk"] = "87654321"
	b := s.visitor()
	p := s.signOn(t, b, "/inloggen", "eHerkenning")
	if p.status != http.StatusForbidden || p.text("h1") != "Uw organisatie heeft nog geen account" {
		t.Fatalf("%d %q", p.status, p.text("h1"))
	}
	p = b.get(t, p.doc.Find("main a.button").AttrOr("href", ""))
	if kvk := p.doc.Find("input[name=kvk]").AttrOr("value", ""); kvk != "87654321" {
		t.Errorf("the form has the number %q", kvk)
	}
}

// A link with somebody else's answer (login CSRF), an answer that was used, and
// one without the cookie let nobody in.
func TestAnswersOfOthersAreRefused(t *testing.T) {
	s := newSignOnSite(t)
	s.businessOf(t, s.applicant(t), "loa3")
	attacker := s.visitor()
	back := s.abroad(t, attacker, "/inloggen/sso/broker")
	victim := s.visitor()
	s.abroad(t, victim, "/inloggen/sso/broker")
	for name, b := range map[string]*browser{"without cookie": s.visitor(), "with another cookie": victim} {
		p := b.get(t, back)
		if p.status != http.StatusForbidden || p.text("h1") != "U bent niet ingelogd" || b.cookies["__Host-portal"] != "" {
			t.Errorf("%s: %d %q", name, p.status, p.text("h1"))
		}
	}
	if p := attacker.get(t, back); p.status != http.StatusOK {
		t.Fatalf("the browser that began: %d %s", p.status, p.text("main"))
	}
	again := s.visitor()
	again.cookies["__Host-sso"] = attacker.cookies["__Host-sso"]
	if p := again.get(t, back); p.status != http.StatusForbidden {
		t.Errorf("replayed: %d", p.status)
	}
	if p := s.visitor().get(t, "/inloggen/sso/broker/terug?error=%3Cscript%3E&error_description=hoi&state=x"); p.status != http.StatusForbidden || strings.Contains(p.body, "hoi") {
		t.Errorf("an error of nobody: %d", p.status)
	}
}

// Nobody is led away from the portal after signing in (ASVS 3.7.2).
func TestSignOnLeadsNowhereElse(t *testing.T) {
	s := newSignOnSite(t)
	s.businessOf(t, s.applicant(t), "loa3")
	b := s.visitor()
	if p := b.get(t, s.abroad(t, b, "/inloggen/sso/broker?naar=https%3A%2F%2Felders.example")); p.location != "/mijn" {
		t.Errorf("led to %s", p.location)
	}
}

func TestDeclinedAndDown(t *testing.T) {
	s := newSignOnSite(t)
	s.businessOf(t, s.applicant(t), "loa3")
	s.broker.Declines = true
	if p := s.signOn(t, s.visitor(), "/inloggen", "eHerkenning"); p.status != http.StatusForbidden || !strings.Contains(p.text("main"), "gestopt met inloggen") {
		t.Errorf("declined: %d %q", p.status, p.text("main"))
	}
	s.work.Down = true
	p := s.visitor().get(t, "/inloggen/sso/werk")
	if p.status != http.StatusServiceUnavailable || !strings.Contains(p.text("main"), "waarmee u wilt inloggen") {
		t.Errorf("down: %d %q", p.status, p.text("main"))
	}
	if p := s.visitor().get(t, "/inloggen"); p.status != http.StatusOK {
		t.Errorf("the sign-in page with a provider that is down: %d", p.status)
	}
	if p := s.visitor().get(t, "/inloggen/sso/bestaat-niet"); p.status != http.StatusNotFound {
		t.Errorf("unknown provider: %d", p.status)
	}
}

// AUTH-2: a level too low to bind the organisation lets in, and stops at
// submitting and signing.
func TestLowLevelCannotSubmitOrSign(t *testing.T) {
	s := newSignOnSite(t)
	owner := s.applicant(t)
	s.businessOf(t, owner, "loa2")
	id, err := s.make.Filled(t.Context(), owner.actor)
	must(t, err)
	b := s.visitor()
	if p := s.signOn(t, b, "/inloggen", "eHerkenning"); p.location != "/mijn" {
		t.Fatalf("signed in at %s", p.location)
	}
	low, err := s.Domain.Accounts.Who(t.Context(), b.cookies["__Host-portal"], "")
	must(t, err)
	page := b.get(t, "/mijn/aanmelding/controleren")
	p := b.submit(t, page, "form[action='/mijn/aanmelding/versturen']", nil)
	if p.status != http.StatusForbidden || !strings.Contains(p.text("main"), "EH3") {
		t.Errorf("submitting at a low level: %d %q", p.status, p.text("main"))
	}
	low.ProviderAdmin = true
	if err := s.Domain.Enrollment.Submit(t.Context(), low, id); !fault.Is(err, fault.KindForbidden) {
		t.Errorf("submitting in the domain: %v", err)
	}
	must(t, s.Domain.Enrollment.Submit(t.Context(), owner.actor, id))
}

// ASVS 7.5.1: who came in through an identity provider proves there again who it
// is, and goes on with what it did.
func TestProveAgainThroughTheProvider(t *testing.T) {
	s := newSignOnSite(t)
	s.businessOf(t, s.applicant(t), "loa3")
	b := s.visitor()
	s.signOn(t, b, "/inloggen", "eHerkenning")
	s.now = s.now.Add(account.FreshFor + time.Minute)
	s.broker.Person.AuthTime = s.now
	p := b.get(t, "/account/adres")
	if !strings.HasPrefix(p.location, "/inloggen/opnieuw") {
		t.Fatalf("an old proof opens %s", p.location)
	}
	before := b.cookies["__Host-portal"]
	s.broker.Tamper = func(claims map[string]any) {
		claims["iat"], claims["exp"] = s.now.Unix(), s.now.Add(time.Minute).Unix()
	}
	p = s.signOn(t, b, p.location, "eHerkenning")
	if p.status != http.StatusOK || p.location != "/account/adres" {
		t.Errorf("after proving again: %s (%d %s)", p.location, p.status, p.text("main"))
	}
	if b.cookies["__Host-portal"] == before {
		t.Error("the session kept its secret")
	}
}

// The gallery's refusals.
var _ = sample("sign-on-refused", func(frame Frame) page {
	return newSignOnPage(visitorForm(frame, "sso.refused.title"), "broker", &signon.Refusal{Reason: signon.ReasonExpired})
})

var _ = sample("sign-on-register", func(frame Frame) page {
	return newSignOnPage(visitorForm(frame, "sso.refused.title"), "broker", &signon.Refusal{Reason: signon.ReasonOrganisation, KvK: "12345678"})
})

var _ = sample("signin-providers", func(frame Frame) page {
	return &SignInPage{
		Frame: visitorForm(frame, "signin.title"), Form: newForm(frame.Words(), "signin", signInForm{}),
		Providers: []Link{{frame.T("sso.button", "Name", "eHerkenning"), "/inloggen/sso/broker"}},
	}
})
