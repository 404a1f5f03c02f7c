package portal

import "providerportal/enrollment"

// WithdrawPage asks whether the application must really stop, and why.
type WithdrawPage struct {
	Frame
	Form
	Reference string
}

func (p *WithdrawPage) template() string { return "provider/withdraw" }

// Reasons lists why an application stops.
func (p *WithdrawPage) Reasons() Field {
	codes := make([]string, len(enrollment.WithdrawalCodes))
	for i, code := range enrollment.WithdrawalCodes {
		codes[i] = string(code)
	}
	return p.Field("code").Named(codes...)
}

// Note asks for more about it.
func (p *WithdrawPage) Note() Field {
	return p.Field("note").Rows(4).Max(enrollment.WithdrawalNoteMax).Optional()
}

type withdrawForm struct {
	Code string `form:"code"`
	Note string `form:"note"`
}

func withdrawPage(frame Frame, reference string, form *withdrawForm) *WithdrawPage {
	p := &WithdrawPage{Frame: frame, Form: newForm(frame.Words(), "application.withdraw", form), Reference: reference}
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
	return v.show(withdrawPage(v.frame("application.withdraw.title"), dossier.Application.Reference, &withdrawForm{}))
}

func (s *Server) withdrawApplication(v *visit) error {
	var form withdrawForm
	if err := v.read(&form); err != nil {
		return err
	}
	dossier, err := s.Enrollment.Latest(v.ctx, v.actor)
	if err != nil {
		return err
	}
	why := enrollment.Withdrawal{Code: enrollment.WithdrawalCode(form.Code), Note: form.Note}
	if err := s.Enrollment.Withdraw(v.ctx, v.actor, dossier.Application.ID, why); err != nil {
		p := withdrawPage(v.frame("application.withdraw.title"), dossier.Application.Reference, &form)
		return v.refuse(&p.Form, p, err)
	}
	return v.done(applicationPath, "application-withdrawn")
}
