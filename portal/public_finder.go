package portal

import (
	"html/template"
	"strings"

	"providerportal/directory"
	"providerportal/directory/finding"
)

// FinderPage is the list of providers that fit a question (D5, D6, D7).
type FinderPage struct {
	Frame
	Form
	Count   string
	Partly  bool   // no provider fits every word
	Order   string // explains the order, in one sentence (D7)
	Filters []Link // each removes one filter
	Groups  []FilterGroup
	Results []*finding.Hit
	Pages   Pagination
	Loosen  []Link // ways on when nothing was found
	None    string // said when nothing was found
	List    ListBar
	Carried []Carried // the question, for who changes the shortlist
	Clear   string    // address without filters

	region *directory.Region
	asked  finderForm
	parts  *renderer
}

func (p *FinderPage) template() string { return "public/finder" }

// keepIn says where the parts are kept that many pages share.
func (p *FinderPage) keepIn(parts *renderer) { p.parts = parts }

// Result is what stays the same of one provider in the list.
type Result struct {
	Name, URL, Mission    string
	WhereLabel, WhereText string
	Products              []string
	Toggle                ListToggle
}

// resultKey is what a Result depends on.
type resultKey struct {
	entry  *finding.Entry
	region *directory.Region
	lang   string
	list   string // the visitor's shortlist
}

// Card shows the part of a result that is the same in every list.
func (p *FinderPage) Card(hit *finding.Hit) (template.HTML, error) {
	return p.parts.part(p, "finder-card", resultKey{hit.Entry, p.region, p.Lang, p.asked.list()}, func() any { return p.result(hit) })
}

// Tick shows a value of a filter without its count.
func (p *FinderPage) Tick(value FilterValue) (template.HTML, error) {
	value.Count = 0
	return p.parts.part(p, "finder-tick", value, func() any { return value })
}

func newFinderPage(frame Frame, region *directory.Region, asked finderForm, found *directory.Found) *FinderPage {
	p := &FinderPage{Frame: frame, Form: newForm(frame.Words(), "finder", asked), region: region, asked: asked}
	p.Path = withPage(asked.address(), found.Page)
	p.Count = p.T("finder.count", "Count", found.Total)
	p.Partly = found.Partly && found.Total > 0
	p.Order = p.order(found)
	values := valuesOfRegion(region, p.Lang)
	if asked.lost() {
		p.Errors = append(p.Errors, FieldError{Field: "postcode", Text: p.T("finder.postcode.unknown")})
	}
	for _, filter := range asked.filters(values, p.Words()) {
		p.Filters = append(p.Filters, Link{filter.text, filter.without.address()})
	}
	p.Groups = filterGroups(p.Words(), values, asked, found)
	for i := range found.Hits {
		p.Results = append(p.Results, &found.Hits[i])
	}
	p.Pages = paginate(p.Words(), asked.address(), found.Page, found.Pages)
	p.List, p.Clear = p.listBar(asked.Listed), asked.Listed.at("/aanbieders")
	p.Carried = carriedBy(p.Path)
	if found.Total == 0 {
		p.None = p.nothing()
	}
	return p
}

// order explains why the list stands as it does.
func (p *FinderPage) order(found *directory.Found) string {
	switch {
	case p.asked.from != nil:
		return p.T("finder.order.distance", "Place", p.asked.place)
	case found.Letter != "":
		return p.T("finder.order.letter", "Letter", found.Letter)
	}
	return p.T("finder.order.words")
}

func (p *FinderPage) nothing() string {
	if len(p.Filters) == 0 {
		return p.T("finder.empty")
	}
	return p.T("finder.none")
}

func (p *FinderPage) result(hit *finding.Hit) Result {
	result := Result{
		Name: hit.Name, URL: p.asked.Listed.at("/aanbieders/" + hit.Slug), Mission: hit.Line, WhereLabel: p.T("finder.where"),
		Toggle: p.listToggle(p.asked.Listed, hit.Slug, hit.Name),
	}
	for _, code := range hit.Values[finding.Product] {
		result.Products = append(result.Products, p.region.Product(code).Plain(p.Lang))
	}
	result.WhereText = strings.Join(municipalityNames(p.region, hit.Values[finding.Municipality]), ", ")
	if len(hit.Values[finding.Municipality]) == len(p.region.Municipalities) {
		result.WhereText = p.T("finder.everywhere")
	}
	return result
}

// Distance says how far away a provider is, when a place is given.
func (p *FinderPage) Distance(hit *finding.Hit) string {
	if p.asked.from == nil {
		return ""
	}
	return distanceText(p.Words(), hit.Km)
}

// Room says whether there is room; providers that take people at once carry no
// mark.
func (p *FinderPage) Room(hit *finding.Hit) Tag {
	switch {
	case hit.Capacity == finding.CapacityClosed:
		return Tag{Text: p.T("finder.capaciteit.closed"), Look: LookOff}
	case hit.Capacity == finding.CapacityWaiting && hit.CapacityWeeks > 0:
		return Tag{Text: p.T("finder.waiting.weeks", "Count", hit.CapacityWeeks), Look: LookBusy}
	case hit.Capacity == finding.CapacityWaiting:
		return Tag{Text: p.T("finder.capaciteit.waiting"), Look: LookBusy}
	}
	return Tag{}
}

func (s *Server) showFinder(v *visit) error {
	snapshot, err := s.Directory.Snapshot(v.ctx)
	if err != nil {
		return err
	}
	if off := v.query("weg"); off != "" {
		asked, number := askedOf(v, snapshot.Region())
		asked.Listed = asked.Listed.without(off)
		return v.done(withPage(asked.address(), number), "")
	}
	return v.showPublic(snapshot.State(), func() (page, error) {
		asked, number := askedOf(v, snapshot.Region())
		found := snapshot.Find(asked.search(snapshot.Region(), number))
		p := newFinderPage(v.frame("finder.title"), snapshot.Region(), asked, found)
		p.Share.Text, p.Share.Feed = p.T("share.finder", "Region", p.RegionName), feedPath
		if found.Total == 0 {
			p.Loosen = p.loosen(snapshot.Find)
		}
		return p, nil
	})
}

// loosenMost is how many ways on are offered.
const loosenMost = 8

// loosen gives the questions with one filter less that do find providers.
func (p *FinderPage) loosen(find func(directory.Search) *directory.Found) []Link {
	var ways []Link
	for _, filter := range p.asked.filters(valuesOfRegion(p.region, p.Lang), p.Words()) {
		found := find(filter.without.search(p.region, 1))
		if found.Total > 0 && len(ways) < loosenMost {
			text := p.T("finder.loosen.without", "Filter", filter.text, "Count", found.Total)
			ways = append(ways, Link{text, filter.without.address()})
		}
	}
	return ways
}
