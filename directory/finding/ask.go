package finding

import (
	"runtime"
	"strings"

	"github.com/bits-and-blooms/bitset"

	"providerportal/internal/workday"
)

// Question is what a visitor asks; empty parts do not narrow.
type Question struct {
	Words  string
	Chosen [Groups][]string // codes; a code that nobody has finds nobody
	From   *Point           // orders by distance and shows it
	Within float64          // km from From; 0 is any distance
	Today  workday.Date
	Page   int // from 1; beyond the last one means the last one
	Size   int // of a page
}

// Answer is one page of what was found.
type Answer struct {
	Hits   []Hit
	Total  int
	Page   int
	Pages  int
	Letter string // start letter of the order by name; empty for another order
	Partly bool   // nothing fits all words; these fit the most
	// Counts tells per group how many would be found with each value and the
	// choices in the other groups.
	Counts [Groups]map[string]int
}

// Hit is one provider that was found.
type Hit struct {
	*Entry
	Capacity string  // on the day of the question
	Km       float64 // to its nearest location, -1 when there is none or nobody asked
}

// asking bounds how many questions are answered at once. An answer is work for a
// processor: more at a time would take longer, each of them, and more memory.
var asking = make(chan struct{}, 2*runtime.GOMAXPROCS(0))

// Ask answers a question. The answer depends on the index and the question only:
// it is the same for everyone (D7).
func (x *Index) Ask(q Question) *Answer {
	asking <- struct{}{}
	defer func() { <-asking }()
	d := x.desks.Get().(*desk)
	defer func() {
		d.clear()
		x.desks.Put(d)
	}()
	today := x.on(q.Today)
	base, partly := today.listed, false
	byWords := strings.TrimSpace(q.Words) != ""
	if byWords {
		base, partly = x.match(x.understand(q.Words), d)
		base.InPlaceIntersection(today.listed)
	}
	if q.From != nil && q.Within > 0 {
		base = x.near(base, *q.From, q.Within)
	}
	found, others := x.filter(q, today, base)
	answer := &Answer{Total: int(found.Count()), Partly: partly}
	x.count(answer, today, found, others)
	answer.Pages = (answer.Total + q.Size - 1) / q.Size
	answer.Page = max(min(q.Page, answer.Pages), 1)
	for _, slot := range x.page(q, found, answer, byWords, d) {
		answer.Hits = append(answer.Hits, x.hit(q, slot))
	}
	return answer
}

func (x *Index) hit(q Question, slot uint32) Hit {
	document := x.documents[slot]
	hit := Hit{Entry: document.Entry, Capacity: document.CapacityOn(q.Today), Km: -1}
	if q.From != nil && len(document.vectors) > 0 {
		hit.Km = kilometres(nearest(document.vectors, vectorOf(*q.From)))
	}
	return hit
}

// near keeps those with a location within the distance.
func (x *Index) near(base *bitset.BitSet, from Point, km float64) *bitset.BitSet {
	kept := bitset.New(base.Len())
	center, most := vectorOf(from), apartFor(km)
	for slot := range base.EachSet() {
		if nearest(x.documents[slot].vectors, center) <= most {
			kept.Set(slot)
		}
	}
	return kept
}

// filter gives what fits the choices in every group and, for each group with a
// choice, what fits the choices in the others.
func (x *Index) filter(q Question, today *day, base *bitset.BitSet) (found *bitset.BitSet, others [Groups]*bitset.BitSet) {
	var fits [Groups]*bitset.BitSet
	found = base
	for group := range Groups {
		if len(q.Chosen[group]) == 0 {
			continue
		}
		fits[group] = bitset.New(uint(len(x.documents)))
		for _, value := range q.Chosen[group] {
			if set := x.set(today, group, value); set != nil {
				fits[group].InPlaceUnion(set)
			}
		}
		found = found.Intersection(fits[group])
	}
	for group := range Groups {
		if fits[group] == nil {
			continue
		}
		others[group] = base
		for other := range Groups {
			if other != group && fits[other] != nil {
				others[group] = others[group].Intersection(fits[other])
			}
		}
	}
	return found, others
}

// count fills the counts per value.
func (x *Index) count(answer *Answer, today *day, found *bitset.BitSet, others [Groups]*bitset.BitSet) {
	for group := range Groups {
		among := found
		if others[group] != nil {
			among = others[group]
		}
		values := x.values[group]
		if group == Capacity {
			values = today.capacity
		}
		answer.Counts[group] = make(map[string]int, len(values))
		for value, set := range values {
			if count := among.IntersectionCardinality(set); count > 0 {
				answer.Counts[group][value] = int(count)
			}
		}
	}
}

func (x *Index) set(today *day, group Group, value string) *bitset.BitSet {
	if group == Capacity {
		return today.capacity[value]
	}
	return x.values[group][value]
}

// day is what depends on the date.
type day struct {
	date     workday.Date
	listed   *bitset.BitSet // contract has started
	capacity map[string]*bitset.BitSet
}

// on gives the day; it is worked out once for each.
func (x *Index) on(date workday.Date) *day {
	if known := x.today.Load(); known != nil && known.date == date {
		return known
	}
	size := uint(len(x.documents))
	made := &day{date: date, listed: bitset.New(size), capacity: map[string]*bitset.BitSet{}}
	for _, value := range []string{CapacityOpen, CapacityWaiting, CapacityClosed} {
		made.capacity[value] = bitset.New(size)
	}
	for slot, document := range x.documents {
		if document == nil || date.Before(document.FindableFrom) {
			continue
		}
		made.listed.Set(uint(slot))
		if set := made.capacity[document.CapacityOn(date)]; set != nil {
			set.Set(uint(slot))
		}
	}
	x.today.Store(made)
	return made
}

// Listed reports whether the provider is findable on the day.
func (e *Entry) Listed(date workday.Date) bool { return !date.Before(e.FindableFrom) }
