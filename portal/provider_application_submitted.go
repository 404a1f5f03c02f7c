package portal

import "providerportal/enrollment"

// SubmittedPage confirms that the application arrived (UX-7).
type SubmittedPage struct {
	Frame
	Panel    Panel
	DecideBy string
	Email    string
}

func (p *SubmittedPage) template() string { return "provider/submitted" }

func submittedPage(frame Frame, application *enrollment.Application) *SubmittedPage {
	p := &SubmittedPage{Frame: frame, DecideBy: frame.Date(application.DecideByOn), Email: application.ContactEmail}
	p.Panel = newPanel(p.Words(), p.Title, p.T("submitted.at", "At", p.Moment(*application.SubmittedAt)), application.Reference)
	return p
}

func (s *Server) showSubmitted(v *visit) error {
	dossier, err := s.Enrollment.Latest(v.ctx, v.actor)
	if err != nil {
		return err
	}
	if dossier.Application.Status != enrollment.StatusSubmitted {
		return v.done(applicationPath, "")
	}
	return v.show(submittedPage(v.frame("submitted.title"), &dossier.Application))
}
