package portal

import (
	"errors"
	"io"
	"net/textproto"
	"runtime/debug"
	"strings"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/valyala/fasthttp"
)

// How much a request may carry, in bytes. An upload may be larger than a document
// may be, so that a file over the limit gets its own message instead of a broken
// connection; what is too much is read and thrown away.
const (
	headerLimit = 16 << 10 // a long address stands in it twice: the page before is named too
	formLimit   = 1 << 20
	uploadRoom  = 4
	hstsSeconds = "63072000"
)

// policyOfContent allows this site's own files and nothing else (NET-1).
const policyOfContent = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
	"connect-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// guard goes before every route: security headers on every answer (NET-1…5), no
// body that is larger than the route takes, and one place where a panic ends.
func (s *Server) guard(c fiber.Ctx) error {
	started := time.Now()
	secureHeaders(c)
	s.openHeaders(c)
	err := s.guarded(c)
	if err != nil {
		err = s.fail(c, err)
	}
	s.endBody(c)
	s.log.Info("request", "method", c.Method(), "route", routeName(c), "status", c.Response().StatusCode(),
		"ms", time.Since(started).Milliseconds())
	return err
}

// guarded runs the route; a panic becomes an error, because neither the framework
// nor its server survives one.
func (s *Server) guarded(c fiber.Ctx) (err error) {
	defer func() {
		if reason := recover(); reason != nil {
			s.log.Error("panic", "reason", reason, "stack", string(debug.Stack()))
			err = errPanic
		}
	}()
	if err := s.guardBody(c); err != nil {
		return err
	}
	return c.Next()
}

var errPanic = errors.New("portal: a handler panicked")

// endBody sees to it that bytes of a body that nobody read are never taken for
// the next request on the connection. What remains of an upload is thrown away
// first, so that the browser gets to read the answer.
func (s *Server) endBody(c fiber.Ctx) {
	if !c.Request().IsBodyStream() {
		return
	}
	rest := int64(formLimit)
	if s.takesUpload(c.Method(), c.Path()) {
		rest = uploadRoom * s.MaxUpload
	}
	_, _ = io.CopyN(io.Discard, c.Request().BodyStream(), rest) // the connection ends either way
	c.RequestCtx().SetConnectionClose()
}

// routeName is the pattern of the route, because addresses hold search words and
// ids that do not belong in a log (AVG-5).
func routeName(c fiber.Ctx) string {
	if r := c.Route(); r != nil && r.Path != "/" || c.Path() == "/" {
		return c.Route().Path
	}
	return "unknown"
}

// securityHeaders stand on every answer, by their canonical names; a route may say
// otherwise.
var securityHeaders = headerLines([][2]string{
	{fiber.HeaderContentSecurityPolicy, policyOfContent},
	{fiber.HeaderStrictTransportSecurity, "max-age=" + hstsSeconds + "; includeSubDomains"},
	{fiber.HeaderXContentTypeOptions, "nosniff"},
	{fiber.HeaderXFrameOptions, "DENY"},
	{fiber.HeaderReferrerPolicy, "same-origin"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
	{"Cross-Origin-Resource-Policy", "same-origin"},
	{"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"},
	{fiber.HeaderCacheControl, "no-store"},
})

// headerLine is a header as it goes over the wire.
type headerLine struct{ name, value []byte }

// headerLines makes headers ready: they stand on every answer, and to bring their
// names into the canonical form each time took a tenth of what a kept page takes.
func headerLines(lines [][2]string) (ready []headerLine) {
	for _, line := range lines {
		ready = append(ready, headerLine{[]byte(textproto.CanonicalMIMEHeaderKey(line[0])), []byte(line[1])})
	}
	return ready
}

func secureHeaders(c fiber.Ctx) {
	header := &c.Response().Header
	for _, line := range securityHeaders {
		header.SetCanonical(line.name, line.value)
	}
}

// guardBody refuses by the announced length, because a streamed body is not
// limited by the framework.
func (s *Server) guardBody(c fiber.Ctx) error {
	if packed := c.Get(fiber.HeaderContentEncoding); packed != "" && packed != "identity" {
		c.RequestCtx().SetConnectionClose()
		return fiber.ErrUnsupportedMediaType // nothing here unpacks what it is sent
	}
	length := int64(c.Request().Header.ContentLength())
	if c.Method() == fiber.MethodGet || c.Method() == fiber.MethodHead {
		if length > 0 || length == chunkedLength {
			c.RequestCtx().SetConnectionClose()
			return fiber.ErrBadRequest
		}
		return nil
	}
	limit := int64(formLimit)
	if s.takesUpload(c.Method(), c.Path()) {
		limit = max(limit, uploadRoom*s.MaxUpload)
	}
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

// chunkedLength is how the server reports a body in chunks, of unknown length.
const chunkedLength = -1

// takesUpload reports whether the address belongs to a route for documents.
func (s *Server) takesUpload(method, path string) bool {
	if method == fiber.MethodGet {
		return false
	}
	for _, r := range s.uploads {
		if r.method == method && fiber.RoutePatternMatch(path, r.path) {
			return true
		}
	}
	return false
}

// patience gives an upload the time that a slow line needs; everything else must
// arrive within readTimeout.
func (s *Server) patience(header *fasthttp.RequestHeader) fasthttp.RequestConfig {
	path, _, _ := strings.Cut(string(header.RequestURI()), "?")
	if s.takesUpload(string(header.Method()), path) {
		return fasthttp.RequestConfig{ReadTimeout: uploadDeadline}
	}
	return fasthttp.RequestConfig{}
}
