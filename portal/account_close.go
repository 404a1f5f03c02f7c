package portal

// CloseAccountPage asks whether the account may really be closed.
type CloseAccountPage struct {
	Frame
	Form
}

func (p *CloseAccountPage) template() string { return "account/close" }

type closeAccountForm struct {
	Sure string `form:"sure" validate:"accepted"`
}

func (v *visit) closeAccountPage(form closeAccountForm) *CloseAccountPage {
	p := &CloseAccountPage{Frame: v.frame("close-account.title"), Form: newForm(v.words(), "close-account", &form)}
	p.Breadcrumbs = []Link{{p.T("own.title"), "/account"}}
	return p
}

func (s *Server) showCloseAccount(v *visit) error {
	return v.show(v.closeAccountPage(closeAccountForm{}))
}

// closeOwnAccount ends the account and with it this session (AVG-8).
func (s *Server) closeOwnAccount(v *visit) error {
	var form closeAccountForm
	if err := v.read(&form); err != nil {
		return err
	}
	err := validate(&form)
	if err == nil {
		err = s.Enrollment.CloseOwnAccount(v.ctx, v.actor)
	}
	if err != nil {
		p := v.closeAccountPage(form)
		return v.refuse(&p.Form, p, err)
	}
	v.endSession()
	return v.done("/", "own-account-closed")
}
