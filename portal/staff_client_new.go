package portal

import (
	"providerportal/internal/account"
	"providerportal/internal/client"
)

// NewClientPage makes a connection.
type NewClientPage struct {
	Frame
	Form
	Consultants []Choice
	Scopes      []Choice
}

func (p *NewClientPage) template() string { return "staff/client_new" }

type newClientForm struct {
	Name       string    `form:"name" clean:"line"`
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
