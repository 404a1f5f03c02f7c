package portal

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v3"

	"providerportal/enrollment"
	"providerportal/internal/sheet"
	"providerportal/internal/words"
	"providerportal/internal/workday"
)

func (p *ReportPage) outcomes(report *enrollment.Report) Table {
	table := Table{Caption: p.T("report.outcomes"), Hidden: true, Columns: []Column{
		{Text: p.T("report.what")}, {Text: p.T("report.count"), Number: true},
	}}
	for _, list := range reportOutcomes {
		table.Rows = append(table.Rows, Row{{Text: p.T("report.list." + list)}, p.number(report.Count(reportLists[list]), list)})
	}
	return table
}

// steps are the lead times of one version; 0 is all of them.
func (p *ReportPage) steps(report *enrollment.Report, version int) Table {
	table := Table{Caption: p.T("report.steps.all"), Empty: p.T("report.steps.empty"), Columns: []Column{
		{Text: p.T("report.step")}, {Text: p.T("report.count"), Number: true},
		{Text: p.T("report.median"), Number: true}, {Text: p.T("report.p90"), Number: true},
	}}
	if version > 0 {
		table.Caption = p.T("report.steps.version", "Version", version)
	}
	for _, lead := range report.LeadTimes {
		if lead.Version == version {
			table.Rows = append(table.Rows, Row{
				{Text: p.T("report.step." + string(lead.Step))},
				p.number(lead.Count, "stap-"+string(lead.Step)+"-"+strconv.Itoa(version)),
				{Text: decimal(p.Lang, lead.Median), Number: true}, {Text: strconv.Itoa(lead.P90), Number: true},
			})
		}
	}
	return table
}

// decimal writes half days with the comma or point of the language.
func decimal(lang string, number float64) string {
	text := strconv.FormatFloat(number, 'f', -1, 64)
	if lang == words.Default {
		return strings.Replace(text, ".", ",", 1)
	}
	return text
}

func (p *ReportPage) terms(report *enrollment.Report) Table {
	table := Table{Caption: p.T("report.terms"), Hidden: true, Empty: p.T("report.terms.empty"), Columns: []Column{
		{Text: p.T("file.term")}, {Text: p.T("report.version"), Number: true}, {Text: p.T("file.length")},
		{Text: p.T("report.count"), Number: true}, {Text: p.T("report.same")},
	}}
	for _, use := range report.Terms {
		same := Tag{Text: p.T("report.same.yes"), Look: LookGood}
		if use.Differs {
			same = Tag{Text: p.T("report.same.no"), Look: LookWarn}
		}
		list := "termijn-" + string(use.Kind) + "-" + strconv.Itoa(use.Workdays) + "-" + strconv.Itoa(use.Version)
		table.Rows = append(table.Rows, Row{
			{Text: p.T("report.term." + string(use.Kind))}, {Text: strconv.Itoa(use.Version), Number: true},
			{Text: p.T("supplement.term", "Count", use.Workdays)}, p.number(use.Count, list), {Tag: same},
		})
	}
	return table
}

// lines are the applications behind a number.
func (p *ReportPage) lines(report *enrollment.Report, list func(*enrollment.ReportLine) bool) Table {
	w := p.Words()
	table := Table{Caption: p.T("report.list"), Hidden: true, Empty: p.T("report.list.empty"), Columns: []Column{
		{Text: p.T("queue.provider")}, {Text: p.T("queue.status")}, {Text: p.T("report.version"), Number: true}, {Text: p.T("queue.submitted")},
	}}
	for _, step := range enrollment.Steps {
		table.Columns = append(table.Columns, Column{Text: p.T("report.step." + string(step)), Number: true})
	}
	for i := range report.Lines {
		line := &report.Lines[i]
		if !list(line) {
			continue
		}
		row := Row{
			{Text: line.Provider, Note: line.Application.Reference, URL: reviewPath(&line.Application)},
			{Tag: applicationTag(w, line.Application.Status)}, {Text: strconv.Itoa(line.Version), Number: true}, {Text: w.ShortDate(line.SubmittedOn)},
		}
		for _, step := range enrollment.Steps {
			row = append(row, Cell{Text: daysOf(line, step), Number: true})
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

// daysOf is empty for a step that is not over.
func daysOf(line *enrollment.ReportLine, step enrollment.Step) string {
	days, over := line.Days[step]
	if !over {
		return ""
	}
	return strconv.Itoa(days)
}

// exportReport gives every application of the period as a spreadsheet.
func (s *Server) exportReport(v *visit) error {
	form := v.reportForm()
	period, err := form.period()
	if err != nil {
		return err
	}
	report, err := s.Enrollment.Report(v.ctx, v.actor, period)
	if err != nil {
		return err
	}
	w := v.words()
	header := []string{
		w.T("review.reference"), w.T("queue.provider"), w.T("queue.status"), w.T("report.version"), w.T("queue.submitted"),
	}
	for _, step := range enrollment.Steps {
		header = append(header, w.T("report.step."+string(step)))
	}
	header = append(header, w.T("report.supplements"), w.T("report.late"), w.T("report.term.decision"), w.T("report.term.repair"), w.T("report.differs"))
	rows := make([][]any, len(report.Lines))
	for i := range report.Lines {
		rows[i] = reportRow(w, &report.Lines[i])
	}
	var content bytes.Buffer
	if err := sheet.Write(&content, w.T("report.sheet"), header, rows); err != nil {
		return err
	}
	v.Set(fiber.HeaderContentType, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	v.Set(fiber.HeaderContentDisposition, `attachment; filename="open-house-`+workday.On(s.Enrollment.Now()).String()+`.xlsx"`)
	_, err = content.WriteTo(v.Response().BodyWriter())
	return err
}

func reportRow(w *words.Words, line *enrollment.ReportLine) []any {
	row := []any{
		line.Application.Reference, line.Provider, w.T("application.status." + string(line.Application.Status)), line.Version, line.SubmittedOn.String(),
	}
	for _, step := range enrollment.Steps {
		if days, over := line.Days[step]; over {
			row = append(row, days)
		} else {
			row = append(row, nil)
		}
	}
	yes := map[bool]string{true: w.T("report.yes")}
	return append(row, line.Supplements, yes[line.Late], termDays(line, enrollment.TermDecision), termDays(line, enrollment.TermRepair), yes[line.Differs])
}

// termDays are the terms of a kind that the application got, such as "20, 20".
func termDays(line *enrollment.ReportLine, kind enrollment.TermKind) string {
	var days []string
	for _, term := range line.Terms {
		if term.Kind == kind {
			days = append(days, strconv.Itoa(term.Workdays))
		}
	}
	return strings.Join(days, ", ")
}
