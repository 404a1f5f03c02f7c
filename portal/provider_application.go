package portal

import (
	"providerportal/enrollment"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
)

const (
	applicationPath  = "/mijn/aanmelding"
	checkAnswersPath = applicationPath + "/controleren"
)

// showApplication shows how far the newest application is: nothing yet, work for
// the provider, or work for the MGR.
func (s *Server) showApplication(v *visit) error {
	dossier, err := ifAny(s.Enrollment.Latest(v.ctx, v.actor))
	switch {
	case err != nil:
		return err
	case dossier == nil:
		return s.showApplicationStart(v)
	}
	left, err := s.workdaysLeft(v)
	if err != nil {
		return err
	}
	if dossier.Application.WithProvider() {
		p := applicationPage(v.frame("application.title"), dossier, left)
		if p.Changed, err = s.requirementsChanged(v, &p.Frame, dossier); err != nil {
			return err
		}
		return v.show(p)
	}
	return v.show(applicationStatusPage(v.frame("application.title"), dossier, left))
}

// term counts working days until a date, as of today.
type term struct {
	today    workday.Date
	calendar *workday.Calendar
}

func (t term) left(due workday.Date) int { return t.calendar.Left(t.today, due) }

func (s *Server) workdaysLeft(v *visit) (term, error) {
	calendar, err := s.Enrollment.Calendar(v.ctx)
	return term{workday.On(s.Enrollment.Now()), calendar}, err
}

// ownWork gives the dossier when the provider has to act on it; conflict when it
// is past that.
func (s *Server) ownWork(v *visit) (*enrollment.Dossier, error) {
	dossier, err := s.Enrollment.Latest(v.ctx, v.actor)
	if err == nil && !dossier.Application.WithProvider() {
		return dossier, fault.Conflict("application.past-step")
	}
	return dossier, err
}

// ownDraft gives the newest application while it is a draft; otherwise the visit
// has been led to the application and the dossier is nil.
func (s *Server) ownDraft(v *visit) (*enrollment.Dossier, error) {
	dossier, err := s.Enrollment.Latest(v.ctx, v.actor)
	if err != nil {
		return nil, err
	}
	if dossier.Application.Status != enrollment.StatusDraft {
		return nil, v.done(applicationPath, "")
	}
	return dossier, nil
}

// backTo leads to the page from which an answer was opened (UX-3).
func backTo(origin string) string {
	if origin == "controleren" {
		return checkAnswersPath
	}
	return applicationPath
}

// withinApplication adds the way back to the application.
func (f *Frame) withinApplication() {
	f.Breadcrumbs = []Link{
		{Text: f.T("overview.title"), URL: "/mijn"},
		{Text: f.T("application.title"), URL: applicationPath},
	}
}
