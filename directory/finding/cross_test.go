package finding

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestCrossCountsByHand pins D9: the count of every combination equals a count by
// hand, also of who has no room or is not findable yet.
func TestCrossCountsByHand(t *testing.T) {
	entries := crowd(400)
	x := indexOf(t, entries)
	for _, municipality := range append(choices[Municipality], "GM0000") {
		for _, product := range choices[Product] {
			for _, room := range choices[Capacity] {
				asked := map[Group]string{Municipality: municipality, Product: product, Capacity: room}
				want := 0
				for _, e := range entries {
					if e.Listed(today) && slices.Contains(e.Values[Municipality], municipality) &&
						slices.Contains(e.Values[Product], product) && e.CapacityOn(today) == room {
						want++
					}
				}
				assert.Equal(t, want, x.Cross(today, asked), "%v", asked)
			}
		}
	}
}

// TestNamedKeepsTheOrderAsked pins D8: who cannot be found is left out.
func TestNamedKeepsTheOrderAsked(t *testing.T) {
	entries := crowd(20)
	entries[3].FindableFrom, entries[5].FindableFrom, entries[7].FindableFrom = today.AddDays(1), today, today
	x := indexOf(t, entries)
	var slugs []string
	for _, hit := range x.Named(today, []string{"werk-7", "bestaat-niet", "werk-3", "werk-5", ""}) {
		slugs = append(slugs, hit.Slug)
	}
	assert.Equal(t, []string{"werk-7", "werk-5"}, slugs)
}
