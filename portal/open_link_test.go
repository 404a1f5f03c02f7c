package portal

import (
	"net/http"
	"strings"
	"testing"
)

// TestAPINamesItsPagesInAHeader pins RFC 8288: the same addresses as in the answer.
func TestAPINamesItsPagesInAHeader(t *testing.T) {
	s := newSite(t)
	s.crowd(t, 5)
	page := func(number string) string {
		return "<" + siteURL + "/v1/aanbieders?aantalPerPagina=2" + number + ">; rel="
	}
	want := strings.Join([]string{
		page("") + `"first"`, page("") + `"prev"`, page("&pagina=3") + `"next"`, page("&pagina=3") + `"last"`,
	}, ", ")
	for range 2 { // made, and kept
		answer := s.call(t, http.MethodGet, "/v1/aanbieders?aantalPerPagina=2&pagina=2")
		if got := answer.header.Get("Link"); got != want {
			t.Errorf("the header is %s, want %s", got, want)
		}
	}
	if got := s.call(t, http.MethodGet, "/v1/aanbieders/").header.Get("Link"); got != "" {
		t.Errorf("an error names pages: %s", got)
	}
}

// TestListsOfVisitorsAreNotFoundBack: what a visitor put aside is no page for a
// search engine, also when the page is kept (D8).
func TestListsOfVisitorsAreNotFoundBack(t *testing.T) {
	s := newSite(t)
	first, second := s.contracted(t), s.contracted(t)
	s.watched(t)
	for _, path := range []string{listPath, comparePath} {
		for round := range 3 {
			answer := s.call(t, http.MethodGet, path+"?a="+first.slug+"&a="+second.slug)
			if answer.status != 200 || answer.header.Get(headerRobots) != "noindex" {
				t.Errorf("%s, time %d: %d, robots %q", path, round, answer.status, answer.header.Get(headerRobots))
			}
		}
	}
	for range 2 {
		if got := s.call(t, http.MethodGet, "/aanbieders").header.Get(headerRobots); got != "" {
			t.Errorf("the finder itself says %q", got)
		}
	}
}
