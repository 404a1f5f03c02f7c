package directory

import (
	"regexp"
	"strings"
)

var (
	// dutchPhone is a Dutch number without filler: nine digits after the 0 or
	// +31, a service number, or a municipality's 14 number.
	dutchPhone = regexp.MustCompile(`^(\+31|0031|0)[1-9]\d{8}$|^0(800|900)\d{4,7}$|^14\d{3,4}$`)
	// foreignPhone is any other E.164 number: at most fifteen digits.
	foreignPhone = regexp.MustCompile(`^(\+|00)[1-9]\d{6,14}$`)
	phoneFiller  = strings.NewReplacer(" ", "", "-", "", "(0)", "", "(", "", ")", "", ".", "", "/", "")
)

// IsPhone reports whether the text can be a telephone number, the way people
// write it; what they wrote is kept.
func IsPhone(text string) bool {
	number := phoneFiller.Replace(text)
	if strings.HasPrefix(number, "+31") || strings.HasPrefix(number, "0031") {
		return dutchPhone.MatchString(number)
	}
	return dutchPhone.MatchString(number) || foreignPhone.MatchString(number)
}
