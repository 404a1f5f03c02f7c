package finding

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/internal/places"
	"providerportal/internal/workday"
)

var choices = [Groups][]string{
	Municipality: {"GM0889", "GM0893", "GM0907", "GM1507", "GM1894", "GM0983", "GM0984"},
	TargetGroup:  {"a", "b", "c", "d", "e"}, Product: {"p", "q", "r"}, Segment: {"s", "t"}, Form: {"at-location", "at-home", "online"},
	Language: {"nl", "ar", "ti", "pl"}, Capacity: {CapacityOpen, CapacityWaiting, CapacityClosed},
}

// crowd makes n providers at random, the same ones every time.
func crowd(n int) []*Entry {
	dice := rand.New(rand.NewPCG(1, 2))
	some := func(values []string) (picked []string) {
		for _, value := range values {
			if dice.IntN(3) == 0 {
				picked = append(picked, value)
			}
		}
		return picked
	}
	all := places.All()
	entries := make([]*Entry, n)
	for i := range entries {
		name := fmt.Sprintf("%c Werk %d", 'A'+dice.IntN(26), i)
		e := &Entry{
			ID: uuid.NewSHA1(uuid.Nil, []byte(name)), Version: 1, Slug: fmt.Sprintf("werk-%d", i), Name: name,
			Body: []string{"tuin", "metaal", "zorg en tuin"}[i%3], Capacity: choices[Capacity][dice.IntN(3)],
			FindableFrom: today.AddDays(dice.IntN(10) - 8),
		}
		for group := range Capacity {
			e.Values[group] = some(choices[group])
		}
		if e.Capacity == CapacityClosed && dice.IntN(2) == 0 {
			e.ClosedFrom = today.AddDays(dice.IntN(5) - 2)
		}
		for range dice.IntN(3) {
			place := all[dice.IntN(len(all))]
			e.Points = append(e.Points, Point{place.Lat, place.Lon})
		}
		entries[i] = e
	}
	return entries
}

// fits is the brute force: does this provider fit the question, leaving out the
// choices of one group?
func fits(e *Entry, q Question, body string, without Group) bool {
	if today.Before(e.FindableFrom) || q.Words != "" && !strings.Contains(body, q.Words) {
		return false
	}
	for group := range Groups {
		if group != without && len(q.Chosen[group]) > 0 && !slices.ContainsFunc(valuesOf(e, group), func(value string) bool {
			return slices.Contains(q.Chosen[group], value)
		}) {
			return false
		}
	}
	return q.From == nil || q.Within == 0 || slices.ContainsFunc(e.Points, func(p Point) bool {
		return haversine(p, *q.From) <= q.Within
	})
}

// haversine is the textbook's formula for the distance over the earth.
func haversine(a, b Point) float64 {
	lat1, lat2 := a.Lat*math.Pi/180, b.Lat*math.Pi/180
	north, east := (lat2-lat1)/2, (b.Lon-a.Lon)*math.Pi/360
	h := math.Pow(math.Sin(north), 2) + math.Cos(lat1)*math.Cos(lat2)*math.Pow(math.Sin(east), 2)
	return 2 * 6371.0088 * math.Asin(math.Sqrt(h))
}

func valuesOf(e *Entry, group Group) []string {
	if group == Capacity {
		return []string{e.CapacityOn(today)}
	}
	return e.Values[group]
}

// TestCountsAreTrue pins D6: for 300 random questions the total and the count of
// every value equal a count by hand.
func TestCountsAreTrue(t *testing.T) {
	entries := crowd(700)
	bodies := map[uuid.UUID]string{}
	for _, e := range entries {
		bodies[e.ID] = e.Body
	}
	x := indexOf(t, entries)
	dice := rand.New(rand.NewPCG(3, 4))
	all := places.All()
	for range 300 {
		q := Question{Today: today, Size: 20, Words: []string{"", "", "tuin", "zorg"}[dice.IntN(4)]}
		for group := range Groups {
			for range max(0, dice.IntN(5)-2) {
				q.Chosen[group] = append(q.Chosen[group], choices[group][dice.IntN(len(choices[group]))])
			}
		}
		if dice.IntN(3) == 0 {
			place := all[dice.IntN(len(all))]
			q.From, q.Within = &Point{place.Lat, place.Lon}, float64(dice.IntN(30))
		}
		answer := x.Ask(q)
		total := 0
		var counts [Groups]map[string]int
		for group := range Groups {
			counts[group] = map[string]int{}
			for _, e := range entries {
				if fits(e, q, bodies[e.ID], group) {
					for _, value := range valuesOf(e, group) {
						counts[group][value]++
					}
				}
			}
		}
		for _, e := range entries {
			if fits(e, q, bodies[e.ID], Groups) {
				total++
			}
		}
		require.Equal(t, total, answer.Total, "%+v", q)
		require.Equal(t, counts, answer.Counts, "%+v", q)
	}
}

