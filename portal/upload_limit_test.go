package portal

import (
	"strings"
	"testing"
)

// TestUploadFieldKnowsItsLimit pins that the script can name a file that is too
// large before it is sent, in the words of the server: far over the limit the line
// is broken off.
func TestUploadFieldKnowsItsLimit(t *testing.T) {
	s := newSite(t)
	b := s.started(t)
	for path, want := range map[string][2]string{
		"/mijn/aanmelding/eisen/KVK": {"1048576", "1 MB"},
		logoPath:                     {"2097152", "2 MB"},
	} {
		field := b.get(t, path).doc.Find("[data-upload]")
		if most, text := field.AttrOr("data-most", ""), field.AttrOr("data-large", ""); most != want[0] || !strings.Contains(text, want[1]) {
			t.Errorf("%s: at most %q, says %q", path, most, text)
		}
	}
}
