package finding

import (
	"slices"
	"strings"
	"testing"
)

// TestQuestionsOfResidents pins D6 on questions as people type them: who is
// expected stands among the first.
func TestQuestionsOfResidents(t *testing.T) {
	x := indexOf(t, fixture(t))
	questions := lines(t, "questions.tsv")
	if len(questions) < 60 {
		t.Fatalf("only %d questions", len(questions))
	}
	for _, row := range questions {
		expected := strings.Fields(row[1])
		found := x.slugs(Question{Words: row[0]})
		first := found[:min(len(found), len(expected)+1)]
		for _, slug := range expected {
			if !slices.Contains(first, slug) {
				t.Errorf("%q: %s is not among the first: %v", row[0], slug, found[:min(len(found), 6)])
			}
		}
	}
}
