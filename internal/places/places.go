// Package places knows where a postcode of the region lies, so that distances can
// be told without asking another service for an address.
//
// pc4.csv comes from GeoNames (https://www.geonames.org), licence CC BY 4.0.
package places

import (
	_ "embed"
	"encoding/csv"
	"regexp"
	"strconv"
	"strings"
)

//go:embed pc4.csv
var table string

// Credit names the source of the points, as its licence asks.
const Credit = "GeoNames (CC BY 4.0)"

// Place is the middle of the area of a postcode's four digits.
type Place struct {
	PC4          string
	Name         string // the town or village
	Municipality string // CBS code
	Lat, Lon     float64
}

var byPC4, all = read(table)

// Point gives the place of a postcode, of which only the four digits count;
// false when it lies outside the region.
func Point(postcode string) (Place, bool) {
	postcode = strings.TrimSpace(postcode)
	if len(postcode) < 4 {
		return Place{}, false
	}
	place, known := byPC4[postcode[:4]]
	return place, known
}

// All gives every place of the region, by postcode.
func All() []Place { return all }

var dutchPostcode = regexp.MustCompile(`^([1-9][0-9]{3}) ?([A-Za-z]{2})$`)

// Postcode writes a Dutch postcode as "5801 AB"; false when the text is none.
func Postcode(typed string) (string, bool) {
	parts := dutchPostcode.FindStringSubmatch(strings.TrimSpace(typed))
	if parts == nil {
		return "", false
	}
	return parts[1] + " " + strings.ToUpper(parts[2]), true
}

// read takes the embedded table apart; a mistake in it stops the program.
func read(text string) (map[string]Place, []Place) {
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		panic("places: " + err.Error())
	}
	known := make(map[string]Place, len(rows))
	list := make([]Place, 0, len(rows))
	for _, row := range rows[1:] {
		place := Place{PC4: row[0], Name: row[1], Municipality: row[3], Lat: degrees(row[4]), Lon: degrees(row[5])}
		known[place.PC4] = place
		list = append(list, place)
	}
	return known, list
}

func degrees(text string) float64 {
	value, err := strconv.ParseFloat(text, 64)
	if err != nil {
		panic("places: " + err.Error())
	}
	return value
}
