package portal

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"sync"

	"github.com/gofiber/fiber/v3"
	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/valyala/fasthttp"

	"providerportal/internal/words"
)

// Pages that are the same for every visitor without an account are kept as they
// were sent, until what they show changes. A browser may keep one too, and asks
// each time whether it is still right: it is told so, or gets the new one.

// pagesKept bounds the memory: some 50 kB for each.
const pagesKept = 400

// addressKept is the longest address for which a page is kept, in bytes.
const addressKept = 500

// packing is the level of gzip: most pages are sent once or twice.
const packing = fasthttp.CompressBestSpeed

// sent is a page as it goes over the wire.
type sent struct {
	body []byte
	tag  string        // ETag: of the content, so it is the same on every instance
	gzip func() []byte // made when the first browser takes it

	robots string // what search engines may do with it; empty is everything
	link   string // other pages of the same answer (RFC 8288), or empty
}

const headerRobots = "X-Robots-Tag"

func newSent(body []byte) *sent {
	sum := sha256.Sum256(body)
	return &sent{body: body, tag: `W/"` + hex.EncodeToString(sum[:12]) + `"`, gzip: sync.OnceValue(func() []byte {
		return fasthttp.AppendGzipBytesLevel(nil, body, packing)
	})}
}

// pageKey is all that a kept page depends on, besides the program itself.
type pageKey struct{ lang, state, address string }

// pageCache holds pages that are the same for everybody without account.
type pageCache = lru.Cache[pageKey, *sent]

func newPageCache() *pageCache {
	cache, err := lru.New[pageKey, *sent](pagesKept)
	if err != nil {
		panic(err) // cannot happen: the size is positive
	}
	return cache
}

// keeps reports whether a route may show kept pages.
func (r route) keeps() bool { return r.method == fiber.MethodGet && r.policy.name == anyone.name }

// sendKept answers with a kept page before anything else is looked up, and reports
// whether there was one. Whoever sends a cookie may have an account or a language,
// and goes the long way.
func (s *Server) sendKept(c fiber.Ctx) bool {
	request := c.Request()
	if len(request.Header.Peek(fiber.HeaderCookie)) > 0 || !request.Header.IsGet() {
		return false
	}
	snapshot := s.Directory.Current()
	if snapshot == nil {
		return false
	}
	known, ok := s.kept.Get(pageKey{words.Default, snapshot.Edition(), string(request.RequestURI())})
	if ok {
		s.sendPage(c, words.Default, known)
	}
	return ok
}

// showPublic shows a page that depends on the state, the address and the language
// only. For somebody with an account it is made anew: the frame shows who it is.
func (v *visit) showPublic(state string, build func() (page, error)) error {
	address := v.OriginalURL()
	if v.actor.SignedIn() || len(address) > addressKept || v.Query("lang") != "" || v.Query("melding") != "" {
		p, err := build()
		if err != nil {
			return err
		}
		return v.show(p)
	}
	key := pageKey{v.lang, state, strings.Clone(address)}
	known, ok := v.server.kept.Get(key)
	if !ok {
		p, err := build()
		if err != nil {
			return err
		}
		body, err := v.server.pages.bytes(p)
		if err != nil {
			return err
		}
		known = newSent(body)
		known.robots = v.GetRespHeader(headerRobots)
		v.server.kept.Add(key, known)
	}
	v.server.sendPage(v.Ctx, v.lang, known)
	return nil
}

// sendPage answers with a kept page, or with 304 when the browser has it.
func (s *Server) sendPage(c fiber.Ctx, lang string, known *sent) {
	header := &c.Response().Header
	header.Set(fiber.HeaderContentLanguage, lang)
	header.Set(fiber.HeaderCacheControl, "private, no-cache")
	header.Set(fiber.HeaderVary, "Cookie, Accept-Encoding")
	if known.robots != "" {
		header.Set(headerRobots, known.robots)
	}
	known.answer(c, fiber.MIMETextHTMLCharsetUTF8)
}

// sendAs answers with what is kept of any type; who may keep it is said already.
func (v *visit) sendAs(contentType string, known *sent) error {
	known.answer(v.Ctx, contentType)
	return nil
}

func (k *sent) answer(c fiber.Ctx, contentType string) {
	asked, answer := &c.Request().Header, c.Response()
	answer.Header.Set(fiber.HeaderETag, k.tag)
	if k.link != "" {
		answer.Header.Set(fiber.HeaderLink, k.link)
	}
	if unchanged(asked.Peek(fiber.HeaderIfNoneMatch), k.tag) {
		answer.SetStatusCode(fiber.StatusNotModified)
		return
	}
	answer.Header.SetContentType(contentType)
	body := k.body
	if takes(string(asked.Peek(fiber.HeaderAcceptEncoding)), "gzip") {
		answer.Header.Set(fiber.HeaderContentEncoding, "gzip")
		body = k.gzip()
	}
	answer.SetBodyRaw(body) // nothing changes it
}

// unchanged reports whether If-None-Match names the tag. It compares weakly, as RFC
// 9110 asks: a weak tag and a strong one are the same.
func unchanged(asked []byte, tag string) bool {
	opaque := strings.TrimPrefix(tag, "W/")
	return bytes.Contains(asked, []byte(opaque)) || string(bytes.TrimSpace(asked)) == "*"
}

// takes reports whether the browser accepts the encoding.
func takes(accepted, encoding string) bool {
	for part := range strings.SplitSeq(accepted, ",") {
		name, quality, _ := strings.Cut(part, ";")
		if strings.EqualFold(strings.TrimSpace(name), encoding) {
			return !strings.HasPrefix(strings.ReplaceAll(quality, " ", ""), "q=0") || strings.Contains(quality, "0.")
		}
	}
	return false
}
