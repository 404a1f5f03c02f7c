package portal

import (
	"github.com/google/uuid"

	"providerportal/internal/fault"
)

// ConfirmPage is behind the link of a confirmation mail: it says which account is
// meant and asks for the password chosen with it, if it has one.
type ConfirmPage struct {
	Frame
	Form
	Name         string
	Organisation string // empty for a person without organisation
	Secret       string
	Password     bool // the account has one to ask for
}

func (p *ConfirmPage) template() string { return "public/confirm_email" }

type confirmForm struct {
	Secret   string `form:"sleutel"`
	Password string `form:"password" clean:"raw"`
}

func (s *Server) confirmPage(v *visit, secret string) (*ConfirmPage, error) {
	user, err := s.Accounts.Confirming(v.ctx, secret)
	if err != nil {
		return nil, err
	}
	asks, err := s.Accounts.AsksPassword(v.ctx, user)
	if err != nil {
		return nil, err
	}
	p := &ConfirmPage{
		Frame: v.frame("confirm-email.title"), Form: newForm(v.words(), "confirm-email", nil),
		Name: user.Name, Secret: secret, Password: asks,
	}
	if user.ProviderID != nil && *user.ProviderID != uuid.Nil {
		provider, err := s.Directory.Provider(v.ctx, *user.ProviderID)
		if err != nil {
			return nil, err
		}
		p.Organisation = provider.Name
	}
	return p, nil
}

func (s *Server) showConfirmEmail(v *visit) error {
	p, err := s.confirmPage(v, v.query("sleutel"))
	if err != nil {
		return refuseConfirmation(v, err)
	}
	return v.show(p)
}

func (s *Server) confirmEmail(v *visit) error {
	var form confirmForm
	if err := v.read(&form); err != nil {
		return err
	}
	_, err := s.Accounts.ConfirmEmail(v.ctx, form.Secret, form.Password, v.IP())
	if err == nil {
		return v.done("/inloggen", "confirm-email")
	}
	if !fault.Is(err, fault.KindInvalid) {
		return refuseConfirmation(v, err)
	}
	p, missing := s.confirmPage(v, form.Secret)
	if missing != nil {
		return refuseConfirmation(v, missing)
	}
	return v.refuse(&p.Form, p, err)
}

// refuseConfirmation says of a link that no longer works what to do.
func refuseConfirmation(v *visit, err error) error {
	p := &LinkPage{
		Frame: v.frame("confirm-email.title"), Form: newForm(v.words(), "confirm-email", nil),
		Again: Link{v.T("confirm-email.again"), newLinks["confirm-email"]},
	}
	return v.refuse(&p.Form, p, err)
}
