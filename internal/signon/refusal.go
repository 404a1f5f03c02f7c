package signon

import "errors"

// Reason says why somebody was not let in; it is the end of a text key in the
// catalogue ("sso.refused.…").
type Reason string

// The reasons.
const (
	ReasonExpired      Reason = "expired"      // unknown, used or old attempt, or begun in another browser
	ReasonDeclined     Reason = "declined"     // the person or the provider said no
	ReasonUntrusted    Reason = "untrusted"    // the answer fails a check of the protocol
	ReasonIncomplete   Reason = "incomplete"   // a claim that we need is missing or wrong
	ReasonLevel        Reason = "level"        // the level of eHerkenning is too low
	ReasonFactor       Reason = "factor"       // no second factor
	ReasonNotAgain     Reason = "not-again"    // did not prove who it is again
	ReasonTenant       Reason = "tenant"       // not one of our organisations
	ReasonRole         Reason = "role"         // no role in the portal
	ReasonClosed       Reason = "closed"       // the account is closed
	ReasonMoved        Reason = "moved"        // the account is no longer of that organisation
	ReasonOrganisation Reason = "organisation" // nobody registered this KvK number yet
)

// Refusal is why somebody was not let in. KvK comes with ReasonOrganisation only.
type Refusal struct {
	Reason Reason
	KvK    string
	cause  error
}

// Error names the reason and its cause, for logs: never a token, code or name.
func (r *Refusal) Error() string {
	text := "sign-on refused: " + string(r.Reason)
	if r.cause != nil {
		text += ": " + r.cause.Error()
	}
	return text
}

func refuse(reason Reason, cause string) error {
	refusal := &Refusal{Reason: reason}
	if cause != "" {
		refusal.cause = errors.New(cause)
	}
	return refusal
}

// RefusalOf gives the refusal inside err, or nil.
func RefusalOf(err error) *Refusal {
	var refusal *Refusal
	if errors.As(err, &refusal) {
		return refusal
	}
	return nil
}
