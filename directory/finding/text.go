package finding

import (
	_ "embed"
	"strings"
	"unicode"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/dutch"
	"golang.org/x/text/unicode/norm"
)

// What is read of a question: nobody types more, and it bounds the work.
const (
	wordsMost  = 24 // of a question
	lettersMax = 40 // of a word, in bytes
)

//go:embed stopwords.txt
var stopList string

// stopWords say nothing about what somebody looks for: "ik zoek iemand die".
var stopWords = func() map[string]bool {
	words := map[string]bool{}
	for line := range strings.Lines(stopList) {
		for _, word := range strings.Fields(line) {
			words[word] = true
		}
	}
	return words
}()

// letters that do not fall apart into a plain one and an accent.
var letters = strings.NewReplacer("ı", "i", "ł", "l", "ø", "o", "đ", "d", "ß", "ss", "æ", "ae", "œ", "oe", "ð", "d", "þ", "th", "’", "", "'", "")

// Fold makes texts comparable: lower case and no accents.
func Fold(text string) string {
	return strings.Map(func(r rune) rune {
		if r > 0x2FF && r < 0x370 { // combining marks
			return -1
		}
		return r
	}, norm.NFKD.String(letters.Replace(strings.ToLower(strings.ToValidUTF8(text, " ")))))
}

// wordsOf gives the folded words of a text. A number at the beginning of a word
// stands apart: 5801 AB and 5801AB, 50 plus and 50plus are the same.
func wordsOf(text string) []string {
	words := strings.FieldsFunc(Fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	apart := make([]string, 0, len(words))
	for _, word := range words {
		if len(word) > lettersMax {
			word = strings.ToValidUTF8(word[:lettersMax], "")
		}
		if rest := strings.TrimLeft(word, "0123456789"); len(rest) > 1 && len(rest) < len(word) {
			apart = append(apart, word[:len(word)-len(rest)])
			word = rest
		}
		apart = append(apart, word)
	}
	return apart
}

// stems are those of words that the rules take for another word: older people for
// parents.
var stems = map[string]string{"ouderen": "oudere", "oudere": "oudere"}

// stemOf takes a folded word back to its Dutch stem.
func stemOf(word string) string {
	if stem, known := stems[word]; known {
		return stem
	}
	env := snowballstem.NewEnv(word)
	dutch.Stem(env)
	return env.Current()
}

// sortKey is what the alphabetical order compares.
func sortKey(name string) string { return strings.Join(wordsOf(name), " ") }
