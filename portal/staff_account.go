package portal

import (
	"github.com/google/uuid"

	"providerportal/internal/account"
)

// AccountRightsPage is one account with its rights. An administrator changes
// them, sends the invitation again, clears a lost second step, or closes it.
type AccountRightsPage struct {
	Frame
	Form
	Facts          SummaryList
	Name, URL      string
	ClosedText     string // set when the account is closed: nothing can be done
	OfProvider     bool
	ProviderURL    string // everything about the organisation, as a download
	Invited        bool
	CanReset       bool
	CanReadmit     bool // closed, and still known to an identity provider
	Roles          []Choice
	Municipalities []Choice
}

func (p *AccountRightsPage) template() string { return "staff/account" }

// personRightsForm holds the rights of both kinds of people; which of them count
// is decided by whom it is about.
type personRightsForm struct {
	RightsForm
	Admin string `form:"admin"`
}

func (p *AccountRightsPage) fill(person *account.Person, where places, own uuid.UUID) {
	w := p.Words()
	p.Breadcrumbs, p.Name, p.URL = accountTrail(&p.Frame), person.Name, accountPath(person.ID)
	p.OfProvider, p.Invited = person.ProviderID != nil, person.Invited()
	p.CanReset = person.SecondFactor && person.ID != own
	p.Roles, p.Municipalities = roleChoices(w), municipalityCodes(where.region)
	state := row(w, p.T("accounts.state"), "", p.T("colleagues.active"))
	if tag := stateTag(w, person); tag.Text != "" {
		state.Values, state.Tag = nil, tag
	}
	p.Facts.Rows = []SummaryRow{state, row(w, p.T("accounts.rights"), "", rightsText(w, person))}
	if place := where.of(person); place != "" {
		p.Facts.Rows = append(p.Facts.Rows, row(w, p.T("accounts.place"), "", place))
	}
	p.Facts.Rows = append(p.Facts.Rows,
		row(w, p.T("accounts.created"), "", p.Date(person.CreatedAt)),
		row(w, p.T("accounts.since"), "", p.Date(rightsSince(person))),
		row(w, p.T("accounts.signed-in"), "", momentOrNever(w, person.LastSignedInAt)),
		row(w, p.T("accounts.seen"), "", momentOrNever(w, person.LastSeenAt)),
		row(w, p.T("accounts.factor"), "", factorText(w, person.SecondFactor)),
	)
	if p.OfProvider {
		p.ProviderURL = "/beheer/aanbieders/" + person.ProviderID.String() + "/gegevens"
	}
	if person.ClosedAt != nil {
		p.ClosedText = p.T("rights.closed", "On", *person.ClosedAt)
		return
	}
	p.Facts.Rows = append([]SummaryRow{row(w, p.T("accounts.email"), "", person.Email)}, p.Facts.Rows...)
}

// accountPage shows the rights as they are, or as they were typed.
func (s *Server) accountPage(v *visit, id uuid.UUID, typed *personRightsForm) (*AccountRightsPage, error) {
	person, err := s.Accounts.Person(v.ctx, v.actor, id)
	if err != nil {
		return nil, err
	}
	where, err := s.places(v)
	if err != nil {
		return nil, err
	}
	if typed == nil {
		typed = rightsOf(person)
	}
	p := &AccountRightsPage{Frame: v.frame("rights.title", "Name", person.Name), Form: newForm(v.words(), "rights", typed)}
	p.fill(person, where, v.actor.UserID)
	p.CanReadmit, err = s.Accounts.Readmittable(v.ctx, &person.User)
	return p, err
}

func rightsOf(person *account.Person) *personRightsForm {
	form := &personRightsForm{}
	for _, role := range person.RoleNames() {
		form.Roles = append(form.Roles, string(role))
	}
	if person.MunicipalityCode != nil {
		form.Municipality = *person.MunicipalityCode
	}
	if person.ProviderAdmin {
		form.Admin = "true"
	}
	return form
}

func (s *Server) showAccountRights(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	p, err := s.accountPage(v, id, nil)
	if err != nil {
		return err
	}
	return v.show(p)
}
