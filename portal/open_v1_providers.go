package portal

import (
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"time"

	"github.com/gofiber/fiber/v3"
	"github.com/google/uuid"

	"providerportal/directory"
	"providerportal/directory/finding"
	"providerportal/internal/words"
)

// apiLine is a provider in a list. Codes are the values that the filters take.
type apiLine struct {
	ID             uuid.UUID `json:"id"`
	Slug           string    `json:"slug"`
	Name           string    `json:"naam"`
	Mission        string    `json:"missie"`
	Municipalities []string  `json:"gemeenten"`
	TargetGroups   []string  `json:"doelgroepen"`
	Products       []string  `json:"producten"`
	Segments       []string  `json:"segmenten"`
	Forms          []string  `json:"vormen"`
	Languages      []string  `json:"talen"`
	Capacity       string    `json:"capaciteit"`
	WaitingWeeks   int       `json:"wachttijdWeken,omitempty"`
	Km             *float64  `json:"afstandKm,omitempty"`
	ChangedAt      time.Time `json:"gewijzigdOp"`
	Links          apiLinks  `json:"links"`
}

// apiLinks are where a provider stands.
type apiLinks struct {
	Self    string `json:"self"`
	Profile string `json:"profiel"`
}

// lineFields are the names of the fields of apiLine.
var lineFields = func() (names []string) {
	line := reflect.TypeFor[apiLine]()
	for i := range line.NumField() {
		name, _, _ := strings.Cut(line.Field(i).Tag.Get("json"), ",")
		names = append(names, name)
	}
	return names
}()

// apiList is a page of providers.
type apiList struct {
	Providers []any     `json:"aanbieders"`
	Total     int       `json:"totaal"`
	Page      int       `json:"pagina"`
	Pages     int       `json:"aantalPaginas"`
	Size      int       `json:"aantalPerPagina"`
	Order     string    `json:"volgorde"`
	Letter    string    `json:"beginletter,omitempty"` // of the order by name (D7)
	Partly    bool      `json:"deels"`                 // nobody fits every word
	Links     pageLinks `json:"links"`
}

type pageLinks struct {
	Self     string `json:"self"`
	First    string `json:"first"`
	Previous string `json:"prev,omitempty"`
	Next     string `json:"next,omitempty"`
	Last     string `json:"last"`
}

// link names the other pages in a header too, for who does not read the body
// (RFC 8288).
func (l apiList) link() string {
	var parts []string
	for _, to := range [][2]string{{"first", l.Links.First}, {"prev", l.Links.Previous}, {"next", l.Links.Next}, {"last", l.Links.Last}} {
		if to[1] != "" {
			parts = append(parts, "<"+to[1]+`>; rel="`+to[0]+`"`)
		}
	}
	return strings.Join(parts, ", ")
}

// v1Providers is the finder for programs: the same question, the same answer.
func (s *Server) v1Providers(v *visit) error {
	snapshot, err := s.Directory.Snapshot(v.ctx)
	if err != nil {
		return err
	}
	return v.answer(snapshot.Edition(), func() (any, error) {
		asked, err := apiQuestionOf(v, snapshot.Region())
		if err != nil {
			return nil, err
		}
		found := snapshot.FindPage(asked.search(snapshot.Region(), asked.page), asked.size)
		if asked.page > max(found.Pages, 1) {
			return nil, fiber.ErrNotFound
		}
		return s.apiListOf(asked, found, valuesOfRegion(snapshot.Region(), words.Default)), nil
	})
}

func (s *Server) apiListOf(asked apiQuestion, found *directory.Found, values regionValues) apiList {
	list := apiList{
		Providers: make([]any, len(found.Hits)), Total: found.Total, Page: found.Page, Pages: found.Pages, Size: asked.size,
		Order: "relevantie", Letter: found.Letter, Partly: found.Partly && found.Total > 0,
		Links: pageLinks{Self: s.BaseURL + asked.at(found.Page), First: s.BaseURL + asked.at(1), Last: s.BaseURL + asked.at(max(found.Pages, 1))},
	}
	switch {
	case asked.from != nil:
		list.Order = "afstand"
	case found.Letter != "":
		list.Order = "naam"
	}
	if found.Page > 1 {
		list.Links.Previous = s.BaseURL + asked.at(found.Page-1)
	}
	if found.Page < found.Pages {
		list.Links.Next = s.BaseURL + asked.at(found.Page+1)
	}
	for i := range found.Hits {
		hit := &found.Hits[i]
		line := s.apiLineOf(hit.Entry, hit.Capacity, values)
		if hit.Km >= 0 && !math.IsInf(hit.Km, 1) {
			km := math.Round(hit.Km*10) / 10
			line.Km = &km
		}
		list.Providers[i] = picked(line, asked.fields)
	}
	return list
}

func (s *Server) apiLineOf(entry *finding.Entry, capacity string, values regionValues) apiLine {
	line := apiLine{
		ID: entry.ID, Slug: entry.Slug, Name: entry.Name, Mission: entry.Line, ChangedAt: entry.ChangedAt,
		Municipalities: values[finding.Municipality].valuesOf(entry.Values[finding.Municipality]), TargetGroups: values[finding.TargetGroup].valuesOf(entry.Values[finding.TargetGroup]),
		Products: values[finding.Product].valuesOf(entry.Values[finding.Product]), Segments: values[finding.Segment].valuesOf(entry.Values[finding.Segment]),
		Forms: values[finding.Form].valuesOf(entry.Values[finding.Form]), Languages: values[finding.Language].valuesOf(entry.Values[finding.Language]),
		Capacity: values[finding.Capacity].value(capacity),
		Links:    apiLinks{Self: s.BaseURL + "/v1/aanbieders/" + entry.ID.String(), Profile: s.profileURL(entry.Slug)},
	}
	if capacity == finding.CapacityWaiting {
		line.WaitingWeeks = entry.CapacityWeeks
	}
	return line
}

func (s *Server) profileURL(slug string) string { return s.BaseURL + "/aanbieders/" + slug }

// picked keeps the wanted fields of a provider.
func picked(line apiLine, fields []string) any {
	if fields == nil {
		return line
	}
	body, err := json.Marshal(line)
	if err != nil {
		panic(err) // texts, numbers and times only
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(body, &all); err != nil {
		panic(err) // it was just written
	}
	some := make(map[string]json.RawMessage, len(fields))
	for _, field := range fields {
		if value, filled := all[field]; filled {
			some[field] = value
		}
	}
	return some
}
