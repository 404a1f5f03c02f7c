package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/cmd/portal/sample"
	"providerportal/internal/dbtest"
	"providerportal/storage/database"
)

// TestDemoKeepsOffOtherDatabases pins that the demo takes an empty database or
// its own, and changes nothing in any other.
func TestDemoKeepsOffOtherDatabases(t *testing.T) {
	open := func(address string) *database.DB {
		db, err := database.Open(t.Context(), address)
		require.NoError(t, err)
		t.Cleanup(db.Close)
		return db
	}
	empty := dbtest.EmptyURL(t)
	require.NoError(t, demoMayUse(t.Context(), empty))
	foreign := open(empty).Gorm
	require.NoError(t, foreign.Exec("CREATE TABLE accounts_of_somebody (id int)").Error)
	demo := DemoCommand{Addr: "127.0.0.1:0", Data: t.TempDir(), DatabaseURL: empty}
	require.ErrorIs(t, demo.Run(t.Context(), console{}), errNotTheDemos)
	var tables []string
	require.NoError(t, foreign.Raw("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").Scan(&tables).Error)
	assert.Equal(t, []string{"accounts_of_somebody"}, tables, "nothing was migrated")

	portal := dbtest.URL(t)
	require.ErrorIs(t, demoMayUse(t.Context(), portal), errNotTheDemos, "a portal in use")
	require.NoError(t, open(portal).Gorm.Exec(`INSERT INTO audit_entries (at, action, object, object_id, origin)
		VALUES (now(), ?, 'demo', 'demo', '')`, sample.Told).Error)
	require.NoError(t, demoMayUse(t.Context(), portal))
}
