package portal

import "providerportal/enrollment"

// SubmittedPage confirms that the application arrived (UX-7).
type SubmittedPage struct {
	Frame
	Panel    Panel
	DecideBy string
	Email    string
	Sent     string // where what was sent can be seen and kept
}

func (p *SubmittedPage) template() string { return "provider/submitted" }

func submittedPage(frame Frame, dossier *enrollment.Dossier) *SubmittedPage {
	application := &dossier.Application
	p := &SubmittedPage{Frame: frame, DecideBy: frame.Date(application.DecideByOn), Email: application.ContactEmail}
	p.Panel = newPanel(p.Words(), p.Title, p.T("submitted.at", "At", p.Moment(*application.SubmittedAt)), application.Reference)
	if n := len(dossier.Submissions); n > 0 {
		p.Sent = sentPath(dossier.Submissions[n-1])
	}
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
	return v.show(submittedPage(v.frame("submitted.title"), dossier))
}
