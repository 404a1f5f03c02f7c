package portal

import (
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"net/http"
	"strings"
	"testing"

	"providerportal/directory"
)

// rename gives a provider another name, as a correction by staff does.
func (s *site) rename(t *testing.T, b *browser, name string) {
	t.Helper()
	must(t, s.db.Gorm.Exec("UPDATE providers SET name = ? WHERE id = ?", name, b.actor.ProviderID).Error)
	must(t, directory.Reindex(s.db.Gorm, b.actor.ProviderID))
}

// The files hold everybody who can be found, and no cell starts a formula.
func TestDumpsHoldEverybodyWithoutFormulas(t *testing.T) {
	s := newSite(t)
	first, second := s.contracted(t), s.contracted(t)
	s.applicant(t)
	s.rename(t, first, `=HYPERLINK("http://kwaad.example";"klik")`)
	lines, err := csv.NewReader(strings.NewReader(s.call(t, http.MethodGet, "/open-data/aanbieders.csv").body)).ReadAll()
	must(t, err)
	if len(lines) != 3 || strings.Join(lines[0], ",") != strings.Join(csvHeader, ",") {
		t.Fatalf("%d lines, header %v", len(lines), lines[0])
	}
	for _, line := range lines[1:] {
		for i, cell := range line {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("column %s starts a formula: %q", lines[0][i], cell)
			}
		}
	}
	var whole struct {
		Licence   string        `json:"licentie"`
		Providers []apiProvider `json:"aanbieders"`
	}
	must(t, json.Unmarshal([]byte(s.call(t, http.MethodGet, "/open-data/aanbieders.json").body), &whole))
	slugs := map[string]bool{}
	for i := range whole.Providers {
		slugs[whole.Providers[i].Slug] = true
	}
	if len(slugs) != 2 || !slugs[first.slug] || !slugs[second.slug] || whole.Licence != "CC0-1.0" {
		t.Errorf("the JSON holds %v, licence %s", slugs, whole.Licence)
	}
	page := s.visitor().get(t, "/open-data")
	for _, link := range []string{"/open-data/aanbieders.csv", "/open-data/aanbieders.json", "/aanbieders/nieuw.atom"} {
		if page.doc.Find(`main a[href="`+link+`"]`).Length() != 1 {
			t.Errorf("the page has no link to %s", link)
		}
	}
	if s.visitor().get(t, "/").doc.Find(`footer a[href="/open-data"]`).Length() != 1 {
		t.Error("the footer does not lead to the open data")
	}
}

// The sitemap holds every public profile and only pages that exist.
func TestSitemapLeadsToPagesThatExist(t *testing.T) {
	s := newSite(t)
	owner := s.contracted(t)
	var set struct {
		URLs []struct {
			Loc     string `xml:"loc"`
			LastMod string `xml:"lastmod"`
		} `xml:"url"`
	}
	answer := s.call(t, http.MethodGet, "/sitemap.xml")
	must(t, xml.Unmarshal([]byte(answer.body), &set))
	profile := false
	for _, one := range set.URLs {
		if p := s.visitor().get(t, strings.TrimPrefix(one.Loc, siteURL)); p.status != http.StatusOK {
			t.Errorf("%s: %d", one.Loc, p.status)
		}
		profile = profile || one.Loc == siteURL+"/aanbieders/"+owner.slug && strings.HasPrefix(one.LastMod, "2026-04-01T")
	}
	if !profile || len(set.URLs) < 10 {
		t.Errorf("the sitemap has no profile with its day: %s", answer.body)
	}
	if robots := s.call(t, http.MethodGet, "/robots.txt").body; !strings.Contains(robots, "Sitemap: "+siteURL+"/sitemap.xml") {
		t.Errorf("robots.txt: %s", robots)
	}
	s.crowd(t, sitemapMost)
	index := s.call(t, http.MethodGet, "/sitemap.xml").body
	if strings.Count(index, "<sitemap>") != 2 || !strings.Contains(index, siteURL+"/sitemaps/2.xml") {
		t.Errorf("more than one sitemap holds: %s", index)
	}
	rest := s.call(t, http.MethodGet, "/sitemaps/2.xml")
	if rest.status != 200 || strings.Count(rest.body, "<url>") < 10 || s.call(t, http.MethodGet, "/sitemaps/3.xml").status != 404 {
		t.Errorf("the second part: %d", rest.status)
	}
}

