package portal

import (
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"providerportal/directory"
	"providerportal/directory/finding"
	"providerportal/internal/words"
)

// groupNames are the parameters of the filters in the address.
var groupNames = [finding.Groups]string{
	finding.Municipality: "gemeente", finding.TargetGroup: "doelgroep", finding.Product: "product", finding.Segment: "segment",
	finding.Form: "vorm", finding.Language: "taal", finding.Capacity: "capaciteit",
}

// groupOrder is the order of the filters on the page: what matters most to
// residents first.
var groupOrder = []finding.Group{
	finding.Municipality, finding.TargetGroup, finding.Product, finding.Form, finding.Language, finding.Capacity, finding.Segment,
}

// finderValue is one value of a filter: as it stands in the address, as the
// directory knows it, and as people read it.
type finderValue struct{ value, code, text string }

type groupValues []finderValue

// regionValues are the values that each filter may have in the region. Languages
// are not listed: every code is one.
type regionValues = *[finding.Groups]groupValues

var (
	// The values in the address of codes that the directory keeps in English.
	formCodes     = [][2]string{{"op-locatie", "at-location"}, {"thuis", "at-home"}, {"online", "online"}}
	capacityCodes = [][2]string{
		{"plek", finding.CapacityOpen}, {"wachttijd", finding.CapacityWaiting}, {"gesloten", finding.CapacityClosed},
	}
)

var knownValues sync.Map // of valuesKey to regionValues

type valuesKey struct {
	region *directory.Region
	lang   string
}

// valuesOfRegion gives the values in the language. A region never changes, so
// they are made once; those of regions that are over go with the next one.
func valuesOfRegion(region *directory.Region, lang string) regionValues {
	key := valuesKey{region, lang}
	if known, ok := knownValues.Load(key); ok {
		return known.(regionValues)
	}
	knownValues.Range(func(old, _ any) bool {
		if old.(valuesKey).region != region {
			knownValues.Delete(old)
		}
		return true
	})
	made := makeValues(region, lang)
	knownValues.Store(key, made)
	return made
}

func makeValues(region *directory.Region, lang string) regionValues {
	var values [finding.Groups]groupValues
	w := words.For(lang)
	for _, m := range region.Municipalities {
		values[finding.Municipality] = append(values[finding.Municipality], finderValue{m.Slug, m.Code, m.Name})
	}
	for _, group := range region.TargetGroups {
		values[finding.TargetGroup] = append(values[finding.TargetGroup], finderValue{group.Code, group.Code, group.Name(lang)})
	}
	for _, product := range region.Products {
		values[finding.Product] = append(values[finding.Product], finderValue{product.Code, product.Code, product.Plain(lang)})
	}
	for _, segment := range region.Segments {
		values[finding.Segment] = append(values[finding.Segment], finderValue{segment.Code, segment.Code, segment.Name(lang)})
	}
	for _, form := range formCodes {
		values[finding.Form] = append(values[finding.Form], finderValue{form[0], form[1], w.T("finder.vorm." + form[1])})
	}
	for _, capacity := range capacityCodes {
		values[finding.Capacity] = append(values[finding.Capacity], finderValue{capacity[0], capacity[1], w.T("finder.capaciteit." + capacity[1])})
	}
	values[finding.Language] = languageValues(lang)
	return &values
}

var (
	languagesNL = sync.OnceValue(func() groupValues { return makeLanguages("nl") })
	languagesEN = sync.OnceValue(func() groupValues { return makeLanguages("en") })
)

func languageValues(lang string) groupValues {
	if lang == "en" {
		return languagesEN()
	}
	return languagesNL()
}

// makeLanguages gives all languages with a code of two letters, by name.
func makeLanguages(lang string) groupValues {
	namer := display.Languages(language.Make(lang))
	var values groupValues
	for first := 'a'; first <= 'z'; first++ {
		for second := 'a'; second <= 'z'; second++ {
			base, err := language.ParseBase(string([]rune{first, second}))
			if err != nil || base.String() != string([]rune{first, second}) {
				continue
			}
			if name := namer.Name(language.Make(base.String())); name != "" {
				values = append(values, finderValue{base.String(), base.String(), capitalized(name)})
			}
		}
	}
	slices.SortFunc(values, func(a, b finderValue) int { return strings.Compare(a.text, b.text) })
	return values
}

func capitalized(name string) string { return strings.ToUpper(name[:1]) + name[1:] }

func (g groupValues) find(value string) finderValue {
	for _, known := range g {
		if known.value == value {
			return known
		}
	}
	return finderValue{}
}

// value is the opposite of code.
func (g groupValues) value(code string) string {
	for _, known := range g {
		if known.code == code {
			return known.value
		}
	}
	return code
}

// valuesOf gives the values of codes; never nil, because that reads otherwise in
// JSON.
func (g groupValues) valuesOf(codes []string) []string {
	values := make([]string, len(codes))
	for i, code := range codes {
		values[i] = g.value(code)
	}
	return values
}

func (g groupValues) has(value string) bool    { return g.find(value).value != "" }
func (g groupValues) code(value string) string { return g.find(value).code }
func (g groupValues) text(value string) string { return g.find(value).text }

// FilterGroup is one filter with how many providers each value would give.
type FilterGroup struct {
	Name, Title, Hint string
	Open              bool
	Values            []FilterValue
}

// FilterValue is one value that can be ticked.
type FilterValue struct {
	ID, Name, Value, Text string
	Count                 int
	Chosen                bool
}

// filterGroups gives the filters that can still make a difference.
func filterGroups(w *words.Words, values regionValues, asked finderForm, found *directory.Found) []FilterGroup {
	groups := make([]FilterGroup, 0, len(groupOrder))
	for i, kind := range groupOrder {
		name := groupNames[kind]
		group := FilterGroup{Name: name, Title: w.T("finder." + name), Open: i == 0 || len(asked.Chosen[kind]) > 0}
		if w.Has("finder." + name + ".hint") {
			group.Hint = w.T("finder." + name + ".hint")
		}
		for _, known := range values[kind] {
			count, chosen := found.Counts[kind][known.code], slices.Contains(asked.Chosen[kind], known.value)
			if count > 0 || chosen {
				group.Values = append(group.Values, FilterValue{
					ID: name + "-" + known.value, Name: name, Value: known.value, Text: known.text, Count: count, Chosen: chosen,
				})
			}
		}
		if len(group.Values) > 1 || len(asked.Chosen[kind]) > 0 {
			groups = append(groups, group)
		}
	}
	return groups
}
