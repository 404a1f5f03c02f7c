package portal

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"providerportal/directory"
	"providerportal/directory/finding"
	postcodes "providerportal/internal/places"
	"providerportal/internal/words"
)

// finderForm is what a visitor asks of the finder: its address holds nothing
// else, and what does not exist in the region is left out.
type finderForm struct {
	Words    string                   `form:"q"`
	Postcode string                   `form:"postcode"` // of four or six characters, or the name of a place
	Within   string                   `form:"afstand"`  // km, a whole number
	Chosen   [finding.Groups][]string // values as they stand in the address
	Listed   shortlist                // goes along, so that it works without scripts (D8)

	from  *finding.Point // of the postcode or place, nil when it is not in the region
	place string         // its name
}

// What is read of a question: characters of the words and of a place, values of
// one filter, and kilometres.
const (
	wordsMax  = 200
	placeMax  = 60
	chosenMax = 30
	withinMax = 100
)

// askedOf reads the address. Values that do not exist are ignored, so that an
// old or mistyped link still shows a list.
func askedOf(v *visit, region *directory.Region) (asked finderForm, page int) {
	asked.Words = shortened(v.query("q"), wordsMax)
	asked.Postcode = shortened(v.query("postcode"), placeMax)
	if km, err := strconv.Atoi(v.query("afstand")); err == nil && km > 0 && km <= withinMax {
		asked.Within = strconv.Itoa(km)
	}
	values := valuesOfRegion(region, v.lang)
	for group, name := range groupNames {
		for _, typed := range v.RequestCtx().QueryArgs().PeekMulti(name) {
			value := string(typed)
			if len(asked.Chosen[group]) < chosenMax && values[group].has(value) && !slices.Contains(asked.Chosen[group], value) {
				asked.Chosen[group] = append(asked.Chosen[group], value)
			}
		}
		slices.Sort(asked.Chosen[group])
	}
	asked.Listed = listedIn(v)
	asked.locate(region)
	return asked, v.page()
}

// inMunicipality asks for everybody who works there.
func inMunicipality(slug string) finderForm {
	var form finderForm
	form.Chosen[finding.Municipality] = []string{slug}
	return form
}

func shortened(text string, most int) string {
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most])
	}
	return text
}

// locate looks up where the visitor is; without a place a distance says nothing.
func (f *finderForm) locate(region *directory.Region) {
	if f.Postcode == "" {
		f.Within = ""
		return
	}
	if place, known := postcodes.Find(f.Postcode); known && region.Municipality(place.Municipality).Code != "" {
		f.from, f.place = &finding.Point{Lat: place.Lat, Lon: place.Lon}, place.Name
	}
}

// list tells shortlists apart.
func (f finderForm) list() string { return strings.Join(f.Listed, " ") }

// lost reports whether a place was typed that is not in the region.
func (f finderForm) lost() bool { return f.Postcode != "" && f.from == nil }

// search is the question as the directory takes it.
func (f finderForm) search(region *directory.Region, page int) directory.Search {
	search := directory.Search{Words: f.Words, From: f.from, Page: page}
	if f.from != nil {
		search.Within, _ = strconv.ParseFloat(f.Within, 64) // empty is no limit
	}
	values := valuesOfRegion(region, words.Default)
	for group := range f.Chosen {
		for _, value := range f.Chosen[group] {
			search.Chosen[group] = append(search.Chosen[group], values[group].code(value))
		}
	}
	return search
}

// address is the finder with this question.
func (f finderForm) address() string {
	query := f.query()
	if len(f.Listed) > 0 {
		query["a"] = f.Listed
	}
	return (&url.URL{Path: "/aanbieders", RawQuery: query.Encode()}).String()
}

// query is the question as it stands in an address.
func (f finderForm) query() url.Values {
	query := url.Values{}
	for name, value := range map[string]string{"q": f.Words, "postcode": f.Postcode, "afstand": f.Within} {
		if value != "" {
			query.Set(name, value)
		}
	}
	for group, name := range groupNames {
		if len(f.Chosen[group]) > 0 {
			query[name] = f.Chosen[group]
		}
	}
	return query
}

// withPage is a list's address at one of its pages.
func withPage(address string, page int) string {
	if page <= 1 {
		return address
	}
	return withQuery(address, "pagina", strconv.Itoa(page))
}

// finderFilter is one thing that narrows the list, and the question without it.
type finderFilter struct {
	text    string
	without finderForm
}

// filters names everything that narrows the list, for chips and for loosening.
func (f finderForm) filters(values regionValues, w *words.Words) []finderFilter {
	var filters []finderFilter
	add := func(text string, drop func(*finderForm)) {
		without := f
		drop(&without)
		filters = append(filters, finderFilter{text, without})
	}
	if f.Words != "" {
		add("‘"+f.Words+"’", func(o *finderForm) { o.Words = "" })
	}
	if f.Postcode != "" {
		add(f.Postcode, func(o *finderForm) { o.Postcode, o.Within, o.from, o.place = "", "", nil, "" })
	}
	if f.Within != "" {
		add(w.T("finder.within", "Km", f.Within), func(o *finderForm) { o.Within = "" })
	}
	for group := range f.Chosen {
		for _, value := range f.Chosen[group] {
			add(values[group].text(value), func(o *finderForm) {
				o.Chosen[group] = slices.DeleteFunc(slices.Clone(f.Chosen[group]), func(known string) bool { return known == value })
			})
		}
	}
	return filters
}
