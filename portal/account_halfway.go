package portal

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v3"

	"providerportal/internal/account"
	"providerportal/internal/fault"
)

// Between password and second factor somebody is not signed in: the cookie holds
// a first-stage session, which opens the pages of signing in and nothing else.

// firstStage is the secret of that session, empty without one.
func (v *visit) firstStage() string {
	if v.actor.SignedIn() {
		return ""
	}
	return strings.Clone(v.Cookies(v.server.sessionCookie()))
}

// anyStage is the secret of the session, full or not.
func (v *visit) anyStage() string {
	if v.actor.SignedIn() {
		return v.session
	}
	return v.firstStage()
}

// halfway gives who is between the two, and the second factors to choose from.
func (s *Server) halfway(v *visit) (*account.User, account.Factors, error) {
	user, err := s.Accounts.Halfway(v.ctx, v.firstStage())
	if err != nil {
		return nil, account.Factors{}, err
	}
	factors, err := s.Accounts.Factors(v.ctx, user.ID)
	return user, factors, err
}

// startOver leads who is not between the two to where they can go on: back to
// the password, or onward when they are in already.
func (v *visit) startOver(err error, next string) error {
	if !fault.Is(err, fault.KindMissing) {
		return err
	}
	if v.actor.SignedIn() {
		return v.onward(next)
	}
	return v.lead("/inloggen?melding=sign-in-again", next)
}

// enterWith makes the visit that of the full session with this secret.
func (v *visit) enterWith(secret string) (err error) {
	v.startSession(secret)
	v.session = secret
	v.actor, err = v.server.Accounts.Who(v.ctx, secret, v.IP())
	return err
}

// lead goes to a page of signing in and takes along where the visitor wanted to
// go.
func (v *visit) lead(path, next string) error {
	if next = localPath(next, ""); next != "" {
		mark := "?"
		if strings.Contains(path, "?") {
			mark = "&"
		}
		path += mark + "naar=" + url.QueryEscape(next)
	}
	return v.done(path, "")
}

// sameNotice carries the notice of this page over to the next.
func (v *visit) sameNotice() string {
	if notice := v.query("melding"); notice != "" {
		return "?melding=" + url.QueryEscape(notice)
	}
	return ""
}

// onward goes to where the visitor wanted to go, or where the work begins.
func (v *visit) onward(next string) error { return v.done(v.onwardPath(next), "") }

func (v *visit) onwardPath(next string) string { return localPath(next, v.startPage()) }

// askProof leads to the page that asks to prove again who one is, and from there
// back to the page that was asked for, or on which the form stands.
func (v *visit) askProof() error { return v.lead("/inloggen/opnieuw", v.address()) }

// retryAfter tells programs how long to wait after too many tries.
func (v *visit) retryAfter(refusal *fault.Error) {
	if refusal != nil && refusal.Wait > 0 {
		v.Set(fiber.HeaderRetryAfter, strconv.Itoa(int((refusal.Wait+time.Second-1)/time.Second)))
	}
}
