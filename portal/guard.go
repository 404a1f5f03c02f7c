package portal

import (
	"time"

	"github.com/gofiber/fiber/v3"
)

// How much a request may carry, in bytes. An upload may be larger than a document
// may be, so that a file over the limit gets its own message instead of a broken
// connection; what is too much is read and thrown away.
const (
	formLimit   = 1 << 20
	uploadRoom  = 4
	hstsSeconds = "63072000"
)

// policyOfContent allows this site's own files and nothing else (NET-1).
const policyOfContent = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
	"connect-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// guard goes before every route: security headers on every answer (NET-1…5), and
// no body that is larger than the route takes.
func (s *Server) guard(c fiber.Ctx) error {
	started := time.Now()
	secureHeaders(c)
	err := s.guardBody(c)
	if err == nil {
		err = c.Next()
	}
	if err != nil {
		if failure := s.fail(c, err); failure != nil {
			return failure
		}
	}
	s.log.Info("request", "method", c.Method(), "route", routeName(c), "status", c.Response().StatusCode(),
		"ms", time.Since(started).Milliseconds())
	return nil
}

// routeName is the pattern of the route, because addresses hold search words and
// ids that do not belong in a log (AVG-5).
func routeName(c fiber.Ctx) string {
	if r := c.Route(); r != nil && r.Path != "/" || c.Path() == "/" {
		return c.Route().Path
	}
	return "unknown"
}

func secureHeaders(c fiber.Ctx) {
	c.Set(fiber.HeaderContentSecurityPolicy, policyOfContent)
	c.Set(fiber.HeaderStrictTransportSecurity, "max-age="+hstsSeconds+"; includeSubDomains")
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderXFrameOptions, "DENY")
	c.Set(fiber.HeaderReferrerPolicy, "same-origin")
	c.Set("Cross-Origin-Opener-Policy", "same-origin")
	c.Set("Cross-Origin-Resource-Policy", "same-origin")
	c.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
	c.Set(fiber.HeaderCacheControl, "no-store")
}

// guardBody refuses by the announced length, because a streamed body is not
// limited by the framework.
func (s *Server) guardBody(c fiber.Ctx) error {
	if c.Method() == fiber.MethodGet || c.Method() == fiber.MethodHead {
		return nil
	}
	limit := int64(formLimit)
	if s.takesUpload(c) {
		limit = max(limit, uploadRoom*s.MaxUpload)
	}
	length := int64(c.Request().Header.ContentLength())
	if length < 0 {
		c.RequestCtx().SetConnectionClose()
		return fiber.ErrLengthRequired
	}
	if length > limit {
		c.RequestCtx().SetConnectionClose()
		return fiber.ErrRequestEntityTooLarge
	}
	return nil
}

// takesUpload reports whether the address belongs to a route for documents.
func (s *Server) takesUpload(c fiber.Ctx) bool {
	for _, r := range s.routes {
		if r.policy.upload && r.method == c.Method() && fiber.RoutePatternMatch(c.Path(), r.path) {
			return true
		}
	}
	return false
}
