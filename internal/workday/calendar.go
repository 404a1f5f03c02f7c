// Package workday counts working days: which days they are, when a term of so
// many working days ends, and how many are left (T5, WD-1 … WD-6).
//
// A working day is a Monday to Friday that is not a holiday of the calendar.
// The day of receipt is not counted, day 1 is the next working day, and the
// term ends at the end of its last day in Europe/Amsterdam.
package workday

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"
)

// Calendar knows the days that are not worked. It never changes after it is
// made, so it may be shared between goroutines.
type Calendar struct {
	decreed  map[Date]bool
	closures map[Date]string
	covered  int
	version  string
}

// Default is the calendar of the Algemene termijnenwet art. 3: its holidays,
// Good Friday and the days of royal decrees, without local closures.
func Default() *Calendar { return newCalendar(nil) }

// WithClosures gives a calendar that also knows the local closures; those the
// calendar already had are replaced.
func (c *Calendar) WithClosures(closures []Closure) *Calendar { return newCalendar(closures) }

func newCalendar(closures []Closure) *Calendar {
	c := &Calendar{decreed: map[Date]bool{}, closures: map[Date]string{}}
	for _, decree := range royalDecrees() {
		c.decreed[decree.day] = true
		c.covered = max(c.covered, decree.lastYear)
	}
	for _, closure := range closures {
		c.closures[closure.Day] = closure.Name
	}
	c.version = c.hash()
	return c
}

// hash covers what decides about a day: not the names, for a better spelling
// moves no deadline.
func (c *Calendar) hash() string {
	facts := []string{rules}
	for day := range c.decreed {
		facts = append(facts, "decree "+day.String())
	}
	for day := range c.closures {
		facts = append(facts, "closure "+day.String())
	}
	slices.Sort(facts)
	sum := sha256.Sum256(fmt.Append(nil, facts))
	return hex.EncodeToString(sum[:6])
}

// Version is a short name for the facts of this calendar: equal for equal
// facts, other for others. It is kept beside each stored deadline (WD-5).
func (c *Calendar) Version() string { return c.version }

// Covered gives the last year for which the royal decrees are known. In later
// years a decree can still make a counted day a holiday.
func (c *Calendar) Covered() (lastYear int) { return c.covered }

// NeedsDecrees reports whether the days within 60 days of today pass the last
// covered year, so that somebody must add the new decree (WD-4).
func (c *Calendar) NeedsDecrees(today Date) bool { return today.AddDays(60).Year() > c.covered }

// Holiday gives the Dutch name of a day that is not worked, and false for
// ordinary days. Weekends are not holidays.
func (c *Calendar) Holiday(d Date) (name string, ok bool) {
	if name, ok := statutory(d.Year())[d]; ok {
		return name, true
	}
	if c.decreed[d] {
		return decreeName, true
	}
	name, ok = c.closures[d]
	return name, ok
}

// IsWorkday reports whether d is Monday to Friday and not a holiday (WD-3).
func (c *Calendar) IsWorkday(d Date) bool {
	if weekday := d.Weekday(); weekday == time.Saturday || weekday == time.Sunday {
		return false
	}
	_, holiday := c.Holiday(d)
	return !holiday
}

// Due gives the last day of a term of that many working days for something
// received at that moment; the term ends with Date.End (T5).
func (c *Calendar) Due(received time.Time, days int) Date { return c.DueFrom(On(received), days) }

// DueFrom is Due for something received on date d. A term of no days ends on d.
func (c *Calendar) DueFrom(d Date, days int) Date {
	for days > 0 {
		d = d.AddDays(1)
		if c.IsWorkday(d) {
			days--
		}
	}
	return d
}

// Left gives the working days after today up to and including the due date: 5
// on the day of receipt of a term of 5, 0 on the due date itself. Past the due
// date it is negative and counts the working days since; it is at least one
// too late from the first moment after the due date, weekends included (T6).
func (c *Calendar) Left(today, due Date) int {
	if today.After(due) {
		return -max(1, c.between(due, today))
	}
	return c.between(today, due)
}

// between counts the working days after from, up to and including to.
func (c *Calendar) between(from, to Date) int {
	count := 0
	for day := from.AddDays(1); !day.After(to); day = day.AddDays(1) {
		if c.IsWorkday(day) {
			count++
		}
	}
	return count
}
