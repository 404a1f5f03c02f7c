package portal

import (
	"slices"
	"strings"

	"providerportal/internal/paging"
	"providerportal/internal/words"
	"providerportal/matching"
)

const termsPath = "/beheer/termijnen"

// showTerms shows how matching requests stand against the norm, the worst first
// (T10). Links in letters that were sent before this page had lists lead on.
func (s *Server) showTerms(v *visit) error {
	if list := v.query("lijst"); list != "" {
		if list == listOpened {
			list = "loopt"
		}
		return v.Redirect().To(termsPath + "/verzoeken?lijst=" + chosen(list, termLists))
	}
	return s.showFigures(v, &staffFigures)
}

// TermsPage lists the requests behind a number: clock and status, never the text
// (T9).
type TermsPage struct {
	Frame
	Search Form
	Chips  []NavItem // filters, each with the list without it
	Tabs   Tabs
	Table  Table
	Pages  Pagination
	Sheet  string
	Hidden []HiddenField // filters that stay with a search
}

func (p *TermsPage) template() string { return "staff/terms_list" }

// Question asks for part of a reference.
func (p *TermsPage) Question() Field { return freely(p.Search.Field("zoek").As("search")) }

// termLists are the lists with a tab; a number may open another one.
var termLists = []string{listLate, "loopt", listAll, "lopend", "op-tijd", "te-laat-gevoerd", "niet-aangenomen", "ingetrokken", "telt-mee", "gevoerd", "beantwoord", listOpened, listEnded}

// referenceForm is the search of a list.
type referenceForm struct {
	Reference string `form:"zoek"`
}

func (s *Server) showTermsList(v *visit) error {
	found, err := s.filtered(v)
	if err != nil {
		return err
	}
	list, search := chosen(v.query("lijst"), termLists), referenceForm{Reference: v.query("zoek")}
	found.filter.Reference = search.Reference
	figures, err := s.Matching.Figures(v.ctx, v.actor, found.filter)
	if err != nil {
		return err
	}
	requests, err := s.Matching.List(v.ctx, v.actor, found.filter, requestParts[list], v.page())
	if err != nil {
		return err
	}
	p := &TermsPage{Frame: v.frame("terms.requests"), Search: newForm(v.words(), "terms", &search)}
	p.fill(found, figures, requests, list)
	return v.show(p)
}

// filtered reads the filters of a list; unreadable ones leave everything in.
func (s *Server) filtered(v *visit) (found figuresOf, err error) {
	if found.region, err = s.Directory.Region(v.ctx); err != nil {
		return found, err
	}
	if found.providers, err = s.Matching.AskedBy(v.ctx, v.actor); err != nil {
		return found, err
	}
	found.form = v.figuresForm()
	var wrong error
	if found.filter, wrong = found.form.filter(found.region, found.providers); wrong != nil {
		found.form, found.filter = figuresForm{}, matching.Filter{}
	}
	return found, nil
}

func (p *TermsPage) fill(found figuresOf, figures matching.Figures, requests paging.Page[matching.Line], list string) {
	p.Wide, p.Pages = true, paginate(p.Words(), p.Path, requests.Number, requests.Pages)
	p.Breadcrumbs = []Link{{Text: p.T("terms.title"), URL: found.form.address(termsPath)}}
	p.Sheet = found.form.address(termsPath + "/export")
	tabs := []string{listLate, "loopt", listAll}
	if !slices.Contains(tabs, list) {
		tabs = append(tabs, list)
	}
	counts := map[string]int{}
	for _, tab := range tabs {
		counts[tab] = countOf(figures, tab)
	}
	counts[list] = requests.Total
	p.Tabs = listTabs(&p.Frame, "terms.lists", "figures.list.", list, tabs, counts)
	p.Chips = filterChips(&p.Frame, found)
	p.Hidden = append(p.Hidden, HiddenField{"lijst", list})
	for name, values := range valuesOf(&found.form) {
		if values[0] != "" {
			p.Hidden = append(p.Hidden, HiddenField{name, values[0]})
		}
	}
	slices.SortFunc(p.Hidden, func(a, b HiddenField) int { return strings.Compare(a.Name, b.Name) })
	p.Table = termTable(&p.Frame, "figures.list."+list, requests.Lines, placeOf(p.Path))
}

// filterChips are the filters that narrow a list; each can be taken away.
func filterChips(f *Frame, found figuresOf) []NavItem {
	path := withQuery(f.Path, "pagina", "")
	var chips []NavItem
	add := func(name, text string) {
		chips = append(chips, NavItem{Text: text, URL: withQuery(path, name, "")})
	}
	if !found.filter.From.IsZero() {
		add("van", f.T("figures.chip.from", "Date", f.Words().ShortDate(found.filter.From)))
	}
	if !found.filter.Until.IsZero() {
		add("tot", f.T("figures.chip.until", "Date", f.Words().ShortDate(found.filter.Until)))
	}
	if found.filter.Municipality != "" {
		add("gemeente", found.region.Municipality(found.filter.Municipality).Name)
	}
	for _, one := range found.providers {
		if one.ID == found.filter.ProviderID {
			add("aanbieder", one.Name)
		}
	}
	if found.filter.Segment != "" {
		add("segment", found.region.Segment(found.filter.Segment).Name(f.Lang))
	}
	return chips
}

// termTable shows clock and status of requests.
func termTable(f *Frame, caption string, lines []matching.Line, place string) Table {
	table := Table{Caption: f.T(caption), Hidden: true, Empty: f.T("terms.empty"), Columns: []Column{
		{Text: f.T("terms.request")}, {Text: f.T("terms.provider")}, {Text: f.T("terms.municipality")}, {Text: f.T("terms.term")},
		{Text: f.T("terms.due")}, {Text: f.T("terms.status")}, {Text: f.T("terms.sent")}, {Text: f.T("terms.held")},
	}}
	for _, line := range lines {
		table.Rows = append(table.Rows, termRow(f.Words(), line, place))
	}
	return table
}

// running are the terms of requests without a conversation: the days still count.
var running = []matching.Term{matching.TermLate, matching.TermOpen, matching.TermNearlyDue, matching.TermScheduled}

var termLooks = map[matching.Term]Look{
	matching.TermOpen:       LookBusy,
	matching.TermNearlyDue:  LookWarn,
	matching.TermScheduled:  LookGood,
	matching.TermLate:       LookBad,
	matching.TermHeldOnTime: LookGood,
	matching.TermHeldLate:   LookWarn,
	matching.TermWithdrawn:  LookOff,
	matching.TermDeclined:   LookOff,
}

// termTag shows how a request stands against its due date (T6, WD-7).
func termTag(w *words.Words, term matching.Term) Tag {
	return Tag{Text: w.T("term." + string(term)), Look: termLooks[term]}
}

func termRow(w *words.Words, line matching.Line, place string) Row {
	row := Row{
		{Text: line.Reference, URL: withQuery(termsPath+"/verzoeken/"+line.ID.String(), fromParam, place)}, {Text: line.ProviderName}, {Text: line.Municipality},
		{Tag: termTag(w, line.Clock.Term)}, {Text: w.ShortDate(line.Clock.DueOn)},
		{Text: w.T("request.status." + string(line.Status))}, {Text: w.ShortDate(line.SentAt)}, {},
	}
	if line.Erased {
		row[0].URL, row[0].Note = "", w.T("requests.erased")
	}
	if slices.Contains(running, line.Clock.Term) {
		row[4].Note = w.Days(line.Clock.Left)
	}
	if line.HeldOn != nil {
		row[7].Text = w.ShortDate(*line.HeldOn)
	}
	return row
}
