package portal

import (
	"github.com/gofiber/fiber/v3"

	"providerportal/enrollment"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
)

// SubmitPage lets the provider check every answer before sending (UX-3).
type SubmitPage struct {
	Frame
	Form
	Supplement bool
	Changed    *DifferencePart // the requirements since the draft began (E3)
	Answers    SummaryList
	Unfinished TaskList // what must be done first
}

func (p *SubmitPage) template() string { return "provider/submit" }

// Ready reports whether nothing stands in the way of sending.
func (p *SubmitPage) Ready() bool { return len(p.Unfinished.Groups) == 0 }

// Button names the act.
func (p *SubmitPage) Button() string {
	if p.Supplement {
		return p.T("submit.button.supplement")
	}
	return p.T("submit.button")
}

func submitPage(frame Frame, dossier *enrollment.Dossier, today workday.Date) *SubmitPage {
	p := &SubmitPage{Frame: frame, Form: newForm(frame.Words(), "submit", nil)}
	p.withinApplication()
	p.Supplement = dossier.Application.Status == enrollment.StatusSupplementRequested
	p.Answers = answersOf(&p.Frame, dossier)
	work := &ApplicationPage{Frame: frame}
	groups, _, _ := work.workGroups(dossier, today)
	var open []Task
	for _, group := range groups {
		for _, task := range group.Tasks {
			if task.Status != taskTag(p.Words(), TaskDone) {
				task.URL += "?terug=controleren"
				open = append(open, task)
			}
		}
	}
	if len(open) > 0 {
		p.Unfinished.Groups = []TaskGroup{{Title: p.T("submit.unfinished"), Tasks: open}}
	}
	return p
}

func (s *Server) showSubmit(v *visit) error {
	dossier, err := s.ownWork(v)
	if fault.Is(err, fault.KindConflict) {
		return v.done(applicationPath, "")
	}
	if err != nil {
		return err
	}
	p := submitPage(v.frame("submit.title"), dossier, workday.On(s.Enrollment.Now()))
	if p.Changed, err = s.requirementsChanged(v, &p.Frame, dossier); err != nil {
		return err
	}
	return v.show(p)
}

func (s *Server) submitApplication(v *visit) error {
	dossier, err := s.Enrollment.Latest(v.ctx, v.actor)
	if err != nil {
		return err
	}
	if err := s.Enrollment.Submit(v.ctx, v.actor, dossier.Application.ID); err != nil {
		return s.refuseSubmit(v, err)
	}
	return v.done(applicationPath+"/verstuurd", "")
}

// refuseSubmit shows the check page again as it stands now: the requirements may
// have changed, or a second click found the application sent already.
func (s *Server) refuseSubmit(v *visit, refusal error) error {
	dossier, err := s.ownWork(v)
	if fault.Is(err, fault.KindConflict) {
		return v.done(applicationPath+"/verstuurd", "")
	}
	if err != nil {
		return err
	}
	p := submitPage(v.frame("submit.title"), dossier, workday.On(s.Enrollment.Now()))
	if p.Changed, err = s.requirementsChanged(v, &p.Frame, dossier); err != nil {
		return err
	}
	titles := map[string]string{}
	for _, part := range enrollment.Parts {
		titles["submit."+string(part)] = v.T("application." + string(part) + ".title")
	}
	for _, requirement := range dossier.Requirements {
		titles["submit."+requirement.Code] = requirement.Title(v.lang)
	}
	if !p.Form.Fail(v.words().With(titles), refusal) {
		return refusal
	}
	status := fiber.StatusUnprocessableEntity
	if fault.Is(refusal, fault.KindConflict) {
		status = fiber.StatusConflict
	}
	return v.showStatus(status, p)
}
