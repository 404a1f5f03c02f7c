package portal

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/gofiber/fiber/v3"

	"providerportal/directory"
)

// results lists the providers of a finder page in their order.
func (s *seen) results() []string {
	return s.doc.Find(".result h3").Map(func(_ int, name *goquery.Selection) string { return strings.TrimSpace(name.Text()) })
}

// profile gives what a contracted provider published.
func (b *browser) profile(t *testing.T) *directory.Public {
	t.Helper()
	public, err := b.site.Domain.Directory.Public(t.Context(), b.slug)
	must(t, err)
	return public
}

func TestFinderShowsAPublishedProvider(t *testing.T) {
	s := newSite(t)
	b := s.contracted(t)
	public := b.profile(t)
	list := s.visitor().get(t, "/aanbieders")
	if list.status != 200 || list.text("#gevonden") != "1 aanbieder gevonden" {
		t.Fatalf("status %d, %q", list.status, list.text("#gevonden"))
	}
	if got := list.text(".result h3 a"); got != public.Provider.Name {
		t.Errorf("name %q, want %q", got, public.Provider.Name)
	}
	if got := list.doc.Find(".result h3 a").AttrOr("href", ""); got != "/aanbieders/"+b.slug {
		t.Errorf("the card leads to %q", got)
	}
	if text := list.text(".result"); !strings.Contains(text, "Persoonlijke hulp bij het vinden van werk") {
		t.Errorf("the product is not in residents' words: %q", text)
	}
	if len(list.header["Set-Cookie"]) != 0 {
		t.Error("the finder sets a cookie (D5)")
	}
}

func TestFinderExplainsItsOrder(t *testing.T) {
	s := newSite(t)
	b := s.contracted(t)
	list := s.visitor().get(t, "/aanbieders")
	found, err := s.Domain.Directory.Find(t.Context(), directory.Search{})
	must(t, err)
	want := fmt.Sprintf("begint elke dag bij een andere letter, vandaag bij de %s.", found.Letter)
	if !strings.Contains(list.text("main"), want) {
		t.Errorf("the page does not say %q (D7)", want)
	}
	words := s.visitor().get(t, "/aanbieders?q="+url.QueryEscape(b.profile(t).Provider.Name))
	if text := words.text("main"); strings.Contains(text, "andere letter") || !strings.Contains(text, "woorden die u typte") {
		t.Error("the order of typed words is not explained (D7)")
	}
}

func TestFinderFiltersCanBeRemoved(t *testing.T) {
	s := newSite(t)
	b := s.contracted(t)
	public := b.profile(t)
	region, err := s.Domain.Directory.Region(t.Context())
	must(t, err)
	municipality := region.Municipality(public.Profile.Municipalities[0])
	address := "/aanbieders?q=werk&gemeente=" + municipality.Slug + "&doelgroep=" + public.Profile.TargetGroups[0] +
		"&product=" + public.Profile.Products[0]
	list := s.visitor().get(t, address)
	chips := list.doc.Find("a.chip--remove")
	if chips.Length() != 4 {
		t.Fatalf("%d chips, want 4", chips.Length())
	}
	chips.Each(func(_ int, chip *goquery.Selection) {
		to, err := url.Parse(chip.AttrOr("href", ""))
		must(t, err)
		if len(to.Query()) != 3 {
			t.Errorf("%q leaves %d filters, want 3", chip.Text(), len(to.Query()))
		}
	})
	if got := list.doc.Find("input[name=gemeente][checked]").AttrOr("value", ""); got != municipality.Slug {
		t.Errorf("the form shows municipality %q", got)
	}
	if got := list.text("#alle-filters > summary"); got != "Filters (3 gekozen)" {
		t.Errorf("on a phone the filters are called %q", got)
	}
	for _, group := range []string{"gemeente", "doelgroep", "product"} {
		if _, open := list.doc.Find("#groep-" + group).Attr("open"); !open {
			t.Errorf("filter %s is in use and folded away", group)
		}
	}
}

