package portal

import (
	"bytes"
	"encoding/xml"
	"time"

	"github.com/gofiber/fiber/v3"

	"providerportal/directory/finding"
	"providerportal/internal/words"
)

const (
	feedPath = "/aanbieders/nieuw.atom"
	feedType = "application/atom+xml"
	feedMost = 50
)

// atomFeed is an Atom feed (RFC 4287).
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  string      `xml:"author>name"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID        string   `xml:"id"`
	Title     string   `xml:"title"`
	Published string   `xml:"published"`
	Updated   string   `xml:"updated"`
	Link      atomLink `xml:"link"`
	Summary   string   `xml:"summary"`
}

// newProviders is the feed of providers that became public, the newest first.
func (s *Server) newProviders(v *visit) error {
	snapshot, err := s.Directory.Snapshot(v.ctx)
	if err != nil {
		return err
	}
	key := pageKey{state: snapshot.Edition(), address: feedPath}
	known, ok := s.open.answers.Get(key)
	if !ok {
		var body bytes.Buffer
		if err := writeXML(&body, s.feed(snapshot.Newest(feedMost))); err != nil {
			return err
		}
		known = newSent(body.Bytes())
		s.open.answers.Add(key, known)
	}
	v.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	return v.sendAs(feedType+"; charset=utf-8", known)
}

func (s *Server) feed(newest []*finding.Entry) atomFeed {
	feed := atomFeed{
		Lang: words.Default, ID: s.BaseURL + feedPath, Title: words.For(words.Default).T("open.feed.title"), Author: s.Office.Name,
		Updated: time.Unix(0, 0).UTC().Format(time.RFC3339),
		Links:   []atomLink{{"self", feedType, s.BaseURL + feedPath}, {"alternate", "text/html", s.BaseURL + "/aanbieders"}},
	}
	for i, entry := range newest {
		since := entry.PublicAt.Format(time.RFC3339)
		if i == 0 {
			feed.Updated = since
		}
		feed.Entries = append(feed.Entries, atomEntry{
			ID: "urn:uuid:" + entry.ID.String(), Title: entry.Name, Published: since, Updated: since,
			Link: atomLink{"alternate", "text/html", s.profileURL(entry.Slug)}, Summary: entry.Line,
		})
	}
	return feed
}
