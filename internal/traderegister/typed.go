package traderegister

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"providerportal/internal/fault"
)

// Where an organisation is registered, as people choose it.
const (
	AtKvK    = "kvk"
	InAbroad = "abroad"
)

// The fields in which people fill an entry in.
const (
	FieldKvK      = "kvk"
	FieldCountry  = "country"
	FieldRegister = "registerName"
	FieldNumber   = "registerNumber"
)

// Field is the one beside which stands what is wrong with an entry as a whole.
func (e Entry) Field() string {
	if e.Abroad() {
		return FieldNumber
	}
	return FieldKvK
}

// Typed is an entry as somebody filled it in.
type Typed struct {
	Where    string // AtKvK or InAbroad; anything else is what is filled in
	KvK      string
	Country  string
	Register string
	Number   string
}

// abroad follows the choice, except that of who left it as it was and filled in
// the other fields only.
func (t Typed) abroad() bool {
	other := t.Country + t.Register + t.Number
	return t.Where == InAbroad || t.KvK == "" && other != ""
}

// Chosen is AtKvK or InAbroad: the fields that count.
func (t Typed) Chosen() string {
	if t.abroad() {
		return InAbroad
	}
	return AtKvK
}

// Entry reads what was typed. What is wrong stands beside the field; then there is
// no entry.
func (t Typed) Entry() (Entry, fault.Check) {
	if !t.abroad() {
		return t.dutch()
	}
	return t.foreign()
}

func (t Typed) dutch() (Entry, fault.Check) {
	var wrong fault.Check
	kvk, fits := NormalKvK(t.KvK)
	wrong.Unless(t.KvK != "", FieldKvK, "error.required")
	wrong.Unless(t.KvK == "" || fits, FieldKvK, "error.kvk")
	if len(wrong) > 0 {
		return Entry{}, wrong
	}
	return OfKvK(kvk), nil
}

func (t Typed) foreign() (Entry, fault.Check) {
	var entry Entry
	var wrong fault.Check
	for _, line := range []struct {
		field, text, wrong string
		longest            int
		into               *string
		normal             func(string) (string, bool)
	}{
		{FieldCountry, t.Country, "error.register-country", 2, &entry.Country, func(code string) (string, bool) { return code, IsCountry(code) }},
		{FieldRegister, t.Register, "error.register-name", RegisterMax, &entry.Register, NormalRegister},
		{FieldNumber, t.Number, "error.register-number", NumberMax, &entry.Number, NormalNumber},
	} {
		fits := false
		*line.into, fits = line.normal(line.text)
		switch {
		case *line.into == "":
			wrong.Add(line.field, "error.required")
		case !fits:
			wrong.Add(line.field, line.wrong, "Max", line.longest)
		}
	}
	if len(wrong) > 0 {
		return Entry{}, wrong
	}
	return entry, nil
}

// NormalRegister writes the name of a register with single spaces and reports
// whether it can be one: short enough, with a letter first, so that a spreadsheet
// takes no name for a formula. Letters with their signs apart, as some machines
// write them, are made one: else the same register would be two.
func NormalRegister(typed string) (string, bool) {
	name := strings.Join(strings.Fields(norm.NFC.String(typed)), " ")
	first, _ := utf8.DecodeRuneInString(name)
	strange := strings.ContainsFunc(name, func(c rune) bool { return !unicode.IsPrint(c) })
	return name, unicode.IsLetter(first) && !strange && utf8.RuneCountInString(name) <= RegisterMax
}

// NormalNumber writes a number in capitals with single spaces and reports whether
// it can be one: short enough, letters and digits with signs between them, and at
// least one digit. Wide letters and digits are plain ones.
func NormalNumber(typed string) (string, bool) {
	number := strings.ToUpper(strings.Join(strings.Fields(norm.NFKC.String(typed)), " "))
	first, _ := utf8.DecodeRuneInString(number)
	plain := func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }
	strange := strings.ContainsFunc(number, func(c rune) bool { return !plain(c) && !strings.ContainsRune(signs, c) })
	return number, plain(first) && !strange && strings.ContainsAny(number, "0123456789") && utf8.RuneCountInString(number) <= NumberMax
}
