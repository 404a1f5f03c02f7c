// Package traderegister says where an organisation is registered: under a KvK
// number in the Netherlands, or in the trade register of another country (OH-5).
package traderegister

import (
	"regexp"
	"strings"

	"providerportal/internal/words"
)

// Entry is an organisation's place in a trade register: a KvK number, or country,
// register and number. It is part of the provider's row; the empty Entry is
// nobody's.
type Entry struct {
	KvK      string `gorm:"column:kvk;default:null" json:"kvk,omitempty"`                           // eight digits
	Country  string `gorm:"column:register_country;default:null" json:"register_country,omitempty"` // ISO 3166-1 alpha-2, never NL
	Register string `gorm:"column:register_name;default:null" json:"register_name,omitempty"`       // as people there call it
	Number   string `gorm:"column:register_number;default:null" json:"register_number,omitempty"`   // in capitals
}

// How long the name of a register and a number in it may be, in characters.
const (
	RegisterMax = 100
	NumberMax   = 40
)

// OfKvK is the entry under a KvK number that was checked.
func OfKvK(number string) Entry { return Entry{KvK: number} }

// Abroad reports whether the register is one of another country.
func (e Entry) Abroad() bool { return e.Country != "" }

// Label names what Short is.
func (e Entry) Label(w *words.Words) string {
	if e.Abroad() {
		return w.T("trade-register.abroad")
	}
	return w.T("trade-register.kvk")
}

// Short is the entry beside its label or under the head of a column: "12345678" or
// "HRB 12345 (Handelsregister Aachen, Duitsland)".
func (e Entry) Short(w *words.Words) string {
	if !e.Abroad() {
		return e.KvK
	}
	return w.T("trade-register.abroad.text", "Number", e.Number, "Register", e.Register, "Country", Country(w.Lang, e.Country))
}

// Text is the entry within a text: "KvK-nummer 12345678", or Short.
func (e Entry) Text(w *words.Words) string {
	if e.Abroad() {
		return e.Short(w)
	}
	return w.T("trade-register.kvk.text", "Number", e.KvK)
}

// Plain is the entry in one language-free line, for addresses and files.
func (e Entry) Plain() string {
	if !e.Abroad() {
		return e.KvK
	}
	return e.Country + " " + e.Register + " " + e.Number
}

// signs are what people put between the digits and letters of a number; two
// numbers that differ in these only are the same.
const signs = " .,:/-()&"

// Key is the same for all spellings of one entry, and empty for the empty Entry:
// what the column register_key of a provider holds. Numbers of some countries,
// such as Germany, are given out by each court, so the register counts.
func (e Entry) Key() string {
	if !e.Abroad() {
		return e.KvK
	}
	return e.Country + " " + bare(e.Register, 'A', 'Z', 'a'-'A') + " " + e.BareNumber()
}

// BareNumber is the foreign number without signs: the last word of Key.
func (e Entry) BareNumber() string { return bare(e.Number, 'a', 'z', 'A'-'a') }

// bare leaves the signs out and moves the plain letters between first and last.
func bare(text string, first, last, by rune) string {
	return strings.Map(func(c rune) rune {
		switch {
		case strings.ContainsRune(signs, c):
			return -1
		case c >= first && c <= last:
			return c + by
		}
		return c
	}, text)
}

// NumberHas is the condition in SQL that the number of provider p has @typed in
// it, which must have a digit.
const NumberHas = `(@typed ~ '[0-9]' AND
	strpos(translate(coalesce(p.kvk, p.register_number), '` + signs + `', ''), translate(upper(@typed), '` + signs + `', '')) > 0)`

// Order is the text in SQL by which the entries of providers p are put in order:
// the Dutch first, by number.
const Order = "p.register_key"

var eightDigits = regexp.MustCompile(`^[0-9]{8}$`)

// NormalKvK strips what people type between the digits and reports whether eight
// digits remain.
func NormalKvK(typed string) (string, bool) {
	kvk := strings.NewReplacer(" ", "", ".", "", "-", "").Replace(typed)
	return kvk, eightDigits.MatchString(kvk)
}
