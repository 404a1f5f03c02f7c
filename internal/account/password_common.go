package account

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// commonList holds passwords that many people use, one on each line: all of
// twelve characters and more of two public lists, and the words that shorter ones
// are made of. docs/decisions/accounts.md names the source and its licence.
//
//go:embed common_passwords.txt
var commonList string

// commonWords are words that people here reach for besides.
var commonWords = []string{
	"welkom", "wachtwoord", "geheim", "inloggen", "aanbieder", "aanbieders", "aanbiedersportaal", "portaal", "gemeente",
	"limburg", "venlo", "venray", "peelenmaas", "beesel", "bergen", "gennep", "horst", "januari", "februari", "maart",
	"april", "juni", "juli", "augustus", "september", "oktober", "november", "december", "lente", "zomer", "herfst", "winter",
}

var common = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for line := range strings.Lines(commonList) {
		all[strings.TrimSpace(line)] = true
	}
	for _, word := range commonWords {
		all[word] = true
	}
	return all
})

// padding is how many digits and signs around a common word still make it a
// common password, such as Welkom2026!!.
const padding = 8

// isCommon reports whether a password is among the first that anybody would try:
// on the list, a word of it with digits or signs around it, one or two words of it
// twice, or a row such as 123456789012 (ASVS 6.2.4, 6.2.12).
func isCommon(password string) bool {
	plain := strings.ToLower(password)
	core := strings.TrimFunc(plain, func(r rune) bool { return !unicode.IsLetter(r) })
	padded := utf8.RuneCountInString(plain)-utf8.RuneCountInString(core) <= padding
	return common()[plain] || padded && common()[core] || repeats(plain) || padded && repeats(core) || isRow(plain)
}

// repeats reports whether the text is one piece of at most eight characters,
// again and again.
func repeats(text string) bool {
	runes := []rune(text)
	for size := 1; size <= 8 && size <= len(runes)/2; size++ {
		same := true
		for i := size; i < len(runes) && same; i++ {
			same = runes[i] == runes[i-size]
		}
		if same {
			return true
		}
	}
	return false
}

// isRow reports whether each character follows the one before, up or down; after
// the 9 comes the 0.
func isRow(text string) bool {
	runes := []rune(text)
	up, down := true, true
	for i := 1; i < len(runes); i++ {
		step := runes[i] - runes[i-1]
		up = up && (step == 1 || runes[i-1] == '9' && runes[i] == '0')
		down = down && (step == -1 || runes[i-1] == '0' && runes[i] == '9')
	}
	return up || down
}

// ownLetters is how many letters a password must have besides what others know
// of its owner.
const ownLetters = 4

// isOwn reports whether a password is made of what others know of its owner:
// name, address, organisation (ASVS 6.2.11).
func isOwn(password string, known []string) bool {
	rest, found := strings.ToLower(password), false
	for _, text := range known {
		for _, word := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) }) {
			if utf8.RuneCountInString(word) >= 3 && strings.Contains(rest, word) {
				rest, found = strings.ReplaceAll(rest, word, " "), true
			}
		}
	}
	letters := 0
	for _, r := range rest {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return found && letters < ownLetters
}
