package portal

import (
	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/paging"
	"providerportal/internal/words"
	"providerportal/internal/workday"
)

// QueuePage is the list of applications that staff work on.
type QueuePage struct {
	Frame
	Form
	List  string
	Tabs  Tabs
	Table Table
	Pages Pagination
}

func (p *QueuePage) template() string { return "staff/queue" }

// The lists of applications, by the value of "lijst" in the address.
const (
	listReview   = "te-beoordelen"
	listProvider = "wacht-op-aanbieder"
	listDecide   = "te-besluiten"
	listOverdue  = "te-laat"
	listClosed   = "afgerond"
)

var queueLists = []string{listReview, listProvider, listDecide, listOverdue, listClosed}

var queueWaiting = map[string]enrollment.Waiting{
	listReview: enrollment.WaitsForReviewer, listProvider: enrollment.WaitsForProvider,
	listDecide: enrollment.WaitsForDecider, listOverdue: enrollment.Overdue, listClosed: enrollment.Closed,
}

type queueQuery struct {
	Search string `form:"q"`
}

func (s *Server) showQueue(v *visit) error {
	query := queueQuery{Search: v.query("q")}
	p := &QueuePage{Frame: v.frame("queue.title"), Form: newForm(v.words(), "queue", &query)}
	p.List = chosen(askedQueue(v), queueLists)
	counts, err := s.Enrollment.QueueCounts(v.ctx, v.actor, query.Search)
	if err != nil {
		return err
	}
	queue, err := s.Enrollment.Queue(v.ctx, v.actor, enrollment.Asked{
		Waiting: queueWaiting[p.List], Search: query.Search, Page: v.page(),
	})
	if err != nil {
		return err
	}
	calendar, err := s.Enrollment.Calendar(v.ctx)
	if err != nil {
		return err
	}
	p.fill(counts, queue, calendar, workday.On(s.Enrollment.Now()))
	return v.show(p)
}

// askedQueue is the list in the address; who only decides starts at what waits for a
// decision.
func askedQueue(v *visit) string {
	list := v.query("lijst")
	if list == "" && v.actor.Has(account.RoleDecider) && !v.actor.Has(account.RoleReviewer) {
		return listDecide
	}
	return list
}

// fill makes the tabs and the table from the applications that were found.
func (p *QueuePage) fill(counts map[enrollment.Waiting]int, queue paging.Page[enrollment.Queued], calendar *workday.Calendar, today workday.Date) {
	w, listed := p.Words(), map[string]int{}
	for list, waiting := range queueWaiting {
		listed[list] = counts[waiting]
	}
	p.Wide, p.Table = true, queueTable(w, p.T("queue."+p.List))
	p.Table.Empty = p.T("queue.empty")
	p.Tabs = listTabs(&p.Frame, "queue.lists", "queue.", p.List, queueLists, listed)
	p.Pages = paginate(w, p.Path, queue.Number, queue.Pages)
	for i := range queue.Lines {
		p.Table.Rows = append(p.Table.Rows, queueRow(w, &queue.Lines[i], calendar, today))
	}
}

func queueTable(w *words.Words, caption string) Table {
	return Table{Caption: caption, Hidden: true, Columns: []Column{
		{Text: w.T("queue.provider")}, {Text: w.T("queue.status")},
		{Text: w.T("queue.submitted")}, {Text: w.T("queue.decide-by")}, {Text: w.T("queue.term")},
	}}
}

func queueRow(w *words.Words, one *enrollment.Queued, calendar *workday.Calendar, today workday.Date) Row {
	row := Row{
		{Text: one.Provider.Name, Note: one.Reference, URL: reviewPath(&one.Application)},
		{Tag: applicationTag(w, one.Status)}, {Text: w.ShortDate(one.SubmittedAt)}, {}, {},
	}
	if one.ReadyToDecide() {
		row[1].Tag = Tag{Text: w.T("queue.ready"), Look: LookTodo}
	}
	if one.DecideByOn == nil {
		return row
	}
	row[3].Text = w.ShortDate(*one.DecideByOn)
	left := w.Days(calendar.Left(today, *one.DecideByOn))
	switch {
	case one.Overdue(today):
		row[4].Tag = Tag{Text: left, Look: LookBad}
	case one.Open():
		row[4].Text = left
	}
	return row
}
