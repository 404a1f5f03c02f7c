package enrollment

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/internal/dbtest"
	"providerportal/internal/fault"
)

// TestLifeCycles pins both lives as they are drawn in the docs (E6, E12).
func TestLifeCycles(t *testing.T) {
	assert.Equal(t, `admitted ->
draft -> submitted withdrawn
rejected ->
submitted -> under-review withdrawn
supplement-requested -> submitted under-review withdrawn
under-review -> supplement-requested admitted rejected withdrawn
withdrawn ->`, drawn(next))
	assert.Equal(t, `active -> suspended ended
ended ->
offered -> signed ended
signed -> active ended
suspended -> active ended`, drawn(contractNext))
}

func drawn[S ~string](life map[S][]S) string {
	var lines []string
	for _, from := range slices.Sorted(maps.Keys(life)) {
		line := string(from) + " ->"
		for _, to := range life[from] {
			line += " " + string(to)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// TestMoveRefusesWhatTheLifeCycleDoesNotKnow walks every pair of statuses (E6).
func TestMoveRefusesWhatTheLifeCycleDoesNotKnow(t *testing.T) {
	for from := range next {
		for to := range next {
			application := Application{Status: from}
			err := application.move(to)
			if slices.Contains(next[from], to) {
				assert.NoError(t, err, "%s to %s", from, to)
				assert.Equal(t, to, application.Status)
				continue
			}
			assert.True(t, fault.Is(err, fault.KindConflict), "%s to %s", from, to)
			assert.Equal(t, from, application.Status)
		}
	}
}

// TestDatabaseKnowsTheSameWords compares the CHECK lists with Go (E4, E6, E7, E12).
func TestDatabaseKnowsTheSameWords(t *testing.T) {
	db := dbtest.Tx(t)
	words := func(constraint string) []string {
		var definition string
		require.NoError(t, db.Raw("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = ?", constraint).Scan(&definition).Error)
		var found []string
		for _, match := range regexp.MustCompile(`'([a-z-]+)'`).FindAllStringSubmatch(definition, -1) {
			found = append(found, match[1])
		}
		slices.Sort(found)
		return found
	}
	assert.Equal(t, texts(slices.Collect(maps.Keys(next))), words("applications_status_check"))
	assert.Equal(t, texts(slices.Collect(maps.Keys(contractNext))), words("contracts_status_check"))
	assert.Equal(t, texts(Outcomes), words("checks_outcome_check"))
	assert.Equal(t, texts([]Kind{KindDeclaration, KindDocument, KindChoice, KindText}), words("requirements_kind_check"))

	var open string
	require.NoError(t, db.Raw("SELECT indexdef FROM pg_indexes WHERE indexname = 'applications_one_open_key'").Scan(&open).Error)
	for status := range next {
		application := Application{Status: status}
		assert.Equal(t, application.Open(), strings.Contains(open, "'"+string(status)+"'"), "%s in %s", status, open)
	}
}

func texts[S ~string](values []S) []string {
	list := make([]string, len(values))
	for i, value := range values {
		list[i] = string(value)
	}
	slices.Sort(list)
	return list
}
