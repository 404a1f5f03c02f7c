package portal

import (
	"math"
	"slices"
	"strconv"

	"providerportal/directory"
	"providerportal/internal/words"
)

// distances are the choices of how far away, in kilometres.
var distances = []string{"5", "10", "15", "25", "40"}

// Question asks for words.
func (p *FinderPage) Question() Field { return freely(p.Field("q").As("search")) }

// Place asks for a postcode or a place.
func (p *FinderPage) Place() Field {
	field := freely(p.Field("postcode"))
	field.Autocomplete = "postal-code"
	return field
}

// HowFar asks how far away.
func (p *FinderPage) HowFar() Field {
	shown := distances
	if p.asked.Within != "" && !slices.Contains(distances, p.asked.Within) {
		shown = append([]string{p.asked.Within}, distances...)
	}
	choices := make([]Choice, len(shown))
	for i, km := range shown {
		choices[i] = Choice{Value: km, Text: p.T("finder.within", "Km", km)}
	}
	return narrowing(p.Field("afstand"), p.T("finder.afstand.all"), choices)
}

// distanceText says how far away a provider is; -1 when nobody knows.
func distanceText(w *words.Words, km float64) string {
	switch {
	case km < 0:
		return w.T("finder.distance.none")
	case km < 1:
		return w.T("finder.distance.near")
	}
	return w.T("finder.distance", "Km", strconv.Itoa(int(math.Round(km))))
}

// freely makes a field of a search form: never mandatory, and so not marked.
func freely(field Field) Field {
	field.Needed = false
	return field
}

// narrowing is a select whose first choice leaves everything in.
func narrowing(field Field, all string, choices []Choice) Field {
	field = freely(field.Options(choices))
	field.EmptyChoice = all
	return field
}

func municipalityChoices(region *directory.Region) []Choice {
	choices := make([]Choice, len(region.Municipalities))
	for i, m := range region.Municipalities {
		choices[i] = Choice{Value: m.Slug, Text: m.Name}
	}
	return choices
}
