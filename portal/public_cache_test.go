package portal

import (
	"bytes"
	"context"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v3"

	"providerportal/directory"
	"providerportal/directory/finding"
)

// watched keeps the finder up to date as `portal serve` does, so that pages may be
// answered without looking anything up.
func (s *site) watched(t *testing.T) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = s.Directory.Watch(ctx, s.db.Pool.Config().ConnConfig) // ends with the test
	}()
	t.Cleanup(func() { stop(); <-done })
	s.eventually(t, func() bool { return s.Directory.Current() != nil })
}

func (s *site) eventually(t *testing.T, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(5 * time.Second); !holds(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it does not come about")
		}
	}
}

// ask gets a page with these cookies and tells whether it may be kept.
func (s *site) ask(t *testing.T, address, cookies string) (body string, kept bool) {
	t.Helper()
	request := httptest.NewRequest("GET", address, nil)
	if cookies != "" {
		request.Header.Set("Cookie", cookies)
	}
	answer, err := s.app.Test(request, fiber.TestConfig{Timeout: 10 * time.Second})
	must(t, err)
	defer answer.Body.Close()
	var text bytes.Buffer
	_, err = text.ReadFrom(answer.Body)
	must(t, err)
	return text.String(), answer.Header.Get("ETag") != ""
}

// TestKeptPageIsForWhomItWasMade pins that a kept page goes to visitors without
// account only, in their language, also when it is answered at once.
func TestKeptPageIsForWhomItWasMade(t *testing.T) {
	s := newSite(t)
	provider := s.contracted(t)
	s.watched(t)
	mine := s.cookieName("portal") + "=" + provider.cookies[s.sessionCookie()]
	for _, address := range []string{"/", "/aanbieders?q=werk", "/aanbieders/" + provider.slug} {
		plain, kept := s.ask(t, address, "")
		if again, _ := s.ask(t, address, ""); !kept || again != plain {
			t.Errorf("%s: kept %v, the same again %v", address, kept, again == plain)
		}
		if english, _ := s.ask(t, address, s.langCookie()+"=en"); !strings.Contains(english, `<html lang="en"`) {
			t.Errorf("%s: who reads English gets another language", address)
		}
		own, kept := s.ask(t, address, mine)
		if kept || !strings.Contains(own, "/uitloggen") {
			t.Errorf("%s: somebody with an account gets the page of a visitor", address)
		}
		if after, _ := s.ask(t, address, ""); after != plain {
			t.Errorf("%s: a visitor gets the page of somebody else", address)
		}
		if after, _ := s.ask(t, address, "other=1"); after != plain {
			t.Errorf("%s: a cookie of another site changes the page", address)
		}
	}
}

// TestKeptPageGoesWithWhatItShows pins that a change is on the page within a
// second, profile pages included.
func TestKeptPageGoesWithWhatItShows(t *testing.T) {
	s := newSite(t)
	provider := s.contracted(t)
	s.watched(t)
	profile := "/aanbieders/" + provider.slug
	before, _ := s.ask(t, profile, "")
	must(t, s.db.Gorm.Exec("UPDATE profiles SET mission = 'Samen de lucht in.'").Error)
	must(t, directory.Reindex(s.db.Gorm, provider.actor.ProviderID))
	changed := time.Now()
	s.eventually(t, func() bool { body, _ := s.ask(t, profile, ""); return body != before })
	if took := time.Since(changed); took > time.Second {
		t.Errorf("the profile changed after %s", took)
	}
	must(t, s.db.Gorm.Exec("UPDATE profiles SET offline_at = now()").Error)
	must(t, directory.Reindex(s.db.Gorm, provider.actor.ProviderID))
	s.eventually(t, func() bool {
		gone, _ := s.ask(t, profile, "")
		list, _ := s.ask(t, "/aanbieders", "")
		return !strings.Contains(gone, "Samen de lucht in.") && !strings.Contains(list, provider.slug)
	})
}

// TestWithdrawnPageDoesNotComeBack pins that a page which was made while the index
// had not seen the publication yet is not shown again after the withdrawal, when
// the index is what it was before.
func TestWithdrawnPageDoesNotComeBack(t *testing.T) {
	s := newSite(t)
	provider := s.contracted(t)
	s.watched(t)
	listed := func() bool {
		list, _ := s.ask(t, "/aanbieders", "")
		return strings.Contains(list, provider.slug)
	}
	profile := "/aanbieders/" + provider.slug
	must(t, s.db.Gorm.Exec("DELETE FROM finder_entries").Error)
	s.eventually(t, func() bool { return !listed() })
	publish := s.db.Gorm.Begin()
	must(t, directory.Reindex(publish, provider.actor.ProviderID))
	away := s.db.Gorm.Begin() // keeps the index from looking, from the publication on
	locked := make(chan error, 1)
	go func() { locked <- away.Exec("LOCK TABLE finder_changes").Error }()
	time.Sleep(100 * time.Millisecond) // it waits in line
	must(t, publish.Commit().Error)
	must(t, <-locked)
	shown, _ := s.ask(t, profile, "")
	must(t, away.Rollback().Error)
	if !strings.Contains(shown, "<h1") || !strings.Contains(shown, "canonical") {
		t.Fatal("the published profile is not shown")
	}
	s.eventually(t, listed)
	must(t, s.db.Gorm.Exec("UPDATE profiles SET offline_at = now()").Error)
	must(t, directory.Reindex(s.db.Gorm, provider.actor.ProviderID))
	s.eventually(t, func() bool { return !listed() })
	if after, _ := s.ask(t, profile, ""); after == shown {
		t.Error("a withdrawn profile came back")
	}
}

// TestKeptPartsMakeTheSamePage pins that a page from parts is the page that its
// template makes, whatever was asked before.
func TestKeptPartsMakeTheSamePage(t *testing.T) {
	s := newSite(t)
	s.crowd(t, 45)
	snapshot, err := s.Directory.Snapshot(t.Context())
	must(t, err)
	near := finderForm{Words: "<b>werk", Postcode: "5801", Within: "10"}
	near.locate(snapshot.Region())
	lost := finderForm{Postcode: "1012"}
	lost.Chosen[finding.Form] = []string{"online"}
	for _, asked := range []finderForm{{}, inMunicipality("venlo"), near, lost, {}} {
		for _, lang := range []string{"nl", "en"} {
			for _, name := range []string{"", "Anna"} {
				frame := Frame{Lang: lang, Title: "Zoek", Path: asked.address(), RegionName: "Noord-Limburg", UserName: name, SignedIn: name != ""}
				p := newFinderPage(frame, snapshot.Region(), asked, snapshot.Find(asked.search(snapshot.Region(), 1)))
				got, err := s.pages.bytes(p)
				must(t, err)
				fresh, err := newRenderer(testTemplates(t))
				must(t, err)
				p.keepIn(fresh)
				var want bytes.Buffer
				must(t, fresh.assemble(&want, p, false))
				if string(got) != want.String() {
					t.Errorf("%s in %s for %q is another page when it is made of parts", asked.address(), lang, name)
				}
			}
		}
	}
}
