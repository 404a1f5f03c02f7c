package portal

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

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

func TestFinderShortensAtAWord(t *testing.T) {
	got := oneLine(strings.Repeat("woorden ", 40))
	if len([]rune(got)) > 161 || !strings.HasSuffix(got, "woorden…") {
		t.Errorf("got %q", got)
	}
	if oneLine("Kort.\nEn klaar.") != "Kort. En klaar." {
		t.Error("a short text changed")
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
