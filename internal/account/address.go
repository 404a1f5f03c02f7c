package account

import (
	"strings"

	"providerportal/internal/mail"
)

// Address gives the actor's e-mail address, or nothing when an identity provider
// named none and the person did not add one yet.
func (a Actor) Address() string {
	if strings.HasSuffix(a.Email, mail.Nowhere) {
		return ""
	}
	return a.Email
}
