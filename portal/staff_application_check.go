package portal

import (
	"net/url"

	"github.com/gofiber/fiber/v3"

	"providerportal/enrollment"
	"providerportal/internal/fault"
)

// CheckPage is the review desk for one requirement: what was asked and answered
// on one side, the outcome on the other.
type CheckPage struct {
	Frame
	Form
	Action      string
	Position    string // "Eis 3 van 10"
	Explanation string
	Answer      SummaryList
	Document    DocumentLink
	Open        bool // a reviewer may judge now
	Known       SummaryList
	Conflict    bool        // Known is what a colleague saved meanwhile
	Typed       SummaryList // what was typed, when it can no longer be saved
	Version     int
	Overview    Link
	Previous    Link
	Next        Link
	Desk        DeskPart
	Texts       []enrollment.ReasonText // that may fill the reasons
}

func (p *CheckPage) template() string { return "staff/check" }

type checkForm struct {
	Outcome      string `form:"outcome"`
	Reasons      string `form:"reasons"`
	InternalNote string `form:"internalNote"`
	Version      int    `form:"version"`
	Text         string `form:"text"` // the reusable text to fill in
	Act          string `form:"act"`
}

// actFill is the button that fills in a reusable text and saves nothing.
const actFill = "fill"

// TextMax is the longest reason or note, in characters.
func (p *CheckPage) TextMax() int { return enrollment.TextMax }

// Outcomes are the answers to "does it meet the requirement".
func (p *CheckPage) Outcomes() Field {
	choices := make([]Choice, len(enrollment.Outcomes))
	for i, outcome := range enrollment.Outcomes {
		choices[i] = Choice{
			Value: string(outcome), Text: p.T("outcome." + string(outcome)),
			Hint: p.T("outcome." + string(outcome) + ".hint"),
		}
	}
	return p.Field("outcome").Options(choices)
}

func checkPath(application *enrollment.Application, code string) string {
	return reviewPath(application) + "/eisen/" + url.PathEscape(code)
}

func (s *Server) showCheck(v *visit) error {
	d, requirement, err := s.asked(v)
	if err != nil {
		return err
	}
	known := d.Checks[requirement.ID]
	p, err := s.checkPage(v, d, requirement, checkForm{
		Outcome: string(known.Outcome), Reasons: known.Reasons, Version: known.Version,
	})
	if err != nil {
		return err
	}
	return v.show(p)
}

// asked gives the application and the requirement of the address.
func (s *Server) asked(v *visit) (*enrollment.Dossier, *enrollment.Requirement, error) {
	d, err := s.dossier(v)
	if err != nil {
		return nil, nil, err
	}
	requirement := d.Requirement(v.param("code"))
	if requirement == nil {
		return nil, nil, fault.Missing()
	}
	return d, requirement, nil
}

func (s *Server) checkPage(v *visit, d *enrollment.Dossier, requirement *enrollment.Requirement, form checkForm) (*CheckPage, error) {
	p := &CheckPage{Frame: v.frame("check.title", "Title", requirement.Title(v.lang)), Form: newForm(v.words(), "check", &form)}
	p.Desk.Place = v.place()
	p.fill(d, requirement)
	if err := s.deskPart(v, &p.Desk, d); err != nil {
		return nil, err
	}
	if p.Document.Frame {
		v.Set(fiber.HeaderContentSecurityPolicy, policyOfContent+"; frame-src 'self'")
	}
	texts, err := s.Enrollment.ReasonTexts(v.ctx, v.actor, requirement.Code)
	p.Texts = texts
	return p, err
}

// ReasonTexts are the reusable texts, each with the outcome it belongs to.
func (p *CheckPage) ReasonTexts() Field {
	choices := make([]Choice, len(p.Texts))
	for i, text := range p.Texts {
		choices[i] = Choice{Value: text.ID.String(), Text: p.T("outcome."+string(text.Outcome)) + ": " + text.Title}
	}
	return freely(p.Field("text").Options(choices))
}

func (p *CheckPage) fill(d *enrollment.Dossier, requirement *enrollment.Requirement) {
	p.Wide, p.Action, p.Explanation = true, p.Desk.at(checkPath(&d.Application, requirement.Code)), requirement.Explanation(p.Lang)
	p.Answer = answerFacts(&p.Frame, d, requirement)
	p.Document = documentLink(&p.Frame, d, requirement)
	check := d.Checks[requirement.ID]
	p.Open, p.Version = d.Application.UnderReview(), check.Version
	p.Known = checkFacts(&p.Frame, check)
	p.Overview = Link{Text: p.T("check.overview"), URL: p.Desk.at(reviewPath(&d.Application))}
	p.Desk.notes(&p.Frame, d, requirement)
	p.Breadcrumbs = []Link{
		{Text: p.T("queue.title"), URL: queueURL(p.Desk.Place)},
		{Text: d.Provider.Name, URL: p.Overview.URL},
	}
	for i, one := range d.Requirements {
		if one.ID != requirement.ID {
			continue
		}
		p.Position = p.T("check.position", "Number", i+1, "All", len(d.Requirements))
		if i > 0 {
			p.Previous = p.checkLink(d, i-1)
		}
		if i+1 < len(d.Requirements) {
			p.Next = p.checkLink(d, i+1)
		}
	}
}

func (p *CheckPage) checkLink(d *enrollment.Dossier, i int) Link {
	return Link{Text: d.Requirements[i].Title(p.Lang), URL: p.Desk.at(checkPath(&d.Application, d.Requirements[i].Code))}
}

// checkFacts is the outcome that is kept now.
func checkFacts(f *Frame, check enrollment.Check) SummaryList {
	if check.Version == 0 {
		return SummaryList{}
	}
	w := f.Words()
	outcome := row(w, f.T("check.known"), "", f.Moment(check.CheckedAt))
	outcome.Tag = outcomeTag(w, check.Outcome)
	return SummaryList{Rows: append([]SummaryRow{outcome}, checkTexts(f, check.Reasons, "")...)}
}

// checkTexts are the reasons and the note, as far as they were written.
func checkTexts(f *Frame, reasons, note string) []SummaryRow {
	var rows []SummaryRow
	if reasons != "" {
		rows = append(rows, row(f.Words(), f.T("check.reasons"), "", reasons))
	}
	if note != "" {
		rows = append(rows, row(f.Words(), f.T("check.internalNote"), "", note))
	}
	return rows
}
