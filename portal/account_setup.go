package portal

import (
	"bytes"
	"image/png"
	"strings"

	"github.com/gofiber/fiber/v3"

	"providerportal/internal/account"
	"providerportal/internal/fault"
)

// qrSize is the width of the QR code in pixels.
const qrSize = 280

// SetUpFactorPage shows the secret for a code app, as QR code and as text, and
// asks for the first code. It stands in the first sign-in, and behind the account.
type SetUpFactorPage struct {
	Frame
	Form
	Action  string // where the form goes
	Account string // the e-mail address, as the app will show it
	Secret  string // in groups of four
	First   bool   // as part of the first sign-in
	Passkey bool   // a passkey may be set up instead
}

func (p *SetUpFactorPage) template() string { return "account/setup" }

// Next is where the visitor wanted to go.
func (p *SetUpFactorPage) Next() string { return strings.Join(p.Values["next"], "") }

func newSetUpFactorPage(frame Frame, secret, email string, form codeForm) *SetUpFactorPage {
	form.Code = ""
	p := &SetUpFactorPage{
		Frame: frame, Form: newForm(frame.Words(), "setup", &form),
		Action: "/inloggen/instellen", Account: email, Secret: inGroups(secret), First: true,
	}
	if frame.SignedIn {
		p.Action, p.First = "/account/beveiliging/app", false
	}
	p.SignInHidden = true
	return p
}

// inGroups writes a secret the way people copy it.
func inGroups(secret string) string {
	var groups []string
	for len(secret) > 4 {
		groups, secret = append(groups, secret[:4]), secret[4:]
	}
	return strings.Join(append(groups, secret), " ")
}

// setUpPage shows a new secret when the page is opened, and the one of before
// after a wrong code.
func (s *Server) setUpPage(v *visit, user *account.User, form codeForm, opened bool) (*SetUpFactorPage, error) {
	give := s.Accounts.PendingTOTP
	if opened {
		give = s.Accounts.StartTOTP
	}
	key, err := give(v.ctx, user, v.anyStage())
	if err != nil {
		return nil, err
	}
	p := newSetUpFactorPage(v.frame("setup.title"), key.Secret(), user.Email, form)
	if p.Passkey = p.First && s.Accounts.PasskeysOffered(); p.Passkey {
		p.Title = p.T("passkey.setup.page")
	}
	return p, nil
}

func (s *Server) showSetUpFactor(v *visit) error {
	next := v.query("naar")
	user, factors, err := s.halfway(v)
	if err != nil {
		return v.startOver(err, next)
	}
	if factors.Any() {
		return v.lead("/inloggen/code", next)
	}
	p, err := s.setUpPage(v, user, codeForm{Next: next}, true)
	if err != nil {
		return err
	}
	return v.show(p)
}

// setUpFactor takes the first code of the app, ends signing in and shows the
// recovery codes, once.
func (s *Server) setUpFactor(v *visit) error {
	var form codeForm
	if err := v.read(&form); err != nil {
		return err
	}
	user, factors, err := s.halfway(v)
	if err != nil {
		return v.startOver(err, form.Next)
	}
	if factors.Any() {
		return v.lead("/inloggen/code", form.Next)
	}
	secret, _, codes, err := s.Accounts.FinishWithSetUp(v.ctx, v.firstStage(), form.Code, v.client())
	if err != nil {
		p, failed := s.setUpPage(v, user, form, false)
		if failed != nil {
			return failed
		}
		return v.refuse(&p.Form, p, err)
	}
	if err := v.enterWith(secret); err != nil {
		return err
	}
	return v.show(newRecoveryCodesPage(v.frame("codes.title"), codes, v.onwardPath(form.Next)))
}

// showFactorQR gives the QR code of a secret that no app has shown yet, to its
// owner: at the first sign-in, or after a fresh proof of identity.
func (s *Server) showFactorQR(v *visit) error {
	user, err := s.ownerOfQR(v)
	if err != nil {
		return err
	}
	key, err := s.Accounts.PendingTOTP(v.ctx, user, v.anyStage())
	if err != nil {
		return err
	}
	image, err := key.Image(qrSize, qrSize)
	if err != nil {
		return err
	}
	var content bytes.Buffer
	if err := png.Encode(&content, image); err != nil {
		return err
	}
	v.Set(fiber.HeaderContentType, "image/png")
	return v.Send(content.Bytes())
}

func (s *Server) ownerOfQR(v *visit) (*account.User, error) {
	if v.actor.Fresh {
		return s.Accounts.Find(v.ctx, v.actor.UserID)
	}
	user, factors, err := s.halfway(v)
	if err == nil && factors.Any() {
		err = fault.Missing()
	}
	return user, err
}
