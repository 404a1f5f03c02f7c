package portal

import (
	"slices"

	"providerportal/internal/paging"
	"providerportal/internal/words"
	"providerportal/matching"
)

// requestList is how a list of requests is shown to one side.
type requestList struct {
	words  *words.Words
	side   string // "provider" or "consultant"
	path   string // of the list
	detail string // of one request, up to its id
	empty  string // beginning of the keys of the texts for an empty list
	list   string // which tab is open
	at     string // address of the page shown, with its question
	search referenceForm

	requests paging.Page[matching.Line] // of the tab
	figures  matching.Figures
	found    figuresOf // filters that came along from the figures
}

// ownLists are the tabs; the numbers on the page with figures open other lists.
var ownLists = []string{listLate, listOpened, listEnded}

// requestList gathers the page of the list that the address asks for.
func (s *Server) requestList(v *visit) (list requestList, err error) {
	list.list, list.at, list.search = v.query("toon"), v.address(), referenceForm{Reference: v.query("zoek")}
	if _, known := requestParts[list.list]; !known {
		list.list = listOpened
	}
	if list.found, err = s.filtered(v); err != nil {
		return list, err
	}
	filter := list.found.filter
	filter.Reference = list.search.Reference
	if list.requests, err = s.Matching.List(v.ctx, v.actor, filter, requestParts[list.list], v.page()); err != nil {
		return list, err
	}
	list.figures, err = s.Matching.Figures(v.ctx, v.actor, filter)
	return list, err
}

func (l requestList) pages() Pagination {
	return paginate(l.words, l.at, l.requests.Number, l.requests.Pages)
}

// tabs are the lists with their numbers; what was searched for stays.
func (l requestList) tabs() Tabs {
	tabs, lists := Tabs{Label: l.words.T("requests.tabs")}, ownLists
	if !slices.Contains(lists, l.list) {
		lists = append(lists[:len(lists):len(lists)], l.list)
	}
	for _, list := range lists {
		count := countOf(l.figures, list)
		if list == l.list {
			count = l.requests.Total
		}
		tabs.Items = append(tabs.Items, NavItem{
			Text: l.words.T("figures.list." + list), URL: withQuery(withQuery(l.at, "pagina", ""), "toon", list),
			Current: list == l.list, Count: count, ShowCount: true,
		})
	}
	return tabs
}

// RequestSearch asks for part of a reference; the tab stays.
type RequestSearch struct {
	Form
	Action string
	List   string
	Button string
}

// Question is the field of the search.
func (s RequestSearch) Question() Field { return freely(s.Field("zoek").As("search")) }

func (l requestList) find() RequestSearch {
	return RequestSearch{Form: newForm(l.words, "requests", &l.search), Action: l.path, List: l.list, Button: l.words.T("requests.search")}
}

// table shows the lines of the open tab in the order of the domain: the most
// urgent first.
func (l requestList) table() Table {
	w := l.words
	table := Table{Caption: w.T("requests.caption"), Hidden: true, Columns: []Column{
		{Text: w.T("requests.request")}, {Text: w.T("requests.term")}, {Text: w.T("requests.status")}, {Text: w.T("requests.todo")},
	}, Empty: l.nothing()}
	for _, line := range l.requests.Lines {
		table.Rows = append(table.Rows, l.row(line))
	}
	return table
}

// nothing says what to do with an empty list.
func (l requestList) nothing() string {
	switch {
	case l.search.Reference != "":
		return l.words.T("requests.not-found")
	case l.list == listOpened:
		return l.words.T(l.empty + ".open")
	case l.list == listEnded:
		return l.words.T(l.empty + ".closed")
	}
	return l.words.T("requests.none")
}

func (l requestList) row(line matching.Line) Row {
	w := l.words
	address := withQuery(l.detail+line.ID.String(), fromParam, placeOf(l.at))
	if line.Erased {
		address = ""
	}
	return Row{
		{Text: line.Reference, URL: address, Note: l.about(line)},
		{Text: w.Date(line.Clock.DueOn), Note: daysLeft(w, line.Clock)},
		{Tag: termTag(w, line.Clock.Term), Note: w.T("request.status." + string(line.Status))},
		{Text: l.todo(line)},
	}
}

// about says whose request it is: the other side, and the consultant's own
// reference by which it knows the resident.
func (l requestList) about(line matching.Line) string {
	if line.Erased {
		return l.words.T("requests.erased")
	}
	if l.side == "provider" {
		return l.words.T("requests.from", "Municipality", line.Municipality)
	}
	return line.ProviderName + ". " + l.words.T("requests.yours", "Reference", line.OwnReference)
}

func (l requestList) todo(line matching.Line) string {
	if line.ClosedAt != nil {
		return l.words.T("request.todo.none")
	}
	return l.words.T("request.todo." + l.side + "." + string(line.Status))
}
