package portal

import (
	"strings"

	"providerportal/enrollment"
	"providerportal/internal/account"
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

// onList reports whether an application stands on the list today.
func onList(list string, application *enrollment.Application, today workday.Date) bool {
	switch list {
	case listReview:
		return application.UnderReview() && !application.ReadyToDecide()
	case listProvider:
		return application.WithProvider()
	case listDecide:
		return application.ReadyToDecide()
	case listOverdue:
		return application.Overdue(today)
	}
	return !application.Open()
}

func countQueue(queue []enrollment.Queued, today workday.Date) map[string]int {
	counts := map[string]int{}
	for i := range queue {
		for _, list := range queueLists {
			if onList(list, &queue[i].Application, today) {
				counts[list]++
			}
		}
	}
	return counts
}

type queueQuery struct {
	Search string `form:"q"`
}

// named reports whether the application answers to what was typed: part of the
// organisation's name or of the reference.
func (q queueQuery) named(one *enrollment.Queued) bool {
	typed := strings.ToLower(q.Search)
	return strings.Contains(strings.ToLower(one.Provider.Name), typed) ||
		strings.Contains(strings.ToLower(one.Reference), typed)
}

func (s *Server) showQueue(v *visit) error {
	queue, err := s.Enrollment.Queue(v.ctx, v.actor)
	if err != nil {
		return err
	}
	calendar, err := s.Enrollment.Calendar(v.ctx)
	if err != nil {
		return err
	}
	query := queueQuery{Search: v.query("q")}
	found := queue[:0]
	for i := range queue {
		if query.named(&queue[i]) {
			found = append(found, queue[i])
		}
	}
	p := &QueuePage{Frame: v.frame("queue.title"), Form: newForm(v.words(), "queue", &query)}
	p.List = chosen(askedQueue(v), queueLists)
	p.fill(found, calendar, workday.On(s.Enrollment.Now()))
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
func (p *QueuePage) fill(queue []enrollment.Queued, calendar *workday.Calendar, today workday.Date) {
	w := p.Words()
	p.Wide, p.Table = true, queueTable(w, p.T("queue."+p.List))
	p.Table.Empty = p.T("queue.empty")
	p.Tabs = listTabs(&p.Frame, "queue.lists", "queue.", p.List, queueLists, countQueue(queue, today))
	for i := range queue {
		if onList(p.List, &queue[i].Application, today) {
			p.Table.Rows = append(p.Table.Rows, queueRow(w, &queue[i], calendar, today))
		}
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
