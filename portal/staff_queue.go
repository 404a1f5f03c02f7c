package portal

import (
	"net/url"
	"strings"

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
	List     string
	Sort     string
	Reviewer bool
	Place    string // this list, as the pages of its applications lead back to it
	Tabs     Tabs
	Table    Table
	Pages    Pagination
}

func (p *QueuePage) template() string { return "staff/queue" }

// The lists of applications, by the value of "lijst" in the address.
const (
	listNew      = "nieuw"
	listInReview = "in-toets"
	listProvider = "wacht-op-aanbieder"
	listDecide   = "te-besluiten"
	listOverdue  = "te-laat"
	listMine     = "mijn"
	listClosed   = "afgerond"
)

var queueLists = []string{listNew, listInReview, listProvider, listDecide, listOverdue, listMine, listClosed}

var queueWaiting = map[string]enrollment.Waiting{
	listNew: enrollment.New, listInReview: enrollment.InReview, listProvider: enrollment.WaitsForProvider,
	listDecide: enrollment.WaitsForDecider, listOverdue: enrollment.Overdue, listMine: enrollment.Mine, listClosed: enrollment.Closed,
}

type queueQuery struct {
	Search string `form:"q"`
}

func (s *Server) showQueue(v *visit) error {
	query := queueQuery{Search: v.query("q")}
	p := &QueuePage{Frame: v.frame("queue.title"), Form: newForm(v.words(), "queue", &query)}
	p.List, p.Sort = chosen(askedQueue(v), queueLists), v.query("sorteer")
	counts, err := s.Enrollment.QueueCounts(v.ctx, v.actor, query.Search)
	if err != nil {
		return err
	}
	sort, down := strings.CutPrefix(p.Sort, "-")
	queue, err := s.Enrollment.Queue(v.ctx, v.actor, enrollment.Asked{
		Waiting: queueWaiting[p.List], Search: query.Search, Page: v.page(), Sort: queueSorts[sort], Descending: down,
	})
	if err != nil {
		return err
	}
	calendar, err := s.Enrollment.Calendar(v.ctx)
	if err != nil {
		return err
	}
	p.fill(counts, queue, calendar, workday.On(s.Enrollment.Now()), v.actor)
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
func (p *QueuePage) fill(counts map[enrollment.Waiting]int, queue paging.Page[enrollment.Queued], calendar *workday.Calendar, today workday.Date, actor account.Actor) {
	listed := map[string]int{}
	for list, waiting := range queueWaiting {
		listed[list] = counts[waiting]
	}
	p.Wide, p.Place, p.Reviewer = true, placeOf(p.Path), actor.Has(account.RoleReviewer)
	p.Table = Table{Caption: p.T("queue." + p.List), Hidden: true, Empty: p.T("queue.empty"), Columns: p.columns()}
	p.Tabs = listTabs(&p.Frame, "queue.lists", "queue.", p.List, queueLists, listed)
	p.Pages = paginate(p.Words(), p.Path, queue.Number, queue.Pages)
	for i := range queue.Lines {
		p.Table.Rows = append(p.Table.Rows, p.row(&queue.Lines[i], calendar, today, actor))
	}
}

func (p *QueuePage) row(one *enrollment.Queued, calendar *workday.Calendar, today workday.Date, actor account.Actor) Row {
	w := p.Words()
	path := withQuery(reviewPath(&one.Application), fromParam, p.Place)
	row := Row{
		{Text: one.Provider.Name, Note: one.Reference, URL: path},
		{Tag: queueTag(w, &one.Application, today)}, {Text: w.ShortDate(one.SubmittedAt)}, {}, {}, {Text: one.Assignee},
	}
	if one.AssignedTo == nil && one.Open() && actor.Has(account.RoleReviewer) {
		row[5].Act = p.Button(p.T("assign.take"), withQuery(reviewPath(&one.Application)+"/behandelaar", fromParam, p.Place), "secondary")
		row[5].Act.About = one.Provider.Name
		row[5].Act.Fields = []HiddenField{{"to", actor.UserID.String()}, {"then", "list"}}
	}
	due := one.DecideByOn
	if one.Status == enrollment.StatusSupplementRequested {
		due = one.SupplementDueOn
	}
	if due == nil {
		return row
	}
	row[3].Text = w.ShortDate(*due)
	left := calendar.Left(today, *due)
	switch {
	case one.Open() && left < 0:
		row[4].Tag = Tag{Text: w.Days(left), Look: LookBad}
	case one.Open():
		row[4].Text = w.Days(left)
	}
	return row
}

// queueTag is the status, or more exactly for whom it waits.
func queueTag(w *words.Words, one *enrollment.Application, today workday.Date) Tag {
	switch {
	case one.ReadyToDecide():
		return Tag{Text: w.T("queue.ready"), Look: LookTodo}
	case one.Status == enrollment.StatusSupplementRequested && one.SupplementLate(today):
		return Tag{Text: w.T("queue.supplement-late"), Look: LookBad}
	case one.Status == enrollment.StatusSubmitted && one.ReviewStartedAt != nil:
		return Tag{Text: w.T("outcome.supplemented"), Look: LookTodo}
	}
	return applicationTag(w, one.Status)
}

// queueSorts are the orders by the value of "sorteer"; a minus in front turns
// them round.
var queueSorts = map[string]enrollment.Sort{
	"aanbieder": enrollment.SortProvider, "ontvangen": enrollment.SortSubmitted,
	"uiterlijk": enrollment.SortDue, "behandelaar": enrollment.SortAssignee,
}

func (p *QueuePage) columns() []Column {
	w := p.Words()
	return []Column{
		p.sorted("queue.provider", "aanbieder"), {Text: w.T("queue.status")}, p.sorted("queue.submitted", "ontvangen"),
		p.sorted("queue.due", "uiterlijk"), {Text: w.T("queue.term")}, p.sorted("queue.assignee", "behandelaar"),
	}
}

func (p *QueuePage) sorted(key, sort string) Column { return sortedColumn(&p.Frame, p.Sort, key, sort) }

// sortedColumn heads a column that sorts, and turns the order round when it already
// does.
func sortedColumn(f *Frame, current, key, sort string) Column {
	column, next := Column{Text: f.T(key)}, sort
	switch current {
	case sort:
		column.Sorted, next = "ascending", "-"+sort
	case "-" + sort:
		column.Sorted = "descending"
	}
	column.URL = withQuery(withQuery(f.Path, "pagina", ""), "sorteer", next)
	return column
}

// fromParam carries the list from which somebody came along the pages of an
// application or request, so that the way back keeps search, order and page.
const fromParam = "uit"

// placeKeys are the parts of an address that place it on a list.
var placeKeys = []string{"lijst", "q", "sorteer", "pagina", "toon", "zoek", "van", "tot", "gemeente", "aanbieder", "segment"}

// placeOf keeps of an address what places it on the list.
func placeOf(address string) string {
	parsed, err := url.Parse(address)
	if err != nil {
		return ""
	}
	asked, kept := parsed.Query(), url.Values{}
	for _, name := range placeKeys {
		if value := cleanText(asked.Get(name), false); value != "" {
			kept.Set(name, value)
		}
	}
	return kept.Encode()
}

// place is the list from which who asks came, or empty.
func (v *visit) place() string { return placeOf("?" + v.query(fromParam)) }

// queueURL leads back to that list.
func queueURL(place string) string {
	if place == "" {
		return "/beheer/aanmeldingen"
	}
	return "/beheer/aanmeldingen?" + place
}
