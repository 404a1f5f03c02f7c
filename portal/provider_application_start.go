package portal

import (
	"providerportal/enrollment"
	"providerportal/internal/workday"
)

// ApplicationStartPage explains the application to who has none yet.
type ApplicationStartPage struct {
	Frame
	Opening      Notice // only before the opening (E1)
	Requirements []string
	Start        Button
}

func (p *ApplicationStartPage) template() string { return "provider/application_start" }

func (s *Server) showApplicationStart(v *visit) error {
	house, err := s.Enrollment.OpenHouse(v.ctx)
	if err != nil {
		return err
	}
	return v.show(applicationStartPage(v.frame("application.title"), house))
}

func applicationStartPage(frame Frame, house *enrollment.OpenHouse) *ApplicationStartPage {
	p := &ApplicationStartPage{Frame: frame}
	if !house.IsOpen {
		p.Opening = Notice{Text: p.T("application.opens", "Opens", workday.On(house.Procedure.OpensAt)), Look: LookWarn}
	}
	for _, requirement := range house.Requirements {
		p.Requirements = append(p.Requirements, requirement.Title(p.Lang))
	}
	p.Start = p.Button(p.T("application.start"), applicationPath, "")
	return p
}

// startApplication begins a draft with the earlier answers that were chosen, or
// leads to the draft that is there (E6).
func (s *Server) startApplication(v *visit) error {
	var form againForm
	if err := v.read(&form); err != nil {
		return err
	}
	if _, err := s.Enrollment.Start(v.ctx, v.actor, form.Take...); err != nil {
		return err
	}
	return v.done(applicationPath, "")
}