func TestFinderHelpsWhenNothingIsFound(t *testing.T) {
	s := newSite(t)
	b := s.contracted(t)
	region, err := s.Domain.Directory.Region(t.Context())
	must(t, err)
	slug := region.Municipality(b.profile(t).Profile.Municipalities[0]).Slug
	list := s.visitor().get(t, "/aanbieders?q=xyzzyq&gemeente="+slug)
	if list.status != 200 || list.text("#gevonden") != "0 aanbieders gevonden" {
		t.Fatalf("status %d, %q", list.status, list.text("#gevonden"))
	}
	ways := list.doc.Find(".empty ul a")
	if ways.Length() != 1 || ways.AttrOr("href", "") != "/aanbieders?gemeente="+slug {
		t.Errorf("%d ways on, first to %q: only leaving out the word helps", ways.Length(), ways.AttrOr("href", ""))
	}
	if !strings.Contains(ways.Text(), "‘xyzzyq’ (1 aanbieder)") {
		t.Errorf("the way on reads %q", ways.Text())
	}
	if none := newSite(t).visitor().get(t, "/aanbieders"); !strings.Contains(none.text(".empty"), "nog geen aanbieders") {
		t.Errorf("an empty finder says %q", none.text(".empty"))
	}
}

func TestFinderIgnoresStrangeQuestions(t *testing.T) {
	s := newSite(t)
	s.contracted(t)
	for _, query := range []string{
		"gemeente=atlantis", "doelgroep=%27;drop", "product=%00", "gemeente=venlo&gemeente=venray",
		"pagina=0", "pagina=-7", "pagina=abc", "pagina=99999999999999999999", "pagina=4611686018427387904", "pagina=2",
		"q=%00", "q=%ff%fe", "q=%22", "q=-", "q=de", "q=%28%26%7C%21", "q=" + strings.Repeat("a", 3000), "onbekend=1", "lang=xx",
		"q=%F0%9F%98%80", "q[]=x",
	} {
		list := s.visitor().get(t, "/aanbieders?"+query)
		if list.status != 200 || list.text("h1") != "Zoek een aanbieder" {
			t.Errorf("%.60s: status %d, h1 %q", query, list.status, list.text("h1"))
		}
		if strings.HasPrefix(query, "pagina") && len(list.results()) != 1 {
			t.Errorf("%s: the last page shows %d providers, want 1", query, len(list.results()))
		}
	}
}

func TestFinderAddressHoldsOnlyWhatWasAsked(t *testing.T) {
	if got := (finderForm{}).address(); got != "/aanbieders" {
		t.Errorf("address %q", got)
	}
	form := inMunicipality("venlo")
	form.Words = "tuin & werk"
	if got := form.address(); got != "/aanbieders?gemeente=venlo&q=tuin+%26+werk" {
		t.Errorf("address %q", got)
	}
}

// crowd fills the finder with n providers whose names begin with every letter in
// turn, without the work of admitting them.
func (s *site) crowd(t *testing.T, n int) {
	t.Helper()
	must(t, s.db.Gorm.Exec(`
WITH made AS (INSERT INTO providers (id, kvk, name, slug, created_at)
    SELECT gen_random_uuid(), lpad((i + 70000000)::text, 8, '0'), chr(65 + i % 26) || ' Werk ' || i, 'werk-' || i, now()
    FROM generate_series(1, ?) i RETURNING id, slug, name)
INSERT INTO finder_entries (provider_id, slug, name, mission, municipalities, target_groups, products, findable_from)
SELECT id, slug, name, 'Samen aan het werk.', ARRAY['GM0983'], '{}', ARRAY['individuele-toeleiding'], '2026-01-01'
FROM made`, n).Error)
}

