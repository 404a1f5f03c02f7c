package portal

import (
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
	closed bool   // which tab is open
	at     string // address of the page shown, with its question

	requests paging.Page[matching.Line] // of the tab
	figures  matching.Figures
}

// requestList gathers the page of the list that the address asks for.
func (s *Server) requestList(v *visit) (list requestList, err error) {
	list.closed, list.at = v.query("toon") == closedTab, v.address()
	part := matching.PartOpen
	if list.closed {
		part = matching.PartClosed
	}
	if list.requests, err = s.Matching.List(v.ctx, v.actor, part, v.page()); err != nil {
		return list, err
	}
	list.figures, err = s.Matching.Figures(v.ctx, v.actor)
	return list, err
}

func (l requestList) pages() Pagination {
	return paginate(l.words, l.at, l.requests.Number, l.requests.Pages)
}

const closedTab = "afgerond"

// tabs are open and closed requests with their numbers.
func (l requestList) tabs() Tabs {
	return Tabs{Label: l.words.T("requests.tabs"), Items: []NavItem{
		{Text: l.words.T("requests.open"), URL: l.path, Current: !l.closed, Count: l.figures.Open, ShowCount: true},
		{Text: l.words.T("requests.closed"), URL: l.path + "?toon=" + closedTab, Current: l.closed, Count: l.figures.Closed, ShowCount: true},
	}}
}

// table shows the lines of the open tab in the order of the domain: the most
// urgent first.
func (l requestList) table() Table {
	w := l.words
	table := Table{Caption: w.T("requests.caption"), Hidden: true, Columns: []Column{
		{Text: w.T("requests.request")}, {Text: w.T("requests.term")}, {Text: w.T("requests.status")}, {Text: w.T("requests.todo")},
	}, Empty: w.T(l.empty + ".open")}
	if l.closed {
		table.Empty = w.T(l.empty + ".closed")
	}
	for _, line := range l.requests.Lines {
		table.Rows = append(table.Rows, l.row(line))
	}
	return table
}

func (l requestList) row(line matching.Line) Row {
	w := l.words
	return Row{
		{Text: line.Reference, URL: l.detail + line.ID.String(), Note: l.about(line)},
		{Text: w.Date(line.Clock.DueOn), Note: daysLeft(w, line.Clock)},
		{Tag: termTag(w, line.Clock.Term), Note: w.T("request.status." + string(line.Status))},
		{Text: l.todo(line)},
	}
}

// about says whose request it is: the other side, and the consultant's own
// reference by which it knows the resident.
func (l requestList) about(line matching.Line) string {
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
