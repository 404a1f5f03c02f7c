package portal

import (
	"errors"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v3"
	"github.com/google/uuid"

	"providerportal/internal/fault"
	"providerportal/internal/words"
)

// statuses are the HTTP statuses of the refusals.
var statuses = map[fault.Kind]int{
	fault.KindInvalid:     fiber.StatusUnprocessableEntity,
	fault.KindMissing:     fiber.StatusNotFound,
	fault.KindForbidden:   fiber.StatusForbidden,
	fault.KindConflict:    fiber.StatusConflict,
	fault.KindUnavailable: fiber.StatusServiceUnavailable,
	fault.KindThrottled:   fiber.StatusTooManyRequests,
}

// failVisit turns an error of a handler into a page, in the visitor's language.
func (s *Server) failVisit(v *visit, err error) error {
	if errors.Is(err, errSignIn) {
		return v.askSignIn()
	}
	if errors.Is(err, errProveAgain) {
		return v.askProof()
	}
	s.noteRefusal(v, err)
	status, reference := s.judge(v.Ctx, err)
	problem := newProblem(v.frame("frame.portal"), status, reference)
	v.retryAfter(fault.Of(err))
	if refusal := fault.Of(err); refusal != nil && v.words().Has(refusal.Key) {
		problem.Detail = v.T(refusal.Key)
	}
	return v.showStatus(status, problem)
}

// noteRefusal writes down that somebody with an account asked for what is not
// theirs: forbidden, or an object that does not exist for them (ASVS 16.3.2). A
// failure here never changes the answer.
func (s *Server) noteRefusal(v *visit, err error) {
	if !v.actor.SignedIn() || !fault.Is(err, fault.KindForbidden) && !fault.Is(err, fault.KindMissing) {
		return
	}
	object := strings.Clone(v.Params("id"))
	if _, wrong := uuid.Parse(object); wrong != nil {
		object = "-" // what was typed in an address is not kept
	}
	noted, err := s.Accounts.NoteRefusal(v.ctx, v.actor, v.Method()+" "+routeName(v.Ctx), object)
	if err != nil || !noted {
		s.log.Warn("refusal not written down", "user", v.actor.UserID, "route", routeName(v.Ctx), "error", err)
	}
}

// T gives a text in the visitor's language.
func (v *visit) T(key string, args ...any) string { return v.words().T(key, args...) }

// askSignIn leads to the sign-in page and from there back to a page that was
// only looked at.
func (v *visit) askSignIn() error {
	query := url.Values{}
	if v.Method() == fiber.MethodGet {
		query.Set("naar", v.OriginalURL())
	}
	if v.Cookies(v.server.sessionCookie()) != "" { // it was over before this request
		query.Set("melding", noticeSessionOver)
	}
	path := "/inloggen"
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return v.Redirect().Status(fiber.StatusSeeOther).To(path)
}

// localPath gives the address back when it is a page of this portal, else the
// other one, so that nobody is led away after signing in (ASVS 3.7.2).
func localPath(address, other string) string {
	parsed, err := url.Parse(address)
	if err != nil || parsed.IsAbs() || parsed.Host != "" || !strings.HasPrefix(address, "/") ||
		strings.HasPrefix(address, "//") || strings.ContainsAny(address, "\\\r\n\t") {
		return other
	}
	return address
}

// fail answers errors that come from outside a visit: unknown addresses, wrong
// methods, bodies that are too large.
func (s *Server) fail(c fiber.Ctx, err error) error {
	secureHeaders(c)
	status, reference := s.judge(c, err)
	if s.openHeaders(c) {
		return failOpen(c, status, reference, err)
	}
	frame := Frame{
		Lang: words.Default, Path: "/", RegionName: s.Office.Name, ContactEmail: s.Office.ContactEmail,
		ThemeCSS: s.theme, ThemeClass: s.ThemeClass, Demo: s.Demo != nil,
	}
	if c.Cookies(s.langCookie()) == "en" || c.Query("lang") == "en" {
		frame.Lang = "en"
	}
	c.Response().ResetBody()
	c.Status(status)
	c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
	return s.pages.render(c.Response().BodyWriter(), newProblem(frame, status, reference))
}

// noteOutage logs why a service did not answer: the visitor is only told which.
func (s *Server) noteOutage(c fiber.Ctx, err error) {
	if fault.Is(err, fault.KindUnavailable) {
		s.log.Error("service does not answer", "route", routeName(c), "error", err)
	}
}

// judge gives the HTTP status of an error. An accident is logged under a
// reference that the visitor can tell us; the page never shows its text.
func (s *Server) judge(c fiber.Ctx, err error) (status int, reference string) {
	var framework *fiber.Error
	refusal := fault.Of(err)
	switch {
	case refusal != nil:
		s.noteOutage(c, err)
		return statuses[refusal.Kind], ""
	case errors.Is(err, errForeignForm), errors.Is(err, errBadForm), errors.As(err, new(badQuestion)):
		return fiber.StatusBadRequest, ""
	case errors.As(err, &framework) && (framework.Code == fiber.StatusNotImplemented || framework.Code == fiber.StatusBadGateway): // no request came, or half of one
		return fiber.StatusBadRequest, ""
	case errors.As(err, &framework) && framework.Code < fiber.StatusInternalServerError:
		return framework.Code, ""
	}
	reference = strings.ToUpper(uuid.NewString()[:8])
	s.log.Error("request failed", "reference", reference, "method", c.Method(), "route", routeName(c), "error", err)
	return fiber.StatusInternalServerError, reference
}
