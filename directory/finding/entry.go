// Package finding is the search engine of the provider finder: an index in
// memory that never changes, made from one row per provider. It answers words
// in Dutch, filters with their counts, distance and a neutral order (D5-D7).
// It knows no database and no page.
package finding

import (
	"strings"
	"time"

	"github.com/google/uuid"

	"providerportal/internal/workday"
)

// Group is a kind of filter. Values within a group widen, groups narrow.
type Group int

// The groups, in the order in which the page shows them.
const (
	Municipality Group = iota
	TargetGroup
	Product
	Segment
	Form
	Language
	Capacity
	Groups // how many there are
)

// The values of the group Capacity.
const (
	CapacityOpen    = "open"
	CapacityWaiting = "waiting"
	CapacityClosed  = "closed"
)

// Entry is one findable provider. The texts Mission, About and Body are read and
// then forgotten; the rest is shown.
type Entry struct {
	ID            uuid.UUID
	Version       int64 // of the row, for telling states of the index apart
	Slug          string
	Name          string
	Line          string // the beginning of the mission
	Mission       string
	Values        [Groups][]string // codes; of Capacity none, that depends on the day
	Capacity      string
	CapacityWeeks int          // waiting time, 0 when unknown
	ClosedFrom    workday.Date // zero when not set
	ClosedUntil   workday.Date // last day, zero when not set
	FindableFrom  workday.Date
	ChangedAt     time.Time // what the public sees of it
	PublicAt      time.Time // since when it can be found
	Points        []Point
	About         string // names of what it offers and for whom
	Body          string // what it wrote further
}

// lineMost is how much of the mission a list shows, in characters.
const lineMost = 160

// OneLine shortens a text to what fits on a line or two of a list, at a word.
func OneLine(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	runes := []rune(text)
	if len(runes) <= lineMost {
		return text
	}
	cut := string(runes[:lineMost])
	if space := strings.LastIndexByte(cut, ' '); space > lineMost/2 {
		cut = cut[:space]
	}
	return strings.TrimRight(cut, " .,;:") + "…"
}

// CapacityOn gives the capacity on the day: closed counts only within its period.
func (e *Entry) CapacityOn(day workday.Date) string {
	early := !e.ClosedFrom.IsZero() && day.Before(e.ClosedFrom)
	late := !e.ClosedUntil.IsZero() && e.ClosedUntil.Before(day)
	if e.Capacity == CapacityClosed && (early || late) {
		return CapacityOpen
	}
	return e.Capacity
}

// Point is a place on earth, in degrees (WGS84).
type Point struct {
	Lat, Lon float64
}
