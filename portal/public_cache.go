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
)

// Pages that are the same for every visitor without an account are kept as they
// were sent, until what they show changes. A browser may keep one too, and asks
// each time whether it is still right: it is told so, or gets the new one.

// pagesKept bounds the memory: some 50 kB for each.
const pagesKept = 400

// addressKept is the longest address for which a page is kept, in bytes.
const addressKept = 500

// sent is a page as it goes over the wire.
type sent struct {
	body []byte
	tag  string        // ETag: of the content, so it is the same on every instance
	gzip func() []byte // made when the first browser takes it
}

func newSent(body []byte) *sent {
	sum := sha256.Sum256(body)
	return &sent{body: body, tag: `W/"` + hex.EncodeToString(sum[:12]) + `"`, gzip: sync.OnceValue(func() []byte {
		return fasthttp.AppendGzipBytesLevel(nil, body, 4)
	})}
}

// pageCache holds pages by language, state and address.
type pageCache = lru.Cache[string, *sent]

func newPageCache() *pageCache {
	cache, err := lru.New[string, *sent](pagesKept)
	if err != nil {
		panic(err) // cannot happen: the size is positive
	}
	return cache
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
	key := strings.Join([]string{v.lang, state, address}, "\n")
	known, ok := v.server.kept.Get(key)
	if !ok {
		p, err := build()
		if err != nil {
			return err
		}
		var body bytes.Buffer
		if err := v.server.pages.render(&body, p); err != nil {
			return err
		}
		known = newSent(body.Bytes())
		v.server.kept.Add(key, known)
	}
	return v.send(known)
}

// send answers with a kept page, or with 304 when the browser has it.
func (v *visit) send(known *sent) error {
	v.Set(fiber.HeaderCacheControl, "private, no-cache")
	v.Set(fiber.HeaderVary, "Cookie, Accept-Encoding")
	return v.sendAs(fiber.MIMETextHTMLCharsetUTF8, known)
}

// sendAs is send for any type of content; who may keep it is said already.
func (v *visit) sendAs(contentType string, known *sent) error {
	v.Set(fiber.HeaderETag, known.tag)
	if strings.Contains(v.Get(fiber.HeaderIfNoneMatch), known.tag) {
		return v.SendStatus(fiber.StatusNotModified)
	}
	v.Set(fiber.HeaderContentType, contentType)
	if takes(v.Get(fiber.HeaderAcceptEncoding), "gzip") {
		v.Set(fiber.HeaderContentEncoding, "gzip")
		return v.Send(known.gzip())
	}
	return v.Send(known.body)
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
