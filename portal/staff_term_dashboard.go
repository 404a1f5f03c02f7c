package portal

import (
	"slices"
	"strconv"

	"providerportal/internal/paging"
	"providerportal/internal/words"
	"providerportal/matching"
)

// TermsPage shows how matching requests stand against the norm, the worst first:
// clock and status, never the text (T9, T10).
type TermsPage struct {
	Frame
	Percentage string // empty while there is nothing to divide by
	Counts     Table
	Tabs       Tabs
	Table      Table
	Pages      Pagination
}

func (p *TermsPage) template() string { return "staff/terms" }

// The lists of requests, by the value of "lijst".
const (
	termsOpen = "open"
	termsLate = "te-laat"
)

var termLists = []string{listAll, termsLate, termsOpen}

var termParts = map[string]matching.Part{
	listAll: matching.PartAll, termsLate: matching.PartLate, termsOpen: matching.PartWaiting,
}

func (s *Server) showTerms(v *visit) error {
	list := chosen(v.query("lijst"), termLists)
	figures, err := s.Matching.Figures(v.ctx, v.actor)
	if err != nil {
		return err
	}
	requests, err := s.Matching.List(v.ctx, v.actor, termParts[list], v.page())
	if err != nil {
		return err
	}
	p := &TermsPage{Frame: v.frame("terms.title")}
	p.fill(figures, requests, list)
	return v.show(p)
}

func (p *TermsPage) fill(figures matching.Figures, requests paging.Page[matching.Line], list string) {
	p.Wide, p.Pages = true, paginate(p.Words(), p.Path, requests.Number, requests.Pages)
	if percentage, counted := figures.Percentage(); counted {
		p.Percentage = p.T("terms.percentage", "Percentage", percentage)
	}
	p.Counts = termCounts(&p.Frame, figures)
	p.Tabs = listTabs(&p.Frame, "terms.lists", "terms.", list, termLists,
		map[string]int{listAll: figures.All(), termsLate: figures.Late, termsOpen: figures.Waiting})
	p.Table = Table{Caption: p.T("terms." + list), Hidden: true, Empty: p.T("terms.empty"), Columns: []Column{
		{Text: p.T("terms.provider")}, {Text: p.T("terms.municipality")}, {Text: p.T("terms.term")},
		{Text: p.T("terms.due")}, {Text: p.T("terms.status")}, {Text: p.T("terms.sent")},
	}}
	for _, line := range requests.Lines {
		p.Table.Rows = append(p.Table.Rows, termRow(p.Words(), line))
	}
}

// termCounts are the figures of the norm; withdrawn and declined count neither
// way and stand apart (WD-8).
func termCounts(f *Frame, figures matching.Figures) Table {
	table := Table{Caption: f.T("terms.figures"), Columns: []Column{
		{Text: f.T("terms.group")}, {Text: f.T("terms.count"), Number: true},
	}}
	for _, group := range []struct {
		name  string
		count int
	}{
		{"on-time", figures.OnTime}, {"held-late", figures.HeldLate}, {"late", figures.Late},
		{"running", figures.Waiting}, {"declined", figures.Declined}, {"withdrawn", figures.Withdrawn},
	} {
		cell := Cell{Text: f.T("terms.group." + group.name), Note: f.T("terms.group." + group.name + ".text")}
		table.Rows = append(table.Rows, Row{cell, {Text: strconv.Itoa(group.count), Number: true}})
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

func termRow(w *words.Words, line matching.Line) Row {
	row := Row{
		{Text: line.ProviderName, Note: line.Reference}, {Text: line.Municipality},
		{Tag: termTag(w, line.Clock.Term)}, {Text: w.ShortDate(line.Clock.DueOn)},
		{Text: w.T("request.status." + string(line.Status))}, {Text: w.ShortDate(line.SentAt)},
	}
	if slices.Contains(running, line.Clock.Term) {
		row[3].Note = w.Days(line.Clock.Left)
	}
	return row
}