// TestPagesMeetEverybodyOnce pins D7: in each of the three orders a walk through
// the pages meets everybody once, and twice the same.
func TestPagesMeetEverybodyOnce(t *testing.T) {
	x := indexOf(t, crowd(700))
	venlo := &Point{51.37, 6.17}
	for name, q := range map[string]Question{"name": {}, "words": {Words: "werk tuin"}, "distance": {From: venlo}} {
		q.Today, q.Size = today, 20
		var walked []string
		before := -1.0
		for q.Page = 1; ; q.Page++ {
			answer := x.Ask(q)
			require.Equal(t, answer, x.Ask(q), "the same for everyone")
			for _, hit := range answer.Hits {
				walked = append(walked, hit.Slug)
				if q.From != nil && hit.Km >= 0 {
					require.GreaterOrEqual(t, hit.Km, before-1e-9)
					before = hit.Km
				}
			}
			if q.Page >= answer.Pages {
				require.Len(t, walked, answer.Total, name)
				break
			}
		}
		slices.Sort(walked)
		assert.Equal(t, len(walked), len(slices.Compact(walked)), name)
	}
}

// TestChangedIndexIsAsGoodAsNew pins that an index after many changes answers as
// one that is made at once.
func TestChangedIndexIsAsGoodAsNew(t *testing.T) {
	entries := crowd(300)
	changing := indexOf(t, crowd(300)[:200])
	dice := rand.New(rand.NewPCG(5, 6))
	var err error
	for range 20 {
		var changed []*Entry
		var removed []uuid.UUID
		for _, e := range crowd(300) {
			switch dice.IntN(10) {
			case 0:
				removed = append(removed, e.ID)
			case 1, 2:
				changed = append(changed, e)
			}
		}
		changing, err = changing.With(changed, removed, vocabulary())
		require.NoError(t, err)
	}
	changing, err = changing.With(crowd(300), nil, vocabulary())
	require.NoError(t, err)
	fresh := indexOf(t, entries)
	assert.Equal(t, fresh.State(), changing.State())
	for _, words := range []string{"", "tuin", "metaal werk", "zorg", "metal", "werk 17"} {
		for page := range 3 {
			q := Question{Words: words, Today: today, Size: 20, Page: page}
			a, b := fresh.Ask(q), changing.Ask(q)
			assert.Equal(t, a.Counts, b.Counts, words)
			for i := range a.Hits {
				assert.Equal(t, a.Hits[i].Slug, b.Hits[i].Slug, "%q place %d", words, i)
			}
		}
	}
}

// TestDistances compares distances between the seven municipalities with those of
// a formula of its own, and pins that the nearest location counts.
func TestDistances(t *testing.T) {
	named := []string{"Beesel", "Bergen", "Gennep", "Horst aan de Maas", "Peel en Maas", "Venlo", "Venray"}
	for _, a := range named {
		for _, b := range named {
			from, _ := places.Find(a)
			to, _ := places.Find(b)
			want := haversine(Point{from.Lat, from.Lon}, Point{to.Lat, to.Lon})
			assert.InDelta(t, want, Distance(Point{from.Lat, from.Lon}, Point{to.Lat, to.Lon}), 0.001, "%s to %s", a, b)
			e := &Entry{ID: uuid.New(), Slug: "x", Name: "X", FindableFrom: today, Points: []Point{{0, 0}, {to.Lat, to.Lon}}}
			q := Question{From: &Point{from.Lat, from.Lon}, Today: today, Size: 20}
			x := indexOf(t, []*Entry{e})
			assert.InDelta(t, want, x.Ask(q).Hits[0].Km, 0.001)
			q.Within = want + 0.01
			assert.Equal(t, 1, x.Ask(q).Total)
			if q.Within = want - 0.01; q.Within > 0 {
				assert.Zero(t, x.Ask(q).Total)
			}
		}
	}
}

// TestClosedOnlyInItsPeriod pins that a period of closing begins and ends by itself.
func TestClosedOnlyInItsPeriod(t *testing.T) {
	e := &Entry{Capacity: CapacityClosed, ClosedFrom: today.AddDays(2), ClosedUntil: today.AddDays(4)}
	for days, want := range map[int]string{1: CapacityOpen, 2: CapacityClosed, 4: CapacityClosed, 5: CapacityOpen} {
		assert.Equal(t, want, e.CapacityOn(today.AddDays(days)), "%d days on", days)
	}
	e.ClosedFrom, e.ClosedUntil = workday.Date{}, workday.Date{}
	assert.Equal(t, CapacityClosed, e.CapacityOn(today))
}

func TestLineEndsAtAWord(t *testing.T) {
	got := OneLine(strings.Repeat("woorden ", 40))
	assert.LessOrEqual(t, len([]rune(got)), lineMost+1)
	assert.True(t, strings.HasSuffix(got, "woorden…"), got)
	assert.Equal(t, "Kort. En klaar.", OneLine("Kort.\nEn klaar."))
}
