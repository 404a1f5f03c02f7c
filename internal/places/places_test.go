package places_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"providerportal/internal/places"
)

// TestPoint pins that four and six characters give the same point and that the
// region ends somewhere.
func TestPoint(t *testing.T) {
	short, ok := places.Point("5801")
	assert.True(t, ok)
	long, ok := places.Point(" 5801 AB ")
	assert.True(t, ok)
	assert.Equal(t, short, long)
	assert.Equal(t, places.Place{PC4: "5801", Name: "Venray", Municipality: "GM0984", Lat: 51.5237, Lon: 5.9681}, short)
	for _, outside := range []string{"", "58", "1012 AB", "Venray", "９９９９"} {
		_, ok := places.Point(outside)
		assert.False(t, ok, outside)
	}
}

// TestAll pins that the seven municipalities are there, each point within the
// region.
func TestAll(t *testing.T) {
	all := places.All()
	assert.Len(t, all, 76)
	var municipalities []string
	for _, place := range all {
		assert.InDelta(t, 51.45, place.Lat, 0.35, place.PC4)
		assert.InDelta(t, 6.0, place.Lon, 0.35, place.PC4)
		municipalities = append(municipalities, place.Municipality)
	}
	slices.Sort(municipalities)
	assert.Equal(t, []string{"GM0889", "GM0893", "GM0907", "GM0983", "GM0984", "GM1507", "GM1894"}, slices.Compact(municipalities))
}

// TestPostcode pins the ways in which people write one.
func TestPostcode(t *testing.T) {
	for typed, want := range map[string]string{"5801AB": "5801 AB", " 5801 ab": "5801 AB", "5801": "", "0801 AB": "", "5801  AB": "", "5801 A1": ""} {
		got, ok := places.Postcode(typed)
		assert.Equal(t, want, got, typed)
		assert.Equal(t, want != "", ok, typed)
	}
}
