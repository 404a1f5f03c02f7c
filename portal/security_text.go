package portal

import (
	"strings"
	"time"
)

// securityTextDays is how many days the file is valid from when it is asked for;
// RFC 9116 advises less than a year.
const securityTextDays = 180

// securityText tells researchers where to report a leak (RFC 9116). It is valid
// by day, so that its content changes once a day.
func (s *Server) securityText(v *visit) error {
	contact := s.SecurityContact
	if contact == "" {
		contact = "mailto:" + s.Office.ContactEmail
	}
	expires := s.Accounts.Now().UTC().AddDate(0, 0, securityTextDays).Truncate(24 * time.Hour)
	v.Set("Content-Type", "text/plain; charset=utf-8")
	return v.SendString(strings.Join([]string{
		"Contact: " + contact,
		"Expires: " + expires.Format(time.RFC3339),
		"Preferred-Languages: nl, en",
		"Canonical: " + s.BaseURL + "/.well-known/security.txt",
		"",
	}, "\n"))
}
