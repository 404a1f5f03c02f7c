package finding

import (
	"bufio"
	"crypto/sha256"
	"os"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"providerportal/internal/places"
	"providerportal/internal/workday"
)

var today = workday.Day(2026, 4, 2)

// lines reads a table of a test, without its remarks.
func lines(t *testing.T, name string) (rows [][]string) {
	t.Helper()
	file, err := os.Open("testdata/" + name)
	require.NoError(t, err)
	defer file.Close()
	scanner := bufio.NewScanner(file)
	for scanner.Scan() {
		if line := scanner.Text(); line != "" && !strings.HasPrefix(line, "#") {
			rows = append(rows, strings.Split(line, "\t"))
		}
	}
	require.NoError(t, scanner.Err())
	return rows
}

func idOf(slug string) uuid.UUID {
	sum := sha256.Sum256([]byte(slug))
	id, _ := uuid.FromBytes(sum[:16]) // the length is right
	return id
}

// groupWords are the names of the target groups as the directory hands them over.
var groupWords = map[string]string{
	"dicht-bij-werk": "Mensen die dicht bij werk staan", "groeivermogen": "Mensen die zich willen en kunnen ontwikkelen",
	"grote-afstand": "Mensen met een grote afstand tot werk", "lichamelijke-beperking": "Mensen met een lichte lichamelijke beperking",
	"verstandelijke-beperking": "Mensen met een lichte verstandelijke beperking", "psychische-klachten": "Mensen met psychische klachten",
	"statushouders": "Statushouders", "beschut-werk": "Mensen met een indicatie beschut werk", "wmo": "Mensen met een Wmo-indicatie",
}

const productWords = "Individuele arbeidsmatige toeleiding Persoonlijke hulp bij het vinden van werk Individual guidance towards work"

// fixture is a small region of fictitious providers.
func fixture(t *testing.T) []*Entry {
	t.Helper()
	var entries []*Entry
	for _, row := range lines(t, "providers.tsv") {
		entry := &Entry{
			ID: idOf(row[0]), Version: 1, Slug: row[0], Name: row[1], Mission: row[5], Body: row[6], About: productWords, Capacity: CapacityOpen,
			FindableFrom: today,
		}
		entry.Values[Municipality] = strings.Fields(row[2])
		entry.Values[TargetGroup] = strings.Fields(row[3])
		entry.Values[Product] = []string{"individuele-toeleiding"}
		for _, group := range entry.Values[TargetGroup] {
			entry.About += " " + groupWords[group]
		}
		place, known := places.Find(row[4])
		require.True(t, known, row[4])
		entry.Points = []Point{{place.Lat, place.Lon}}
		entries = append(entries, entry)
	}
	return entries
}

func vocabulary() *Vocabulary {
	names := map[string]string{}
	for _, place := range places.All() {
		names[place.Name], names[place.PC4] = place.Municipality, place.Municipality
	}
	names["Peel en Maas"], names["Bergen"], names["Horst aan de Maas"] = "GM1894", "GM0893", "GM1507"
	return NewVocabulary(shippedSynonyms(), names, 1)
}

// shippedSynonyms reads the list that the migrations ship.
func shippedSynonyms() (groups [][]string) {
	content, err := os.ReadFile("../../migrations/0057_more_synonyms.sql")
	if err != nil {
		panic(err)
	}
	_, list, _ := strings.Cut(string(content), "INSERT INTO finder_synonyms (phrases) VALUES")
	for line := range strings.Lines(list) {
		if _, group, ok := strings.Cut(line, "'{"); ok {
			group, _, _ = strings.Cut(group, "}'")
			groups = append(groups, strings.Split(group, ","))
		}
	}
	return groups
}

func indexOf(t *testing.T, entries []*Entry) *Index {
	t.Helper()
	index, err := New(entries, vocabulary())
	require.NoError(t, err)
	return index
}

func (x *Index) slugs(q Question) []string {
	q.Today, q.Size = today, max(q.Size, 20)
	var slugs []string
	for _, hit := range x.Ask(q).Hits {
		slugs = append(slugs, hit.Slug)
	}
	return slugs
}

// TestWordsOfTheListNobodyUses pins that a word of a phrase that no provider uses
// is taken as it is: it is not put right by itself, or by its neighbour in turn.
func TestWordsOfTheListNobodyUses(t *testing.T) {
	vocabulary := NewVocabulary([][]string{{"zeldzame bloemen", "bijzondere planten"}, {"bloemes"}}, nil, 1)
	x, err := New(fixture(t), vocabulary)
	require.NoError(t, err)
	for _, words := range []string{"zeldzame", "bijzondere", "bloemen bloemes", "bloemez", "planten tuin"} {
		x.slugs(Question{Words: words}) // ends
	}
	shipped := indexOf(t, fixture(t)[:1])
	for _, group := range shippedSynonyms() {
		for _, word := range wordsOf(strings.Join(group, " ")) {
			for at := range word {
				shipped.slugs(Question{Words: strings.ToValidUTF8(word[:at]+word[at+1:], "")})
			}
			shipped.slugs(Question{Words: word})
		}
	}
}
