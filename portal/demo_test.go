package portal

import (
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"

	gomail "github.com/wneessen/go-mail"

	"github.com/google/uuid"

	"providerportal/internal/mail"
)

// demoSite is a site with the pages of portal demo.
func demoSite(t *testing.T) *site {
	t.Helper()
	site := newSite(t)
	reviewer := site.people(t).Reviewer
	services := site.Services
	services.Demo = &Demo{
		People:  []DemoPerson{{UserID: reviewer.UserID, Name: reviewer.Name, Role: "reviewer", Start: "/beheer"}},
		Mailbox: &mail.Directory{Path: t.TempDir()},
	}
	server, err := New(site.Config, services, slog.New(slog.DiscardHandler))
	must(t, err)
	site.Server = server
	return site
}

func TestDemoSignsInAsOneOfItsPeople(t *testing.T) {
	site := demoSite(t)
	b := site.visitor()
	p := b.get(t, "/demo")
	if p.status != http.StatusOK || p.text("form[action='/demo/inloggen'] button") != "Ga verder als Rik Toetser" || p.doc.Find(".steps li").Length() != 6 {
		t.Fatalf("status %d, button %q", p.status, p.text("form[action='/demo/inloggen'] button"))
	}
	signedIn := b.submit(t, p, "form[action='/demo/inloggen']", nil)
	if signedIn.status != http.StatusOK || signedIn.location != "/beheer" || signedIn.text(".site-header__user") != "Uw account: Rik Toetser" {
		t.Errorf("status %d at %s as %q", signedIn.status, signedIn.location, signedIn.text(".site-header__user"))
	}
}

func TestDemoOpensNoOtherAccount(t *testing.T) {
	site := demoSite(t)
	other := site.people(t).Decider
	b := site.visitor()
	page := b.get(t, "/demo")
	for _, user := range []string{other.UserID.String(), uuid.Nil.String(), "", "x"} {
		if p := b.submit(t, page, "form[action='/demo/inloggen']", url.Values{"user": {user}}); p.status != http.StatusNotFound {
			t.Errorf("user %q = %d", user, p.status)
		}
	}
	if p := b.get(t, "/beheer"); !strings.HasPrefix(p.location, "/inloggen") {
		t.Error("a session was opened")
	}
}

func TestDemoIsNotThereOutsideTheDemo(t *testing.T) {
	site := newSite(t)
	for _, path := range []string{"/demo", "/demo/mail"} {
		if p := site.visitor().get(t, path); p.status != http.StatusNotFound {
			t.Errorf("%s = %d", path, p.status)
		}
	}
}

func TestDemoMailCanBeReadAndFollowed(t *testing.T) {
	site := demoSite(t)
	id := uuid.NewString()
	message := gomail.NewMsg()
	must(t, message.From("portaal@mgr.example"))
	must(t, message.To("anja@werkplaats.example"))
	message.Subject("Bevestig uw e-mailadres")
	message.SetDateWithValue(site.now)
	message.SetMessageIDWithValue(id + "@mgr.example")
	message.SetBodyString(gomail.TypeTextPlain, "Open:\n"+siteURL+"/inloggen\nen niet https://elders.example/ <b>")
	must(t, site.Demo.Mailbox.Send(t.Context(), message))

	b := site.visitor()
	p := b.get(t, b.get(t, "/demo/mail").doc.Find("tbody a").AttrOr("href", ""))
	if p.text("h1") != "Bevestig uw e-mailadres" || !strings.Contains(p.text(".agreement"), "elders.example/ <b>") {
		t.Errorf("h1 %q, text %q", p.text("h1"), p.text(".agreement"))
	}
	links := p.doc.Find(".agreement a")
	if links.Length() != 1 || links.AttrOr("href", "") != siteURL+"/inloggen" {
		t.Errorf("%d links", links.Length())
	}
	for _, missing := range []string{uuid.NewString(), "x", "..%2f" + id} {
		if p := b.get(t, "/demo/mail/"+missing); p.status != http.StatusNotFound {
			t.Errorf("%s = %d", missing, p.status)
		}
	}
}

func TestDemoLinksOnlyToThisPortal(t *testing.T) {
	for text, want := range map[string]string{
		"Zie http://127.0.0.1:8080/a?b=c.":  "http://127.0.0.1:8080/a?b=c",
		"Zie (http://127.0.0.1:8080)":       "http://127.0.0.1:8080",
		"http://127.0.0.1:80801/a":          "",
		"http://127.0.0.1:8080.elders.nl/a": "",
		"javascript:alert(1)":               "",
	} {
		got, whole := "", ""
		for _, piece := range segments(text, "http://127.0.0.1:8080") {
			got, whole = got+piece.URL, whole+piece.Text
		}
		if got != want || whole != text {
			t.Errorf("%q links to %q and reads %q", text, got, whole)
		}
	}
}
