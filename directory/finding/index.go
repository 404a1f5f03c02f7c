package finding

import (
	"cmp"
	"hash/fnv"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/bits-and-blooms/bitset"
	"github.com/google/uuid"

	"providerportal/internal/workday"
)

// Index answers questions. It never changes: With makes the next one, which
// shares what stayed the same.
type Index struct {
	vocabulary *Vocabulary
	words      *dictionary
	postings   [][]posting // by term
	documents  []*document // by slot; nil where nothing stands
	slots      map[uuid.UUID]uint32
	order      []uint32 // slots by name
	place      []uint32 // by slot: where it stands in order
	values     [Groups]map[string]*bitset.BitSet
	state      uint64 // the same for indexes of the same rows

	today atomic.Pointer[day]
	desks *sync.Pool // of *desk, for the size of this index
}

// posting says how much a term matters in a document.
type posting struct {
	slot  uint32
	worth float32
}

// document is an entry with what the index needs to take it out again.
type document struct {
	*Entry
	key     string // of the order
	terms   []uint32
	vectors []vector
}

// How much a word matters by where it stands.
const (
	inName    = 8
	inAbout   = 4
	inMission = 3
	inBody    = 1.5
)

// New makes the index of all entries.
func New(entries []*Entry, vocabulary *Vocabulary) (*Index, error) {
	empty := &Index{
		vocabulary: vocabulary, words: &dictionary{terms: map[string]uint32{}, words: map[string]uint32{}},
		slots: map[uuid.UUID]uint32{},
	}
	return empty.With(entries, nil, vocabulary)
}

// Len is how many entries there are.
func (x *Index) Len() int { return len(x.order) }

// State tells indexes apart: two with the same rows, versions and vocabulary
// have the same state, also on different machines.
func (x *Index) State() uint64 { return x.state ^ x.vocabulary.state }

// Vocabulary gives the synonyms and places that the index was made with.
func (x *Index) Vocabulary() *Vocabulary { return x.vocabulary }

// Entry gives the entry with this id, nil when there is none.
func (x *Index) Entry(id uuid.UUID) *Entry {
	if slot, known := x.slots[id]; known {
		return x.documents[slot].Entry
	}
	return nil
}

// With gives the index after entries were added or changed and others were
// removed.
func (x *Index) With(changed []*Entry, removed []uuid.UUID, vocabulary *Vocabulary) (*Index, error) {
	next := x.copy(vocabulary)
	edit := &edit{next: next, gone: map[uint32][]uint32{}, come: map[uint32][]posting{}}
	for slot, document := range next.documents {
		if document == nil {
			edit.free = append(edit.free, uint32(slot))
		}
	}
	for _, id := range removed {
		edit.remove(id)
	}
	for _, entry := range changed {
		edit.remove(entry.ID)
	}
	if len(changed) > 0 {
		next.words = x.words.copy()
	}
	for _, entry := range changed {
		edit.add(entry)
	}
	edit.finish()
	if len(next.words.words) == len(x.words.words) && x.words.fst != nil {
		next.words = x.words
		return next, nil
	}
	return next, next.words.finish()
}

// Listed gives the entries that are findable on the day, by name.
func (x *Index) Listed(date workday.Date) []*Entry {
	list := make([]*Entry, 0, len(x.order))
	for _, slot := range x.order {
		if entry := x.documents[slot].Entry; entry.Listed(date) {
			list = append(list, entry)
		}
	}
	return list
}

func (x *Index) copy(vocabulary *Vocabulary) *Index {
	next := &Index{
		vocabulary: vocabulary, words: x.words, state: x.state,
		postings: slices.Clone(x.postings), documents: slices.Clone(x.documents), order: slices.Clone(x.order),
		slots: make(map[uuid.UUID]uint32, len(x.slots)),
	}
	for id, slot := range x.slots {
		next.slots[id] = slot
	}
	for group := range x.values {
		next.values[group] = map[string]*bitset.BitSet{}
		for value, set := range x.values[group] {
			next.values[group][value] = set.Clone()
		}
	}
	return next
}

// edit gathers what changes, so that the postings of a term are copied once.
type edit struct {
	next *Index
	free []uint32
	gone map[uint32][]uint32  // slots to take out, by term
	come map[uint32][]posting // to put in, by term
}

