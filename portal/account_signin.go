package portal

import (
	"strings"

	"providerportal/internal/fault"
)

// SignInPage asks for address and password.
type SignInPage struct {
	Frame
	Form
	Providers []Link // other ways in
}

func (p *SignInPage) template() string { return "public/signin" }

type signInForm struct {
	Email    string `form:"email"    validate:"required"`
	Password string `form:"password" validate:"required" clean:"raw"`
	Next     string `form:"next"`
}

func (s *Server) signInPage(v *visit, form signInForm) *SignInPage {
	p := &SignInPage{Frame: v.frame("signin.title"), Form: newForm(v.words(), "signin", &form)}
	p.SignInHidden, p.Providers = true, s.signOnLinks(v, form.Next)
	return p
}

// Next is where the visitor wanted to go.
func (p *SignInPage) Next() string { return strings.Join(p.Values["next"], "") }

func (s *Server) showSignIn(v *visit) error {
	if v.actor.SignedIn() {
		return v.done(v.startPage(), "")
	}
	return v.show(s.signInPage(v, signInForm{Next: v.query("naar")}))
}

// signIn opens a session. Every refusal reads the same, whether the address is
// known or not.
func (s *Server) signIn(v *visit) error {
	var form signInForm
	if err := v.read(&form); err != nil {
		return err
	}
	err := validate(&form)
	if err == nil {
		var secret string
		if secret, err = s.Accounts.SignIn(v.ctx, form.Email, form.Password, v.client()); err == nil {
			v.startSession(secret)
			return v.lead("/inloggen/code", form.Next)
		}
	}
	p := s.signInPage(v, form)
	return v.refuse(&p.Form, p, err)
}

// startPage is where the work of the actor begins.
func (v *visit) startPage() string {
	switch {
	case v.actor.Staff():
		return "/beheer"
	case v.actor.Municipality != "":
		return "/consulent"
	case v.actor.SignedIn():
		return "/mijn"
	}
	return "/"
}

func (s *Server) signOut(v *visit) error {
	if err := s.Accounts.SignOut(v.ctx, v.session, v.client().Origin); err != nil {
		return err
	}
	v.endSession()
	return v.done("/", "signed-out")
}

// LinkPage asks to press a button after a link from a mail was opened, because
// opening alone may be done by a mail scanner (ASVS 3.5.3).
type LinkPage struct {
	Frame
	Form
	Text   string
	Button string
	Secret string
	Again  Link // where a new link can be had
}

func (p *LinkPage) template() string { return "public/link" }

type linkForm struct {
	Secret string `form:"sleutel"`
}

// newLinks says where a link that no longer works is asked for again. Choosing a
// password through a mail confirms its address too.
var newLinks = map[string]string{"confirm-email": "/wachtwoord-vergeten", "verify-intake": "/mijn/aanmeldpunt", "confirm-new-email": "/account/adres", "confirm-join": joinPath}

// linkPage makes the page of one kind of link; its texts stand under the key.
func linkPage(v *visit, key, secret string) *LinkPage {
	return &LinkPage{
		Frame: v.frame(key + ".title"), Form: newForm(v.words(), key, nil),
		Text: v.T(key + ".text"), Button: v.T(key + ".button"), Secret: secret,
		Again: Link{v.T(key + ".again"), newLinks[key]},
	}
}

func (s *Server) showVerifyIntake(v *visit) error {
	return v.show(linkPage(v, "verify-intake", v.query("sleutel")))
}

func (s *Server) verifyIntake(v *visit) error {
	return s.followLink(v, "verify-intake", "/mijn/aanmeldpunt", func(secret string) error {
		_, err := s.Directory.VerifyIntake(v.ctx, secret, v.IP())
		return err
	})
}

// followLink spends a link from a mail and leads on with a notice; a link that
// no longer works says so and what to do.
func (s *Server) followLink(v *visit, key, onward string, spend func(secret string) error) error {
	var form linkForm
	if err := v.read(&form); err != nil {
		return err
	}
	err := spend(form.Secret)
	if fault.Is(err, fault.KindConflict) {
		p := linkPage(v, key, form.Secret)
		return v.refuse(&p.Form, p, err)
	}
	if err != nil {
		return err
	}
	if key == "verify-intake" && !v.actor.SignedIn() {
		onward = "/"
	}
	return v.done(onward, key)
}
