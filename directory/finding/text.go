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

// wordsOf gives the folded words of a text.
func wordsOf(text string) []string {
	words := strings.FieldsFunc(Fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for i, word := range words {
		if len(word) > lettersMax {
			words[i] = strings.ToValidUTF8(word[:lettersMax], "")
		}
	}
	return words
}

// stemOf takes a folded word back to its Dutch stem.
func stemOf(word string) string {
	env := snowballstem.NewEnv(word)
	dutch.Stem(env)
	return env.Current()
}

// sortKey is what the alphabetical order compares.
func sortKey(name string) string { return strings.Join(wordsOf(name), " ") }
