package portal

import (
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
	Fold    string // opens the filters on a narrow screen
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
	p.Fold = p.fold()
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

// fold says how many values are ticked, for who does not see them.
func (p *FinderPage) fold() string {
	ticked := 0
	for group := range p.asked.Chosen {
		ticked += len(p.asked.Chosen[group])
	}
	if ticked == 0 {
		return p.T("finder.fold")
	}
	return p.T("finder.fold.ticked", "Number", ticked)
}

func (p *FinderPage) nothing() string {
	if len(p.Filters) == 0 {
		return p.T("finder.empty")
	}
	return p.T("finder.none")
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
	return v.showPublic(snapshot.Edition(), func() (page, error) {
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
