package portal

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/google/uuid"

	"providerportal/internal/account"
	"providerportal/internal/client"
	"providerportal/internal/fault"
	"providerportal/internal/words"
)

// How long one request may take: pages are quick, an upload over a slow line is
// not.
const (
	pageDeadline   = 15 * time.Second
	uploadDeadline = 10 * time.Minute
	readTimeout    = 20 * time.Second
	writeTimeout   = uploadDeadline
)

// visit is one request on its way to a page.
type visit struct {
	fiber.Ctx
	ctx     context.Context
	server  *Server
	policy  policy
	actor   account.Actor
	session string // secret of the session cookie, empty without account
	lang    string
	system  *client.Client // the system that calls, or nil
}

// serve runs one route: who asks, may they, is the form ours, then the handler.
func (s *Server) serve(r route) fiber.Handler {
	keeps := r.keeps()
	return func(c fiber.Ctx) error {
		if keeps && s.sendKept(c) {
			return nil
		}
		deadline := pageDeadline
		if r.policy.upload {
			deadline = uploadDeadline
		}
		ctx, cancel := context.WithTimeout(c.Context(), deadline)
		defer cancel()
		v := &visit{Ctx: c, ctx: ctx, server: s, policy: r.policy, lang: words.Default}
		if r.policy.scope != "" {
			return s.serveClient(v, r)
		}
		if r.policy.bare {
			return r.handle(s, v)
		}
		if err := v.identify(); err != nil {
			return s.failVisit(v, err)
		}
		if err := v.enter(r); err != nil {
			return s.failVisit(v, err)
		}
		if err := r.handle(s, v); err != nil {
			return s.failVisit(v, err)
		}
		return nil
	}
}

// identify finds out who asks, and in which language.
func (v *visit) identify() error {
	v.session = strings.Clone(v.Cookies(v.server.sessionCookie()))
	who := v.server.Accounts.Who
	if v.policy.quiet {
		who = v.server.Accounts.Glance
	}
	actor, err := who(v.ctx, v.session, v.IP())
	if err != nil {
		return err
	}
	v.actor = actor
	if !actor.SignedIn() {
		v.session = ""
	}
	v.chooseLanguage()
	v.Set(fiber.HeaderContentLanguage, v.lang)
	return nil
}

// enter refuses who may not use the route, who has to prove again who it is
// (ASVS 7.5.1), and forms that are not ours. The form
// token of an upload stands in its first fields and is checked there.
func (v *visit) enter(r route) error {
	if !r.policy.admits(v.actor) {
		if !v.actor.SignedIn() {
			return errSignIn
		}
		return fault.Forbidden()
	}
	if r.policy.fresh && !r.policy.asks && !v.actor.Fresh {
		return errProveAgain
	}
	if r.method == fiber.MethodGet {
		return nil
	}
	if !v.sameSite() {
		return errForeignForm
	}
	if r.policy.upload {
		return nil
	}
	return v.checkFormToken(v.sentToken())
}

// client is the browser that asks, as sessions remember it.
func (v *visit) client() account.Client {
	return account.Client{Origin: strings.Clone(v.IP()), Agent: strings.Clone(v.Get(fiber.HeaderUserAgent))}
}

// words gives the texts in the visitor's language.
func (v *visit) words() *words.Words { return words.For(v.lang) }

// frame makes the frame of a page with the title of this key; args are pairs for
// its text.
func (v *visit) frame(title string, args ...any) Frame {
	w := v.words()
	main, within := v.navigation(w)
	f := Frame{
		Lang: v.lang, Title: w.T(title, args...), Path: v.address(),
		Nav: main, NavWithin: within,
		UserName: v.actor.Name, SignedIn: v.actor.SignedIn(),
		ThemeCSS: v.server.theme, ThemeClass: v.server.ThemeClass,
		RegionName: v.server.Office.Name, ContactEmail: v.server.Office.ContactEmail,
		Demo: v.server.Demo != nil,
	}
	if v.public() {
		f.Share = v.share()
	}
	if key := "notice." + v.Query("melding"); v.Query("melding") != "" && w.Has(key) {
		f.Notice = w.T(key)
	}
	if v.Query("melding") == noticeSessionOver {
		f.Notice, f.Warning = "", w.T("notice."+noticeSessionOver)
	}
	if f.SignedIn {
		f.Idle = int(account.IdleLimit(v.actor).Seconds())
	}
	if f.SignedIn || v.policy.form {
		f.CSRF = v.formToken()
	}
	return f
}

// address is where this page can be opened again: after a form was refused, the
// page on which it stands.
func (v *visit) address() string {
	if v.Method() == fiber.MethodGet {
		return strings.Clone(v.OriginalURL())
	}
	from, err := url.Parse(v.Get(fiber.HeaderReferer))
	if err != nil {
		return "/"
	}
	return localPath(from.RequestURI(), "/")
}

// show renders a page with status 200.
func (v *visit) show(p page) error { return v.showStatus(fiber.StatusOK, p) }

// refuse takes a refusal into a form and shows its page again with everything
// that was typed (UX-4); any other error goes to fail.go.
func (v *visit) refuse(form *Form, p page, err error) error {
	if !form.Fail(v.words(), err) {
		return err
	}
	refusal := fault.Of(err)
	v.server.noteOutage(v.Ctx, err)
	v.retryAfter(refusal)
	return v.showStatus(statuses[refusal.Kind], p)
}

func (v *visit) showStatus(status int, p page) error {
	v.Status(status)
	v.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	return v.server.pages.render(v.Response().BodyWriter(), p)
}

// showFragment renders one template by itself, for a script that puts it in its
// page.
func (v *visit) showFragment(name string, data any) error {
	v.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	return v.server.pages.fragment(v.Response().BodyWriter(), name, data)
}

// done leads to a page after an act, with a notice of what happened: the key
// behind "notice.", or empty.
func (v *visit) done(path, notice string) error {
	if notice != "" {
		path = withQuery(path, "melding", notice)
	}
	return v.Redirect().Status(fiber.StatusSeeOther).To(path)
}

// read binds the posted fields to a form struct, trimmed and copied out of the
// request's memory.
func (v *visit) read(form any) error {
	if err := v.Bind().Form(form); err != nil {
		return errBadForm
	}
	clean(form)
	return nil
}

// id gives the :id of the address; anything but a UUID does not exist.
func (v *visit) id() (uuid.UUID, error) {
	id, err := uuid.Parse(v.Params("id"))
	if err != nil {
		return uuid.Nil, fault.Missing()
	}
	return id, nil
}

// idOrNil reads an id from a form; anything else is none.
func idOrNil(text string) uuid.UUID {
	id, err := uuid.Parse(text)
	if err != nil {
		return uuid.Nil
	}
	return id
}

// param copies a part of the address out of the request's memory.
func (v *visit) param(name string) string {
	value, err := url.PathUnescape(v.Params(name))
	if err != nil {
		return ""
	}
	return cleanText(value, false)
}

// page is the page of a list that the address asks for; unreadable is the first.
func (v *visit) page() int {
	number, err := strconv.Atoi(v.query("pagina"))
	if err != nil {
		return 1
	}
	return number
}

// query copies a query value out of the request's memory, trimmed.
func (v *visit) query(name string) string { return cleanText(v.Query(name), false) }
