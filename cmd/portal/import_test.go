package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/internal/dbtest"
	"providerportal/internal/sheet"
)

const twoContracts = "Organisatie;KvK-nummer;Segment;Ingangsdatum\nStichting Een;00009001;2;1-1-2022\nStichting Twee;00009002;1;2022-01-01\n"

// portalSays runs the command and gives its exit code, output and errors.
func portalSays(t *testing.T, args ...string) (code int, out, err string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = run(t.Context(), args, console{&stdout, &stderr})
	return code, stdout.String(), stderr.String()
}

func TestImportContractsCommand(t *testing.T) {
	t.Setenv("DATABASE_URL", dbtest.URL(t))
	dir := t.TempDir()
	good, bad := filepath.Join(dir, "goed.csv"), filepath.Join(dir, "fout.csv")
	require.NoError(t, os.WriteFile(good, []byte(twoContracts), 0o600))
	require.NoError(t, os.WriteFile(bad, []byte(twoContracts+"Stichting Drie;123;9;ooit\n"), 0o600))

	code, out, _ := portalSays(t, "import", "contracts", good, "--dry-run")
	assert.Equal(t, 0, code)
	assert.Equal(t, "row 2, KvK number 00009001, segment individueel: new\nrow 3, KvK number 00009002, segment collectief: new\n"+
		"dry run, nothing is imported: 2 new, 0 changed, 0 the same\n", out)
	code, _, problems := portalSays(t, "import", "contracts", bad)
	assert.Equal(t, 1, code)
	assert.Contains(t, problems, "portal: row 4, KvK-nummer: A KvK number has 8 digits.")
	assert.Contains(t, problems, "portal: row 4, Segment: We do not know this segment.")
	assert.Contains(t, problems, "portal: row 4, Ingangsdatum: This is not a date.")
	assert.Contains(t, problems, "portal: nothing is imported: 3 problems")
	for _, want := range []string{"imported: 2 new, 0 changed, 0 the same\n", "imported: 0 new, 0 changed, 2 the same\n"} {
		code, out, _ = portalSays(t, "import", "contracts", good)
		assert.Equal(t, 0, code)
		assert.Contains(t, out, want)
	}
	code, _, problems = portalSays(t, "import", "contracts", good, "--invite")
	assert.Equal(t, 2, code, problems)
	code, _, _ = portalSays(t, "import", "contracts", filepath.Join(dir, "weg.csv"))
	assert.Equal(t, 1, code)
}

// The template can be filled in and read back: only the rows are missing.
func TestImportTemplateCommand(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sjabloon.xlsx")
	code, out, _ := portalSays(t, "import", "template", path)
	require.Equal(t, 0, code)
	assert.Equal(t, path+"\n", out)
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	_, err = sheet.Read(content)
	assert.EqualError(t, err, "sheet: sheet.empty")
	code, _, _ = portalSays(t, "import", "template", path)
	assert.Equal(t, 1, code, "a file that is there stays")
}
