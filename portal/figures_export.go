package portal

import (
	"github.com/gofiber/fiber/v3"

	"providerportal/internal/sheet"
	"providerportal/internal/words"
	"providerportal/matching"
)

// exportTerms gives the figures and the requests behind them as a workbook (T10):
// clock and status, never the text (T9).
func (s *Server) exportTerms(v *visit) error {
	found, wrong, err := s.figures(v)
	if err != nil || wrong != nil {
		return orElse(err, wrong)
	}
	lines, err := s.Matching.Lines(v.ctx, v.actor, found.filter, matching.PartAll)
	if err != nil {
		return err
	}
	w := v.words()
	v.Set(fiber.HeaderContentType, xlsxType)
	v.Set(fiber.HeaderContentDisposition, `attachment; filename="matchingsverzoeken-`+s.Matching.Today().String()+`.xlsx"`)
	return sheet.WriteBook(v.Response().BodyWriter(), figuresSheet(w, found.report), linesSheet(w, lines))
}

func orElse(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

// figuresSheet has a row for the total and for every group.
func figuresSheet(w *words.Words, report *matching.Report) sheet.Page {
	page := sheet.Page{Title: w.T("figures.sheet"), Header: []string{w.T("figures.sheet.kind"), w.T("figures.sheet.name")}}
	for _, key := range figureColumns() {
		page.Header = append(page.Header, w.T(key))
	}
	page.Rows = append(page.Rows, groupCells(w, "figures.total", w.T("figures.all"), &report.Total))
	for _, part := range []struct {
		kind   string
		groups []matching.Group
	}{{"terms.provider", report.Providers}, {"terms.municipality", report.Municipalities}, {"figures.month", report.Months}} {
		for i := range part.groups {
			name := part.groups[i].Name
			if name == "" {
				name = monthName(w, part.groups[i].Key)
			}
			page.Rows = append(page.Rows, groupCells(w, part.kind, name, &part.groups[i]))
		}
	}
	return page
}

func groupCells(w *words.Words, kind, name string, group *matching.Group) []any {
	row := []any{w.T(kind), name}
	for _, list := range figureLists {
		row = append(row, countOf(group.Figures, list))
	}
	if percentage, counted := group.Percentage(); counted {
		row = append(row, percentage)
	} else {
		row = append(row, nil)
	}
	for _, median := range []matching.Median{group.DaysHeld, group.DaysTold} {
		if median.Known {
			row = append(row, median.Days)
		} else {
			row = append(row, nil)
		}
	}
	return row
}

func linesSheet(w *words.Words, lines []matching.Line) sheet.Page {
	page := sheet.Page{Title: w.T("figures.sheet.lines"), Rows: make([][]any, len(lines))}
	for _, key := range []string{
		"terms.request", "terms.provider", "terms.municipality", "terms.term", "terms.status", "terms.sent", "terms.answered",
		"terms.scheduled", "terms.held", "terms.due", "terms.closed",
	} {
		page.Header = append(page.Header, w.T(key))
	}
	for i := range lines {
		line := &lines[i]
		page.Rows[i] = []any{
			line.Reference, line.ProviderName, line.Municipality, w.T("term." + string(line.Clock.Term)),
			w.T("request.status." + string(line.Status)), line.SentAt, line.AnsweredAt, line.ScheduledAt,
			dayText(line.HeldOn), line.Clock.DueOn.String(), line.ClosedAt,
		}
	}
	return page
}
