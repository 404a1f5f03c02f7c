package portal

import (
	"strconv"

	"providerportal/matching"
)

// ColumnChart shows counts in time as an inline drawing: a column per month, divided
// by what came of it. The same numbers stand in a table on the page.
type ColumnChart struct {
	Label   string
	Width   int
	Columns []ChartColumn
	Legend  []Tag
}

// ChartColumn is one column with its name below it and its height written on top.
type ChartColumn struct {
	X, Middle   int
	Name, Total string
	TotalY      float64
	Parts       []ChartPart
}

// ChartPart is a piece of a column.
type ChartPart struct {
	Look      Look
	Y, Height float64
}

// The measures of the drawing.
const (
	chartMonths = 12  // no more than this many columns
	chartFew    = 8   // room for at least these, so that a few are not drawn huge
	chartStep   = 44  // from one column to the next
	chartBase   = 132 // where columns stand
	chartTall   = 104 // height of the highest
	chartColumn = 30  // width of one, as in the template
)

// monthChart draws the last months; one month alone says nothing.
func monthChart(f *Frame, months []matching.Group) ColumnChart {
	months = months[max(0, len(months)-chartMonths):]
	if len(months) < 2 {
		return ColumnChart{}
	}
	highest := 0
	for i := range months {
		highest = max(highest, months[i].All())
	}
	chart := ColumnChart{Label: f.T("figures.chart"), Width: max(len(months), chartFew) * chartStep}
	for i := range months {
		chart.Columns = append(chart.Columns, chartMonth(f, &months[i], i, highest))
	}
	for _, key := range []struct {
		look Look
		key  string
	}{{LookGood, "op-tijd"}, {LookWarn, "te-laat-gevoerd"}, {LookBad, listLate}, {LookBusy, "loopt"}, {LookOff, "apart"}} {
		chart.Legend = append(chart.Legend, Tag{Text: f.T("figures.legend." + key.key), Look: key.look})
	}
	return chart
}

func chartMonth(f *Frame, month *matching.Group, place, highest int) ChartColumn {
	column := ChartColumn{
		X: place*chartStep + (chartStep-chartColumn)/2, Middle: place*chartStep + chartStep/2,
		Name: shortMonth(f, month.Key), Total: strconv.Itoa(month.All()),
	}
	y := float64(chartBase)
	for _, part := range figureLooks {
		count := countOf(month.Figures, part.list)
		if count == 0 {
			continue
		}
		height := float64(count) * chartTall / float64(highest)
		y -= height
		column.Parts = append(column.Parts, ChartPart{Look: part.look, Y: y, Height: height})
	}
	column.TotalY = y - 6
	return column
}

// shortMonth is the beginning of the name of the month.
func shortMonth(f *Frame, month string) string {
	name := []rune(monthName(f.Words(), month))
	return string(name[:min(3, len(name))])
}
