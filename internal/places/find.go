package places

import (
	"encoding/csv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

var byName = readNames(table)

// Find gives the place that somebody typed: a postcode of four or six
// characters, a village or a municipality. Its point is the middle of all its
// postcodes. False for what is not in the region.
func Find(typed string) (Place, bool) {
	typed = strings.TrimSpace(typed)
	if len(typed) == 4 && strings.Trim(typed, "0123456789") == "" {
		return Point(typed)
	}
	if postcode, ok := Postcode(typed); ok {
		return Point(postcode)
	}
	place, known := byName[fold(typed)]
	return place, known
}

// readNames takes villages and municipalities together; where both have the
// name, the village is meant.
func readNames(text string) map[string]Place {
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		panic("places: " + err.Error())
	}
	villages, municipalities := map[string][]Place{}, map[string][]Place{}
	for _, row := range rows[1:] {
		place := Place{Municipality: row[3], Lat: degrees(row[4]), Lon: degrees(row[5])}
		name, _, _ := strings.Cut(row[2], " (")
		villages[row[1]] = append(villages[row[1]], place)
		municipalities[name] = append(municipalities[name], place)
	}
	names := map[string]Place{}
	for _, level := range []map[string][]Place{municipalities, villages} {
		for name, parts := range level {
			names[fold(name)] = middle(name, parts)
		}
	}
	return names
}

func middle(name string, parts []Place) Place {
	whole := Place{Name: name, Municipality: parts[0].Municipality}
	for _, part := range parts {
		whole.Lat += part.Lat / float64(len(parts))
		whole.Lon += part.Lon / float64(len(parts))
	}
	return whole
}

// fold makes names comparable: lower case, no accents, no punctuation.
func fold(name string) string {
	plain := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return ' '
		}
		return r
	}, norm.NFKD.String(strings.ToLower(name)))
	return strings.Join(strings.Fields(plain), " ")
}
