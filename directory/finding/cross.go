package finding

import (
	"github.com/bits-and-blooms/bitset"

	"providerportal/internal/workday"
)

// Cross counts the entries that are findable on the day and fit every value: one
// code for each group named. Without values it counts all.
func (x *Index) Cross(date workday.Date, values map[Group]string) int {
	return int(x.crossed(x.on(date), values).Count())
}

// crossed keeps those with a value in each group named.
func (x *Index) crossed(today *day, values map[Group]string) *bitset.BitSet {
	found := today.listed
	for group, value := range values {
		set := x.set(today, group, value)
		if set == nil {
			return bitset.New(0)
		}
		found = found.Intersection(set)
	}
	return found
}

// Named gives the entries with these slugs that are findable on the day, in the
// order asked for; what is not there is left out.
func (x *Index) Named(date workday.Date, slugs []string) []Hit {
	at := make(map[string]*Entry, len(slugs))
	for _, slug := range slugs {
		at[slug] = nil
	}
	for _, document := range x.documents {
		if document == nil {
			continue
		}
		if _, asked := at[document.Slug]; asked && document.Listed(date) {
			at[document.Slug] = document.Entry
		}
	}
	var hits []Hit
	for _, slug := range slugs {
		if entry := at[slug]; entry != nil {
			hits = append(hits, Hit{Entry: entry, Capacity: entry.CapacityOn(date), Km: -1})
		}
	}
	return hits
}
