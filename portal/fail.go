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
}

// failVisit turns an error of a handler into a page, in the visitor's language.
func (s *Server) failVisit(v *visit, err error) error {
	if errors.Is(err, errSignIn) {
		return v.askSignIn()
	}
	status, reference := s.judge(v.Ctx, err)
	problem := newProblem(v.frame("frame.portal"), status, reference)
	if refusal := fault.Of(err); refusal != nil && v.words().Has(refusal.Key) {
		problem.Detail = v.T(refusal.Key)
	}
	return v.showStatus(status, problem)
}

// T gives a text in the visitor's language.
func (v *visit) T(key string, args ...any) string { return v.words().T(key, args...) }

// askSignIn leads to the sign-in page and from there back to a page that was
// only looked at.
func (v *visit) askSignIn() error {
	path := "/inloggen"
	if v.Method() == fiber.MethodGet {
		path += "?naar=" + url.QueryEscape(v.OriginalURL())
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
	case errors.Is(err, errForeignForm), errors.Is(err, errBadForm):
		return fiber.StatusBadRequest, ""
	case errors.As(err, &framework) && framework.Code < fiber.StatusInternalServerError:
		return framework.Code, ""
	}
	reference = strings.ToUpper(uuid.NewString()[:8])
	s.log.Error("request failed", "reference", reference, "method", c.Method(), "route", routeName(c), "error", err)
	return fiber.StatusInternalServerError, reference
}
