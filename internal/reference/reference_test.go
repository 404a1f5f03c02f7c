package reference_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"providerportal/internal/reference"
)

// TestReferencesCanBeReadAloud pins the form, and that nothing in it is easily
// taken for something else.
func TestReferencesCanBeReadAloud(t *testing.T) {
	seen := map[string]bool{}
	for range 2000 {
		one := reference.New("MV")
		assert.Regexp(t, `^MV-[2-9A-HJKMNP-TW-Z]{4}-[2-9A-HJKMNP-TW-Z]{2}$`, one)
		seen[one] = true
	}
	assert.Greater(t, len(seen), 1990)
}
