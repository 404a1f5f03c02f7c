package enrollment_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/directory"
	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/traderegister"
)

var lille = traderegister.Entry{Country: "FR", Register: "RCS Lille", Number: "123 456 782"} // like a BSN

// abroad makes some rows those of organisations that are registered abroad (OH-5).
func abroad(file importFile, rows ...int) importFile {
	for _, i := range rows {
		file[i]["kvk"], file[i]["register-country"], file[i]["register-name"], file[i]["register-number"] = "", "Frankrijk", " RCS  Lille", "123 456 782"
	}
	return file
}

func TestImportOfContractsFromAbroad(t *testing.T) {
	for name, content := range map[string][]byte{"xlsx": abroad(fortyOne(), 5).xlsx(t), "csv": abroad(fortyOne(), 5).csv()} {
		t.Run(name, func(t *testing.T) {
			h := open(t)
			plan, err := h.Enrollment.RunImport(t.Context(), account.System(), "c."+name, content, true, false)
			require.NoError(t, err)
			require.Empty(t, plan.Problems)
			assert.Equal(t, lille, plan.Lines[5].Entry)
			found, err := directory.ProviderByEntry(h.db, lille)
			require.NoError(t, err)
			assert.Equal(t, "Stichting Proef 06 é", found.Name)
			plan, err = h.Enrollment.RunImport(t.Context(), account.System(), "c."+name, content, true, false)
			require.NoError(t, err)
			assert.Equal(t, 41, plan.Count(enrollment.ImportSame), "again")
		})
	}
}

func TestImportNamesBadForeignRows(t *testing.T) {
	h := open(t)
	file := abroad(fortyOne(), 5, 6, 7, 8, 9, 10, 11, 12)
	bad := []struct{ column, value, at, key string }{
		{"register-country", "Nederland", "register-country", "import.wrong.country"},
		{"register-country", "", "register-country", "import.wrong.register-incomplete"},
		{"register-name", "=1+1", "register-name", "error.register-name"},
		{"register-number", "HRB", "register-number", "error.register-number"},
		{"kvk", "00009011", "kvk", "import.wrong.register-both"},
		{"register-name", "bsn 111222333", "register-name", "import.wrong.bsn"},
		{"register-number", "123456782", "", ""}, // good
		{"register-number", "123.456.782", "register-number", "import.wrong.twice"},
	}
	for i, wrong := range bad {
		file[i+5][wrong.column] = wrong.value
	}
	file[9]["register-number"], file[20]["kvk"] = "9", ""
	plan, err := h.Enrollment.RunImport(t.Context(), account.System(), "c.xlsx", file.xlsx(t), false, false)
	require.NoError(t, err)
	byRow := map[int]enrollment.ImportProblem{}
	for _, problem := range plan.Problems {
		byRow[problem.Row] = problem
	}
	for i, wrong := range bad {
		assert.Equal(t, wrong.at+" "+wrong.key, byRow[i+7].Column+" "+byRow[i+7].Key, "row %d: %s %q", i+7, wrong.column, wrong.value)
	}
	assert.Equal(t, "kvk import.wrong.required", byRow[22].Column+" "+byRow[22].Key)
	assert.Len(t, plan.Problems, len(bad), "one row is good, one has no number at all")
	assert.Zero(t, h.count(t, "providers"))
}

// A file with only foreign organisations needs no column for KvK numbers.
func TestImportWithoutKvKColumn(t *testing.T) {
	h := open(t)
	const file = "Organisatie;Land;Buitenlands register;Registernummer;Segment;Ingangsdatum\nWerkstatt;DE;Handelsregister Kleve;HRB 1;2;2022-01-01\n"
	plan, err := h.Enrollment.CheckImport(t.Context(), h.desk.Manager, []byte(file), false)
	require.NoError(t, err)
	require.Empty(t, plan.Problems)
	assert.Equal(t, traderegister.Entry{Country: "DE", Register: "Handelsregister Kleve", Number: "HRB 1"}, plan.Lines[0].Entry)
}

func TestProvidersFromAbroad(t *testing.T) {
	h := open(t)
	line := func(number int, set map[string]any) string {
		set["kvk"] = ""
		return providerLine(t, number, set)
	}
	register := func(country, name, number string) map[string]any {
		return map[string]any{"register": map[string]string{"country": country, "name": name, "number": number}}
	}
	good := line(1, register("Duitsland", "Handelsregister Kleve", "HRB 1")) + line(2, register("DE", "Handelsregister Aachen", "hrb1")) +
		line(3, register("FR", "RCS Lille", "123456782"))
	outcome, err := h.Enrollment.ImportProviders(t.Context(), account.System(), strings.NewReader(good), false)
	require.NoError(t, err)
	require.Empty(t, outcome.Problems)
	assert.Equal(t, []int{3, 3}, []int{outcome.New, outcome.Published}, "one number at two courts is two organisations")
	outcome, err = h.Enrollment.ImportProviders(t.Context(), account.System(), strings.NewReader(good), false)
	require.NoError(t, err)
	assert.Equal(t, []int{0, 3}, []int{outcome.New, outcome.Known})

	both := register("BE", "KBO", "0403.170.701")
	both["kvk"] = "00001234"
	bad := line(1, register("NL", "KvK", "12345678")) + line(2, register("BE", "", "0403.170.701")) + line(3, register("BE", "KBO", "geen")) +
		providerLine(t, 4, both) + line(5, register("BE", "bsn 123456782", "1")) + line(6, register("BE", "KBO", "0403.170.701"))
	outcome, err = h.Enrollment.ImportProviders(t.Context(), account.System(), strings.NewReader(bad), false)
	require.NoError(t, err)
	var said []string
	for _, problem := range outcome.Problems {
		said = append(said, problem.Column+" "+problem.Key)
	}
	assert.Equal(t, []string{
		"register.country import.wrong.country", "register.name import.wrong.required", "register.number error.register-number",
		"kvk import.wrong.register-both", "register.name import.wrong.bsn", "register.number import.wrong.kvk-twice",
	}, said)
	assert.EqualValues(t, 3, h.count(t, "providers"))
}
