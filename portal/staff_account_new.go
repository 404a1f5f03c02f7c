package portal

import (
	"github.com/google/uuid"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/words"
)

// NewAccountPage invites staff or a consultant.
type NewAccountPage struct {
	Frame
	Form
	Roles          []Choice
	Municipalities []Choice
}

func (p *NewAccountPage) template() string { return "staff/account_new" }

// RightsForm is what an administrator may give to staff and consultants.
type RightsForm struct {
	Roles        []string `form:"roles"`
	Municipality string   `form:"municipality"`
}

func (f RightsForm) rights() account.Rights {
	rights := account.Rights{Municipality: f.Municipality}
	for _, role := range f.Roles {
		rights.Roles = append(rights.Roles, account.Role(role))
	}
	return rights
}

type newAccountForm struct {
	Name  string `form:"name" clean:"line"`
	Email string `form:"email"`
	RightsForm
}

func roleChoices(w *words.Words) []Choice {
	var choices []Choice
	for _, role := range append([]account.Role{account.RoleConsultant}, account.StaffRoles...) {
		choices = append(choices, Choice{Value: string(role), Text: w.T("role." + string(role))})
	}
	return choices
}

func municipalityCodes(region *directory.Region) []Choice {
	choices := make([]Choice, len(region.Municipalities))
	for i, m := range region.Municipalities {
		choices[i] = Choice{Value: m.Code, Text: m.Name}
	}
	return choices
}

// accountTrail leads back from a page about one account.
func accountTrail(f *Frame) []Link {
	return []Link{{Text: f.T("desk.title"), URL: "/beheer"}, {Text: f.T("accounts.title"), URL: "/beheer/accounts"}}
}

func newAccountPage(frame Frame, region *directory.Region, form *newAccountForm) *NewAccountPage {
	p := &NewAccountPage{Frame: frame, Form: newForm(frame.Words(), "new-account", form)}
	p.Breadcrumbs = accountTrail(&p.Frame)
	p.Roles, p.Municipalities = roleChoices(p.Words()), municipalityCodes(region)
	return p
}

// showNewAccount also shows a request to join of which no admin can answer.
func (s *Server) showNewAccount(v *visit) error {
	if id, err := uuid.Parse(v.query("verzoek")); err == nil {
		return s.showStranded(v, id)
	}
	region, err := s.Directory.Region(v.ctx)
	if err != nil {
		return err
	}
	return v.show(newAccountPage(v.frame("new-account.title"), region, &newAccountForm{}))
}

func (s *Server) createAccount(v *visit) error {
	if id, err := uuid.Parse(v.query("verzoek")); err == nil {
		return s.answerStranded(v, id)
	}
	var form newAccountForm
	if err := v.read(&form); err != nil {
		return err
	}
	user, err := s.Accounts.Invite(v.ctx, v.actor, account.Invitation{
		Name: form.Name, Email: form.Email, Rights: form.rights(),
	})
	if err == nil {
		return v.done(accountPath(user.ID), "account-invited")
	}
	region, failed := s.Directory.Region(v.ctx)
	if failed != nil {
		return failed
	}
	p := newAccountPage(v.frame("new-account.title"), region, &form)
	return v.refuse(&p.Form, p, err)
}

// reinviteAccount mails a new link to somebody who did not follow the first.
func (s *Server) reinviteAccount(v *visit) error {
	return s.onAccount(v, "colleague-invited-again", func(id uuid.UUID) error {
		return s.Accounts.Reinvite(v.ctx, v.actor, id)
	})
}

// onAccount does an act on the account in the address and shows a refusal on its
// page.
func (s *Server) onAccount(v *visit, notice string, act func(id uuid.UUID) error) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	err = act(id)
	if err == nil {
		return v.done(accountPath(id), notice)
	}
	if !fault.Is(err, fault.KindConflict) {
		return err
	}
	p, failed := s.accountPage(v, id, nil)
	if failed != nil {
		return failed
	}
	return v.refuse(&p.Form, p, err)
}
