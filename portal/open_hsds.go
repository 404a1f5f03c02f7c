package portal

import (
	"net/url"
	"strconv"
	"time"

	"github.com/google/uuid"

	"providerportal/directory"
	"providerportal/directory/finding"
	"providerportal/internal/fault"
)

// The directory in the Human Services Data Specification 3.0 (D10): a provider is
// an organization, each of its products a service. Ids that the portal does not
// have are made from those it has, so they stay the same.

// hsdsName is the namespace of the ids that are made.
var hsdsName = uuid.MustParse("5d9d6a0e-3f3e-5d0a-9a3c-0c6f3c2f6a11")

func hsdsID(parent uuid.UUID, name string) uuid.UUID { return uuid.NewSHA1(parent, []byte(name)) }

// hsdsInfo is the entrance of the API.
type hsdsInfo struct {
	Version    string `json:"version"`
	Profile    string `json:"profile"`
	OpenAPIURL string `json:"openapi_url"`
}

func (s *Server) hsdsRoot(v *visit) error {
	return v.answer("", func() (any, error) {
		return hsdsInfo{
			Version: "3.0", Profile: "https://docs.openreferral.org/en/3.0/hsds/",
			OpenAPIURL: "https://raw.githubusercontent.com/openreferral/specification/3.0/schema/openapi.json",
		}, nil
	})
}

// hsdsPage is one page of a list.
type hsdsPage struct {
	Total    int   `json:"total_items"`
	Pages    int   `json:"total_pages"`
	Number   int   `json:"page_number"`
	Size     int   `json:"size"`
	First    bool  `json:"first_page"`
	Last     bool  `json:"last_page"`
	Empty    bool  `json:"empty"`
	Contents []any `json:"contents"`
}

// How many things a page has.
const (
	hsdsPageSize = 50
	hsdsPageMost = 200
)

// pageOf gives the page that the question asks for of a list, each item written
// by make.
func pageOf[T any](asked *hsdsQuestion, all []T, write func([]T) ([]any, error)) (any, error) {
	size := asked.perPage
	if asked.minimal {
		size = max(len(all), 1) // everything on one page, as the specification wishes
	}
	pages := (len(all) + size - 1) / size
	first := min((asked.page-1)*size, len(all))
	contents, err := write(all[first:min(first+size, len(all))])
	if err != nil {
		return nil, err
	}
	return hsdsPage{
		Total: len(all), Pages: pages, Number: asked.page, Size: len(contents),
		First: asked.page == 1, Last: asked.page >= pages, Empty: len(contents) == 0, Contents: contents,
	}, nil
}

// hsdsQuestion is what may be asked of the lists.
type hsdsQuestion struct {
	page, perPage              int
	search                     string
	term, taxonomy, org        uuid.UUID
	parent                     uuid.UUID
	postcode                   *finding.Point
	metres                     int
	since                      time.Time
	full, fullService, minimal bool
}

// ask reads the parameters that a list knows; what is wrong is named at once.
func (v *visit) ask(known ...string) (*hsdsQuestion, error) {
	var wrong badQuestion
	query := queryOf(v)
	known = append(known, "page", "per_page", "format", "search")
	wrong.unknown(query, known)
	wrong.single(query, known)
	asked := &hsdsQuestion{
		search: shortened(v.query("search"), wordsMax),
		page:   wrong.number(query, "page", 1, 1_000_000), perPage: wrong.number(query, "per_page", hsdsPageSize, hsdsPageMost),
		term: wrong.id(query, "taxonomy_term_id"), taxonomy: wrong.id(query, "taxonomy_id"),
		org: wrong.id(query, "organization_id"), parent: wrong.id(query, "parent_id"),
		full: wrong.yes(query, "full"), fullService: wrong.yes(query, "full_service"), minimal: wrong.yes(query, "minimal"),
		metres: wrong.number(query, "proximity", 0, withinMax*1000), since: wrong.moment(query, "modified_after"),
	}
	wrong.yes(query, "top_only") // every term is a top one
	if format := query.Get("format"); format != "" && format != "json" {
		wrong.add("format", "onbekendeWaarde", "Alleen 'json' is er.")
	}
	if query.Has("postcode") {
		place := finderForm{Postcode: shortened(v.query("postcode"), placeMax)}
		snapshot, err := v.server.Directory.Snapshot(v.ctx)
		if err != nil {
			return nil, err
		}
		place.locate(snapshot.Region())
		if asked.postcode = place.from; place.from == nil {
			wrong.add("postcode", "onbekend", "Deze postcode ligt niet in de regio.")
		}
	} else if query.Has("proximity") {
		wrong.add("proximity", "postcodeOntbreekt", "Geef ook 'postcode'.")
	}
	if len(wrong) > 0 {
		return nil, wrong
	}
	return asked, nil
}

func (b *badQuestion) id(query url.Values, name string) uuid.UUID {
	if !query.Has(name) {
		return uuid.Nil
	}
	id, err := uuid.Parse(query.Get(name))
	if err != nil || id == uuid.Nil {
		b.add(name, "geenUuid", "Geef een UUID.")
	}
	return id
}

func (b *badQuestion) yes(query url.Values, name string) bool {
	if !query.Has(name) {
		return false
	}
	yes, err := strconv.ParseBool(query.Get(name))
	if err != nil {
		b.add(name, "onbekendeWaarde", "Geef 'true' of 'false'.")
	}
	return yes
}

func (b *badQuestion) moment(query url.Values, name string) time.Time {
	if !query.Has(name) {
		return time.Time{}
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", time.DateOnly} {
		if when, err := time.Parse(layout, query.Get(name)); err == nil {
			return when
		}
	}
	b.add(name, "geenMoment", "Geef een moment zoals 2026-04-13T09:00:00Z.")
	return time.Time{}
}

// hsds answers with what build makes of the newest snapshot.
func (v *visit) hsds(build func(*directory.Snapshot) (any, error)) error {
	snapshot, err := v.server.Directory.Snapshot(v.ctx)
	if err != nil {
		return err
	}
	return v.answer(snapshot.Edition(), func() (any, error) { return build(snapshot) })
}

// hsdsParam is the id in the address; anything else does not exist. One thing has
// no parameters, but for those that are named.
func (v *visit) hsdsParam(name string, known ...string) (uuid.UUID, error) {
	var wrong badQuestion
	if wrong.unknown(queryOf(v), known); len(wrong) > 0 {
		return uuid.Nil, wrong
	}
	id, err := uuid.Parse(v.param(name))
	if err != nil {
		return uuid.Nil, fault.Missing()
	}
	return id, nil
}

// matching gives who fits the words of a search, nil for everybody.
func (q *hsdsQuestion) matching(snapshot *directory.Snapshot) map[uuid.UUID]bool {
	if q.search == "" {
		return nil
	}
	fits := map[uuid.UUID]bool{}
	found := snapshot.FindPage(directory.Search{Words: q.search}, len(snapshot.All())+1)
	for i := range found.Hits {
		fits[found.Hits[i].ID] = !found.Partly
	}
	return fits
}
