package finding

import (
	"bytes"
	"maps"
	"slices"
	"strings"

	"github.com/blevesearch/vellum"
	"github.com/blevesearch/vellum/levenshtein"
	lru "github.com/hashicorp/golang-lru/v2"
)

// How much a word counts that is not the word itself.
const (
	exact     = 1.0
	beginning = 0.5 // jobcoach in jobcoaching
	ending    = 0.4 // coach in jobcoach
	misspelt  = 0.6
	synonym   = 0.5
	apart     = 0.4 // a row of words, which may stand apart
)

// Parts of a compound shorter than this say too little.
const (
	beginLetters = 4
	endLetters   = 4
	splitLetters = 3
)

// mistakesKept bounds the memory for words with typing errors: about 100 bytes each.
const mistakesKept = 4096

// dictionary holds every word of the index by its folded form. Words with the
// same stem are one term.
type dictionary struct {
	terms map[string]uint32 // by stem
	words map[string]uint32 // word to term
	tails []tail            // the words in the order of their last letters
	fst   *vellum.FST       // the words in order, for beginnings and typing errors

	mistakes *lru.Cache[mistake, []uint32]
}

// tail is a word written backwards.
type tail struct {
	word string
	term uint32
}

// weighted is a term that stands for a word of the question.
type weighted struct {
	term   uint32
	weight float32
}

// typing finds words at one and two typing errors; two swapped letters are one.
var typing = [...]*levenshtein.LevenshteinAutomatonBuilder{builder(1), builder(2)}

func builder(errors uint8) *levenshtein.LevenshteinAutomatonBuilder {
	made, err := levenshtein.NewLevenshteinAutomatonBuilder(errors, true)
	if err != nil {
		panic(err) // cannot happen: both numbers are supported
	}
	return made
}

// add gives the term of a word, a new one when needed.
func (d *dictionary) add(word string) uint32 {
	if term, known := d.words[word]; known {
		return term
	}
	stem := stemOf(word)
	term, known := d.terms[stem]
	if !known {
		term = uint32(len(d.terms))
		d.terms[stem] = term
	}
	d.words[word] = term
	return term
}

// copy gives a dictionary that may be added to.
func (d *dictionary) copy() *dictionary {
	return &dictionary{terms: maps.Clone(d.terms), words: maps.Clone(d.words)}
}

// finish prepares the look-ups by beginning, ending and typing error.
func (d *dictionary) finish() error {
	d.tails = make([]tail, 0, len(d.words))
	for word, term := range d.words {
		d.tails = append(d.tails, tail{backwards(word), term})
	}
	slices.SortFunc(d.tails, func(a, b tail) int { return strings.Compare(a.word, b.word) })
	var sorted bytes.Buffer
	build, err := vellum.New(&sorted, nil)
	if err != nil {
		return err
	}
	for _, word := range slices.Sorted(maps.Keys(d.words)) {
		if err := build.Insert([]byte(word), uint64(d.words[word])); err != nil {
			return err
		}
	}
	if err := build.Close(); err != nil {
		return err
	}
	if d.fst, err = vellum.Load(sorted.Bytes()); err != nil {
		return err
	}
	d.mistakes, err = lru.New[mistake, []uint32](mistakesKept)
	return err
}

// expand gives the terms that a word may mean, each once: the word, longer words
// that begin or end with it. used reports whether a term is in use.
func (d *dictionary) expand(word string, used func(uint32) bool) []weighted {
	var found []weighted
	term, known := d.words[word]
	if !known {
		term, known = d.terms[stemOf(word)]
	}
	if known && used(term) {
		found = append(found, weighted{term, exact})
	}
	if len(word) >= beginLetters {
		begin := commonBeginning(word, stemOf(word))
		if len(begin) < beginLetters {
			begin = word
		}
		d.within([]byte(begin), func(longer uint32) { found = with(found, longer, beginning, used) })
	}
	for _, end := range []string{word, stemOf(word)} {
		d.endingWith(end, func(longer uint32) { found = with(found, longer, ending, used) })
	}
	return found
}

