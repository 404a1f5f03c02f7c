package portal

import (
	"strings"
	"time"

	"github.com/gofiber/fiber/v3"

	"providerportal/internal/account"
	"providerportal/internal/words"
)

// secure reports whether the portal is reached over https; only a demo or a
// development server on loopback is not.
func (s *Server) secure() bool { return strings.HasPrefix(s.BaseURL, "https://") }

// cookieName gives a name that browsers bind to this host and to https. Without
// https they would not keep such a cookie, so then it goes by its plain name.
func (s *Server) cookieName(name string) string {
	if s.secure() {
		return "__Host-" + name
	}
	return name
}

func (s *Server) sessionCookie() string { return s.cookieName("portal") }
func (s *Server) formCookie() string    { return s.cookieName("csrf") }
func (s *Server) langCookie() string    { return s.cookieName("lang") }
func (s *Server) ssoCookie() string     { return s.cookieName("sso") }

// setCookie sets a cookie for the whole site; lifetime 0 lasts until the browser
// closes, a negative one removes it.
func (v *visit) setCookie(name, value string, lifetime time.Duration) {
	v.Cookie(&fiber.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: int(lifetime.Seconds()),
		Secure: v.server.secure(), HTTPOnly: true, SameSite: fiber.CookieSameSiteLaxMode,
		SessionOnly: lifetime == 0,
	})
}

// startSession hands the browser a new session; the form token of before is gone
// with the cookie it hung on.
func (v *visit) startSession(secret string) {
	v.setCookie(v.server.sessionCookie(), secret, account.SessionLife)
	v.setCookie(v.server.formCookie(), "", -time.Second)
}

func (v *visit) endSession() { v.setCookie(v.server.sessionCookie(), "", -time.Second) }

// chooseLanguage takes the language asked for in the address, else the one
// chosen before, else that of the account, else Dutch. Only who uses the switch
// gets a cookie for it (D5, AVG-10).
func (v *visit) chooseLanguage() {
	asked, cookie := v.Query("lang"), v.Cookies(v.server.langCookie())
	switch {
	case asked == "en" || asked == "nl":
		v.lang = strings.Clone(asked)
		if asked != cookie && (cookie != "" || asked != words.Default) {
			v.setCookie(v.server.langCookie(), v.lang, 365*24*time.Hour)
		}
	case cookie == "en" || cookie == "nl":
		v.lang = strings.Clone(cookie)
	case v.actor.Lang != "":
		v.lang = v.actor.Lang
	}
}
