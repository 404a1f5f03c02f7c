package portal

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"providerportal/directory"
)

// choose follows a button of a form that asks (GET), as a browser without scripts
// does: the form's fields, then the button's name and value.
func (b *browser) choose(t *testing.T, from *seen, address, selector string) *seen {
	t.Helper()
	button := from.doc.Find(selector).First()
	if button.Length() == 0 {
		t.Fatalf("no %s on %s", selector, address)
	}
	form := from.doc.Find("form#" + button.AttrOr("form", ""))
	here, err := url.Parse(address)
	must(t, err)
	query := url.Values{}
	form.Find("input").Each(func(_ int, field *goquery.Selection) {
		query.Add(field.AttrOr("name", ""), field.AttrOr("value", ""))
	})
	query.Add(button.AttrOr("name", ""), button.AttrOr("value", ""))
	return b.get(t, (&url.URL{Path: here.Path, RawQuery: query.Encode()}).String())
}

// TestShortlistWithoutScripts pins D8 and D5: the list stands in the address, goes
// along while searching and on profiles, and no cookie is set.
func TestShortlistWithoutScripts(t *testing.T) {
	s := newSite(t)
	s.crowd(t, 25)
	b, address := s.visitor(), "/aanbieders?q=werk&pagina=2"
	list := b.get(t, address)
	first := list.doc.Find(".result").First()
	slug := strings.TrimPrefix(first.AttrOr("id", ""), "a-")
	if slug == "" || list.doc.Find(".shortlist").AttrOr("hidden", "no") == "no" {
		t.Fatal("an empty shortlist shows its bar")
	}
	added := b.choose(t, list, address, "#a-"+slug+" [data-list]")
	if got := added.doc.Find("#a-" + slug).Length(); got != 1 {
		t.Fatalf("the visitor is no longer on page 2: %q", added.results())
	}
	if _, hidden := added.doc.Find(".shortlist").Attr("hidden"); hidden || added.text(".shortlist [role=status]") != "Op uw lijstje: 1" {
		t.Errorf("the bar says %q", added.text(".shortlist"))
	}
	if got := added.doc.Find("#a-"+slug+" [data-list]").AttrOr("name", ""); got != "weg" {
		t.Errorf("the button now sends %q", got)
	}
	for _, where := range []string{"#a-" + slug + " h3 a", ".pagination a", ".tags .chip--remove", ".tags .small", ".shortlist a"} {
		if href := added.doc.Find(where).AttrOr("href", ""); !strings.Contains(href, "a="+slug) {
			t.Errorf("%s forgets the list: %q", where, href)
		}
	}
	if got := added.doc.Find("#zoek input[name=a]").AttrOr("value", ""); got != slug {
		t.Errorf("a new search forgets the list: %q", got)
	}

	profile := b.get(t, added.doc.Find("#a-"+slug+" h3 a").AttrOr("href", ""))
	if got := profile.text("[data-list]"); !strings.HasPrefix(got, "Haal van mijn lijstje: ") {
		t.Errorf("the profile says %q", got)
	}
	off := b.choose(t, profile, "/aanbieders/"+slug, "[data-list]")
	if got := off.text("[data-list]"); !strings.HasPrefix(got, "Zet op mijn lijstje: ") || off.doc.Find("input[name=a]").Length() != 0 {
		t.Errorf("after it was taken off: %q", got)
	}
	back := b.choose(t, added, "/aanbieders?a="+slug+"&pagina=2&q=werk", "#a-"+slug+" [data-list]")
	if got := back.doc.Find("#a-"+slug+" [data-list]").AttrOr("name", ""); got != "a" {
		t.Error("the finder does not take it off")
	}
	if len(b.cookies) != 0 {
		t.Errorf("cookies: %v", b.cookies)
	}
}

func TestShortlistPage(t *testing.T) {
	s := newSite(t)
	s.crowd(t, 14)
	b := s.visitor()
	if empty := b.get(t, "/aanbieders/lijstje"); empty.status != 200 || !strings.Contains(empty.text(".empty"), "nog leeg") {
		t.Errorf("empty: %d %q", empty.status, empty.text("main"))
	}
	list := b.get(t, "/aanbieders/lijstje?a=werk-3&a=werk-1&a=gestopt&a=werk-3&a=%3Cb%3E&a=../x")
	if got := list.doc.Find(".result h2").Map(func(_ int, h *goquery.Selection) string { return strings.TrimSpace(h.Text()) }); fmt.Sprint(got) != fmt.Sprint(s.namesOf(t, "werk-3", "werk-1")) {
		t.Errorf("shows %q", got)
	}
	if got := list.text(".notice"); !strings.Contains(got, "‘gestopt’") || strings.Contains(list.body, "<b>") {
		t.Errorf("who is gone: %q", got)
	}
	if list.header.Get("X-Robots-Tag") != "noindex" {
		t.Error("search engines may keep every list")
	}
	mail, err := url.Parse(list.doc.Find("a[href^=mailto]").AttrOr("href", ""))
	must(t, err)
	if body := mail.Query().Get("body"); !strings.HasPrefix(body, siteURL+"/aanbieders/lijstje?a=werk-3&a=werk-1") {
		t.Errorf("the letter holds %q", body)
	}
	many := "/aanbieders/lijstje?x=1"
	for i := range 20 {
		many += fmt.Sprintf("&a=werk-%d", i+1)
	}
	if full := b.get(t, many); full.doc.Find(".result").Length() != listMost || full.doc.Find("input[checked]").Length() != compareMost {
		t.Errorf("%d on a full list, %d to compare", full.doc.Find(".result").Length(), full.doc.Find("input[checked]").Length())
	}
}

