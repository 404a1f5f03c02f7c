package portal

import (
	"providerportal/directory"
	"providerportal/directory/finding"
	"providerportal/internal/fault"
)

// ComparePage puts two to four providers side by side: the same rows for all, in
// the order in which the visitor chose them (D8).
type ComparePage struct {
	Frame
	Columns []CompareColumn
	Rows    []CompareRow
	Notes   []string // who is not shown, and why
	Filter  Link     // shows only what differs, or everything again
	ListURL string
	Finder  string
	PassOn  PassOn
}

// CompareColumn heads the column of one provider.
type CompareColumn struct {
	Name, URL string
	Without   string // address of the comparison without it
}

func (p *ComparePage) template() string { return "public/compare" }

func newComparePage(frame Frame, region *directory.Region, list shortlist, found []*directory.Public, onlyDifferences bool) *ComparePage {
	p := &ComparePage{Frame: frame, ListURL: list.at(listPath), Finder: list.at("/aanbieders")}
	p.Breadcrumbs = []Link{{p.T("home.crumb"), "/"}, {p.T("finder.title"), p.Finder}, {p.T("shortlist.title"), p.ListURL}}
	shown := shortlist{}
	for _, public := range found {
		shown = append(shown, public.Provider.Slug)
	}
	p.Path = shown.at(comparePath)
	p.Filter = Link{p.T("compare.only"), withQuery(p.Path, "verschil", "1")}
	if onlyDifferences {
		p.Filter = Link{p.T("compare.everything"), p.Path}
		p.Path = withQuery(p.Path, "verschil", "1")
	}
	for _, public := range found {
		slug := public.Provider.Slug
		p.Columns = append(p.Columns, CompareColumn{public.Provider.Name, list.at("/aanbieders/" + slug), shown.without(slug).at(comparePath)})
	}
	for _, row := range compareRows(&p.Frame, region, found) {
		if !onlyDifferences || row.Differs {
			p.Rows = append(p.Rows, row)
		}
	}
	return p
}

// Enough reports whether there is something to compare.
func (p *ComparePage) Enough() bool { return len(p.Columns) >= 2 }

func (s *Server) showCompare(v *visit) error {
	snapshot, err := s.Directory.Snapshot(v.ctx)
	if err != nil {
		return err
	}
	list := listedIn(v)
	hits := snapshot.Named(list)
	found, err := s.side(v, hits[:min(len(hits), compareMost)])
	if err != nil {
		return err
	}
	v.Set(headerRobots, "noindex")
	p := newComparePage(v.frame("compare.title"), snapshot.Region(), list, found, v.query("verschil") == "1")
	p.Notes = gone(&p.Frame, list, hits)
	for _, hit := range hits[min(len(hits), compareMost):] {
		p.Notes = append(p.Notes, p.T("compare.left-out", "Name", hit.Name, "Most", compareMost))
	}
	p.PassOn = p.passOn(s.BaseURL, p.Path, p.T("compare.mail.subject"))
	return v.show(p)
}

// side reads the profiles; one that was withdrawn this very moment is left out.
func (s *Server) side(v *visit, hits []finding.Hit) ([]*directory.Public, error) {
	var found []*directory.Public
	for _, hit := range hits {
		public, err := s.Directory.Public(v.ctx, hit.Slug)
		if refusal := fault.Of(err); refusal != nil && refusal.Kind == fault.KindMissing {
			continue
		}
		if err != nil {
			return nil, err
		}
		found = append(found, public)
	}
	return found, nil
}