func TestFinderPagesKeepTheQuestion(t *testing.T) {
	s := newSite(t)
	s.crowd(t, 45)
	b := s.visitor()
	third := b.get(t, "/aanbieders?q=werk&gemeente=venlo&pagina=3")
	if len(third.results()) != 5 {
		t.Fatalf("page 3 of 45 shows %d providers, want 5", len(third.results()))
	}
	previous, err := url.Parse(third.doc.Find("a[rel=prev]").AttrOr("href", ""))
	must(t, err)
	if q := previous.Query(); q.Get("q") != "werk" || q.Get("gemeente") != "venlo" || q.Get("pagina") != "2" {
		t.Errorf("the previous page is %s", previous)
	}
	beyond := b.get(t, "/aanbieders?q=werk&gemeente=venlo&pagina=400")
	if strings.Join(beyond.results(), "|") != strings.Join(third.results(), "|") {
		t.Error("beyond the last page there is something else than the last page")
	}
	seen := map[string]bool{}
	for _, page := range []string{"1", "2", "3"} {
		for _, name := range b.get(t, "/aanbieders?pagina="+page).results() {
			seen[name] = true
		}
	}
	if len(seen) != 45 {
		t.Errorf("three pages show %d different providers, want 45", len(seen))
	}
}

func TestFinderStartsAtAnotherLetterEveryDay(t *testing.T) {
	s := newSite(t)
	s.crowd(t, 52)
	first := func() (explained, name string) {
		list := s.visitor().get(t, "/aanbieders")
		_, letter, _ := strings.Cut(list.text("main"), "vandaag bij de ")
		return letter[:1], list.results()[0]
	}
	today, name := first()
	if !strings.HasPrefix(name, today) {
		t.Errorf("the page says %q and starts with %q (D7)", today, name)
	}
	s.now = s.now.AddDate(0, 0, 1)
	tomorrow, name := first()
	if tomorrow == today || !strings.HasPrefix(name, tomorrow) {
		t.Errorf("the day after it says %q and starts with %q (D7)", tomorrow, name)
	}
}

func TestFinderCountsStandBesideEachValue(t *testing.T) {
	s := newSite(t)
	s.crowd(t, 45)
	list := s.visitor().get(t, "/aanbieders?gemeente=venlo&gemeente=venray")
	values := list.doc.Find("#groep-gemeente label").Map(func(_ int, label *goquery.Selection) string {
		return strings.Join(strings.Fields(label.Text()), " ")
	})
	if strings.Join(values, "|") != "Venlo (45)|Venray (0)" {
		t.Errorf("the filter shows %q", values)
	}
	if got := list.doc.Find("a.chip--remove").Length(); got != 2 {
		t.Errorf("%d chips, want one for each municipality", got)
	}
}

func TestFinderOrdersByDistance(t *testing.T) {
	s := newSite(t)
	s.crowd(t, 3)
	must(t, s.db.Gorm.Exec("UPDATE finder_entries SET lats = '{51.5237}', lons = '{5.9681}' WHERE slug = 'werk-2'").Error) // Venray
	must(t, s.db.Gorm.Exec("UPDATE finder_entries SET lats = '{51.37}', lons = '{6.17}' WHERE slug = 'werk-1'").Error)     // Venlo
	for _, typed := range []string{"5801", "5801+AB", "venray"} {
		list := s.visitor().get(t, "/aanbieders?postcode="+typed)
		if got := list.results(); len(got) != 3 || !strings.HasSuffix(got[0], "Werk 2") || !strings.HasSuffix(got[2], "Werk 3") {
			t.Errorf("from %s: %v", typed, got)
		}
		text := list.text(".results")
		for _, want := range []string{"minder dan 1 km", "ongeveer 22 km", "afstand niet bekend"} {
			if !strings.Contains(text, want) {
				t.Errorf("from %s: %q is not in %q", typed, want, text)
			}
		}
		if !strings.Contains(list.text("main"), "staat bovenaan. De afstand") {
			t.Error("the order is not explained (D7)")
		}
	}
	near := s.visitor().get(t, "/aanbieders?postcode=5801&afstand=10")
	if got := near.text("#gevonden"); got != "1 aanbieder gevonden" {
		t.Errorf("within 10 km: %q", got)
	}
	lost := s.visitor().get(t, "/aanbieders?postcode=1012+AB&afstand=10")
	if lost.status != 200 || lost.errorAt("postcode") == "" || len(lost.results()) != 3 {
		t.Errorf("a postcode elsewhere: status %d, error %q, %d results", lost.status, lost.errorAt("postcode"), len(lost.results()))
	}
	if got := lost.doc.Find("input[name=postcode]").AttrOr("value", ""); got != "1012 AB" {
		t.Errorf("what was typed became %q", got)
	}
}

