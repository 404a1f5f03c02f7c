package workday

import (
	"cmp"
	"database/sql/driver"
	"fmt"
	"time"

	_ "time/tzdata" // the calendar needs Europe/Amsterdam on machines without a zone database
)

// Amsterdam is the zone in which the region counts its days.
var Amsterdam = mustZone("Europe/Amsterdam")

func mustZone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err) // cannot happen: the zone database is linked in
	}
	return zone
}

const layout = "2006-01-02"

// Date is a day on the calendar, without a time or a zone. Dates compare with
// ==. The zero Date is "no date": it prints empty and is NULL in SQL.
type Date struct {
	year  int
	month time.Month
	day   int
}

// On gives the date in Europe/Amsterdam at the moment t: the local date
// decides, never the UTC date (T5, WD-2).
func On(t time.Time) Date { return dateOf(t.In(Amsterdam)) }

// Day makes a date; a day past the end of the month runs on, as in time.Date.
func Day(year int, month time.Month, day int) Date {
	return dateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// Parse reads YYYY-MM-DD. The error says what is expected.
func Parse(text string) (Date, error) {
	t, err := time.Parse(layout, text)
	if err != nil {
		return Date{}, fmt.Errorf("%q is not a date: write it as YYYY-MM-DD", text)
	}
	return dateOf(t), nil
}

func dateOf(t time.Time) Date {
	year, month, day := t.Date()
	return Date{year, month, day}
}

// utc carries the date through package time: UTC has no clock changes.
func (d Date) utc() time.Time {
	return time.Date(d.year, d.month, d.day, 0, 0, 0, 0, time.UTC)
}

// IsZero reports whether this is "no date".
func (d Date) IsZero() bool { return d == Date{} }

// String gives YYYY-MM-DD, or nothing for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.utc().Format(layout)
}

// Year gives the calendar year.
func (d Date) Year() int { return d.year }

// Month gives the month of the year.
func (d Date) Month() time.Month { return d.month }

// Day gives the day of the month.
func (d Date) Day() int { return d.day }

// Weekday gives the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// AddDays gives the date that many calendar days later, or earlier when negative.
func (d Date) AddDays(days int) Date { return Day(d.year, d.month, d.day+days) }

// AddMonths keeps the day of the month and clips to the end of a shorter
// month: 31 August − 6 months is 28 or 29 February (E4).
func (d Date) AddMonths(months int) Date {
	moved := Day(d.year, d.month+time.Month(months), 1)
	last := Day(moved.year, moved.month+1, 0)
	moved.day = min(d.day, last.day)
	return moved
}

// Compare gives -1 when d is before other, 0 when equal, +1 when after.
func (d Date) Compare(other Date) int {
	return cmp.Or(cmp.Compare(d.year, other.year), cmp.Compare(d.month, other.month), cmp.Compare(d.day, other.day))
}

// Before reports whether d is earlier than other.
func (d Date) Before(other Date) bool { return d.Compare(other) < 0 }

// After reports whether d is later than other.
func (d Date) After(other Date) bool { return d.Compare(other) > 0 }

// Start gives the first moment of the day in Europe/Amsterdam, as a UTC value.
func (d Date) Start() time.Time {
	return time.Date(d.year, d.month, d.day, 0, 0, 0, 0, Amsterdam).UTC()
}

// End gives the last moment of the day in Europe/Amsterdam, as a UTC value. It
// lies a microsecond before midnight, the finest step that PostgreSQL keeps, so
// that storing it can never round it into the next day (T5).
func (d Date) End() time.Time { return d.AddDays(1).Start().Add(-time.Microsecond) }

// MarshalText writes YYYY-MM-DD, for JSON.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads YYYY-MM-DD; empty text is the zero Date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := Parse(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// Value stores the date in a column of type date.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.String(), nil
}

// Scan reads a column of type date; NULL is the zero Date.
func (d *Date) Scan(value any) error {
	switch value := value.(type) {
	case nil:
		*d = Date{}
	case time.Time:
		*d = dateOf(value)
	case string:
		return d.UnmarshalText([]byte(value))
	case []byte:
		return d.UnmarshalText(value)
	default:
		return fmt.Errorf("a date cannot be read from %T", value)
	}
	return nil
}

// GormDataType names the column type for GORM.
func (Date) GormDataType() string { return "date" }
