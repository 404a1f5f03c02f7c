package portal

import (
	"encoding/json"

	"github.com/gofiber/fiber/v3"

	"github.com/go-webauthn/webauthn/protocol"

	"providerportal/internal/fault"
)

// passkeyLimit is how large an answer of a browser may be, in bytes.
const passkeyLimit = 64 << 10

// passkeyQuestion is what static/passkey.js asks the browser: to make a passkey,
// or to use one.
type passkeyQuestion struct {
	Create *protocol.CredentialCreation  `json:"create,omitempty"`
	Get    *protocol.CredentialAssertion `json:"get,omitempty"`
}

// passkeyAnswer is what the browser answered, as JSON in a field of the form.
type passkeyAnswer struct {
	Credential string `form:"credential" clean:"raw"`
	Next       string `form:"next"`
}

// answer gives the JSON, or nothing when it is too large to be one.
func (a passkeyAnswer) answer() []byte {
	if len(a.Credential) > passkeyLimit {
		return nil
	}
	return []byte(a.Credential)
}

// passkeyName reads the name that a new passkey gets.
func (v *visit) passkeyName() (string, error) {
	if v.Request().Header.ContentLength() > passkeyLimit {
		return "", fiber.ErrRequestEntityTooLarge
	}
	var asked passkeyName
	if err := json.Unmarshal(v.Body(), &asked); err != nil {
		return "", errBadForm
	}
	return cleanText(asked.Name, false), nil
}

// putQuestion answers the script: the question, or why there is none.
func (v *visit) putQuestion(question passkeyQuestion, err error) error {
	if err == nil {
		return v.JSON(question)
	}
	form := newForm(v.words(), "passkey", nil)
	if !form.Fail(v.words(), err) {
		return err
	}
	return v.Status(statuses[fault.Of(err).Kind]).JSON(map[string]string{"error": form.Errors[0].Text})
}

// beginPasskeySignIn gives the question for signing in, for proving again who one
// is, and for a passkey as the first second factor.
func (s *Server) beginPasskeySignIn(v *visit) error {
	name, err := v.passkeyName()
	if err != nil {
		return err
	}
	if v.actor.SignedIn() {
		user, err := s.Accounts.Find(v.ctx, v.actor.UserID)
		if err != nil {
			return err
		}
		options, err := s.Accounts.BeginPasskeyProof(v.ctx, user, v.session)
		return v.putQuestion(passkeyQuestion{Get: options}, err)
	}
	user, factors, err := s.halfway(v)
	if err != nil {
		return v.startOver(err, "")
	}
	if factors.Any() {
		options, err := s.Accounts.BeginPasskeyProof(v.ctx, user, v.firstStage())
		return v.putQuestion(passkeyQuestion{Get: options}, err)
	}
	options, err := s.Accounts.BeginPasskeySetUp(v.ctx, v.firstStage(), name)
	return v.putQuestion(passkeyQuestion{Create: options}, err)
}

// finishPasskeySignIn takes the answer to the question of beginPasskeySignIn.
func (s *Server) finishPasskeySignIn(v *visit) error {
	var form passkeyAnswer
	if err := v.read(&form); err != nil {
		return err
	}
	if v.actor.SignedIn() {
		return s.proveByPasskey(v, form)
	}
	user, factors, err := s.halfway(v)
	switch {
	case err != nil:
		return v.startOver(err, form.Next)
	case factors.Any():
		return s.signInByPasskey(v, form, factors)
	}
	return s.setUpPasskey(v, form, user)
}