func (e *edit) remove(id uuid.UUID) {
	slot, known := e.next.slots[id]
	if !known {
		return
	}
	x, old := e.next, e.next.documents[slot]
	for _, term := range old.terms {
		e.gone[term] = append(e.gone[term], slot)
	}
	for group := range old.Values {
		for _, value := range old.Values[group] {
			x.values[group][value].Clear(uint(slot))
		}
	}
	x.state ^= old.sum()
	x.documents[slot] = nil
	delete(x.slots, id)
	e.free = append(e.free, slot)
}

func (e *edit) add(entry *Entry) {
	x := e.next
	slot := e.slot()
	added := &document{Entry: entry, key: sortKey(entry.Name)}
	for _, point := range entry.Points {
		added.vectors = append(added.vectors, vectorOf(point))
	}
	x.documents[slot], x.slots[entry.ID] = added, slot
	for term, worth := range x.words.read(entry) {
		added.terms = append(added.terms, term)
		e.come[term] = append(e.come[term], posting{slot, worth})
	}
	entry.Line = OneLine(entry.Mission)
	entry.Mission, entry.About, entry.Body = "", "", ""
	for group := range entry.Values {
		for _, value := range entry.Values[group] {
			if x.values[group][value] == nil {
				x.values[group][value] = bitset.New(uint(len(x.documents)))
			}
			x.values[group][value].Set(uint(slot))
		}
	}
	x.state ^= added.sum()
}

// slot gives a place that is free, or a new one.
func (e *edit) slot() uint32 {
	if last := len(e.free) - 1; last >= 0 {
		slot := e.free[last]
		e.free = e.free[:last]
		return slot
	}
	e.next.documents = append(e.next.documents, nil)
	return uint32(len(e.next.documents) - 1)
}

// finish writes postings and order.
func (e *edit) finish() {
	x := e.next
	x.postings = append(x.postings, make([][]posting, max(0, len(x.words.terms)-len(x.postings)))...)
	for term, slots := range e.gone {
		x.postings[term] = without(x.postings[term], slots)
	}
	for term, more := range e.come {
		x.postings[term] = append(slices.Clip(x.postings[term]), more...)
	}
	x.order = x.order[:0]
	for slot, document := range x.documents {
		if document != nil {
			x.order = append(x.order, uint32(slot))
		}
	}
	slices.SortFunc(x.order, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(x.documents[a].key, x.documents[b].key), cmp.Compare(x.documents[a].Slug, x.documents[b].Slug))
	})
	x.place = make([]uint32, len(x.documents))
	for place, slot := range x.order {
		x.place[slot] = uint32(place)
	}
	size := len(x.documents)
	x.desks = &sync.Pool{New: func() any { return newDesk(size) }}
}

func without(list []posting, slots []uint32) []posting {
	out := make(map[uint32]bool, len(slots))
	for _, slot := range slots {
		out[slot] = true
	}
	kept := make([]posting, 0, len(list))
	for _, p := range list {
		if !out[p.slot] {
			kept = append(kept, p)
		}
	}
	return kept
}

// sum is the document's share in the state of the index.
func (d *document) sum() uint64 {
	h := fnv.New64a()
	_, _ = h.Write(d.ID[:]) // never fails
	version := uint64(d.Version)
	for range 8 {
		_, _ = h.Write([]byte{byte(version)})
		version >>= 8
	}
	return h.Sum64()
}

// read gives the terms of an entry with what they are worth: more often counts
// for more, but less and less.
func (d *dictionary) read(entry *Entry) map[uint32]float32 {
	worth := map[uint32]float32{}
	for _, part := range []struct {
		text   string
		weight float32
	}{{entry.Name, inName}, {entry.About, inAbout}, {entry.Mission, inMission}, {entry.Body, inBody}} {
		often := map[uint32]float32{}
		for _, word := range wordsOf(part.text) {
			if !stopWords[word] {
				often[d.add(word)]++
			}
		}
		for term, times := range often {
			worth[term] += part.weight * 2.2 * times / (times + 1.2)
		}
	}
	return worth
}
