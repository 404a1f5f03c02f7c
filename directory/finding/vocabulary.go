package finding

import (
	"hash/fnv"
	"slices"
	"strings"
)

// Vocabulary is what the region knows besides its providers: words that mean the
// same, and the municipality of every village.
type Vocabulary struct {
	phrases []phrase
	places  map[string]string // folded name to municipality code
	longest int               // words of the longest phrase or place
	state   uint64
}

// phrase is a row of words with the other phrases that mean the same.
type phrase struct {
	stems  []string
	others [][]string // words
}

// NewVocabulary reads groups of phrases that mean the same, and places with the
// code of their municipality. state tells versions of these lists apart.
func NewVocabulary(synonyms [][]string, places map[string]string, state uint64) *Vocabulary {
	v := &Vocabulary{places: make(map[string]string, len(places)), state: state}
	for name, municipality := range places {
		words := wordsOf(name)
		v.places[strings.Join(words, " ")] = municipality
		v.longest = max(v.longest, len(words))
	}
	for _, group := range synonyms {
		for i := range group {
			v.add(group, i)
		}
	}
	slices.SortStableFunc(v.phrases, func(a, b phrase) int { return len(b.stems) - len(a.stems) })
	return v
}

func (v *Vocabulary) add(group []string, i int) {
	entry := phrase{stems: stemsOf(telling(wordsOf(group[i])))}
	for j, other := range group {
		if words := telling(wordsOf(other)); j != i && len(words) > 0 {
			entry.others = append(entry.others, words)
		}
	}
	if len(entry.stems) > 0 && len(entry.others) > 0 {
		v.phrases = append(v.phrases, entry)
		v.longest = max(v.longest, len(entry.stems))
	}
}

// phraseAt gives every phrase that stands at the beginning of these words, with
// how many words it takes: the longest length only.
func (v *Vocabulary) phraseAt(stems []string) (others [][]string, length int) {
	for _, known := range v.phrases {
		if len(known.stems) < length {
			break
		}
		if len(known.stems) <= len(stems) && slices.Equal(known.stems, stems[:len(known.stems)]) {
			others, length = append(others, known.others...), len(known.stems)
		}
	}
	return others, length
}

// placeAt gives the municipality of the longest place name that these words
// begin with, "" when there is none.
func (v *Vocabulary) placeAt(words []string) (municipality string, length int) {
	for length := min(v.longest, len(words)); length > 0; length-- {
		if code := v.places[strings.Join(words[:length], " ")]; code != "" {
			return code, length
		}
	}
	return "", 0
}

// telling leaves out words that say nothing.
func telling(words []string) []string {
	return slices.DeleteFunc(slices.Clone(words), func(word string) bool { return stopWords[word] })
}

func stemsOf(words []string) []string {
	stems := make([]string, len(words))
	for i, word := range words {
		stems[i] = stemOf(word)
	}
	return stems
}

// StateOf makes a state of any text.
func StateOf(text string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(text)) // never fails
	return h.Sum64()
}
