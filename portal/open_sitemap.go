package portal

import (
	"context"
	"encoding/xml"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v3"

	"providerportal/directory"
)

// sitemapMost is how many addresses one sitemap may hold (sitemaps.org).
const sitemapMost = 50_000

// sitemapPages are the pages that search engines may show, besides the profiles.
var sitemapPages = []string{
	"/", "/aanbieders", "/aanbieders/dekking", "/aanbieders/register", "/open-house", "/open-house/eisen", "/open-house/vragen",
	"/registreren", "/open-data", "/contact", "/privacy", "/cookies", "/toegankelijkheid",
}

type sitemapEntry struct {
	XMLName xml.Name
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
}

type sitemapSet struct {
	XMLName xml.Name
	XMLNS   string         `xml:"xmlns,attr"`
	Entries []sitemapEntry `xml:",any"`
}

const sitemapNS = "http://www.sitemaps.org/schemas/sitemap/0.9"

// sitemap lists everything, or the parts when there is too much for one.
func (s *Server) sitemap(v *visit) error {
	return v.dump(&s.open.dumps.sitemap, fiber.MIMEApplicationXMLCharsetUTF8, s.writeSitemap)
}

func (s *Server) writeSitemap(_ context.Context, to io.Writer, snapshot *directory.Snapshot) error {
	all := s.sitemapEntries(snapshot)
	if len(all) <= sitemapMost {
		return writeXML(to, sitemapSet{XMLName: xml.Name{Local: "urlset"}, XMLNS: sitemapNS, Entries: all})
	}
	index := sitemapSet{XMLName: xml.Name{Local: "sitemapindex"}, XMLNS: sitemapNS}
	for part := range (len(all) + sitemapMost - 1) / sitemapMost {
		index.Entries = append(index.Entries, sitemapEntry{
			XMLName: xml.Name{Local: "sitemap"}, Loc: s.BaseURL + "/sitemaps/" + strconv.Itoa(part+1) + ".xml",
		})
	}
	return writeXML(to, index)
}

// sitemapPart gives one part of a sitemap that is too large for one.
func (s *Server) sitemapPart(v *visit) error {
	snapshot, err := s.Directory.Snapshot(v.ctx)
	if err != nil {
		return err
	}
	all := s.sitemapEntries(snapshot)
	number, isXML := strings.CutSuffix(v.param("part"), ".xml")
	part, err := strconv.Atoi(number)
	if err != nil || !isXML || part < 1 || (part-1)*sitemapMost >= len(all) {
		return fiber.ErrNotFound
	}
	v.Set(fiber.HeaderContentType, fiber.MIMEApplicationXMLCharsetUTF8)
	all = all[(part-1)*sitemapMost : min(part*sitemapMost, len(all))]
	return writeXML(v.Response().BodyWriter(), sitemapSet{XMLName: xml.Name{Local: "urlset"}, XMLNS: sitemapNS, Entries: all})
}

func (s *Server) sitemapEntries(snapshot *directory.Snapshot) []sitemapEntry {
	name := xml.Name{Local: "url"}
	var all []sitemapEntry
	for _, page := range sitemapPages {
		if s.hasPage(page) {
			all = append(all, sitemapEntry{XMLName: name, Loc: s.BaseURL + page})
		}
	}
	for _, entry := range snapshot.All() {
		all = append(all, sitemapEntry{name, s.profileURL(entry.Slug), entry.ChangedAt.Format(time.RFC3339)})
	}
	return all
}

func (s *Server) hasPage(path string) bool {
	for _, r := range s.routes {
		if r.path == path {
			return true
		}
	}
	return false
}

func writeXML(to io.Writer, document any) error {
	if _, err := io.WriteString(to, xml.Header); err != nil {
		return err
	}
	return xml.NewEncoder(to).Encode(document)
}
