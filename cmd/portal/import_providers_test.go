package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/internal/dbtest"
)

const oneProvider = `{"name":"Vreemd","kvk":"00009101","mission":"Werk.","description":"Hulp.","products":[{"name":"Jobcoaching","description":"Een coach."}],` +
	`"target_groups":["mantelzorgers"],"municipalities":["Venray"],"phone":"077-0845738","email":"info@vreemd.example",` +
	`"contract":{"start":"2025-01-01"},"updated":"2026-01-16","status":"published"}` + "\n"

func TestImportProvidersCommand(t *testing.T) {
	t.Setenv("DATABASE_URL", dbtest.URL(t))
	dir := t.TempDir()
	good, bad := filepath.Join(dir, "goed.jsonl"), filepath.Join(dir, "fout.jsonl")
	require.NoError(t, os.WriteFile(good, []byte(oneProvider), 0o600))
	require.NoError(t, os.WriteFile(bad, []byte(oneProvider+oneProvider+"{}\n"), 0o600))
	code, _, problems := portalSays(t, "import", "providers", bad)
	assert.Equal(t, 1, code)
	assert.Contains(t, problems, "portal: line 2, kvk: This organisation is also on line 1.")
	assert.Contains(t, problems, "portal: line 3, name: Fill in this column.")
	code, out, _ := portalSays(t, "import", "providers", good, "--add-target-groups")
	assert.Equal(t, 0, code)
	assert.Contains(t, out, "imported: 1 new, 1 of them published, 0 known already, in ")
	_, out, _ = portalSays(t, "import", "providers", good)
	assert.Contains(t, out, "imported: 0 new, 0 of them published, 1 known already, in ")
}
