package database_test

import (
	"io/fs"
	"testing"
	"testing/fstest"

	"providerportal/internal/dbtest"
	"providerportal/migrations"
	"providerportal/storage/database"
)

// TestUpgradeKeepsKvKNumbers: rows from before foreign registers stay valid and get
// their key (OH-5).
func TestUpgradeKeepsKvKNumbers(t *testing.T) {
	pool := openPool(t, dbtest.EmptyURL(t))
	before := fstest.MapFS{}
	names, err := fs.Glob(migrations.FS, "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		content, err := fs.ReadFile(migrations.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		if name < "0044" {
			before[name] = &fstest.MapFile{Data: content}
		}
	}
	if err := database.PortalOnly(t.Context(), pool, before); err != nil {
		t.Fatal(err)
	}
	const insert = "INSERT INTO providers (id, kvk, name, slug, created_at) VALUES (gen_random_uuid(), $1, 'Zorg', $1, now())"
	if _, err := pool.Exec(t.Context(), insert, "00000001"); err != nil {
		t.Fatal(err)
	}
	if err := database.PortalOnly(t.Context(), pool, migrations.FS); err != nil {
		t.Fatal(err)
	}
	if _, err := pool.Exec(t.Context(), insert, "00000002"); err != nil {
		t.Errorf("an older instance cannot write beside this one: %v", err)
	}
	var keys string
	if err := pool.QueryRow(t.Context(), "SELECT string_agg(register_key, ' ' ORDER BY kvk) FROM providers WHERE kvk = register_key").Scan(&keys); err != nil {
		t.Fatal(err)
	}
	if keys != "00000001 00000002" {
		t.Errorf("keys %q", keys)
	}
}