func (s *site) namesOf(t *testing.T, slugs ...string) (names []string) {
	t.Helper()
	snapshot, err := s.Domain.Directory.Snapshot(t.Context())
	must(t, err)
	for _, hit := range snapshot.Named(slugs) {
		names = append(names, hit.Name)
	}
	return names
}

// compared gives the cells of a row of the comparison.
func (s *seen) compared(label string) (mark string, cells []string) {
	s.doc.Find(".compare tbody tr").Each(func(_ int, row *goquery.Selection) {
		head := strings.Join(strings.Fields(row.Find("th").Text()), " ")
		if strings.HasPrefix(head, label) {
			mark = strings.TrimSpace(strings.TrimPrefix(head, label))
			cells = row.Find("td").Map(func(_ int, cell *goquery.Selection) string {
				return strings.Join(strings.Fields(cell.Children().Not(".compare__who").Text()), " ")
			})
		}
	})
	return mark, cells
}

// TestCompare pins D8: the same rows for all in the visitor's order, differences
// said in words, and who cannot be shown named politely.
func TestCompare(t *testing.T) {
	s := newSite(t)
	one, two, hidden := s.contracted(t), s.contracted(t), s.contracted(t)
	profile := one.profile(t).Profile
	profile.Municipalities, profile.Languages = []string{"GM0983", "GM0984"}, directory.Codes{"nl"}
	must(t, s.Domain.Directory.PublishProfile(t.Context(), one.actor, profile))
	profile = two.profile(t).Profile
	profile.Municipalities, profile.Languages = []string{"GM0984"}, directory.Codes{"nl"}
	must(t, s.Domain.Directory.PublishProfile(t.Context(), two.actor, profile))
	must(t, s.db.Gorm.Exec("DELETE FROM finder_entries WHERE provider_id = ?", hidden.actor.ProviderID).Error)

	address := "/aanbieders/vergelijken?a=" + two.slug + "&a=" + hidden.slug + "&a=" + one.slug
	p := s.visitor().get(t, address)
	heads := p.doc.Find(".compare thead th > a:first-child").Map(func(_ int, a *goquery.Selection) string { return a.Text() })
	if want := s.namesOf(t, two.slug, one.slug); p.status != 200 || !slices.Equal(heads, want) {
		t.Fatalf("status %d, columns %q, want %q", p.status, heads, want)
	}
	if mark, cells := p.compared("Gemeenten"); mark != "Verschil" || fmt.Sprint(cells) != "[VenrayNiet: Venlo VenloVenray]" {
		t.Errorf("municipalities: %q %q", mark, cells)
	}
	if mark, cells := p.compared("Talen"); mark != "Gelijk" || fmt.Sprint(cells) != "[Nederlands Nederlands]" {
		t.Errorf("languages: %q %q", mark, cells)
	}
	p.doc.Find(".compare tbody tr").Each(func(_ int, row *goquery.Selection) {
		if row.Find("td").Length() != 2 {
			t.Errorf("a row with %d cells: %q", row.Find("td").Length(), row.Text())
		}
	})
	if got := p.text(".notice"); !strings.Contains(got, "‘"+hidden.slug+"’") || strings.Contains(p.text("main"), hidden.profileName(t)) {
		t.Errorf("the hidden one: %q", got)
	}
	only := s.visitor().get(t, address+"&verschil=1")
	if _, cells := only.compared("Talen"); cells != nil {
		t.Error("what is equal shows among the differences")
	}
	if mark, _ := only.compared("Gemeenten"); mark != "Verschil" {
		t.Error("the differences do not show what differs")
	}
}

func (b *browser) profileName(t *testing.T) string {
	t.Helper()
	provider, err := b.site.Domain.Directory.Provider(t.Context(), b.actor.ProviderID)
	must(t, err)
	return provider.Name
}

func TestCompareNeedsTwo(t *testing.T) {
	s := newSite(t)
	b := s.contracted(t)
	for query, want := range map[string]string{
		"": "nog geen aanbieders gekozen", "?a=": "nog geen aanbieders gekozen", "?a=%00&a=%ff": "nog geen aanbieders gekozen",
		"?a=" + b.slug: "alleen", "?a=weg-1&a=weg-2": "‘weg-2’",
	} {
		p := s.visitor().get(t, "/aanbieders/vergelijken"+query)
		if p.status != 200 || !strings.Contains(p.text("main"), want) || p.doc.Find(".compare").Length() != 0 {
			t.Errorf("%q: %d %q", query, p.status, p.text("main"))
		}
	}
}
