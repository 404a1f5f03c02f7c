package audit_test

import (
	"context"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/dbtest"
	"providerportal/storage/database"
)

// grants gives the SQL that docs/operators.md tells operators to run.
func grants(t *testing.T) string {
	t.Helper()
	guide, err := os.ReadFile("../../docs/operators.md")
	require.NoError(t, err)
	_, rest, found := strings.Cut(string(guide), "```sql\n")
	require.True(t, found)
	statements, _, found := strings.Cut(rest, "```")
	require.True(t, found)
	return statements
}

// asPortal makes the role of the guide, under a name of its own, and gives the
// database as that role sees it.
func asPortal(t *testing.T, address string) string {
	t.Helper()
	role := "portal_app_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	owner, err := pgx.Connect(t.Context(), address)
	require.NoError(t, err)
	t.Cleanup(func() {
		_, err := owner.Exec(context.Background(), "DROP OWNED BY "+role+"; DROP ROLE "+role)
		assert.NoError(t, err)
		_ = owner.Close(context.Background())
	})
	_, err = owner.Exec(t.Context(), strings.ReplaceAll(grants(t), "portal_app", role))
	require.NoError(t, err)
	parsed, err := url.Parse(address)
	require.NoError(t, err)
	parsed.User = url.UserPassword(role, "choose-a-password")
	return parsed.String()
}

// TestPortalRoleCannotTouchTheTrail pins that the guide's role adds to the trail
// and reads it, and can do nothing else with it (BIO-5).
func TestPortalRoleCannotTouchTheTrail(t *testing.T) {
	address := asPortal(t, dbtest.URL(t))
	require.NoError(t, database.Migrate(t.Context(), address), "nothing is pending, so the portal starts")
	db, err := database.Open(t.Context(), address)
	require.NoError(t, err)
	t.Cleanup(db.Close)

	require.NoError(t, audit.Record(db.Gorm, account.System(), "session.opened", "user", "een"))
	entries, err := audit.Find(db.Gorm, audit.Query{Limit: 10})
	require.NoError(t, err)
	require.Len(t, entries, 1)
	for _, statement := range []string{
		"UPDATE audit_entries SET origin = 'elders'",
		"DELETE FROM audit_entries",
		"TRUNCATE audit_entries",
		"TRUNCATE users CASCADE",
		"ALTER TABLE audit_entries DISABLE TRIGGER ALL",
		"DROP TRIGGER audit_entries_append_only ON audit_entries",
		"CREATE TRIGGER weg BEFORE INSERT ON audit_entries FOR EACH ROW EXECUTE FUNCTION refuse_change()",
		"CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
		"ALTER TABLE audit_entries OWNER TO CURRENT_USER",
		"SET session_replication_role = replica",
		"DROP TABLE audit_entries",
	} {
		_, err := db.Pool.Exec(t.Context(), statement)
		assert.ErrorContains(t, err, "42501", statement) // insufficient privilege
	}
	_, err = db.Pool.Exec(t.Context(), "UPDATE audit_entries SET origin = 'elders'")
	assert.ErrorContains(t, err, "permission denied")
	_, err = db.Pool.Exec(t.Context(), "UPDATE users SET name = name")
	assert.NoError(t, err, "the rest of the portal works")
}
