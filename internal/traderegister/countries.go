package traderegister

import (
	"slices"
	"strings"
	"sync"

	"github.com/go-playground/validator/v10"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"providerportal/internal/words"
)

// Named is a country with its name in one language.
type Named struct{ Code, Name string }

// countries lists those of each language, made when they are first asked for.
var countries = func() map[string]func() []Named {
	lists := map[string]func() []Named{}
	for _, lang := range words.Languages {
		lists[lang] = sync.OnceValue(func() []Named { return namedIn(lang) })
	}
	return lists
}()

// Countries are all countries but the Netherlands, by name.
func Countries(lang string) []Named {
	if list, known := countries[lang]; known {
		return list()
	}
	return countries[words.Default]()
}

func namedIn(lang string) []Named {
	tag := language.Make(lang)
	namer := display.Regions(tag)
	var list []Named
	for first := 'A'; first <= 'Z'; first++ {
		for second := 'A'; second <= 'Z'; second++ {
			code := string([]rune{first, second})
			if region, known := country(code); known {
				list = append(list, Named{code, namer.Name(region)})
			}
		}
	}
	byName := collate.New(tag)
	slices.SortFunc(list, func(a, b Named) int { return byName.CompareString(a.Name, b.Name) })
	return list
}

var rules = validator.New()

// country takes the codes of ISO 3166-1, and not that of the Netherlands.
func country(code string) (region language.Region, known bool) {
	if code == "NL" || rules.Var(code, "iso3166_1_alpha2") != nil {
		return region, false
	}
	region, err := language.ParseRegion(code)
	return region, err == nil
}

// IsCountry reports whether the code is that of a country other than the
// Netherlands.
func IsCountry(code string) bool {
	_, known := country(code)
	return known
}

// Country is the name of a country in a language.
func Country(lang, code string) string {
	if region, known := country(code); known {
		return display.Regions(language.Make(lang)).Name(region)
	}
	return code
}

// CountryCode finds a country by its code or by its name in one of the portal's
// languages; empty when there is none.
func CountryCode(text string) string {
	if code := strings.ToUpper(text); IsCountry(code) {
		return code
	}
	for _, lang := range words.Languages {
		for _, one := range Countries(lang) {
			if strings.EqualFold(one.Name, text) {
				return one.Code
			}
		}
	}
	return ""
}