// TestFinderIsKeptUntilItChanges pins that a visitor's browser is told that its
// page is still right, and gets the new one after a change; people with an
// account always get a page of their own.
func TestFinderIsKeptUntilItChanges(t *testing.T) {
	s := newSite(t)
	s.crowd(t, 3)
	ask := func(header ...string) (int, http.Header, []byte) {
		t.Helper()
		request := httptest.NewRequest("GET", "/aanbieders?q=werk", nil)
		for i := 0; i < len(header); i += 2 {
			request.Header.Set(header[i], header[i+1])
		}
		answer, err := s.app.Test(request, fiber.TestConfig{Timeout: 10 * time.Second})
		must(t, err)
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		must(t, err)
		return answer.StatusCode, answer.Header, body
	}
	status, header, plain := ask()
	tag := header.Get("ETag")
	if status != 200 || tag == "" || header.Get("Cache-Control") != "private, no-cache" {
		t.Fatalf("status %d, tag %q, %q", status, tag, header.Get("Cache-Control"))
	}
	if status, _, body := ask("If-None-Match", tag); status != 304 || len(body) != 0 {
		t.Errorf("the same page again: %d with %d bytes", status, len(body))
	}
	_, header, packed := ask("Accept-Encoding", "br, gzip")
	reader, err := gzip.NewReader(bytes.NewReader(packed))
	must(t, err)
	unpacked, err := io.ReadAll(reader)
	must(t, err)
	if header.Get("Content-Encoding") != "gzip" || !bytes.Equal(unpacked, plain) || len(packed)*2 > len(plain) {
		t.Errorf("%s: %d bytes of %d", header.Get("Content-Encoding"), len(packed), len(plain))
	}
	must(t, s.db.Gorm.Exec("DELETE FROM finder_entries WHERE slug = 'werk-1'").Error)
	if status, _, body := ask("If-None-Match", tag); status != 200 || bytes.Contains(body, []byte("Werk 1")) {
		t.Errorf("after a provider left: %d", status)
	}
	own := s.contracted(t).get(t, "/aanbieders?q=werk")
	if own.header.Get("ETag") != "" || own.header.Get("Cache-Control") != "no-store" {
		t.Error("a page with somebody's name on it may be kept")
	}
}

// TestFirstViewIsLight pins the goal of the finder: 60 kB over the wire, with
// stylesheet, script and icon.
func TestFirstViewIsLight(t *testing.T) {
	s := newSite(t)
	s.crowd(t, 45)
	total := 0
	page := s.visitor().get(t, "/aanbieders")
	addresses := []string{"/aanbieders"}
	page.doc.Find("link[rel=stylesheet], link[rel=icon], script[src], img[src]").Each(func(_ int, e *goquery.Selection) {
		address := e.AttrOr("href", e.AttrOr("src", ""))
		if !slices.Contains(addresses, address) {
			addresses = append(addresses, address)
		}
	})
	for _, address := range addresses {
		request := httptest.NewRequest("GET", address, nil)
		request.Header.Set("Accept-Encoding", "gzip, br")
		answer, err := s.app.Test(request, fiber.TestConfig{Timeout: 10 * time.Second})
		must(t, err)
		body, err := io.ReadAll(answer.Body)
		must(t, err)
		total += len(body)
		must(t, answer.Body.Close())
	}
	if len(addresses) > 4 || total > 60_000 {
		t.Errorf("%d requests and %d bytes, at most 4 and 60000: %v", len(addresses), total, addresses)
	}
	t.Logf("%d requests, %d bytes", len(addresses), total)
}
