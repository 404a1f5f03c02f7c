package portal

import (
	"strings"

	"providerportal/directory"
)

// FinderPage is the list of providers that fit a question (D5, D6, D7).
type FinderPage struct {
	Frame
	Form
	Count   string
	Order   string // explains the order, in one sentence (D7)
	Filters []Link // each removes one filter
	Results []Result
	Pages   Pagination
	Loosen  []Link // ways on when nothing was found

	region *directory.Region
	asked  finderForm
}

func (p *FinderPage) template() string { return "public/finder" }

// Result is one provider in the list.
type Result struct {
	Name, URL, Mission, Where string
	Products                  []string
}

func newFinderPage(frame Frame, region *directory.Region, asked finderForm, found *directory.Found) *FinderPage {
	p := &FinderPage{Frame: frame, Form: newForm(frame.Words(), "finder", asked), region: region, asked: asked}
	p.Count = p.T("finder.count", "Count", found.Total)
	p.Order = p.T("finder.order.words")
	if found.Letter != "" {
		p.Order = p.T("finder.order.letter", "Letter", found.Letter)
	}
	for _, filter := range asked.filters(region, p.Lang) {
		p.Filters = append(p.Filters, Link{filter.text, filter.without.address()})
	}
	for _, entry := range found.Entries {
		p.Results = append(p.Results, p.result(entry))
	}
	p.Pages = paginate(p.Words(), asked.address(), found.Page, found.Pages)
	return p
}

func (p *FinderPage) result(entry directory.Entry) Result {
	result := Result{Name: entry.Name, URL: "/aanbieders/" + entry.Slug, Mission: oneLine(entry.Mission)}
	for _, code := range entry.Products {
		result.Products = append(result.Products, p.region.Product(code).Plain(p.Lang))
	}
	result.Where = strings.Join(municipalityNames(p.region, entry.Municipalities), ", ")
	if len(entry.Municipalities) == len(p.region.Municipalities) {
		result.Where = p.T("finder.everywhere")
	}
	return result
}

func (s *Server) showFinder(v *visit) error {
	region, err := s.Directory.Region(v.ctx)
	if err != nil {
		return err
	}
	asked, page := askedOf(v, region)
	found, err := s.Directory.Find(v.ctx, asked.search(region, page))
	if err != nil {
		return err
	}
	p := newFinderPage(v.frame("finder.title"), region, asked, found)
	if found.Total == 0 {
		if p.Loosen, err = s.loosen(v, region, asked); err != nil {
			return err
		}
	}
	return v.show(p)
}

// loosen gives the questions with one filter less that do find providers.
func (s *Server) loosen(v *visit, region *directory.Region, asked finderForm) ([]Link, error) {
	var ways []Link
	for _, filter := range asked.filters(region, v.lang) {
		found, err := s.Directory.Find(v.ctx, filter.without.search(region, 1))
		if err != nil {
			return nil, err
		}
		if found.Total > 0 {
			text := v.T("finder.loosen.without", "Filter", filter.text, "Count", found.Total)
			ways = append(ways, Link{text, filter.without.address()})
		}
	}
	return ways, nil
}

// oneLine shortens a text to what fits on a line or two of a list, at a word.
func oneLine(text string) string {
	const most = 160
	text = strings.Join(strings.Fields(text), " ")
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	cut := string(runes[:most])
	if space := strings.LastIndexByte(cut, ' '); space > most/2 {
		cut = cut[:space]
	}
	return strings.TrimRight(cut, " .,;:") + "…"
}
