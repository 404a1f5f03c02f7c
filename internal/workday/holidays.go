package workday

import (
	_ "embed" // for the royal decrees
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/nl"
)

// rules names what statutory computes. Change it when the rules change, so
// that Version tells deadlines of before and after apart (WD-5).
const rules = "Algemene termijnenwet art. 3 lid 1 and 2, King's Day on 26 April when the 27th is a Sunday"

// The library computes in the machine's zone; in some zones midnight is skipped
// on a clock change and a holiday would slip to the day before.
func init() { cal.DefaultLoc = time.UTC }

// statutory gives the days of the Algemene termijnenwet art. 3 lid 1 and 2 in
// a year: New Year's Day, Good Friday, Easter Monday, King's Day, 5 May,
// Ascension Day, Whit Monday and both Christmas Days (T5). Days that always
// fall on a Sunday are left out: they are no working days anyway.
func statutory(year int) map[Date]string {
	if known, ok := statutoryYears.Load(year); ok {
		return known.(map[Date]string)
	}
	days := make(map[Date]string, len(nl.Holidays))
	for _, holiday := range nl.Holidays {
		// The observed day, because the library's actual King's Day is the
		// 27th even when that is a Sunday.
		_, observed := holiday.Calc(year)
		days[dateOf(observed)] = holiday.Name
	}
	statutoryYears.Store(year, days)
	return days
}

// statutoryYears remembers the computed years: the same few are asked for all
// the time, and computing one takes nine Easter sums.
var statutoryYears sync.Map

// A decree is a day that a royal decree equates with a holiday
// (Algemene termijnenwet art. 3 lid 3). Decrees come out for three years at a
// time, so they are data with a source.
type decree struct {
	day      Date
	lastYear int // the last year of the decree's period
	source   string
}

// decreeName is what people call these days.
const decreeName = "gelijkgestelde dag (koninklijk besluit)"

//go:embed royal_decrees.csv
var decreeRows string

// royalDecrees are the rows of royal_decrees.csv.
var royalDecrees = sync.OnceValue(func() []decree {
	decrees, err := parseDecrees(decreeRows)
	if err != nil {
		panic(err) // the file is part of the program and read by a test
	}
	return decrees
})

func parseDecrees(text string) ([]decree, error) {
	reader := csv.NewReader(strings.NewReader(text))
	reader.FieldsPerRecord = 3
	rows, err := reader.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("royal decrees: %w", err)
	}
	var decrees []decree
	for _, row := range rows[1:] {
		day, err := Parse(row[0])
		if err != nil {
			return nil, fmt.Errorf("royal decrees: %w", err)
		}
		_, until, _ := strings.Cut(row[1], "-")
		lastYear, err := strconv.Atoi(until)
		if err != nil {
			return nil, fmt.Errorf("royal decrees: period %q of %s is not like 2026-2028", row[1], day)
		}
		decrees = append(decrees, decree{day, lastYear, row[2]})
	}
	return decrees, nil
}
