package portal

import (
	"time"

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
