package portal

import "providerportal/enrollment"

const signatoryPath = applicationPath + "/tekenbevoegde"

// SignatoryPage asks who signs for the organisation.
type SignatoryPage struct {
	Frame
	taskForm
}

func (p *SignatoryPage) template() string { return "provider/signatory" }

type signatoryForm struct {
	Name     string `form:"name" clean:"line"`
	Email    string `form:"email"`
	Function string `form:"function" clean:"line"`
	Back     string `form:"terug"`
	Version  int    `form:"version"`
}

func signatoryPage(frame Frame, form *signatoryForm) *SignatoryPage {
	p := &SignatoryPage{Frame: frame, taskForm: taskForm{Form: newForm(frame.Words(), "application.signatory", form)}}
	p.withinApplication()
	return p
}

func (s *Server) showSignatory(v *visit) error {
	dossier, err := s.ownDraft(v)
	if dossier == nil {
		return err
	}
	signatory := dossier.Application.Signatory()
	return v.show(signatoryPage(v.frame("application.signatory.title"), &signatoryForm{
		Name: signatory.Name, Email: signatory.Email, Function: signatory.Function, Back: v.query("terug"),
		Version: dossier.Parts[enrollment.PartSignatory].Version,
	}))
}

func (s *Server) saveSignatory(v *visit) error {
	var form signatoryForm
	if err := v.read(&form); err != nil {
		return err
	}
	dossier, err := s.Enrollment.Latest(v.ctx, v.actor)
	if err != nil {
		return err
	}
	signatory := enrollment.Signatory{Name: form.Name, Email: form.Email, Function: form.Function, Version: form.Version}
	if err := s.Enrollment.SaveSignatory(v.ctx, v.actor, dossier.Application.ID, signatory); err != nil {
		return s.refuseSignatory(v, &form, err)
	}
	return v.done(backTo(form.Back), "answer-saved")
}

// refuseSignatory shows the form as it was typed, and what a colleague kept meanwhile.
func (s *Server) refuseSignatory(v *visit, form *signatoryForm, refusal error) error {
	frame := v.frame("application.signatory.title")
	var changed Changed
	if enrollment.ChangedMeanwhile(refusal) {
		dossier, err := s.Enrollment.Latest(v.ctx, v.actor)
		if err != nil {
			return err
		}
		kept := dossier.Application.Signatory()
		form.Version = dossier.Parts[enrollment.PartSignatory].Version
		changed = frame.changedPart(dossier, enrollment.PartSignatory,
			row(v.words(), v.T("application.signatory.name"), "", kept.Name),
			row(v.words(), v.T("application.signatory.email"), "", kept.Email),
			row(v.words(), v.T("application.signatory.function"), "", kept.Function))
	}
	p := signatoryPage(frame, form)
	p.Changed = changed
	return v.refuse(&p.Form, p, refusal)
}
