package portal

// RenamePage corrects the own name.
type RenamePage struct {
	Frame
	Form
}

func (p *RenamePage) template() string { return "account/rename" }

type renameForm struct {
	Name string `form:"name" clean:"line"`
}

func renamePage(v *visit, form renameForm) *RenamePage {
	p := &RenamePage{Frame: v.frame("rename.title"), Form: newForm(v.words(), "rename", &form)}
	p.Breadcrumbs = []Link{{p.T("own.title"), "/account"}}
	return p
}

func (s *Server) showRename(v *visit) error {
	return v.show(renamePage(v, renameForm{Name: v.actor.Name}))
}

func (s *Server) rename(v *visit) error {
	var form renameForm
	if err := v.read(&form); err != nil {
		return err
	}
	if err := s.Accounts.Rename(v.ctx, v.actor, form.Name); err != nil {
		p := renamePage(v, form)
		return v.refuse(&p.Form, p, err)
	}
	return v.done("/account", "renamed")
}
