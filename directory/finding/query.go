package finding

import "slices"

// clause is one thing that was asked. What fits any of its alternatives fits it.
type clause struct {
	alternatives []alternative
}

// alternative is a row of words that must all be there, or a municipality.
type alternative struct {
	weight       float32
	words        [][]weighted
	municipality string
}

// What it is worth to work in the place that was asked for, and how little its
// name says when it stands in a text or a name.
const (
	inMunicipality = 4
	inPlaceName    = 0.2
)

// understand reads typed words: places, phrases that mean the same, words. Each
// becomes a clause.
func (x *Index) understand(typed string) []clause {
	words := wordsOf(typed)
	words = words[:min(len(words), wordsMost)]
	var clauses []clause
	for len(words) > 0 {
		made, length := x.next(words)
		if len(made.alternatives) > 0 {
			clauses = append(clauses, made)
		}
		words = words[length:]
	}
	return clauses
}

// next makes a clause of the first words and tells how many it took; one
// without alternatives for a word that says nothing.
func (x *Index) next(words []string) (clause, int) {
	words = x.putRight(words)
	if municipality, length := x.vocabulary.placeAt(words); length > 0 {
		return clause{[]alternative{
			{weight: exact, municipality: municipality}, {weight: inPlaceName, words: x.known(telling(words[:length]))},
		}}, length
	}
	rest, skipped := firstTelling(words)
	if skipped > 0 {
		return clause{}, skipped
	}
	others, length := x.vocabulary.phraseAt(stemsOf(rest))
	if length == 0 && !x.knows(words[0]) {
		others = x.vocabulary.headOf(words[0])
	}
	asked := x.known
	if len(others) == 0 {
		asked = x.all // nobody listed it, so what it means is guessed
	}
	length = max(length, 1)
	made := clause{[]alternative{{weight: worthOf(exact, length), words: asked(rest[:length])}}}
	for _, other := range others {
		made.alternatives = append(made.alternatives, alternative{weight: worthOf(synonym, len(other)), words: x.known(other)})
	}
	return made, spanOf(words, length)
}

// putRight gives the words with the first one as the region writes it, when nobody
// uses it as it was typed.
func (x *Index) putRight(words []string) []string {
	if _, place := x.vocabulary.placeAt(words); place > 0 || stopWords[words[0]] || x.knows(words[0]) {
		return words
	}
	right := x.vocabulary.words.right(words[0])
	if right == "" {
		return words
	}
	return append([]string{right}, words[1:]...)
}

// knows reports whether somebody uses the word, or one that begins or ends with it.
func (x *Index) knows(word string) bool { return len(x.words.expand(word, x.used)) > 0 }

// worthOf is the weight of an alternative: a row of words may stand apart in a
// text, and then says less.
func worthOf(weight float32, words int) float32 {
	if words > 1 {
		return min(weight, apart)
	}
	return weight
}

// firstTelling skips words that say nothing, and gives the telling ones that
// follow.
func firstTelling(words []string) (rest []string, skipped int) {
	for skipped < len(words) && stopWords[words[skipped]] {
		skipped++
	}
	if skipped > 0 {
		return nil, skipped
	}
	return telling(words), 0
}

// spanOf tells how many words to pass for a number of telling ones.
func spanOf(words []string, tellingWords int) int {
	for at, word := range words {
		if !stopWords[word] {
			tellingWords--
		}
		if tellingWords == 0 {
			return at + 1
		}
	}
	return len(words)
}

// all looks up each word.
func (x *Index) all(words []string) [][]weighted {
	found := make([][]weighted, 0, len(words))
	for _, word := range words {
		found = append(found, x.meanings(word)...)
	}
	return found
}

// known looks up words of the region's own list: those need no guessing. A row of
// words must be there as they are: an "eigen bedrijf" is no leerwerkbedrijf.
func (x *Index) known(words []string) [][]weighted {
	found := make([][]weighted, 0, len(words))
	for _, word := range words {
		terms := x.words.expand(word, x.used)
		if len(words) > 1 {
			terms = slices.DeleteFunc(terms, func(w weighted) bool { return w.weight < exact })
		}
		found = append(found, terms)
	}
	return found
}

// meanings gives the terms for one word: the word and longer ones, else its two
// halves, else words that look like it, else the word that it begins with. A word
// that nobody uses gives one empty list, which nothing fits.
func (x *Index) meanings(word string) [][]weighted {
	if found := x.words.expand(word, x.used); len(found) > 0 {
		return [][]weighted{found}
	}
	if parts := x.words.split(word, x.used); parts != nil {
		return [][]weighted{x.words.expand(parts[0], x.used), x.words.expand(parts[1], x.used)}
	}
	if found := x.words.similar(word, x.used); len(found) > 0 {
		return [][]weighted{found}
	}
	return [][]weighted{x.words.head(word, x.used)}
}

func (x *Index) used(term uint32) bool {
	return int(term) < len(x.postings) && len(x.postings[term]) > 0
}

// hopeless reports whether nothing can fit the alternative.
func (a alternative) hopeless() bool {
	return a.municipality == "" && (len(a.words) == 0 ||
		slices.ContainsFunc(a.words, func(terms []weighted) bool { return len(terms) == 0 }))
}
