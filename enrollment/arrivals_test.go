package enrollment_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/internal/account"
	"providerportal/internal/fault"
)

// providerLine is one line of a file with providers; set changes its fields.
func providerLine(t *testing.T, number int, set map[string]any) string {
	t.Helper()
	record := map[string]any{
		"slug": fmt.Sprintf("vreemd-%d", number), "name": fmt.Sprintf("Vreemd %d", number), "kvk": fmt.Sprintf("0000%04d", 8000+number),
		"mission": "Wij gaan uit van wat iemand kan.", "description": "Hulp bij werk.",
		"products": []map[string]any{
			{"name": "Jobcoaching", "description": "Een coach met een heftruck.", "price_eur": 75},
			{"name": "Loonwaardemeting", "description": strings.Repeat("Meten is weten. ", 30)},
		},
		"target_groups": []string{"statushouders", "mantelzorgers"}, "municipalities": []string{"Bergen (L)", "Venray"},
		"address": map[string]any{"street": "Parklaan", "number": 186, "postcode": "5815ld", "city": "Merselo"},
		"phone":   "077-0845738", "email": "info@vreemd.example", "website": "https://www.vreemd.example", "languages": []string{"Nederlands", "ti"},
		"contract": map[string]any{"start": "2025-01-01", "end": "2028-12-31"}, "updated": "2026-01-16", "status": "published",
	}
	for field, value := range set {
		record[field] = value
	}
	line, err := json.Marshal(record)
	require.NoError(t, err)
	return string(line) + "\n"
}

func TestProvidersFromAnotherPortal(t *testing.T) {
	h := open(t)
	file := providerLine(t, 1, nil) + providerLine(t, 2, map[string]any{"status": "draft"}) + "\n" +
		providerLine(t, 3, map[string]any{"status": "ended", "contract": map[string]any{"start": "2023-01-01", "end": "2025-12-31"}}) +
		providerLine(t, 4, map[string]any{"target_groups": []string{"mantelzorgers"}, "slug": "dekking"})
	outcome, err := h.Enrollment.ImportProviders(t.Context(), account.System(), strings.NewReader(file), false)
	require.NoError(t, err)
	require.Empty(t, outcome.Problems)
	assert.Equal(t, []int{4, 0, 1}, []int{outcome.New, outcome.Known, outcome.Published})
	public, err := h.Directory.Public(t.Context(), "vreemd-1")
	require.NoError(t, err)
	assert.Equal(t, []string{"GM0893", "GM0984"}, public.Profile.Municipalities)
	assert.Contains(t, public.Profile.Descriptions["individuele-toeleiding"], "Jobcoaching: Een coach met een heftruck.")
	assert.Contains(t, public.Profile.Offer, "Loonwaardemeting: Meten is weten.")
	assert.Equal(t, "statushouders, mantelzorgers", public.Profile.Audience)
	assert.Equal(t, "5815 LD", public.Profile.Locations[0].Postcode)
	for _, slug := range []string{"vreemd-2", "vreemd-3", "dekking-00008004"} {
		_, err := h.Directory.Public(t.Context(), slug)
		assert.True(t, fault.Is(err, fault.KindMissing), slug)
		var there int64
		require.NoError(t, h.db.Table("providers").Where("slug = ?", slug).Count(&there).Error)
		assert.EqualValues(t, 1, there, slug)
	}
	var ended string
	require.NoError(t, h.db.Raw("SELECT ended_on FROM contracts WHERE status = 'ended' AND origin = 'import'").Scan(&ended).Error)
	assert.Contains(t, ended, "2025-12-31")

	outcome, err = h.Enrollment.ImportProviders(t.Context(), account.System(), strings.NewReader(file), true)
	require.NoError(t, err)
	assert.Equal(t, []int{0, 4, 0}, []int{outcome.New, outcome.Known, outcome.Published}, "a second run changes nothing")

	outcome, err = h.Enrollment.ImportProviders(t.Context(), account.System(), strings.NewReader(providerLine(t, 5, map[string]any{"target_groups": []string{"Bakkers"}})), true)
	require.NoError(t, err)
	assert.Equal(t, 1, outcome.Published, "with its group added to the list")
}

func TestBadLinesOfProviders(t *testing.T) {
	h := open(t)
	bad := []struct {
		set map[string]any
		key string
	}{
		{map[string]any{"kvk": "123"}, "import.wrong.kvk"}, {map[string]any{"kvk": "00008001"}, "import.wrong.kvk-twice"},
		{map[string]any{"name": ""}, "import.wrong.required"}, {map[string]any{"name": "@SUM(1)"}, "import.wrong.formula"},
		{map[string]any{"mission": "bsn 123456782"}, "import.wrong.bsn"}, {map[string]any{"mission": "a\u0007b"}, "import.wrong.control"},
		{map[string]any{"description": strings.Repeat("x", 1501)}, "import.wrong.long"}, {map[string]any{"website": "javascript:1"}, "import.wrong.website"},
		{map[string]any{"municipalities": []string{"Amsterdam"}}, "import.wrong.municipality"}, {map[string]any{"languages": []string{"Klingon"}}, "import.wrong.language"},
		{map[string]any{"email": "geen"}, "import.wrong.email"}, {map[string]any{"phone": "geen"}, "import.wrong.phone"},
		{map[string]any{"address": map[string]any{"street": "Parklaan", "postcode": "x"}}, "import.wrong.address"},
		{map[string]any{"contract": map[string]any{"start": "ooit"}}, "import.wrong.date"}, {map[string]any{"status": "weg"}, "import.wrong.status"},
		{map[string]any{"products": "x"}, "import.wrong.json"},
	}
	file := providerLine(t, 1, nil)
	for i, wrong := range bad {
		file += providerLine(t, i+2, wrong.set)
	}
	outcome, err := h.Enrollment.ImportProviders(t.Context(), h.desk.Manager, strings.NewReader(file), false)
	require.NoError(t, err)
	require.Len(t, outcome.Problems, len(bad), "%+v", outcome.Problems)
	for i, wrong := range bad {
		assert.Equal(t, i+2, outcome.Problems[i].Row)
		assert.Equal(t, wrong.key, outcome.Problems[i].Key, "line %d", i+2)
	}
	assert.Zero(t, h.count(t, "providers"))
	for _, file := range []string{"geen json\n", strings.Repeat("x", 70<<10)} {
		outcome, err := h.Enrollment.ImportProviders(t.Context(), h.desk.Manager, strings.NewReader(file), false)
		require.NoError(t, err)
		assert.Len(t, outcome.Problems, 1)
	}
	_, err = h.Enrollment.ImportProviders(t.Context(), h.desk.Reviewer, strings.NewReader(""), false)
	assert.True(t, fault.Is(err, fault.KindForbidden))
}
