package directory

import (
	"unicode/utf8"

	"github.com/google/uuid"

	"providerportal/internal/fault"
	"providerportal/internal/places"
)

// Location is a place where people can go (D1). The point is that of the
// postcode, absent outside the region.
type Location struct {
	ProviderID uuid.UUID `gorm:"primaryKey" json:"-"`
	Position   int       `gorm:"primaryKey;autoIncrement:false" json:"-"`
	Name       string    `json:"Name"` // free, such as "Kwekerij"
	Street     string    `json:"Street"`
	Postcode   string    `json:"Postcode"` // "5801 AB"
	Place      string    `json:"Place"`
	Lat        *float64  `json:"Lat"`
	Lon        *float64  `json:"Lon"`
}

// TableName is where the locations live.
func (Location) TableName() string { return "profile_locations" }

// Located gives the location with its postcode in one writing and its point; the
// place is filled in when it was left empty.
func (l Location) Located() Location {
	if postcode, ok := places.Postcode(l.Postcode); ok {
		l.Postcode = postcode
	}
	l.Lat, l.Lon = nil, nil
	if place, known := places.Point(l.Postcode); known {
		l.Lat, l.Lon = &place.Lat, &place.Lon
		if l.Place == "" {
			l.Place = place.Name
		}
	}
	return l
}

func (l Location) check(wrong *fault.Check) {
	wrong.Unless(l.Street != "", "street", "error.required")
	wrong.Unless(l.Postcode != "", "postcode", "error.required")
	_, ok := places.Postcode(l.Postcode)
	wrong.Unless(l.Postcode == "" || ok, "postcode", "profile.postcode")
	wrong.Unless(l.Place != "", "place", "error.required")
	for name, text := range map[string]string{"locationName": l.Name, "street": l.Street, "place": l.Place} {
		wrong.Unless(utf8.RuneCountInString(text) <= LineMax, name, "error.max", "Max", LineMax)
	}
}

// Complete reports whether the location has everything it needs.
func (l Location) Complete() bool {
	var wrong fault.Check
	l.check(&wrong)
	return len(wrong) == 0
}
