package portal

import (
	"encoding/json"
	"errors"
	"strings"
	"sync"

	"github.com/gofiber/fiber/v3"

	"providerportal/internal/words"
)

// apiVersion is the whole version of the API under /v1 (API-1); CHANGELOG in
// docs/api.md.
const apiVersion = "1.2.0"

// openShelf keeps what was made of the open data, until the data changes.
type openShelf struct {
	answers *pageCache
	dumps   dumps
	hsds    hsdsShelf
}

// isOpen reports whether an address is open data: also one that does not exist
// below it.
func isOpen(path string) bool {
	for _, base := range []string{"/v1", "/hsds", "/open-data"} {
		if path == base && base != "/open-data" || strings.HasPrefix(path, base+"/") {
			return true
		}
	}
	return path == feedPath
}

// openHeaders says on every answer of open data, errors too, that any site may
// read it (API-2, API-14) and which version of the API answers (API-1). Nothing
// of it is ever shown in a frame (API-12). False for another address.
func (s *Server) openHeaders(c fiber.Ctx) bool {
	path := c.Path()
	if isForClients(path) { // the same API, but no other site's script reads it
		c.Set("API-Version", apiVersion)
		c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; frame-ancestors 'none'")
		return true
	}
	if !isOpen(path) {
		return false
	}
	c.Set(fiber.HeaderAccessControlAllowOrigin, "*")
	c.Set(fiber.HeaderAccessControlExposeHeaders, "API-Version, ETag, Link")
	c.Set("Cross-Origin-Resource-Policy", "cross-origin")
	c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; frame-ancestors 'none'")
	if path == "/v1" || strings.HasPrefix(path, "/v1/") {
		c.Set("API-Version", apiVersion)
	} else {
		c.Set(fiber.HeaderCacheControl, "public, no-cache") // kept by anyone, who asks each time whether it is right
	}
	return true
}

// preflight tells a browser that a script of another site may read.
func preflight(c fiber.Ctx) error {
	const methods = "GET, HEAD, OPTIONS"
	c.Set(fiber.HeaderAllow, methods)
	c.Set(fiber.HeaderAccessControlAllowMethods, methods)
	c.Set(fiber.HeaderAccessControlAllowHeaders, "Accept, If-None-Match")
	c.Set(fiber.HeaderAccessControlMaxAge, "86400")
	return c.SendStatus(fiber.StatusNoContent)
}

// answer gives JSON that depends on the state and the address only; it is made
// once for each.
func (v *visit) answer(state string, build func() (any, error)) error {
	if v.Accepts(fiber.MIMEApplicationJSON) == "" {
		return fiber.ErrNotAcceptable // API-13
	}
	v.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	key := pageKey{state: state, address: strings.Clone(v.OriginalURL())}
	if known, ok := v.server.open.answers.Get(key); ok {
		return v.sendAs(fiber.MIMEApplicationJSON, known)
	}
	value, err := build()
	if err != nil {
		return err
	}
	body, err := json.Marshal(value)
	if err != nil {
		return err
	}
	made := newSent(body)
	if pages, several := value.(interface{ link() string }); several {
		made.link = pages.link()
	}
	if len(v.OriginalURL()) <= addressKept {
		v.server.open.answers.Add(key, made)
	}
	return v.sendAs(fiber.MIMEApplicationJSON, made)
}

// problem is an error for programs (RFC 9457, API-9).
type problem struct {
	Type     string          `json:"type"`
	Title    string          `json:"title"`
	Status   int             `json:"status"`
	Detail   string          `json:"detail"`
	Instance string          `json:"instance,omitempty"` // of the line in the log, only when we are at fault
	Errors   []questionError `json:"errors,omitempty"`
}

// questionError is one thing that is wrong with a question.
type questionError struct {
	In       string `json:"in"`
	Location struct {
		Name string `json:"name"`
	} `json:"location"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

// badQuestion is everything that is wrong with a question, at once (API-9).
type badQuestion []questionError

func (b badQuestion) Error() string { return "portal: a question to the open data is wrong" }

// add notes what is wrong with a parameter; in Dutch, as the API is (API-3).
func (b *badQuestion) add(name, code, detail string) {
	wrong := questionError{In: "query", Code: code, Detail: detail}
	wrong.Location.Name = name
	*b = append(*b, wrong)
}

// failOpen answers an error of open data.
func failOpen(c fiber.Ctx, status int, reference string, err error) error {
	w := words.For(words.Default)
	told := problem{Type: "about:blank", Status: status}
	key := "open.problem." + statusText(status)
	told.Title, told.Detail = w.T(key+".title"), w.T(key+".detail")
	if reference != "" {
		told.Instance = "urn:portal:fout:" + reference
	}
	var wrong badQuestion
	if errors.As(err, &wrong) {
		told.Errors = wrong
	}
	body, err := json.Marshal(told)
	if err != nil {
		return err
	}
	c.Response().ResetBody()
	c.Response().Header.Del(fiber.HeaderContentEncoding)
	c.Response().Header.Del(fiber.HeaderETag)
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Status(status).Set(fiber.HeaderContentType, "application/problem+json")
	return c.Send(body)
}

// statusText names the texts of a status; other statuses are told as 400 or 500.
func statusText(status int) string {
	names := map[int]string{400: "400", 404: "404", 405: "405", 406: "406", 500: "500", 503: "503"}
	if name, known := names[status]; known {
		return name
	}
	if status >= fiber.StatusInternalServerError {
		return "500"
	}
	return "400"
}

// once keeps one value until the state changes.
type once[T any] struct {
	making sync.Mutex
	state  string
	value  T
}

// get gives the value of the state; who comes while it is made waits for it.
func (o *once[T]) get(state string, build func() (T, error)) (T, error) {
	o.making.Lock()
	defer o.making.Unlock()
	if o.state == state {
		return o.value, nil
	}
	value, err := build()
	if err == nil {
		o.state, o.value = state, value
	}
	return value, err
}
