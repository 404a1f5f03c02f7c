package finding

import (
	"cmp"
	"container/heap"
	"slices"
	"sort"
	"time"

	"github.com/bits-and-blooms/bitset"

	"providerportal/internal/workday"
)

// StartLetter moves through the alphabet, one letter a day, so that no name
// stands on top for ever (D7).
func StartLetter(today workday.Date) string {
	days := int(today.Start().Unix() / int64((24 * time.Hour).Seconds()))
	return string(rune('A' + days%26))
}

// start is where the order of the day begins: at the first name with its letter
// or a later one.
func (x *Index) start(today workday.Date) uint32 {
	letter := string(rune(StartLetter(today)[0] - 'A' + 'a'))
	return uint32(sort.Search(len(x.order), func(i int) bool { return x.documents[x.order[i]].key >= letter }))
}

// page gives the slots of one page in order: by distance when a place is given,
// by relevance when words were typed, else by name (D7). Who is equal stands in
// the order of the day.
func (x *Index) page(q Question, found *bitset.BitSet, answer *Answer, byWords bool, d *desk) []uint32 {
	from, to := (answer.Page-1)*q.Size, min(answer.Page*q.Size, answer.Total)
	start := x.start(q.Today)
	turn := func(slot uint32) uint32 {
		return (x.place[slot] + uint32(len(x.order)) - start) % uint32(len(x.order))
	}
	switch {
	case q.From != nil:
		center := vectorOf(*q.From)
		return first(found, from, to, turn, func(slot uint32) float64 {
			return nearest(x.documents[slot].vectors, center)
		})
	case byWords:
		return first(found, from, to, turn, func(slot uint32) float64 { return -float64(d.total.score[slot]) })
	}
	answer.Letter = StartLetter(q.Today)
	return x.named(found, from, to, start)
}

// named walks through the names from the start.
func (x *Index) named(found *bitset.BitSet, from, to int, start uint32) []uint32 {
	var page []uint32
	met := 0
	for i := 0; i < len(x.order) && met < to; i++ {
		slot := x.order[(int(start)+i)%len(x.order)]
		if !found.Test(uint(slot)) {
			continue
		}
		if met++; met > from {
			page = append(page, slot)
		}
	}
	return page
}

// ranked is a slot with what it is ordered by: the smaller, the earlier.
type ranked struct {
	value float64
	turn  uint32
	slot  uint32
}

func (r ranked) compare(other ranked) int {
	return cmp.Or(cmp.Compare(r.value, other.value), cmp.Compare(r.turn, other.turn))
}

// worst is a heap with the last one of the best on top.
type worst []ranked

func (w worst) Len() int           { return len(w) }
func (w worst) Less(i, j int) bool { return w[i].compare(w[j]) > 0 }
func (w worst) Swap(i, j int)      { w[i], w[j] = w[j], w[i] }
func (w *worst) Push(value any)    { *w = append(*w, value.(ranked)) }
func (w *worst) Pop() any {
	last := (*w)[len(*w)-1]
	*w = (*w)[:len(*w)-1]
	return last
}

// first gives the slots from one place to another, without ordering the rest.
func first(found *bitset.BitSet, from, to int, turn func(uint32) uint32, value func(uint32) float64) []uint32 {
	best := make(worst, 0, to)
	for at := range found.EachSet() {
		slot := uint32(at)
		next := ranked{value: value(slot), slot: slot}
		if len(best) == to && (to == 0 || next.value > best[0].value) {
			continue
		}
		next.turn = turn(slot)
		switch {
		case len(best) < to:
			heap.Push(&best, next)
		case next.compare(best[0]) < 0:
			best[0] = next
			heap.Fix(&best, 0)
		}
	}
	slices.SortFunc(best, ranked.compare)
	slots := make([]uint32, 0, len(best))
	for _, r := range best[min(from, len(best)):] {
		slots = append(slots, r.slot)
	}
	return slots
}
