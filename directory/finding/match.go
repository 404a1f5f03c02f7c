package finding

import (
	"math"

	"github.com/bits-and-blooms/bitset"
)

// lane is a score per slot and the slots that have one.
type lane struct {
	score   []float32
	touched []uint32
}

func (l *lane) raise(slot uint32, score float32) {
	if l.score[slot] == 0 {
		l.touched = append(l.touched, slot)
	}
	l.score[slot] = max(l.score[slot], score)
}

func (l *lane) add(slot uint32, score float32) {
	if l.score[slot] == 0 {
		l.touched = append(l.touched, slot)
	}
	l.score[slot] += score
}

func (l *lane) clear() {
	for _, slot := range l.touched {
		l.score[slot] = 0
	}
	l.touched = l.touched[:0]
}

// desk is room to work on one question; it is used again and again.
type desk struct {
	total, covered      lane // over all clauses: relevance, and the weight of what fits
	clause, word, least lane
	count               []uint8 // words that fit, while an alternative is looked at
}

func newDesk(size int) *desk {
	room := func() lane { return lane{score: make([]float32, size)} }
	return &desk{total: room(), covered: room(), clause: room(), word: room(), least: room(), count: make([]uint8, size)}
}

func (d *desk) clear() {
	d.total.clear()
	d.covered.clear()
}

// enough is the share of the best that counts when nothing fits every word.
const enough = 0.6

// match scores every document for the clauses. It gives those that fit all of
// them; when there are none, those that fit the most, and partly is true.
func (x *Index) match(clauses []clause, d *desk) (fits *bitset.BitSet, partly bool) {
	var asked float32
	for _, c := range clauses {
		asked += x.weigh(c, d)
	}
	fits = bitset.New(uint(len(x.documents)))
	var most float32
	for _, slot := range d.covered.touched {
		most = max(most, d.covered.score[slot])
	}
	if most == 0 {
		return fits, false
	}
	// Sums of the same numbers in the same order are equal to the last bit.
	least := asked
	if partly = most < asked; partly {
		least = most * enough
	}
	for _, slot := range d.covered.touched {
		if d.covered.score[slot] >= least {
			fits.Set(uint(slot))
		}
	}
	return fits, partly
}

// everywhere is the weight of a word that stands in every document, as work does.
const everywhere = 0.1

// weigh adds one clause to the scores and gives its weight: rare is heavy. A
// clause that nothing fits weighs as much as one that a single document fits.
func (x *Index) weigh(c clause, d *desk) float32 {
	for _, a := range c.alternatives {
		if !a.hopeless() {
			x.gather(a, d)
		}
	}
	n, df := float64(len(x.order)), float64(max(len(d.clause.touched), 1))
	weight := float32(math.Log((n+1)/df) + everywhere)
	for _, slot := range d.clause.touched {
		d.total.add(slot, d.clause.score[slot]*weight)
		d.covered.add(slot, weight)
	}
	d.clause.clear()
	return weight
}

// gather scores the documents that fit an alternative.
func (x *Index) gather(a alternative, d *desk) {
	switch {
	case a.municipality != "":
		if set := x.values[Municipality][a.municipality]; set != nil {
			for slot := range set.EachSet() {
				d.clause.raise(uint32(slot), a.weight*inMunicipality)
			}
		}
	case len(a.words) == 1:
		x.gatherWord(a.words[0], a.weight, &d.clause)
	default:
		x.gatherAll(a, d)
	}
}

func (x *Index) gatherWord(terms []weighted, weight float32, into *lane) {
	for _, t := range terms {
		for _, p := range x.postings[t.term] {
			into.raise(p.slot, p.worth*t.weight*weight)
		}
	}
}

// gatherAll scores what holds every word, by the worth of the least of them: a
// word in the name says little when the others stand in a text.
func (x *Index) gatherAll(a alternative, d *desk) {
	for i, terms := range a.words {
		x.gatherWord(terms, a.weight, &d.word)
		for _, slot := range d.word.touched {
			switch score := d.word.score[slot]; {
			case i == 0:
				d.least.add(slot, score)
				d.count[slot] = 1
			case int(d.count[slot]) == i:
				d.least.score[slot] = min(d.least.score[slot], score)
				d.count[slot]++
			}
		}
		d.word.clear()
	}
	for _, slot := range d.least.touched {
		if int(d.count[slot]) == len(a.words) {
			d.clause.raise(slot, d.least.score[slot])
		}
		d.count[slot] = 0
	}
	d.least.clear()
}
