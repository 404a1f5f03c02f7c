package finding

import (
	"bytes"
	"maps"
	"slices"

	"github.com/blevesearch/vellum"
)

// spelling is a list of words that typed ones are put right by.
type spelling struct{ fst *vellum.FST }

// Words shorter than this are too easily another word.
const rightLetters = 5

func spellingOf(known map[string]bool) spelling {
	var sorted bytes.Buffer
	build, err := vellum.New(&sorted, nil)
	if err != nil {
		panic(err) // cannot happen: it writes to memory
	}
	for _, word := range slices.Sorted(maps.Keys(known)) {
		if len(word) < rightLetters || isDigits(word) {
			continue
		}
		if err := build.Insert([]byte(word), 0); err != nil {
			panic(err) // cannot happen: they are in order
		}
	}
	if err := build.Close(); err != nil {
		panic(err) // cannot happen: it writes to memory
	}
	fst, err := vellum.Load(sorted.Bytes())
	if err != nil {
		panic(err) // cannot happen: it was just made
	}
	return spelling{fst}
}

// right gives the word of the list that is one typing error away: the first one
// with the same beginning, else the first. "" when there is none.
func (s spelling) right(word string) string {
	if len(word) < rightLetters {
		return ""
	}
	automaton, err := typing[0].BuildDfa(word, 1)
	if err != nil {
		return ""
	}
	var best string
	found, err := s.fst.Search(automaton, nil, nil)
	for ; err == nil; err = found.Next() {
		near, _ := found.Current()
		if best == "" || near[0] == word[0] && best[0] != word[0] {
			best = string(near)
		}
	}
	return best
}
