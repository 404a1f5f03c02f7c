package workday

import "slices"

// Origin says where a day that is not worked comes from.
type Origin string

// The origins: the Algemene termijnenwet, a royal decree under its art. 3 lid 3,
// or a closure of the region (T5).
const (
	OriginLaw     Origin = "law"
	OriginDecree  Origin = "decree"
	OriginClosure Origin = "closure"
)

// FreeDay is a day that is not worked although it may be a Monday to Friday.
// Source names the publication of a decree and is empty for the others.
type FreeDay struct {
	Day    Date
	Name   string // Dutch
	Origin Origin
	Source string
}

// FreeDays gives the days of a year that are not worked, in order, each once:
// what the law says goes before a closure on the same day.
func (c *Calendar) FreeDays(year int) []FreeDay {
	var days []FreeDay
	for day, name := range statutory(year) {
		days = append(days, FreeDay{Day: day, Name: name, Origin: OriginLaw})
	}
	for _, decree := range royalDecrees() {
		if decree.day.Year() == year {
			days = append(days, FreeDay{Day: decree.day, Name: decreeName, Origin: OriginDecree, Source: decree.source})
		}
	}
	for day, name := range c.closures {
		if _, lawful := Default().Holiday(day); day.Year() == year && !lawful {
			days = append(days, FreeDay{Day: day, Name: name, Origin: OriginClosure})
		}
	}
	slices.SortFunc(days, func(a, b FreeDay) int { return a.Day.Compare(b.Day) })
	return days
}

// Counted is one day of a term: its number when it counts, else 0 and why not.
type Counted struct {
	Day    Date
	Number int    // 1 is the first working day
	Reason string // name of the holiday; empty for a weekend
}

// Count shows how a term of so many working days after a day of receipt is
// counted, day by day up to and including its last (T5).
func (c *Calendar) Count(received Date, days int) []Counted {
	var counted []Counted
	for day, number := received, 0; number < days; {
		day = day.AddDays(1)
		one := Counted{Day: day}
		if c.IsWorkday(day) {
			number++
			one.Number = number
		} else {
			one.Reason, _ = c.Holiday(day)
		}
		counted = append(counted, one)
	}
	return counted
}
