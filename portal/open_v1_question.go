package portal

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"providerportal/directory"
	"providerportal/internal/words"
)

// apiQuestion is what is asked of /v1/aanbieders: the filters of the finder, and
// how much of the answer.
type apiQuestion struct {
	finderForm
	page, size int
	fields     []string // nil is all
}

// How many providers a page of the API has.
const (
	apiPageSize = 20
	apiPageMost = 100
)

// The parameters of the API that the finder does not have.
const (
	sizeParam   = "aantalPerPagina"
	fieldsParam = "velden"
)

// questionParams are all parameters of /v1/aanbieders.
var questionParams = append(slices.Clone(questionSingles), groupNames[:]...)

// questionSingles are the parameters that have one value; the filters may have
// more.
var questionSingles = []string{"q", "postcode", "afstand", "pagina", sizeParam, fieldsParam}

// apiQuestionOf reads the address. Unlike the page, which ignores what it does
// not know, the API names everything that is wrong (API-9).
func apiQuestionOf(v *visit, region *directory.Region) (asked apiQuestion, err error) {
	var wrong badQuestion
	query := queryOf(v)
	wrong.unknown(query, questionParams)
	wrong.single(query, questionSingles)
	asked.size = wrong.number(query, sizeParam, apiPageSize, apiPageMost)
	asked.page = wrong.number(query, "pagina", 1, 1_000_000)
	if km := wrong.number(query, "afstand", 0, withinMax); km > 0 && query.Get("postcode") == "" {
		wrong.add("afstand", "postcodeOntbreekt", "Een afstand telt vanaf een postcode of plaats: geef ook 'postcode'.")
	}
	if utf8.RuneCountInString(query.Get("q")) > wordsMax {
		wrong.add("q", "teLang", "Geef ten hoogste "+strconv.Itoa(wordsMax)+" tekens.")
	}
	wrong.choices(query, valuesOfRegion(region, words.Default))
	asked.fields = wrong.fields(query.Get(fieldsParam))
	asked.finderForm, _ = askedOf(v, region)
	if asked.lost() || query.Has("postcode") && asked.Postcode == "" {
		wrong.add("postcode", "onbekend", "Deze postcode of plaats ligt niet in de regio. Geef vier of zes tekens, of de naam van een plaats.")
	}
	if len(wrong) > 0 {
		return asked, wrong
	}
	return asked, nil
}

// queryOf copies the whole query out of the request's memory.
func queryOf(v *visit) url.Values {
	query := url.Values{}
	for name, value := range v.RequestCtx().QueryArgs().All() {
		query.Add(string(name), string(value))
	}
	return query
}

// unknown names parameters that do not exist: to ignore a mistyped filter would
// give a wrong answer.
func (b *badQuestion) unknown(query url.Values, known []string) {
	for name := range query {
		if !slices.Contains(known, name) {
			b.add(shortened(strings.ToValidUTF8(name, "�"), placeMax), "onbekendeParameter", "Deze parameter bestaat niet.")
		}
	}
	slices.SortFunc(*b, func(x, y questionError) int { return strings.Compare(x.Location.Name, y.Location.Name) })
}

// single names parameters that were given more than once: to answer the first and
// pass over the others would give a wrong answer too.
func (b *badQuestion) single(query url.Values, names []string) {
	for _, name := range names {
		if len(query[name]) > 1 {
			b.add(name, "herhaald", "Geef deze parameter één keer.")
		}
	}
}

// number reads a whole number from 1 up to the most, or gives the other.
func (b *badQuestion) number(query url.Values, name string, otherwise, most int) int {
	if !query.Has(name) {
		return otherwise
	}
	number, err := strconv.Atoi(query.Get(name))
	if err != nil || number < 1 || number > most {
		b.add(name, "geenGetal", "Geef een geheel getal van 1 tot en met "+strconv.Itoa(most)+".")
		return max(otherwise, 1)
	}
	return number
}

// choices checks the values of the filters.
func (b *badQuestion) choices(query url.Values, values regionValues) {
	for group, name := range groupNames {
		if len(query[name]) > chosenMax {
			b.add(name, "teVeel", "Geef ten hoogste "+strconv.Itoa(chosenMax)+" waarden.")
			continue
		}
		for _, value := range query[name] {
			if !values[group].has(value) {
				b.add(name, "onbekendeWaarde", "De waarde '"+shortened(strings.ToValidUTF8(value, "�"), placeMax)+"' bestaat niet.")
			}
		}
	}
}

// fields reads which fields are wanted of each provider.
func (b *badQuestion) fields(typed string) []string {
	if typed == "" {
		return nil
	}
	fields := strings.Split(typed, ",")
	for _, field := range fields {
		if !slices.Contains(lineFields, field) {
			b.add(fieldsParam, "onbekendVeld", "Kies uit: "+strings.Join(lineFields, ", ")+".")
			return nil
		}
	}
	return fields
}

// at is the address of another page of the same question.
func (q apiQuestion) at(page int) string {
	query := q.query()
	if q.size != apiPageSize {
		query.Set(sizeParam, strconv.Itoa(q.size))
	}
	if q.fields != nil {
		query.Set(fieldsParam, strings.Join(q.fields, ","))
	}
	if page > 1 {
		query.Set("pagina", strconv.Itoa(page))
	}
	return (&url.URL{Path: "/v1/aanbieders", RawQuery: query.Encode()}).String()
}
