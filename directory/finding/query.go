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

// inMunicipality is what it is worth to work in the place that was asked for.
const inMunicipality = 4

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
	if municipality, length := x.vocabulary.placeAt(words); length > 0 {
		return clause{[]alternative{
			{weight: exact, municipality: municipality}, {weight: exact, words: x.all(telling(words[:length]))},
		}}, length
	}
	rest, skipped := firstTelling(words)
	if skipped > 0 {
		return clause{}, skipped
	}
	others, length := x.vocabulary.phraseAt(stemsOf(rest))
	length = max(length, 1)
	made := clause{[]alternative{{weight: exact, words: x.all(rest[:length])}}}
	for _, other := range others {
		made.alternatives = append(made.alternatives, alternative{weight: synonym, words: x.known(other)})
	}
	return made, spanOf(words, length)
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

// known looks up words of the region's own list: those need no guessing.
func (x *Index) known(words []string) [][]weighted {
	found := make([][]weighted, 0, len(words))
	for _, word := range words {
		found = append(found, x.words.expand(word, x.used))
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