// endingWith visits the words that end so and have a whole word before it.
func (d *dictionary) endingWith(end string, visit func(uint32)) {
	if len(end) < endLetters {
		return
	}
	turned := backwards(end)
	at, _ := slices.BinarySearchFunc(d.tails, turned, func(t tail, turned string) int { return strings.Compare(t.word, turned) })
	for ; at < len(d.tails) && strings.HasPrefix(d.tails[at].word, turned); at++ {
		if len(d.tails[at].word) >= len(turned)+splitLetters {
			visit(d.tails[at].term)
		}
	}
}

// backwards turns the letters around.
func backwards(word string) string {
	letters := []rune(word)
	slices.Reverse(letters)
	return string(letters)
}

func with(found []weighted, term uint32, weight float32, used func(uint32) bool) []weighted {
	if !used(term) || slices.ContainsFunc(found, func(w weighted) bool { return w.term == term }) {
		return found
	}
	return append(found, weighted{term, weight})
}

// within walks over the words that begin so.
func (d *dictionary) within(begin []byte, visit func(uint32)) {
	end := append(bytes.Clone(begin), 0xFF)
	words, err := d.fst.Iterator(begin, end)
	for ; err == nil; err = words.Next() {
		_, term := words.Current()
		visit(uint32(term))
	}
}

// similar gives the words with the fewest typing errors: one in short words, at
// most two in long ones.
func (d *dictionary) similar(word string, used func(uint32) bool) []weighted {
	for i := range typing {
		if len(word) < 4+4*i {
			return nil
		}
		var found []weighted
		for _, term := range d.misspelt(word, i) {
			found = with(found, term, misspelt, used)
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// mistake is a word that is asked for and the typing errors it is looked up with.
type mistake struct {
	word   string
	typing int // index in typing
}

// misspelt gives the terms of the words that this may be with its typing errors.
// The automaton takes 100 kB and more for each word, so what it found is kept.
func (d *dictionary) misspelt(word string, errors int) []uint32 {
	key := mistake{word, errors}
	if known, ok := d.mistakes.Get(key); ok {
		return known
	}
	automaton, err := typing[errors].BuildDfa(word, uint8(errors+1))
	if err != nil {
		return nil // a word too long for it
	}
	var terms []uint32
	words, err := d.fst.Search(automaton, nil, nil)
	for ; err == nil; err = words.Next() {
		_, term := words.Current()
		terms = append(terms, uint32(term))
	}
	d.mistakes.Add(key, terms)
	return terms
}

// split takes a compound apart into two words that are in use, the later the
// break the better; nil when that cannot be.
func (d *dictionary) split(word string, used func(uint32) bool) []string {
	known := func(part string) bool {
		term, ok := d.words[part]
		return ok && used(term)
	}
	for at := len(word) - splitLetters; at >= splitLetters; at-- {
		head, tail := word[:at], word[at:]
		if !known(tail) {
			continue
		}
		for _, link := range []string{"", "s", "en", "e"} {
			if trimmed, ok := strings.CutSuffix(head, link); ok && len(trimmed) >= splitLetters && known(trimmed) {
				return []string{trimmed, tail}
			}
		}
	}
	return nil
}

// head gives the longest word in use that an unknown word begins with, when it is
// a good part of it: tuin for tuinieren.
func (d *dictionary) head(word string, used func(uint32) bool) []weighted {
	for at := len(word) - 1; at >= beginLetters && 5*at >= 2*len(word); at-- {
		term, known := d.words[word[:at]]
		if !known {
			term, known = d.terms[word[:at]]
		}
		if known && used(term) {
			return d.expand(word[:at], used)
		}
	}
	return nil
}

func commonBeginning(a, b string) string {
	at := 0
	for at < len(a) && at < len(b) && a[at] == b[at] {
		at++
	}
	return strings.ToValidUTF8(a[:at], "")
}
