package portal

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v3"
)

// A form carries a token that only the portal can make: an HMAC over the id of
// the visitor's session (its secret changes when somebody proves again who it is,
// and forms in other tabs must outlive that), or over a random cookie for who has no session. Nothing is
// kept on the server, so every instance can check it. docs/decisions/forms.md
// says why this is not a middleware of the framework.

var (
	errForeignForm = errors.New("portal: the form is not ours")
	errBadForm     = errors.New("portal: the form cannot be read")
	errSignIn      = errors.New("portal: sign in first")
	errProveAgain  = errors.New("portal: prove again who you are")
)

// formToken gives the token for forms on this page, and sets the random cookie
// it hangs on when the visitor has no session.
func (v *visit) formToken() string {
	return v.server.sign(v.formBinding(true))
}

// sentToken is the token of a form, or of a script in the header that no other
// site can set.
func (v *visit) sentToken() string {
	if token := v.Get("X-Csrf-Token"); token != "" {
		return token
	}
	return v.FormValue(csrfField)
}

func (v *visit) checkFormToken(token string) error {
	binding := v.formBinding(false)
	if binding == "" || !hmac.Equal([]byte(token), []byte(v.server.sign(binding))) {
		return errForeignForm
	}
	return nil
}

// formBinding is what this visitor's tokens hang on.
func (v *visit) formBinding(create bool) string {
	if v.actor.SignedIn() {
		return "session:" + v.actor.SessionID.String()
	}
	secret := v.Cookies(v.server.formCookie())
	if secret == "" && create {
		secret = rand.Text()
		v.setCookie(v.server.formCookie(), secret, 0)
	}
	if secret == "" {
		return ""
	}
	return "visitor:" + secret
}

func (s *Server) sign(binding string) string {
	mac := hmac.New(sha256.New, s.Secret)
	mac.Write([]byte("form:" + binding))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// sameSite reports whether the browser says that the form was sent from one of
// our own pages; older browsers say nothing and are judged by the token alone.
func (v *visit) sameSite() bool {
	if from := v.Get("Sec-Fetch-Site"); from != "" && from != "same-origin" && from != "none" {
		return false
	}
	origin := v.Get(fiber.HeaderOrigin)
	if origin == "" {
		return true
	}
	ours, err := url.Parse(v.server.BaseURL)
	return err == nil && strings.EqualFold(origin, ours.Scheme+"://"+ours.Host)
}
