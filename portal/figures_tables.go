package portal

import (
	"strconv"
	"time"

	"providerportal/internal/words"
	"providerportal/internal/workday"
	"providerportal/matching"
)

// monthDay is the first day of a month; months before 1 or after 12 lie in another
// year.
func monthDay(year, month int) workday.Date { return workday.Day(year, time.Month(month), 1) }

// breakdown are the figures per month, provider and municipality.
func (p *FiguresPage) breakdown(found figuresOf) {
	months := p.groupTable("figures.months", "figures.month", newestFirst(found.report.Months), found.form)
	if p.look.providers {
		p.Breakdown = append(p.Breakdown, p.groupTable("figures.providers", "terms.provider", found.report.Providers, found.form, func(form *figuresForm, key string) {
			form.Provider = slugOf(found.providers, key)
		}))
	}
	if p.look.municipalities {
		p.Breakdown = append(p.Breakdown, p.groupTable("figures.municipalities", "terms.municipality", found.report.Municipalities, found.form, func(form *figuresForm, key string) {
			form.Municipality = found.region.Municipality(key).Slug
		}))
	}
	p.Breakdown = append(p.Breakdown, months)
}

func newestFirst(months []matching.Group) []matching.Group {
	turned := make([]matching.Group, len(months))
	for i, month := range months {
		turned[len(months)-1-i] = month
	}
	return turned
}

func slugOf(providers []matching.Asked, id string) string {
	for _, one := range providers {
		if one.ID.String() == id {
			return one.Slug
		}
	}
	return ""
}

// groupTable has one row per group. narrow puts the group in the filters of the
// lists behind its numbers; without it the group is a month, or everything.
func (p *FiguresPage) groupTable(caption, head string, groups []matching.Group, form figuresForm, narrow ...func(*figuresForm, string)) Table {
	table := Table{Caption: p.T(caption), Empty: p.T("figures.empty"), Stacked: true}
	if head == "" {
		head = "figures.which"
	}
	table.Columns = []Column{{Text: p.T(head)}, {Text: p.T("figures.division")}}
	for _, key := range figureColumns() {
		table.Columns = append(table.Columns, Column{Text: p.T(key), Number: true})
	}
	for i := range groups {
		group, narrowed := &groups[i], form
		for _, set := range narrow {
			set(&narrowed, group.Key)
		}
		name := group.Name
		switch {
		case len(narrow) == 0 && group.Key != "":
			name = monthName(p.Words(), group.Key)
			narrowMonth(&narrowed, group.Key)
		case name == "":
			name = p.T("figures.all")
		}
		table.Rows = append(table.Rows, p.groupRow(name, group, narrowed))
	}
	return table
}

// figureColumns are the keys of the numbers of a group.
func figureColumns() []string {
	var keys []string
	for _, list := range figureLists {
		keys = append(keys, "figures.column."+list)
	}
	return append(keys, "figures.percentage", "figures.median-held", "figures.median-told")
}

func (p *FiguresPage) groupRow(name string, group *matching.Group, form figuresForm) Row {
	row := Row{{Text: name}, {Bar: barOf(group.Figures)}}
	for _, list := range figureLists {
		cell := Cell{Text: strconv.Itoa(countOf(group.Figures, list)), Number: true}
		if cell.Text != "0" {
			cell.URL = p.list(form, list)
		}
		row = append(row, cell)
	}
	percentage := Cell{Text: "–", Number: true}
	if value, counted := group.Percentage(); counted {
		percentage.Text, percentage.URL = p.T("terms.percentage", "Percentage", value), p.list(form, "telt-mee")
	}
	return append(row, percentage, p.days(group.DaysHeld, form, "gevoerd"), p.days(group.DaysTold, form, "beantwoord"))
}

func (p *FiguresPage) days(median matching.Median, form figuresForm, list string) Cell {
	cell := Cell{Text: median.Text(p.Lang), Number: true}
	if median.Known {
		cell.URL = p.list(form, list)
	}
	return cell
}

// narrowMonth keeps the part of the month that the filters let through.
func narrowMonth(form *figuresForm, month string) {
	first, err := workday.Parse(month + "-01")
	if err != nil {
		return
	}
	from, until := matching.MonthOf(first.Start())
	if form.From < from.String() { // written as YYYY-MM-DD they sort by date
		form.From = from.String()
	}
	if form.Until == "" || form.Until > until.String() {
		form.Until = until.String()
	}
}

func monthName(w *words.Words, month string) string {
	first, err := workday.Parse(month + "-01")
	if err != nil {
		return month
	}
	return w.Month(first)
}

// figureLooks is how the parts of a whole look, in the order in which they stand.
var figureLooks = []struct {
	list string
	look Look
}{
	{"op-tijd", LookGood}, {"te-laat-gevoerd", LookWarn}, {listLate, LookBad}, {"loopt", LookBusy},
	{"niet-aangenomen", LookOff}, {"ingetrokken", LookOff},
}

// barOf divides 100 % over the parts.
func barOf(figures matching.Figures) []BarPart {
	var bar []BarPart
	x := 0.0
	for _, part := range figureLooks {
		count := countOf(figures, part.list)
		if count == 0 {
			continue
		}
		width := float64(count) * 100 / float64(figures.All())
		bar = append(bar, BarPart{Look: part.look, X: x, Width: width})
		x += width
	}
	return bar
}
