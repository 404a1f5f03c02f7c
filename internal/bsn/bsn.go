// Package bsn recognises citizen service numbers in free text, so that they can
// be refused (T2, BSN-2, BSN-3). It never gives the number back.
package bsn

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

var (
	// candidate is a run of digits that may be grouped with a few spaces, dots
	// or hyphens, as people write numbers: 123456782, 1234.56.782, 123 - 456 782.
	candidate = regexp.MustCompile(`\d(?:[ \t.-]{0,3}\d){7,}`)
	// marked is a word that says that the eight digits after or before it are a
	// number without its leading zero.
	marked = regexp.MustCompile(`(?i)\b(bsn|burgerservicenummer|sofi|sofinummer)\b`)
)

// near is how many bytes around eight digits are searched for the marking word.
const near = 40

// In reports whether the text holds a BSN: nine digits that pass the 11-proef,
// or eight that pass it with a leading zero, beside a word such as "bsn".
// RSIN numbers have the same shape and are refused too (BSN-5).
// Digits of other scripts and other kinds of spaces and dashes count as plain
// ones; what cannot be seen does not count at all.
func In(text string) bool {
	text = strings.Map(plain, norm.NFKC.String(text))
	for _, span := range candidate.FindAllStringIndex(text, -1) {
		digits := onlyDigits(text[span[0]:span[1]])
		if len(digits) == 9 && elevenProof(digits) {
			return true
		}
		if len(digits) == 8 && elevenProof("0"+digits) && markedNear(text, span) {
			return true
		}
		if len(digits) > 9 && groupedInside(text[span[0]:span[1]]) {
			return true
		}
	}
	return false
}

// plain makes one kind of digits, dashes and spaces of a text.
func plain(r rune) rune {
	switch {
	case r <= '~':
		return r
	case unicode.Is(unicode.Nd, r): // ten in a row, from nought to nine
		zero := r
		for zero > r-9 && unicode.Is(unicode.Nd, zero-1) {
			zero--
		}
		return '0' + (r-zero)%10
	case unicode.Is(unicode.Pd, r), r == '\u2212', r == '\u00b7', r == '\u2022':
		return '-'
	case unicode.IsSpace(r):
		return ' '
	case unicode.In(r, unicode.Cf, unicode.Cc):
		return -1
	}
	return r
}

// groupedInside looks at the parts of a longer run, because two numbers may
// stand beside each other with only a space between: "123456782 0612345678".
func groupedInside(run string) bool {
	parts := strings.Fields(run)
	for _, part := range parts {
		if digits := onlyDigits(part); len(digits) == 9 && elevenProof(digits) {
			return true
		}
	}
	for i := 0; i+2 < len(parts); i++ {
		digits := onlyDigits(parts[i] + parts[i+1] + parts[i+2])
		if len(parts[i]) == 3 && len(parts[i+1]) == 3 && len(digits) == 9 && elevenProof(digits) {
			return true
		}
	}
	return false
}

func markedNear(text string, span []int) bool {
	return marked.MatchString(text[max(0, span[0]-near):min(len(text), span[1]+near)])
}

func onlyDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}

// elevenProof is the check on nine digits: weights 9 to 2 and −1, sum divisible
// by eleven, not all zeroes.
func elevenProof(digits string) bool {
	sum := -int(digits[8] - '0')
	for i := range 8 {
		sum += (9 - i) * int(digits[i]-'0')
	}
	return sum%11 == 0 && digits != "000000000"
}
