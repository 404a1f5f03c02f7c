package bsn

import "testing"

// Only published test numbers are used (BSN-7).
func TestIn(t *testing.T) {
	for text, want := range map[string]bool{
		"":                                   false,
		"bel 077 396 66 66":                  false,
		"nummer 111222333":                   true,
		"nummer 111 222 333.":                true,
		"1112.22.333":                        true,
		"111-222-333":                        true,
		"111\u00a0222\u00a0333":              true,
		"１１１２２２３３３":                          true,
		"111\u200b222\u00ad333":              true, // nothing between them can be seen
		"١١١٢٢٢٣٣٣":                          true,
		"111\u2011222\u2013333":              true,
		"111 - 222 - 333":                    true,
		"111.  222.  333":                    true,
		"bsn 68\u200b727720":                 true,
		"123456789":                          false, // fails the 11-proef
		"1112223334":                         false, // a digit beside it
		"a111222333b":                        true,
		"999999990":                          true,
		"000000000":                          false,
		"KvK 68727720":                       false, // eight digits need the word (BSN-3)
		"bsn 68727720":                       true,
		"zijn burgerservicenummer: 68727720": true,
		"BSN is 12345678":                    false,
		"111222333 0612345678":               true,
		"0612345678 111222333":               true,
		"111 222 333 06 12345678":            true,
		"2026-11-22 en 13.30 uur":            false,
		"MV-7K3P-9X":                         false,
	} {
		if got := In(text); got != want {
			t.Errorf("In(%q) = %v, want %v", text, got, want)
		}
	}
}
