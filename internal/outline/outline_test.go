package outline

import (
	"regexp"
	"testing"

	"providerportal/internal/places"
)

// TestEveryMunicipalityIsDrawn pins that the map and the postcodes are about the
// same municipalities, and that every name stands within the drawing.
func TestEveryMunicipalityIsDrawn(t *testing.T) {
	width, height := Size()
	path := regexp.MustCompile(`^M\d+ \d+(l-?\d+ -?\d+){10,}z$`)
	wanted := map[string]bool{}
	for _, place := range places.All() {
		wanted[place.Municipality] = true
	}
	for code := range wanted {
		drawn, ok := Of(code)
		if !ok || !path.MatchString(drawn.Path) {
			t.Errorf("%s is drawn as %.40q", code, drawn.Path)
		}
		if drawn.X <= 0 || drawn.X >= width || drawn.Y <= 0 || drawn.Y >= height {
			t.Errorf("the name of %s stands at %d, %d, outside %d by %d", code, drawn.X, drawn.Y, width, height)
		}
	}
	if len(outlines) != len(wanted) {
		t.Errorf("%d municipalities are drawn, want %d", len(outlines), len(wanted))
	}
}
