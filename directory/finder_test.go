package directory_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/directory"
	"providerportal/directory/finding"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
)

// at moves the clock to noon of a day on which the order starts at the letter.
func (w *town) at(t *testing.T, letter string) {
	t.Helper()
	for range 26 {
		if w.find(t, directory.Search{}).Letter == letter {
			return
		}
		w.now = w.now.AddDate(0, 0, 1)
	}
	t.Fatalf("no day starts at %s", letter)
}

// TestOrderIsAlphabeticalFromTheLetterOfTheDay pins D7.
func TestOrderIsAlphabeticalFromTheLetterOfTheDay(t *testing.T) {
	w := open(t)
	for _, name := range []string{"Zorg", "anders", "Élan", "Dorp", "3 Stappen", "Ezel", "Bureau"} {
		w.published(t, name)
	}
	for letter, order := range map[string][]string{
		"A": {"anders", "Bureau", "Dorp", "Élan", "Ezel", "Zorg", "3 Stappen"},
		"E": {"Élan", "Ezel", "Zorg", "3 Stappen", "anders", "Bureau", "Dorp"},
		"F": {"Zorg", "3 Stappen", "anders", "Bureau", "Dorp", "Élan", "Ezel"},
		"Z": {"Zorg", "3 Stappen", "anders", "Bureau", "Dorp", "Élan", "Ezel"},
	} {
		w.at(t, letter)
		assert.Equal(t, order, names(w.find(t, directory.Search{})), "from %s", letter)
		assert.Equal(t, order, names(w.find(t, chosen(finding.Municipality, "GM0984"))), "a filter does not change the order")
	}
}

// TestLetterMovesEveryDay pins that each letter gets its day, from midnight to
// midnight in Amsterdam, over both changes of the clock.
func TestLetterMovesEveryDay(t *testing.T) {
	w := open(t)
	day := workday.Day(2026, 3, 20)
	before := ""
	seen := map[string]bool{}
	for range 270 {
		w.now = day.Start()
		morning := w.find(t, directory.Search{}).Letter
		w.now = day.End()
		require.Equal(t, morning, w.find(t, directory.Search{}).Letter, "all of %s", day)
		if before != "" {
			require.Equal(t, 'A'+(before[0]-'A'+1)%26, morning[0], "%s", day)
		}
		before, seen[morning] = morning, true
		day = day.AddDays(1)
	}
	assert.Len(t, seen, 26)
}

// TestPagesAreStable pins that a walk through the pages meets everybody once, in
// the same order for everyone, also with equal names and equal relevance.
func TestPagesAreStable(t *testing.T) {
	w := open(t)
	const n = 2*directory.PageSize + 5
	for i := range n {
		w.published(t, []string{"Werkpad", "Werkbij"}[i%2])
	}
	for name, search := range map[string]directory.Search{"by letter": {}, "by words": {Words: "jobcoach"}} {
		t.Run(name, func(t *testing.T) {
			var walked []string
			for page := 1; page <= 3; page++ {
				search.Page = page
				found := w.find(t, search)
				assert.Equal(t, n, found.Total)
				assert.Equal(t, 3, found.Pages)
				assert.Equal(t, page, found.Page)
				for _, hit := range found.Hits {
					walked = append(walked, hit.Slug)
				}
				assert.Equal(t, found, w.find(t, search), "the same for everyone")
			}
			assert.Len(t, walked, n)
			slices.Sort(walked)
			assert.Len(t, slices.Compact(walked), n)
			for asked, given := range map[int]int{-1: 1, 0: 1, 99: 3} {
				search.Page = asked
				assert.Equal(t, given, w.find(t, search).Page)
			}
		})
	}
	none := w.find(t, directory.Search{Words: "ruimtevaart", Page: 7})
	assert.Zero(t, none.Total)
	assert.Equal(t, 1, none.Page)
}

