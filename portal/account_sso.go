package portal

import (
	"strings"
	"time"

	"github.com/gofiber/fiber/v3"

	"providerportal/internal/fault"
	"providerportal/internal/signon"
)

// ssoCookieLife is a little longer than somebody may take at an identity
// provider.
const ssoCookieLife = 15 * time.Minute

// signOnLinks are the buttons of the identity providers. They are links and no
// forms: a browser that keeps form-action 'self' does not follow a form's
// redirect to another site (NET-3).
func (s *Server) signOnLinks(v *visit, next string) []Link {
	var links []Link
	for _, provider := range s.SignOn.Providers() {
		links = append(links, s.signOnLink(v, provider, next))
	}
	return links
}

func (s *Server) signOnLink(v *visit, provider signon.Settings, next string) Link {
	address := "/inloggen/sso/" + provider.Name
	if next = localPath(next, ""); next != "" {
		address = withQuery(address, "naar", next)
	}
	return Link{Text: v.T("sso.button", "Name", provider.Label[v.lang]), URL: address}
}

// signOnAgain gives the link by which a person without a second factor of the
// portal's own proves again who it is; empty when nobody vouches for the account.
func (s *Server) signOnAgain(v *visit, next string) (Link, error) {
	name, err := s.SignOn.ProviderOf(v.ctx, v.actor.UserID)
	if err != nil || name == "" {
		return Link{}, err
	}
	for _, provider := range s.SignOn.Providers() {
		if provider.Name == name {
			return s.signOnLink(v, provider, next), nil
		}
	}
	return Link{}, nil
}

// beginSingleSignOn sends the browser to the identity provider. Who is signed in
// comes here to prove again who it is.
func (s *Server) beginSingleSignOn(v *visit) error {
	address, browser, err := s.SignOn.Begin(v.ctx, v.param("provider"), signon.Wish{
		Next: localPath(v.query("naar"), ""), Again: v.actor.SignedIn(), Lang: v.lang,
		Browser: strings.Clone(v.Cookies(s.ssoCookie())),
	})
	if err != nil {
		return s.logDown(v, err)
	}
	v.setCookie(s.ssoCookie(), browser, ssoCookieLife)
	return v.Redirect().Status(fiber.StatusSeeOther).To(address)
}

// finishSingleSignOn is where the identity provider sends the browser back to.
func (s *Server) finishSingleSignOn(v *visit) error {
	name := v.param("provider")
	entry, err := s.SignOn.Finish(v.ctx, name, signon.Answer{
		State: v.query("state"), Code: strings.Clone(v.Query("code")), Error: v.query("error"), Issuer: v.query("iss"),
		Browser: strings.Clone(v.Cookies(s.ssoCookie())), Session: v.session,
	}, v.client())
	if refusal := signon.RefusalOf(err); refusal != nil {
		s.log.Warn("sign-on refused", "provider", name, "reason", string(refusal.Reason), "cause", refusal.Error())
		return v.showStatus(fiber.StatusForbidden, newSignOnPage(v.frame("sso.refused.title"), name, refusal))
	}
	if err != nil {
		return s.logDown(v, err)
	}
	v.setCookie(s.ssoCookie(), "", -time.Second)
	if err := v.enterWith(entry.Secret); err != nil {
		return err
	}
	if entry.NoAddress && entry.Next == "" {
		return v.done("/account/adres", "sso-no-address")
	}
	return v.onward(entry.Next)
}

// logDown tells operators which identity provider does not answer, and why.
func (s *Server) logDown(v *visit, err error) error {
	if fault.Is(err, fault.KindUnavailable) {
		s.log.Error("identity provider does not answer", "provider", v.param("provider"), "error", err)
	}
	return err
}

// SignOnPage says why somebody was not let in by an identity provider, and what
// to do next.
type SignOnPage struct {
	Frame
	Text  string
	Next  Link // the best thing to do
	Other Link
}

func (p *SignOnPage) template() string { return "public/sign_on" }

func newSignOnPage(frame Frame, provider string, refusal *signon.Refusal) *SignOnPage {
	p := &SignOnPage{Frame: frame}
	// The address of this page works once: the language switch leads back instead.
	p.SignInHidden, p.Path = true, "/inloggen"
	p.Text = p.T("sso.refused." + string(refusal.Reason))
	p.Next = Link{p.T("sso.again"), "/inloggen/sso/" + provider}
	p.Other = Link{p.T("sso.other"), "/inloggen"}
	switch refusal.Reason {
	case signon.ReasonOrganisation:
		p.Title = p.T("sso.register.title")
		p.Next = Link{p.T("sso.register"), withQuery("/registreren", "kvk", refusal.KvK)}
	case signon.ReasonRole, signon.ReasonTenant, signon.ReasonClosed, signon.ReasonMoved, signon.ReasonIncomplete:
		p.Next = Link{p.T("sso.contact"), "/contact"}
	}
	return p
}
