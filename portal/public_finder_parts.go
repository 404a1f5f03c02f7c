package portal

import (
	"html/template"
	"strconv"
	"strings"

	"providerportal/directory"
	"providerportal/directory/finding"
)

// A page of the finder consists for the most part of HTML that other answers show
// too: made once by the template, then kept and put together. Each part is kept by
// everything that it depends on.

// keepIn says where the parts are kept.
func (p *FinderPage) keepIn(parts *renderer) { p.parts = parts }

// htmlList puts parts behind each other until one fails.
type htmlList struct {
	strings.Builder
	err error
}

func (l *htmlList) add(html template.HTML, err error) {
	if l.err == nil {
		l.WriteString(string(html))
		l.err = err
	}
}

func (l *htmlList) html() (template.HTML, error) {
	return template.HTML(l.String()), l.err // escaped by the templates of its parts
}

// aroundKey is what the questions about the place depend on.
type aroundKey struct{ lang, postcode, within, wrong string }

// Around asks for a place and a distance.
func (p *FinderPage) Around() (template.HTML, error) {
	key := aroundKey{p.Lang, p.asked.Postcode, p.asked.Within, p.Field("postcode").Error}
	return p.parts.part("finder-around", key, func() any { return p })
}

// groupKey is what the beginning of a filter depends on.
type groupKey struct {
	name, title, hint string
	open              bool
}

// Narrow shows the filters with their counts.
func (p *FinderPage) Narrow() (template.HTML, error) {
	var list htmlList
	list.Grow(partsGrow)
	tickEnd, err := p.constant("finder-tick-end")
	list.add("", err)
	for i := range p.Groups {
		group := &p.Groups[i]
		list.add(p.parts.part("finder-group", groupKey{group.Name, group.Title, group.Hint, group.Open}, func() any { return group }))
		for _, value := range group.Values {
			count := value.Count
			value.Count = 0 // the rest stays the same
			list.add(p.parts.part("finder-tick", value, func() any { return value }))
			list.WriteString(strconv.Itoa(count))
			list.add(tickEnd, nil)
		}
		list.add(p.constant("finder-group-end"))
	}
	return list.html()
}

// partsGrow is about how much the filters or the results of a page take, in bytes.
const partsGrow = 16 << 10

// constant gives a part that depends on nothing.
func (p *FinderPage) constant(name string) (template.HTML, error) {
	return p.parts.part(name, name, func() any { return nil })
}

// Result is what stays the same of one provider in the list.
type Result struct {
	Slug, Name, URL       string
	Mission               string
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

// resultEnd is what the question and the day add to a Result, in the language.
type resultEnd struct {
	Distance string
	Room     Tag
}

// Cards shows the providers that were found.
func (p *FinderPage) Cards() (template.HTML, error) {
	var list htmlList
	list.Grow(partsGrow)
	for _, hit := range p.Results {
		list.add(p.parts.part("finder-card", resultKey{hit.Entry, p.region, p.Lang, p.asked.list()}, func() any { return p.result(hit) }))
		end := resultEnd{p.distance(hit), p.Room(hit)}
		list.add(p.parts.part("finder-card-end", end, func() any { return end }))
	}
	return list.html()
}

func (p *FinderPage) result(hit *finding.Hit) Result {
	result := Result{
		Slug: hit.Slug, Name: hit.Name, URL: p.asked.Listed.at("/aanbieders/" + hit.Slug), Mission: hit.Line, WhereLabel: p.T("finder.where"),
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

// distance says how far away a provider is, when a place is given.
func (p *FinderPage) distance(hit *finding.Hit) string {
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
