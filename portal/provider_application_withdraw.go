package portal

// WithdrawPage asks whether the application must really stop.
type WithdrawPage struct {
	Frame
	Form
	Reference string
}

func (p *WithdrawPage) template() string { return "provider/withdraw" }

func withdrawPage(frame Frame, reference string) *WithdrawPage {
	p := &WithdrawPage{Frame: frame, Form: newForm(frame.Words(), "application.withdraw", nil), Reference: reference}
	p.withinApplication()
	return p
}

func (s *Server) showWithdraw(v *visit) error {
	dossier, err := s.Enrollment.Latest(v.ctx, v.actor)
	if err != nil {
		return err
	}
	if !dossier.Application.Open() {
		return v.done(applicationPath, "")
	}
	return v.show(withdrawPage(v.frame("application.withdraw.title"), dossier.Application.Reference))
}

func (s *Server) withdrawApplication(v *visit) error {
	dossier, err := s.Enrollment.Latest(v.ctx, v.actor)
	if err != nil {
		return err
	}
	if err := s.Enrollment.Withdraw(v.ctx, v.actor, dossier.Application.ID); err != nil {
		p := withdrawPage(v.frame("application.withdraw.title"), dossier.Application.Reference)
		return v.refuse(&p.Form, p, err)
	}
	return v.done(applicationPath, "application-withdrawn")
}
