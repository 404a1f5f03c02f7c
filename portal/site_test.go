package portal

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/gofiber/fiber/v3"

	demodata "providerportal/cmd/portal/sample"
	"providerportal/cmd/portal/wire"
	"providerportal/internal/account"
	"providerportal/internal/dbtest"
	"providerportal/internal/jobs"
	"providerportal/internal/mail"
	"providerportal/storage/database"
	"providerportal/storage/documents"
)

// site is the whole portal on its own database, without network and without
// delivering mail. now is its clock.
type site struct {
	*Server
	*wire.Domain
	db     *database.DB
	make   demodata.Maker
	now    time.Time
	desk   demodata.Desk
	serial int
}

const siteURL = "https://portal.example"

// newSite makes one; options change the parts of the domain.
func newSite(t testing.TB, options ...func(*wire.Parts)) *site {
	t.Helper()
	s := &site{db: dbtest.Database(t), now: time.Date(2026, 4, 1, 10, 0, 0, 0, time.UTC)}
	store, err := documents.OpenLocal(t.TempDir())
	must(t, err)
	t.Cleanup(func() { _ = store.Close() })
	inserter, err := jobs.Insert()
	must(t, err)
	parts := wire.Parts{
		DB: s.db.Gorm, Now: func() time.Time { return s.now }, BaseURL: siteURL,
		Store: store, Scanner: documents.NoScanner{}, MaxUpload: 1 << 20, Jobs: inserter, Secret: []byte(strings.Repeat("s", 32)),
		LocalHooks: true,
	}
	for _, option := range options {
		option(&parts)
	}
	s.Domain, err = wire.Build(t.Context(), parts)
	must(t, err)
	s.make = demodata.Maker{Domain: s.Domain, DB: s.db.Gorm}
	s.Server, err = New(Config{
		BaseURL: siteURL, Secret: []byte(strings.Repeat("s", 32)), Office: s.Office, MaxUpload: 1 << 20,
	}, Services{
		Accounts: s.Domain.Accounts, SignOn: s.Domain.SignOn, Directory: s.Domain.Directory, Enrollment: s.Domain.Enrollment,
		Matching: s.Domain.Matching, Letters: s.Domain.Letters, Clients: s.Domain.Clients, Webhooks: s.Domain.Webhooks, Retention: s.Domain.Retention, Ready: func(context.Context) error { return nil },
	}, slog.New(slog.DiscardHandler))
	must(t, err)
	return s
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// browser keeps cookies and, when signed in, knows who it is.
type browser struct {
	site    *site
	actor   account.Actor
	slug    string
	cookies map[string]string
}

func (s *site) visitor() *browser { return &browser{site: s, cookies: map[string]string{}} }

// as gives a browser in which the actor is signed in.
func (s *site) as(t testing.TB, actor account.Actor) *browser {
	t.Helper()
	secret, err := s.Domain.Accounts.OpenFor(t.Context(), actor, account.MethodDemo, account.Client{})
	must(t, err)
	b := s.visitor()
	b.actor = actor
	b.cookies[s.sessionCookie()] = secret
	return b
}

func (s *site) organisation() demodata.Organisation {
	s.serial++
	return demodata.Organisations(s.serial)[s.serial-1]
}

func (s *site) applicant(t testing.TB) *browser {
	t.Helper()
	actor, err := s.make.Applicant(t.Context(), s.organisation())
	must(t, err)
	return s.as(t, actor)
}

// people gives the desk of the MGR, made once.
func (s *site) people(t testing.TB) demodata.Desk {
	t.Helper()
	if s.desk.Reviewer.SignedIn() {
		return s.desk
	}
	var err error
	s.desk.Reviewer, err = s.make.Staff(t.Context(), "Rik Toetser", account.RoleReviewer)
	must(t, err)
	s.desk.Decider, err = s.make.Staff(t.Context(), "Bo Beslisser", account.RoleDecider)
	must(t, err)
	s.desk.Manager, err = s.make.Staff(t.Context(), "Co Contract", account.RoleContractManager)
	must(t, err)
	return s.desk
}

func (s *site) contracted(t testing.TB) *browser {
	t.Helper()
	actor, err := s.make.Findable(t.Context(), s.people(t), s.organisation())
	must(t, err)
	b := s.as(t, actor)
	found, err := s.Domain.Directory.Provider(t.Context(), actor.ProviderID)
	must(t, err)
	b.slug = found.Slug
	return b
}

func (s *site) consultant(t testing.TB, municipality string) *browser {
	t.Helper()
	s.serial++
	actor, err := s.make.Consultant(t.Context(), fmt.Sprintf("Consulent %d", s.serial), municipality)
	must(t, err)
	return s.as(t, actor)
}

func (s *site) staff(t testing.TB, roles ...account.Role) *browser {
	t.Helper()
	s.serial++
	actor, err := s.make.Staff(t.Context(), fmt.Sprintf("Medewerker %d", s.serial), roles...)
	must(t, err)
	return s.as(t, actor)
}

// letters gives the queued letters of a kind, oldest first.
func (s *site) letters(t testing.TB, kind string) []mail.Record {
	t.Helper()
	var letters []mail.Record
	must(t, s.db.Gorm.Where("kind = ?", kind).Order("queued_at, id").Find(&letters).Error)
	return letters
}

// seen is an answer as a person sees it.
type seen struct {
	status   int
	header   http.Header
	doc      *goquery.Document
	body     string
	location string // where the browser ended up
}

func (b *browser) get(t testing.TB, path string) *seen {
	t.Helper()
	return b.send(t, httptest.NewRequest(http.MethodGet, path, nil))
}

// send sends one request with the browser's cookies and keeps those it gets.
func (b *browser) send(t testing.TB, request *http.Request) *seen {
	t.Helper()
	for name, value := range b.cookies {
		request.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	response, err := b.site.app.Test(request, fiber.TestConfig{Timeout: 20 * time.Second})
	must(t, err)
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	must(t, err)
	for _, cookie := range response.Cookies() {
		if b.cookies[cookie.Name] = cookie.Value; cookie.MaxAge < 0 {
			delete(b.cookies, cookie.Name)
		}
	}
	if response.StatusCode == http.StatusSeeOther {
		to, err := url.Parse(response.Header.Get("Location"))
		must(t, err)
		if to.Host != "" && to.Scheme+"://"+to.Host != siteURL {
			return &seen{status: response.StatusCode, header: response.Header, location: to.String()}
		}
		return b.get(t, to.RequestURI())
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(string(body)))
	must(t, err)
	return &seen{
		status: response.StatusCode, header: response.Header, doc: doc, body: string(body), location: request.URL.RequestURI(),
	}
}

// submit fills in a form that stands on the page and posts it. Fields that are
// not named keep what the page shows.
func (b *browser) submit(t testing.TB, page *seen, form string, values url.Values) *seen {
	t.Helper()
	element := page.doc.Find(form)
	if element.Length() != 1 {
		t.Fatalf("%d forms %q on %s (status %d)", element.Length(), form, page.location, page.status)
	}
	fields := filled(element)
	for name, list := range values {
		fields[name] = list
	}
	action, _ := element.Attr("action")
	if action == "" {
		action = page.location
	}
	if encoding, _ := element.Attr("enctype"); encoding == "multipart/form-data" {
		return b.upload(t, action, fields, "", nil)
	}
	request := httptest.NewRequest(http.MethodPost, action, strings.NewReader(fields.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.send(t, request)
}

// filled gives the fields of a form as the page shows them.
func filled(form *goquery.Selection) url.Values {
	fields := url.Values{}
	form.Find("input[name], textarea[name], select[name]").Each(func(_ int, field *goquery.Selection) {
		name, kind := field.AttrOr("name", ""), field.AttrOr("type", "text")
		_, checked := field.Attr("checked")
		switch {
		case kind == "file", (kind == "radio" || kind == "checkbox") && !checked:
		case field.Is("textarea"):
			fields.Add(name, strings.TrimPrefix(field.Text(), "\n"))
		case field.Is("select"):
			fields.Add(name, field.Find("option[selected]").AttrOr("value", ""))
		default:
			fields.Add(name, field.AttrOr("value", ""))
		}
	})
	return fields
}

// upload posts fields and at most one file, called "file", the way browsers do.
func (b *browser) upload(t testing.TB, action string, fields url.Values, fileName string, content []byte) *seen {
	t.Helper()
	const boundary = "grens-van-de-test"
	var body strings.Builder
	for name, list := range fields {
		if name != csrfField {
			for _, value := range list {
				body.WriteString("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n")
			}
		}
	}
	head := "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + csrfField + "\"\r\n\r\n" + fields.Get(csrfField) + "\r\n"
	body.WriteString("--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + fileName +
		"\"\r\nContent-Type: application/octet-stream\r\n\r\n" + string(content) + "\r\n--" + boundary + "--\r\n")
	request := httptest.NewRequest(http.MethodPost, action, strings.NewReader(head+body.String()))
	request.Header.Set("Content-Type", "multipart/form-data; boundary="+boundary)
	return b.send(t, request)
}

func (s *seen) text(selector string) string {
	return strings.Join(strings.Fields(s.doc.Find(selector).First().Text()), " ")
}

// errorAt gives the error beside the field with this name.
func (s *seen) errorAt(name string) string {
	return strings.TrimPrefix(s.text("#"+fieldID(name)+"-error"), "Fout: ")
}
