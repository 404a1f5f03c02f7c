package portal

import (
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
	lines  []matching.Line
}

const closedTab = "afgerond"

// tabs are open and closed requests with their numbers.
func (l requestList) tabs() Tabs {
	open := 0
	for _, line := range l.lines {
		if line.ClosedAt == nil {
			open++
		}
	}
	return Tabs{Label: l.words.T("requests.tabs"), Items: []NavItem{
		{Text: l.words.T("requests.open"), URL: l.path, Current: !l.closed, Count: open, ShowCount: true},
		{Text: l.words.T("requests.closed"), URL: l.path + "?toon=" + closedTab, Current: l.closed, Count: len(l.lines) - open, ShowCount: true},
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
	for _, line := range l.lines {
		if (line.ClosedAt != nil) == l.closed {
			table.Rows = append(table.Rows, l.row(line))
		}
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
