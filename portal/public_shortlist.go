package portal

import (
	"maps"
	"net/url"
	"regexp"
	"slices"

	"providerportal/directory"
	"providerportal/directory/finding"
)

// shortlist is what a visitor put aside: slugs of providers, as they stand in the
// address under "a" (D8). The portal keeps it nowhere; with scripts the browser
// remembers it (D5).
type shortlist []string

// listMost is how many providers a shortlist holds, and compareMost how many
// stand side by side.
const (
	listMost    = 12
	compareMost = 4
	listPath    = "/aanbieders/lijstje"
	comparePath = "/aanbieders/vergelijken"
)

var slugLike = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,99}$`)

// listedIn reads the address; what cannot be a slug is left out.
func listedIn(v *visit) shortlist {
	var list shortlist
	for _, typed := range v.RequestCtx().QueryArgs().PeekMulti("a") {
		slug := string(typed)
		if len(list) < listMost && slugLike.MatchString(slug) && !slices.Contains(list, slug) {
			list = append(list, slug)
		}
	}
	return list
}

// at gives the address of a page that keeps the list.
func (l shortlist) at(path string) string {
	if len(l) == 0 {
		return path
	}
	return path + "?" + url.Values{"a": l}.Encode()
}

func (l shortlist) without(slug string) shortlist {
	return slices.DeleteFunc(slices.Clone(l), func(known string) bool { return known == slug })
}

// ListToggle is the button that puts one provider on the shortlist or takes it
// off: it sends its name in the address, as Param.
type ListToggle struct {
	Slug, Name, Text string
	Param            string
}

// Carried is a hidden field that keeps a part of the address.
type Carried struct{ Name, Value string }

// carriedBy takes the query of an address apart, in a fixed order.
func carriedBy(address string) (fields []Carried) {
	parsed, err := url.Parse(address)
	if err != nil {
		return nil
	}
	query := parsed.Query()
	for _, name := range slices.Sorted(maps.Keys(query)) {
		for _, value := range query[name] {
			fields = append(fields, Carried{name, value})
		}
	}
	return fields
}

// ListBar says how many providers are on the shortlist and leads to them. The
// script keeps it up to date.
type ListBar struct {
	Slugs               shortlist
	Count               int
	Text                string
	Number              string // Text with {n} for the number
	Full                string
	ListURL, CompareURL string // CompareURL is empty with less than two
}

func (f *Frame) listToggle(list shortlist, slug, name string) ListToggle {
	if slices.Contains(list, slug) {
		return ListToggle{slug, name, f.T("shortlist.remove"), "weg"}
	}
	return ListToggle{slug, name, f.T("shortlist.add"), "a"}
}

func (f *Frame) listBar(list shortlist) ListBar {
	bar := ListBar{
		Slugs: list, Count: len(list), Text: f.T("shortlist.count", "Number", len(list)), Number: f.T("shortlist.count", "Number", "{n}"),
		Full: f.T("shortlist.full", "Most", listMost), ListURL: list.at(listPath),
	}
	if len(list) >= 2 {
		bar.CompareURL = list[:min(len(list), compareMost)].at(comparePath)
	}
	return bar
}

// PassOn offers to print the page and to pass its address on.
type PassOn struct {
	Print, Copy, Copied, Mail string
	URL                       string // absolute
	Paper                     string // said before the address on paper
	MailURL                   string
}

func (f *Frame) passOn(base, path, subject string) PassOn {
	address := base + path
	// mailto knows no plus for a space
	query := "subject=" + url.PathEscape(subject) + "&body=" + url.QueryEscape(address)
	return PassOn{
		Print: f.T("share.print"), Copy: f.T("share.copy"), Copied: f.T("share.copied"), Mail: f.T("share.mail"),
		URL: address, Paper: f.T("share.paper"), MailURL: "mailto:?" + query,
	}
}

// ShortlistPage is what the visitor put aside, to compare, print or pass on (D8).
type ShortlistPage struct {
	Frame
	Results []ListedResult
	Gone    []string // a sentence for each provider that cannot be found now
	Compare bool     // there is something to compare
	Most    string
	Finder  string // back to the finder with this list
	PassOn  PassOn
}

// ListedResult is a provider on the shortlist.
type ListedResult struct {
	Result
	Room    Tag
	Checked bool   // taken into the comparison at first
	Without string // address of the list without it
}

func (p *ShortlistPage) template() string { return "public/shortlist" }

func newShortlistPage(frame Frame, region *directory.Region, list shortlist, hits []finding.Hit, base string) *ShortlistPage {
	p := &ShortlistPage{Frame: frame, Finder: list.at("/aanbieders")}
	p.Breadcrumbs = []Link{{p.T("home.crumb"), "/"}, {p.T("finder.title"), p.Finder}}
	p.Path = list.at(listPath)
	cards := FinderPage{Frame: p.Frame, region: region, asked: finderForm{Listed: list}}
	for i := range hits {
		p.Results = append(p.Results, ListedResult{
			Result: cards.result(&hits[i]), Room: cards.Room(&hits[i]), Checked: i < compareMost,
			Without: list.without(hits[i].Slug).at(listPath),
		})
	}
	p.Gone, p.Compare = gone(&p.Frame, list, hits), len(hits) >= 2
	p.Most = p.T("compare.most", "Most", compareMost)
	p.PassOn = p.passOn(base, p.Path, p.T("shortlist.mail.subject"))
	return p
}

// gone names politely what is on the list and cannot be found now, whatever the
// reason.
func gone(f *Frame, list shortlist, hits []finding.Hit) (sentences []string) {
	for _, slug := range list {
		if !slices.ContainsFunc(hits, func(hit finding.Hit) bool { return hit.Slug == slug }) {
			sentences = append(sentences, f.T("shortlist.gone", "Name", slug))
		}
	}
	return sentences
}

func (s *Server) showShortlist(v *visit) error {
	snapshot, err := s.Directory.Snapshot(v.ctx)
	if err != nil {
		return err
	}
	v.Set(headerRobots, "noindex")
	return v.showPublic(snapshot.Edition(), func() (page, error) {
		list := listedIn(v)
		return newShortlistPage(v.frame("shortlist.title"), snapshot.Region(), list, snapshot.Named(list), s.BaseURL), nil
	})
}
