package portal

import (
	"time"

	"providerportal/internal/account"
	"providerportal/internal/client"
	"providerportal/internal/words"
	"providerportal/internal/workday"

	"github.com/google/uuid"
)

const clientsPath = "/beheer/koppelingen"

func clientURL(id uuid.UUID) string { return clientsPath + "/" + id.String() }

// ClientsPage lists the systems of municipalities.
type ClientsPage struct {
	Frame
	Table Table
}

func (p *ClientsPage) template() string { return "staff/clients" }

func (p *ClientsPage) fill(list []client.Connection, now time.Time) {
	p.Breadcrumbs = []Link{{p.T("desk.title"), "/beheer"}}
	p.Table = Table{Caption: p.T("clients.list"), Hidden: true, Empty: p.T("clients.empty"), Columns: []Column{
		{Text: p.T("clients.name")}, {Text: p.T("clients.municipality")}, {Text: p.T("clients.state")},
		{Text: p.T("clients.used")}, {Text: p.T("clients.expires")},
	}}
	for _, c := range list {
		p.Table.Rows = append(p.Table.Rows, Row{
			{Text: c.Name, URL: clientURL(c.ID)}, {Text: c.Municipality}, {Tag: clientTag(p.Words(), c, now)},
			{Text: usedText(p.Words(), c.LastUsedAt)}, {Text: p.Date(lastDay(c))},
		})
	}
}

// lastDay is the last day on which the token works.
func lastDay(c client.Connection) workday.Date { return workday.On(c.ExpiresAt.Add(-time.Second)) }

func usedText(w *words.Words, at *time.Time) string {
	if at == nil {
		return w.T("clients.never")
	}
	return w.Moment(*at)
}

// soon is how long before its end a token is marked.
const soon = 30 * 24 * time.Hour

func clientTag(w *words.Words, c client.Connection, now time.Time) Tag {
	switch {
	case c.RevokedAt != nil:
		return Tag{w.T("clients.state.revoked"), LookOff}
	case !c.Working(now):
		return Tag{w.T("clients.state.over"), LookBad}
	case !c.Answering:
		return Tag{w.T("clients.state.nobody"), LookBad}
	case c.ExpiresAt.Sub(now) < soon:
		return Tag{w.T("clients.state.soon"), LookWarn}
	}
	return Tag{w.T("clients.state.works"), LookGood}
}

func (s *Server) showClients(v *visit) error {
	list, err := s.Clients.Connections(v.ctx, v.actor)
	if err != nil {
		return err
	}
	p := &ClientsPage{Frame: v.frame("clients.title")}
	p.fill(list, s.Clients.Now())
	return v.show(p)
}

// NewClientPage makes a connection.
type NewClientPage struct {
	Frame
	Form
	Consultants []Choice
	Scopes      []Choice
}

func (p *NewClientPage) template() string { return "staff/client_new" }

type newClientForm struct {
	Name       string    `form:"name"`
	Consultant string    `form:"consultant"`
	Scopes     []string  `form:"scopes"`
	LastDay    DateInput `form:"lastDay"`
}

func (f newClientForm) wanted() client.New {
	wanted := client.New{Name: f.Name, Consultant: idOrNil(f.Consultant)}
	wanted.LastDay, _ = f.LastDay.Date()
	for _, scope := range f.Scopes {
		wanted.Scopes = append(wanted.Scopes, client.Scope(scope))
	}
	return wanted
}

func (p *NewClientPage) fill(people []account.User, municipalities []Choice) {
	p.Breadcrumbs = []Link{{p.T("desk.title"), "/beheer"}, {p.T("clients.title"), clientsPath}}
	names := map[string]string{}
	for _, m := range municipalities {
		names[m.Value] = m.Text
	}
	for _, person := range people {
		if person.MunicipalityCode != nil {
			p.Consultants = append(p.Consultants, Choice{Value: person.ID.String(), Text: person.Name + " – " + names[*person.MunicipalityCode]})
		}
	}
	for _, scope := range client.Scopes {
		p.Scopes = append(p.Scopes, Choice{Value: string(scope), Text: p.T("scope." + string(scope))})
	}
}

func (s *Server) newClientPage(v *visit, form *newClientForm) (*NewClientPage, error) {
	people, err := s.Clients.Consultants(v.ctx, v.actor)
	if err != nil {
		return nil, err
	}
	region, err := s.Directory.Region(v.ctx)
	if err != nil {
		return nil, err
	}
	p := &NewClientPage{Frame: v.frame("new-client.title"), Form: newForm(v.words(), "new-client", form)}
	p.fill(people, municipalityCodes(region))
	return p, nil
}

func (s *Server) showNewClient(v *visit) error {
	p, err := s.newClientPage(v, &newClientForm{})
	if err != nil {
		return err
	}
	return v.show(p)
}

// createClient shows the token in the answer itself, so that it stands in no
// address and is never shown again.
func (s *Server) createClient(v *visit) error {
	var form newClientForm
	if err := v.read(&form); err != nil {
		return err
	}
	made, token, refused := s.Clients.Create(v.ctx, v.actor, form.wanted())
	if refused == nil {
		return v.show(newClientSecretPage(v.frame("client-secret.title.token", "Name", made.Name), "token", token, made.ID))
	}
	p, err := s.newClientPage(v, &form)
	if err != nil {
		return err
	}
	return v.refuse(&p.Form, p, refused)
}