// TestWords pins D6: Dutch stems, accents, the names of what was chosen, and
// nothing that breaks on odd input.
func TestWords(t *testing.T) {
	w := open(t)
	w.published(t, "Café Élan", func(p *directory.Profile) {
		p.Mission, p.Offer = "Wij begeleiden werkzoekenden.", "U leert koken en voert gesprekken bij het timmeren. Een scène bouwen."
		p.Municipalities, p.TargetGroups = []string{"GM1507"}, []string{"psychische-klachten"}
	})
	w.published(t, "Tuinderij", func(p *directory.Profile) {
		p.Mission, p.Languages = "Buiten werken in de kwekerij.", []string{"nl", "ar", "uk"}
	})
	for words, want := range map[string]int{
		"cafe": 1, "CAFÉ": 1, "elan": 1, "élan": 1, "scene": 1, "SCÈNE": 1,
		"gesprek": 1, "timmer": 1, "begeleid": 1, "kwekerijen": 1,
		"Horst": 1, "psychische": 1, // names of municipality and target group
		"koken timmeren": 1, "koken kwekerij": 2, "koken ruimtevaart": 1, // when nothing fits every word, what fits the most
		"werken":   2,                                                                          // residents' words of the product: both offer it
		"arabisch": 1, "Oekraïens": 1, "Arabic": 1, "hulp in het Arabisch": 1, "Nederlands": 0, // languages besides Dutch
		"xyzzy": 0, "de het een": 0,
		"'": 0, `"`: 0, "a & b | !c ( :*": 0, "%": 0, `\`: 0, "'; DROP TABLE finder_entries; --": 0, strings.Repeat("zo ", 5000): 0,
	} {
		assert.Equal(t, want, w.find(t, directory.Search{Words: words}).Total, "%.40q", words)
	}
}

// TestRelevanceOnlyWithWords pins D7: with words, a name weighs more than the
// text, whatever the letter of the day.
func TestRelevanceOnlyWithWords(t *testing.T) {
	w := open(t)
	w.published(t, "Anders", func(p *directory.Profile) { p.Audience = "Wie van tuinieren houdt." })
	w.published(t, "Boven", func(p *directory.Profile) { p.Mission = "Samen tuinieren." })
	w.published(t, "Zij tuinieren")
	for _, letter := range []string{"A", "B", "Z"} {
		w.at(t, letter)
		found := w.find(t, directory.Search{Words: "tuinieren"})
		assert.Equal(t, []string{"Zij tuinieren", "Boven", "Anders"}, names(found))
		assert.Empty(t, found.Letter)
	}
}

// chosen is a search with these values of one filter.
func chosen(group finding.Group, values ...string) directory.Search {
	var search directory.Search
	search.Chosen[group] = values
	return search
}

// TestFiltersNarrow pins that filters count together (D6).
func TestFiltersNarrow(t *testing.T) {
	w := open(t)
	w.published(t, "Venray", func(p *directory.Profile) { p.Municipalities = []string{"GM0984"} })
	w.published(t, "Beide", func(p *directory.Profile) {
		p.Municipalities, p.TargetGroups = []string{"GM0984", "GM0983"}, []string{"wmo"}
	})
	both := chosen(finding.TargetGroup, "wmo")
	both.Chosen[finding.Municipality] = []string{"GM0984"}
	both.Words = "jobcoach"
	neither := chosen(finding.TargetGroup, "statushouders")
	neither.Chosen[finding.Municipality] = []string{"GM0983"}
	for _, row := range []struct {
		search directory.Search
		want   []string
	}{
		{chosen(finding.Municipality, "GM0984"), []string{"Beide", "Venray"}},
		{chosen(finding.Municipality, "GM0983"), []string{"Beide"}},
		{chosen(finding.Municipality, "GM0983", "GM0984"), []string{"Beide", "Venray"}},
		{chosen(finding.TargetGroup, "wmo"), []string{"Beide"}},
		{both, []string{"Beide"}},
		{neither, []string{}},
		{chosen(finding.Product, "individuele-toeleiding"), []string{"Beide", "Venray"}},
		{chosen(finding.Segment, "individueel"), []string{"Beide", "Venray"}},
		{chosen(finding.Product, "collectieve-toeleiding"), []string{}},
		{chosen(finding.Municipality, "'}'::text[] --"), []string{}},
	} {
		w.at(t, "A")
		assert.Equal(t, row.want, names(w.find(t, row.search)), fmt.Sprintf("%+v", row.search))
	}
}

// TestContractDecidesTheDay pins E10: a provider whose profile was public under
// an earlier contract does not come back before the new one starts, and then
// without anybody doing anything.
func TestContractDecidesTheDay(t *testing.T) {
	w := open(t)
	actor := w.published(t, "Werkpad")
	slug := w.slug(t, actor.ProviderID)
	start := w.today().AddDays(30)
	w.ended(t, actor)
	w.admitted(t, actor, individual, start)
	visible := func() bool {
		listed := w.find(t, directory.Search{}).Total == 1
		_, err := w.Public(t.Context(), slug)
		if !listed {
			refused(t, err, fault.KindMissing, "", "")
		}
		standing, errS := w.Standing(t.Context(), actor)
		require.NoError(t, errS)
		askable, errA := directory.Askable(w.db, actor.ProviderID, "individuele-toeleiding", w.now)
		require.NoError(t, errA)
		assert.Equal(t, []bool{listed, listed, listed, listed}, []bool{err == nil, standing.Published, standing.Admitted, askable})
		return listed
	}
	assert.False(t, visible())
	w.now = start.Start().Add(-1)
	assert.False(t, visible())
	w.now = start.Start()
	assert.True(t, visible())

	w.admitted(t, actor, individual, start.AddDays(90))
	assert.True(t, visible(), "a running admission keeps its date")
}

// TestAskable pins who may get a matching request (E10, D2).
func TestAskable(t *testing.T) {
	w := open(t)
	published, draft := w.published(t, "Werkpad"), w.provider(t, "Tuinderij")
	w.admitted(t, draft, individual, w.today())
	require.NoError(t, w.SaveProfile(t.Context(), draft, complete()))
	ask := func(id [16]byte, product string) bool {
		ok, err := directory.Askable(w.db, id, product, w.now)
		require.NoError(t, err)
		return ok
	}
	assert.True(t, ask(published.ProviderID, "individuele-toeleiding"))
	assert.False(t, ask(published.ProviderID, "collectieve-toeleiding"), "not its segment")
	assert.False(t, ask(published.ProviderID, "onbekend"))
	assert.False(t, ask(draft.ProviderID, "individuele-toeleiding"), "not published")
	w.ended(t, published)
	assert.False(t, ask(published.ProviderID, "individuele-toeleiding"))
}
