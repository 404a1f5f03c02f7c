// Package retention destroys records whose term is over (T11, RET-1): it lists
// what is due, keeps what is held, waits for an administrator's approval, and
// leaves a declaration without personal data. What a class of records is, and how
// one is erased, is told by the package that owns its tables.
package retention

import (
	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/workday"
)

// Class is a kind of record with a term.
type Class struct {
	Code string

	// Due gives the records whose term began on or before a day; with only, just
	// that one, its row locked until the transaction ends.
	Due func(db *gorm.DB, began workday.Date, only string) ([]Record, error)

	// Documents gives the documents that go with a record; nil is none.
	Documents func(tx *gorm.DB, record Record) ([]uuid.UUID, error)

	// Erase takes the record out of the database, or everything from it that must go.
	Erase func(tx *gorm.DB, record Record) error

	// Known reports whether a record has this reference, so that a hold on it means
	// something; nil never does.
	Known func(db *gorm.DB, reference string) (bool, error)
}

// Record is one record of a class.
type Record struct {
	ID        string
	Reference string
	Related   []string // references of what goes with it: a hold on one holds all
	Covers    []string // ids of what goes with it
	StartedOn workday.Date
}

// Unit is what a term is counted in.
type Unit string

// The units.
const (
	Day   Unit = "day"
	Month Unit = "month"
	Year  Unit = "year"
)

// Rule is how long a class is kept, as the region set it.
type Rule struct {
	Code     string `gorm:"primaryKey"`
	Position int
	Term     int
	Unit     Unit
	Basis    string

	LeastTerm int // what the law asks at least
	LeastUnit Unit
	MostTerm  int // what the region may set at most
	MostUnit  Unit
	Revision  int
}

// TableName is where the rules stand.
func (Rule) TableName() string { return "retention_classes" }

// DueOn is the first day on which a record may be destroyed whose term began on
// a day. Six weeks are 42 days after the day of closing; months and years keep the
// day of the month, or take the last one of a shorter month.
func (r Rule) DueOn(began workday.Date) workday.Date {
	switch r.Unit {
	case Month:
		return began.AddMonths(r.Term)
	case Year:
		return began.AddMonths(12 * r.Term)
	default:
		return began.AddDays(r.Term)
	}
}

// latest is the last day on which a term may have begun that is over today, a few
// days wide: months differ, DueOn decides.
func (r Rule) latest(today workday.Date) workday.Date {
	switch r.Unit {
	case Month:
		return today.AddMonths(-r.Term).AddDays(3)
	case Year:
		return today.AddMonths(-12 * r.Term).AddDays(3)
	default:
		return today.AddDays(-r.Term)
	}
}
