package portal

import (
	"github.com/google/uuid"

	"providerportal/internal/fault"
)

// ClientSecretPage shows a token or a signing secret, once.
type ClientSecretPage struct {
	Frame
	Text   string
	Secret string
	Onward string
}

func (p *ClientSecretPage) template() string { return "staff/client_secret" }

func newClientSecretPage(frame Frame, kind, secret string, id uuid.UUID) *ClientSecretPage {
	return &ClientSecretPage{Frame: frame, Text: frame.T("client-secret." + kind), Secret: secret, Onward: clientURL(id)}
}

// onClient does an act on the connection in the address. A secret that came of
// it is shown in the answer itself; a refusal on the page, with what was typed.
func (s *Server) onClient(v *visit, notice, kind string, act func(id uuid.UUID, form clientForm) (secret string, err error)) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	var form clientForm
	if err := v.read(&form); err != nil {
		return err
	}
	secret, refused := act(id, form)
	if refused == nil && secret == "" {
		return v.done(clientURL(id), notice)
	}
	p, err := s.clientPage(v, id, &form)
	if err != nil {
		return err
	}
	if refused == nil {
		return v.show(newClientSecretPage(v.frame("client-secret.title."+kind, "Name", p.Title), kind, secret, id))
	}
	return v.refuse(&p.Form, p, refused)
}

func (s *Server) rotateClient(v *visit) error {
	return s.onClient(v, "", "token", func(id uuid.UUID, form clientForm) (string, error) {
		return s.Clients.Rotate(v.ctx, v.actor, id, overlap(form.Overlap))
	})
}

func (s *Server) revokeClient(v *visit) error {
	return s.onClient(v, "client-revoked", "", func(id uuid.UUID, _ clientForm) (string, error) {
		return "", s.Clients.Revoke(v.ctx, v.actor, id)
	})
}

func (s *Server) directWebhook(v *visit) error {
	return s.onClient(v, "webhook-saved", "webhook", func(id uuid.UUID, form clientForm) (string, error) {
		return s.Webhooks.Direct(v.ctx, v.actor, id, form.URL)
	})
}

func (s *Server) rotateWebhook(v *visit) error {
	return s.onClient(v, "", "webhook", func(id uuid.UUID, form clientForm) (string, error) {
		return s.Webhooks.Rotate(v.ctx, v.actor, id, overlap(form.Signing))
	})
}

func (s *Server) enableWebhook(v *visit) error {
	return s.onClient(v, "webhook-on", "", func(id uuid.UUID, _ clientForm) (string, error) {
		return "", s.Webhooks.Enable(v.ctx, v.actor, id)
	})
}

func (s *Server) disableWebhook(v *visit) error {
	return s.onClient(v, "webhook-off", "", func(id uuid.UUID, _ clientForm) (string, error) {
		return "", s.Webhooks.Disable(v.ctx, v.actor, id)
	})
}

// resendEvent sends one message again, with the same id and number.
func (s *Server) resendEvent(v *visit) error {
	event, err := uuid.Parse(v.param("event"))
	if err != nil {
		return fault.Missing()
	}
	return s.onClient(v, "webhook-resent", "", func(id uuid.UUID, _ clientForm) (string, error) {
		return "", s.Webhooks.Resend(v.ctx, v.actor, id, event)
	})
}
