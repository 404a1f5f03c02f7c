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
	places  map[string]string // name as placeKey makes it, to municipality code
	words   spelling          // of phrases and places
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
	known := map[string]bool{}
	for name, municipality := range places {
		for _, words := range writings(wordsOf(name)) {
			v.places[placeKey(words)] = municipality
			v.longest = max(v.longest, len(words))
		}
		if words := wordsOf(name); len(words) == 1 {
			known[words[0]] = true
		}
	}
	for _, group := range synonyms {
		for i := range group {
			v.add(group, i)
		}
	}
	slices.SortStableFunc(v.phrases, func(a, b phrase) int { return len(b.stems) - len(a.stems) })
	for _, group := range synonyms {
		for _, phrase := range group {
			for _, word := range telling(wordsOf(phrase)) {
				known[word] = true
			}
		}
	}
	v.words = spellingOf(known)
	return v
}

// writings gives the ways in which people write the name of a place: Horst aan de
// Maas, Horst a/d Maas, Horst ad Maas; Peel en Maas, Peel & Maas.
func writings(words []string) [][]string {
	all := [][]string{words}
	name := strings.Join(words, " ")
	for long, short := range map[string][]string{" aan de ": {" a d ", " ad ", " "}, " en ": {" "}} {
		for _, way := range short {
			if written := strings.Replace(name, long, way, 1); written != name {
				all = append(all, strings.Fields(written))
			}
		}
	}
	return all
}

// placeKey makes names of places comparable: Meyel is Meijel.
func placeKey(words []string) string {
	return strings.ReplaceAll(strings.Join(words, " "), "ij", "y")
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

// placeAt gives the municipality of the longest place name or postcode that these
// words begin with, "" when there is none.
func (v *Vocabulary) placeAt(words []string) (municipality string, length int) {
	for length := min(v.longest, len(words)); length > 0; length-- {
		code := v.places[placeKey(words[:length])]
		if code == "" {
			continue
		}
		if length == 1 && len(words) > 1 && isDigits(words[0]) && len(words[1]) == postcodeLetters {
			length++ // 5801 AB
		}
		return code, length
	}
	return "", 0
}

// postcodeLetters stand behind the digits of a postcode.
const postcodeLetters = 2

func isDigits(word string) bool { return strings.Trim(word, "0123456789") == "" }

// headOf gives the phrases that mean the same as the word that a compound begins
// with: magazijnwerk is about what magazijn is about.
func (v *Vocabulary) headOf(word string) (others [][]string) {
	for at := len(word) - splitLetters; at >= headLetters; at-- {
		if others, _ := v.phraseAt([]string{stemOf(strings.ToValidUTF8(word[:at], ""))}); len(others) > 0 {
			return others
		}
	}
	return nil
}

// headLetters is the shortest beginning that says what a compound is about.
const headLetters = 5

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
