package portal

import (
	"strconv"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/fault"
)

const groupsPath = "/beheer/lijsten/doelgroepen"

// TargetGroupsPage is the list of target groups that staff keep.
type TargetGroupsPage struct {
	Frame
	Form
	MayAct bool
	Table  Table
}

func (p *TargetGroupsPage) template() string { return "staff/target_groups" }

type groupForm struct {
	NameNL string `form:"nameNL" clean:"line"`
	NameEN string `form:"nameEN" clean:"line"`
}

func newTargetGroupsPage(frame Frame, groups []directory.KeptGroup, form *groupForm, actor account.Actor) *TargetGroupsPage {
	p := &TargetGroupsPage{Frame: frame, Form: newForm(frame.Words(), "target-groups", form)}
	p.MayAct = actor.Has(account.RoleContractManager, account.RoleAdministrator)
	p.Breadcrumbs = []Link{{p.T("nav.desk"), "/beheer"}}
	p.Table = Table{Caption: p.Title, Hidden: true, Columns: []Column{
		{Text: p.T("target-groups.nameNL")}, {Text: p.T("target-groups.nameEN")},
		{Text: p.T("target-groups.profiles"), Number: true}, {Text: p.T("target-groups.state")},
	}}
	for i := range groups {
		group := &groups[i]
		cells := Row{{Text: group.NameNL}, {Text: group.NameEN}, {Text: strconv.Itoa(group.Profiles), Number: true}, {}}
		if p.MayAct {
			cells[0].URL = groupsPath + "/" + group.Code
		}
		cells[3].Text = p.T("target-groups.state.on")
		if group.Retired() {
			cells[3] = Cell{Tag: Tag{Text: p.T("target-groups.state.off"), Look: LookOff}}
		}
		p.Table.Rows = append(p.Table.Rows, cells)
	}
	return p
}

// TargetGroupPage changes one target group.
type TargetGroupPage struct {
	Frame
	Form
	Base    string
	Retired bool
	Used    string // how many profiles name it
}

func (p *TargetGroupPage) template() string { return "staff/target_group" }

func newTargetGroupPage(frame Frame, group *directory.KeptGroup, form *groupForm) *TargetGroupPage {
	p := &TargetGroupPage{Frame: frame, Form: newForm(frame.Words(), "target-groups", form), Base: groupsPath + "/" + group.Code}
	p.Breadcrumbs = []Link{{p.T("nav.desk"), "/beheer"}, {p.T("target-groups.title"), groupsPath}}
	p.Retired, p.Used = group.Retired(), p.T("target-groups.used", "Count", group.Profiles)
	return p
}

func (s *Server) targetGroups(v *visit, form *groupForm) (*TargetGroupsPage, error) {
	groups, err := s.Directory.TargetGroups(v.ctx, v.actor)
	if err != nil {
		return nil, err
	}
	return newTargetGroupsPage(v.frame("target-groups.title"), groups, form, v.actor), nil
}

func (s *Server) showTargetGroups(v *visit) error {
	p, err := s.targetGroups(v, &groupForm{})
	if err != nil {
		return err
	}
	return v.show(p)
}

func (s *Server) addTargetGroup(v *visit) error {
	var form groupForm
	if err := v.read(&form); err != nil {
		return err
	}
	refusal := s.Directory.AddTargetGroup(v.ctx, v.actor, form.NameNL, form.NameEN)
	if refusal == nil {
		return v.done(groupsPath, "target-group-saved")
	}
	p, err := s.targetGroups(v, &form)
	if err != nil {
		return err
	}
	return v.refuse(&p.Form, p, refusal)
}

func (s *Server) targetGroup(v *visit) (*directory.KeptGroup, error) {
	groups, err := s.Directory.TargetGroups(v.ctx, v.actor)
	if err != nil {
		return nil, err
	}
	for i := range groups {
		if groups[i].Code == v.param("code") {
			return &groups[i], nil
		}
	}
	return nil, fault.Missing()
}

func (s *Server) showTargetGroup(v *visit) error {
	group, err := s.targetGroup(v)
	if err != nil {
		return err
	}
	return v.show(newTargetGroupPage(v.frame("target-groups.change"), group, &groupForm{group.NameNL, group.NameEN}))
}

func (s *Server) renameTargetGroup(v *visit) error {
	group, err := s.targetGroup(v)
	if err != nil {
		return err
	}
	var form groupForm
	if err := v.read(&form); err != nil {
		return err
	}
	refusal := s.Directory.RenameTargetGroup(v.ctx, v.actor, group.Code, form.NameNL, form.NameEN)
	if refusal == nil {
		return v.done(groupsPath, "target-group-saved")
	}
	p := newTargetGroupPage(v.frame("target-groups.change"), group, &form)
	return v.refuse(&p.Form, p, refusal)
}

func (s *Server) retireTargetGroup(v *visit) error {
	if err := s.Directory.RetireTargetGroup(v.ctx, v.actor, v.param("code")); err != nil {
		return err
	}
	return v.done(groupsPath, "target-group-retired")
}

func (s *Server) restoreTargetGroup(v *visit) error {
	if err := s.Directory.RestoreTargetGroup(v.ctx, v.actor, v.param("code")); err != nil {
		return err
	}
	return v.done(groupsPath, "target-group-saved")
}