// The feed tells who is new, the newest first.
func TestFeedTellsWhoIsNew(t *testing.T) {
	s := newSite(t)
	old := s.contracted(t)
	s.now = s.now.AddDate(0, 0, 3)
	latest := s.contracted(t)
	var feed atomFeed
	answer := s.call(t, http.MethodGet, "/aanbieders/nieuw.atom")
	must(t, xml.Unmarshal([]byte(answer.body), &feed))
	if len(feed.Entries) != 2 || !strings.HasSuffix(feed.Entries[0].Link.Href, "/"+latest.slug) || !strings.HasSuffix(feed.Entries[1].Link.Href, "/"+old.slug) {
		t.Errorf("the feed: %s", answer.body)
	}
	if !strings.HasPrefix(feed.Updated, "2026-04-04T") || feed.Entries[0].ID != "urn:uuid:"+latest.actor.ProviderID.String() {
		t.Errorf("the newest entry: %+v, feed of %s", feed.Entries[0], feed.Updated)
	}
	if s.visitor().get(t, "/aanbieders").doc.Find(`link[type="application/atom+xml"]`).AttrOr("href", "") != feedPath {
		t.Error("the finder does not name its feed")
	}
}

// What search engines and messages show of public pages; pages behind an account
// give nothing away.
func TestPagesTellWhatTheyAre(t *testing.T) {
	s := newSite(t)
	owner := s.contracted(t)
	address := siteURL + "/aanbieders/" + owner.slug
	p := s.visitor().get(t, "/aanbieders/"+owner.slug+"?melding=x")
	for selector, want := range map[string]string{
		`link[rel="canonical"]`: address, `link[hreflang="en"]`: address + "?lang=en", `link[hreflang="x-default"]`: address,
	} {
		if got := p.doc.Find(selector).AttrOr("href", ""); got != want {
			t.Errorf("%s is %q, want %q", selector, got, want)
		}
	}
	description := p.doc.Find(`meta[name="description"]`).AttrOr("content", "")
	if description == "" || p.doc.Find(`meta[property="og:description"]`).AttrOr("content", "") != description ||
		p.doc.Find(`meta[property="og:url"]`).AttrOr("content", "") != address {
		t.Errorf("the preview tags say %q", description)
	}
	var data schemaOrganization
	must(t, json.Unmarshal([]byte(p.doc.Find(`script[type="application/ld+json"]`).Text()), &data))
	if data.URL != address || data.Name != p.text("h1") || len(data.Areas) == 0 || len(data.Offers) == 0 {
		t.Errorf("the structured data: %+v", data)
	}
	s.rename(t, owner, `</script><script>alert(1)</script>`)
	p = s.visitor().get(t, "/aanbieders/"+owner.slug)
	if p.doc.Find("script:not([src])").Length() != 1 || strings.Contains(p.body, "<script>alert") {
		t.Error("a name breaks out of the structured data")
	}
	if found := s.visitor().get(t, "/aanbieders?q=iets&gemeente=venray").doc.Find(`link[rel="canonical"]`).AttrOr("href", ""); found != siteURL+"/aanbieders" {
		t.Errorf("a search is found back as %s", found)
	}
	if english := s.visitor().get(t, "/contact?lang=en").doc.Find(`link[rel="canonical"]`).AttrOr("href", ""); english != siteURL+"/contact?lang=en" {
		t.Errorf("the English page is %s", english)
	}
	if owner.get(t, "/mijn").doc.Find(`link[rel="canonical"], meta[property]`).Length() != 0 {
		t.Error("a page behind an account has preview tags")
	}
}
