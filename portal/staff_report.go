package portal

import (
	"slices"
	"strconv"
	"strings"

	"providerportal/enrollment"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
)

// ReportPage shows how the open house was run: lead times per step and version,
// outcomes, what is late, and that the terms were the same for all (E8, OH-4).
type ReportPage struct {
	Frame
	Form
	Sheet    string
	Outcomes Table
	Steps    []Table
	Terms    Table
	Equal    Notice
	ListText string
	List     Table
}

func (p *ReportPage) template() string { return "staff/report" }

const reportPath = "/beheer/rapporten/open-house"

// reportForm is the period, as it stands in the address.
type reportForm struct {
	From  string `form:"van" validate:"omitempty,date"`
	Until string `form:"tot" validate:"omitempty,date"`
}

func (v *visit) reportForm() reportForm {
	return reportForm{From: v.query("van"), Until: v.query("tot")}
}

// period reads the days; both count in full.
func (f *reportForm) period() (period enrollment.Period, err error) {
	if err := validate(f); err != nil {
		return period, err
	}
	if from, err := workday.Parse(f.From); err == nil {
		period.From = from
	}
	if until, err := workday.Parse(f.Until); err == nil {
		period.Until = until
	}
	if !period.From.IsZero() && !period.Until.IsZero() && period.Until.Before(period.From) {
		return period, fault.Invalid(fault.At("tot", "audit.until-before-from"))
	}
	return period, nil
}

func (s *Server) showReport(v *visit) error {
	form := v.reportForm()
	period, wrong := form.period()
	report, err := s.Enrollment.Report(v.ctx, v.actor, period)
	if err != nil {
		return err
	}
	p := &ReportPage{Frame: v.frame("report.title"), Form: newForm(v.words(), "report", &form)}
	p.fill(report, v.query("toon"))
	if wrong != nil {
		return v.refuse(&p.Form, p, wrong)
	}
	return v.show(p)
}

// Day is one side of the period.
func (p *ReportPage) Day(name string) Field { return freely(p.Field(name).As("date")) }

func (p *ReportPage) fill(report *enrollment.Report, shown string) {
	p.Wide = true
	p.Breadcrumbs = []Link{{Text: p.T("desk.title"), URL: "/beheer"}}
	p.Sheet = strings.Replace(withQuery(p.Path, "toon", ""), reportPath, reportPath+"/export", 1)
	p.Outcomes = p.outcomes(report)
	versions := []int{0}
	for _, lead := range report.LeadTimes {
		if !slices.Contains(versions, lead.Version) {
			versions = append(versions, lead.Version)
		}
	}
	for _, version := range versions {
		p.Steps = append(p.Steps, p.steps(report, version))
	}
	p.Terms = p.terms(report)
	different := report.Count(func(l *enrollment.ReportLine) bool { return l.Differs })
	p.Equal = Notice{Look: LookGood, Title: p.T("report.equal.title"), Text: p.T("report.equal.text")}
	if different > 0 {
		p.Equal = Notice{
			Look: LookWarn, Title: p.T("report.different.title"), Text: p.T("report.different.text", "Count", different),
			URL: p.listURL("afwijkend"), Action: p.T("report.different.list"),
		}
	}
	if list, known := reportList(shown); known {
		p.ListText, p.List = p.T("report.list"), p.lines(report, list)
	}
}

// listURL opens the list behind a number, below on the page.
func (p *ReportPage) listURL(list string) string { return withQuery(p.Path, "toon", list) + "#lijst" }

// number is a count that opens its list.
func (p *ReportPage) number(count int, list string) Cell {
	cell := Cell{Text: strconv.Itoa(count), Number: true}
	if count > 0 {
		cell.URL = p.listURL(list)
	}
	return cell
}

// reportOutcomes are the lists by outcome and lateness, in the order of the page.
var reportOutcomes = []string{"alle", "open", "toegelaten", "afgewezen", "ingetrokken", "te-laat", "aanvulling-te-laat"}

// reportLists say which applications stand on a list.
var reportLists = map[string]func(*enrollment.ReportLine) bool{
	"alle":               func(*enrollment.ReportLine) bool { return true },
	"open":               func(l *enrollment.ReportLine) bool { return l.Application.Open() },
	"toegelaten":         func(l *enrollment.ReportLine) bool { return l.Application.Status == enrollment.StatusAdmitted },
	"afgewezen":          func(l *enrollment.ReportLine) bool { return l.Application.Status == enrollment.StatusRejected },
	"ingetrokken":        func(l *enrollment.ReportLine) bool { return l.Application.Status == enrollment.StatusWithdrawn },
	"te-laat":            func(l *enrollment.ReportLine) bool { return l.Late },
	"aanvulling-te-laat": func(l *enrollment.ReportLine) bool { return l.SupplementLate },
	"afwijkend":          func(l *enrollment.ReportLine) bool { return l.Differs },
}

// reportList reads the name of a list: one of the above, "stap-<step>-<version>",
// or "termijn-<kind>-<days>-<version>".
func reportList(name string) (func(*enrollment.ReportLine) bool, bool) {
	if list, known := reportLists[name]; known {
		return list, true
	}
	parts := strings.Split(name, "-")
	version, err := strconv.Atoi(parts[len(parts)-1])
	of := func(l *enrollment.ReportLine) bool { return version == 0 || l.Version == version }
	switch {
	case err != nil:
		return nil, false
	case len(parts) == 3 && parts[0] == "stap":
		return func(l *enrollment.ReportLine) bool {
			_, over := l.Days[enrollment.Step(parts[1])]
			return over && of(l)
		}, true
	case len(parts) == 4 && parts[0] == "termijn":
		return func(l *enrollment.ReportLine) bool {
			return of(l) && slices.ContainsFunc(l.Terms, func(t enrollment.Term) bool {
				return string(t.Kind) == parts[1] && strconv.Itoa(t.Workdays) == parts[2]
			})
		}, true
	}
	return nil, false
}
