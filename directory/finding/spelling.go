package finding

import (
	"bytes"
	"maps"
	"slices"

	"github.com/blevesearch/vellum"
	lru "github.com/hashicorp/golang-lru/v2"
)

// spelling is a list of words that typed ones are put right by, with what was put
// right already: an automaton takes 100 kB for each word.
type spelling struct {
	fst   *vellum.FST
	known *lru.Cache[string, string]
}

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
	made, err := lru.New[string, string](mistakesKept)
	if err != nil {
		panic(err) // cannot happen: the size is positive
	}
	return spelling{fst, made}
}

// right gives the word of the list that is one typing error away: the first one
// with the same beginning, else the first. "" when there is none, and when the
// word stands in the list as it is.
func (s spelling) right(word string) string {
	if listed, err := s.fst.Contains([]byte(word)); listed || err != nil || len(word) < rightLetters {
		return ""
	}
	if best, known := s.known.Get(word); known {
		return best
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
	s.known.Add(word, best)
	return best
}
