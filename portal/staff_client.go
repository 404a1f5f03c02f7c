package portal

import (
	"strconv"
	"time"

	"github.com/google/uuid"

	"providerportal/internal/client"
	"providerportal/internal/webhook"
)

// ClientPage is one connection: its token, where its messages go, and what came
// of the last ones.
type ClientPage struct {
	Frame
	Form
	Facts    SummaryList
	URL      string
	Over     bool // revoked or expired: nothing can be changed
	Revoked  bool
	Nobody   bool
	Overlaps []Choice
	Hook     bool
	Off      string // since when the messages are off
	Failing  string
	Log      Table
}

func (p *ClientPage) template() string { return "staff/client" }

type clientForm struct {
	URL     string `form:"url"`
	Overlap string `form:"overlap"`
	Signing string `form:"hookOverlap"`
}

// overlap is how long the old secret still works, in whole days.
func overlap(typed string) time.Duration {
	days, err := strconv.Atoi(typed)
	if err != nil {
		return -1
	}
	return time.Duration(days) * 24 * time.Hour
}

func (p *ClientPage) fill(c *client.Connection, hook *webhook.Hook, log []webhook.Event, now time.Time) {
	w := p.Words()
	p.Breadcrumbs = []Link{{p.T("desk.title"), "/beheer"}, {p.T("clients.title"), clientsPath}}
	p.URL, p.Revoked, p.Over, p.Nobody = clientURL(c.ID), c.RevokedAt != nil, !c.Working(now), !c.Answering
	state := row(w, p.T("clients.state"), "")
	state.Tag = clientTag(w, *c, now)
	var scopes []string
	for _, scope := range c.List() {
		scopes = append(scopes, p.T("scope."+string(scope)))
	}
	p.Facts.Rows = []SummaryRow{
		state, row(w, p.T("clients.municipality"), "", c.Municipality), row(w, p.T("client.consultant"), "", c.Consultant),
		row(w, p.T("client.scopes"), "", scopes...), row(w, p.T("client.prefix"), "", c.Prefix),
		row(w, p.T("clients.used"), "", usedText(w, c.LastUsedAt)), row(w, p.T("client.created"), "", p.Date(c.CreatedAt)),
		row(w, p.T("clients.expires"), "", p.Date(lastDay(*c))),
	}
	if c.PreviousUntil != nil && c.PreviousUntil.After(now) && !p.Over {
		p.Facts.Rows = append(p.Facts.Rows, row(w, p.T("client.previous"), "", p.Moment(*c.PreviousUntil)))
	}
	for _, days := range []string{"7", "1", "0"} {
		p.Overlaps = append(p.Overlaps, Choice{Value: days, Text: p.T("client.overlap." + days)})
	}
	p.fillHook(hook, log)
}

func (p *ClientPage) fillHook(hook *webhook.Hook, log []webhook.Event) {
	p.Log = Table{Caption: p.T("client.log"), Hidden: true, Empty: p.T("client.log.empty"), Columns: []Column{
		{Text: p.T("client.log.number")}, {Text: p.T("client.log.when")}, {Text: p.T("client.log.what")}, {Text: p.T("client.log.request")},
		{Text: p.T("client.log.state")}, {Text: p.T("client.log.result")}, {Text: p.T("client.log.next")},
	}}
	if hook == nil {
		return
	}
	p.Hook = true
	switch {
	case hook.DisabledAt != nil:
		p.Off = p.T("client.hook.off", "Since", *hook.DisabledAt)
	case hook.FailingSince != nil:
		p.Failing = p.T("client.hook.failing", "Since", *hook.FailingSince)
	}
	for _, event := range log {
		p.Log.Rows = append(p.Log.Rows, p.logRow(hook, event))
	}
}

func (p *ClientPage) logRow(hook *webhook.Hook, event webhook.Event) Row {
	state, next, again := Tag{p.T("client.log.delivered"), LookPlain}, Cell{Text: "–"}, Button{}
	switch {
	case event.DeliveredAt == nil && event.Attempts == 0:
		state = Tag{p.T("client.log.waiting"), LookBusy}
	case event.DeliveredAt == nil:
		state = Tag{p.T("client.log.retry"), LookWarn}
	}
	if event.DeliveredAt == nil && hook.DisabledAt == nil {
		next.Text = p.Moment(event.NextAttemptAt)
	}
	if hook.DisabledAt == nil && !p.Over {
		again = p.Button(p.T("client.log.resend"), p.URL+"/berichten/"+event.ID.String(), "secondary")
		again.About = strconv.FormatInt(event.Number, 10)
	}
	next.Act = again
	return Row{
		{Text: strconv.FormatInt(event.Number, 10)}, {Text: p.Moment(event.CreatedAt)}, {Text: event.Kind}, {Text: event.Reference},
		{Tag: state}, {Text: event.LastResult, Note: p.T("client.log.attempts", "Count", event.Attempts)}, next,
	}
}

func (s *Server) clientPage(v *visit, id uuid.UUID, form *clientForm) (*ClientPage, error) {
	found, err := s.Clients.Connection(v.ctx, v.actor, id)
	if err != nil {
		return nil, err
	}
	hook, log, err := s.Webhooks.Of(v.ctx, v.actor, id)
	if err != nil {
		return nil, err
	}
	if form == nil {
		form = &clientForm{Overlap: "1", Signing: "1"}
		if hook != nil {
			form.URL = hook.URL
		}
	}
	frame := v.frame("clients.title")
	frame.Title = found.Name
	p := &ClientPage{Frame: frame, Form: newForm(v.words(), "client", form)}
	p.fill(found, hook, log, s.Clients.Now())
	return p, nil
}

func (s *Server) showClient(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	p, err := s.clientPage(v, id, nil)
	if err != nil {
		return err
	}
	return v.show(p)
}
