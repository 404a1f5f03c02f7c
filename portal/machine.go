package portal

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/gofiber/fiber/v3"
	"github.com/valyala/fasthttp"

	"providerportal/static"
)

// live says that the process answers.
func (s *Server) live(v *visit) error { return v.SendString("ok\n") }

// ready says that the database and the object store answer and the migrations
// are in; 503 tells a load balancer to look elsewhere.
func (s *Server) ready(v *visit) error {
	if err := s.Services.Ready(v.ctx); err != nil {
		s.log.Warn("not ready", "error", err)
		return v.Status(fiber.StatusServiceUnavailable).SendString("not ready\n")
	}
	return v.SendString("ready\n")
}

// robots keeps search engines out of the parts behind an account, and tells them
// what there is.
func (s *Server) robots(v *visit) error {
	return v.SendString("User-agent: *\nDisallow: /mijn\nDisallow: /consulent\nDisallow: /beheer\nDisallow: /account\nDisallow: /inloggen\nDisallow: /v1/matchingverzoeken\n\n" +
		"Sitemap: " + s.BaseURL + "/sitemap.xml\n")
}

// static serves the files of this program. Their address changes with their
// content, so browsers may keep them for ever.
func (s *Server) static(v *visit) error {
	content, contentType, ok := static.Open(v.Path())
	if s.theme != "" && v.Path() == s.theme {
		content, contentType, ok = s.Theme, "text/css; charset=utf-8", true
	}
	if !ok {
		return fiber.ErrNotFound
	}
	v.Set(fiber.HeaderContentType, contentType)
	v.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	v.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	accepted := v.Get(fiber.HeaderAcceptEncoding)
	for _, encoding := range []string{"br", "gzip"} {
		if takes(accepted, encoding) {
			v.Set(fiber.HeaderContentEncoding, encoding)
			return v.Send(s.packed(encoding, v.Path(), content))
		}
	}
	return v.Send(content)
}

// packed gives a file as small as it gets; that is worked out once for each.
func (s *Server) packed(encoding, address string, content []byte) []byte {
	key := encoding + address
	if known, ok := s.files.Load(key); ok {
		return known.([]byte)
	}
	pack := fasthttp.AppendGzipBytesLevel
	if encoding == "br" {
		pack = fasthttp.AppendBrotliBytesLevel
	}
	small := pack(nil, content, smallest[encoding])
	s.files.Store(key, small)
	return small
}

// smallest is the slowest level of each encoding.
var smallest = map[string]int{"br": fasthttp.CompressBrotliBestCompression, "gzip": fasthttp.CompressBestCompression}

// themeAddress gives a municipality's theme an address that changes with its
// content, or "" when there is none.
func themeAddress(sheet []byte) string {
	if sheet == nil {
		return ""
	}
	sum := sha256.Sum256(sheet)
	return static.Prefix + "theme." + hex.EncodeToString(sum[:6]) + ".css"
}
