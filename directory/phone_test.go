package directory_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"providerportal/directory"
)

// TestIsPhone pins what counts as a telephone number.
func TestIsPhone(t *testing.T) {
	for text, want := range map[string]bool{
		"077 396 66 66": true, "+31612345678": true, "077-0123456": true, "+31 (0)6 12345678": true, "(077) 123.45.67": true,
		"0031612345678": true, "0800 1234": true, "14 077": true, "+49 2161 123456": true, "0032 2 123 45 67": true,
		"": false, "x": false, "0612345": false, "12345": false, "+31 6 1234567": false, "+311234": false,
		"bel 077 396 66 66": false, "+1234567890123456": false, "00000000000": false,
	} {
		assert.Equal(t, want, directory.IsPhone(text), "%q", text)
	}
}
