package main

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/internal/dbtest"
	"providerportal/internal/s3test"
	"providerportal/storage/database"
)

// TestRetentionCommand: it says what is due, destroys nothing without approval,
// and writes a declaration in the name of the administrator who let it go.
func TestRetentionCommand(t *testing.T) {
	address := dbtest.URL(t)
	t.Setenv("DATABASE_URL", address)
	db, err := database.Open(t.Context(), address)
	require.NoError(t, err)
	t.Cleanup(db.Close)
	for _, statement := range []string{
		"INSERT INTO users (id, email, name, created_at) VALUES (@id, 'beheer@mgr.example', 'Bea', now())",
		"INSERT INTO user_roles (user_id, role) VALUES (@id, 'administrator')",
		"INSERT INTO audit_entries (at, action, object, object_id, origin) VALUES (@at, 'session.opened', 'user', 'een', '192.0.2.1')",
	} {
		require.NoError(t, db.Gorm.Exec(statement, map[string]any{"id": uuid.MustParse("0195f7d2-0000-7000-8000-000000000001"), "at": time.Now().AddDate(0, -9, 0)}).Error)
	}
	count := func(table string) (count int64) {
		require.NoError(t, db.Gorm.Table(table).Count(&count).Error)
		return count
	}
	code, out, problems := portalSays(t, "retention", "--dry-run")
	require.Equal(t, 0, code, problems)
	assert.Contains(t, out, "login: 1 due, 0 of them held; kept 6 month(s)\n")
	assert.Contains(t, out, "request-text: 0 due")
	assert.Zero(t, count("retention_items"), "a dry run writes nothing")
	code, _, _ = portalSays(t, "retention", "--dry-run", "--approve", "beheer@mgr.example")
	assert.Equal(t, 2, code)
	code, _, _ = portalSays(t, "retention")
	assert.Equal(t, 2, code, "without a store")

	store := s3test.Start(t)
	for name, value := range map[string]string{
		"S3_ENDPOINT": store.Endpoint, "S3_BUCKET": "portaal", "S3_ACCESS_KEY": store.AccessKey, "S3_SECRET_KEY": store.SecretKey, "S3_INSECURE": "true",
	} {
		t.Setenv(name, value)
	}
	code, out, problems = portalSays(t, "retention")
	require.Equal(t, 0, code, problems)
	assert.Contains(t, out, "login: 1 due")
	code, _, problems = portalSays(t, "retention", "--approve", "niemand@mgr.example")
	assert.Equal(t, 1, code)
	assert.Contains(t, problems, "nobody with this address is an administrator")
	code, out, problems = portalSays(t, "retention", "--approve", "beheer@mgr.example")
	require.Equal(t, 0, code, problems)
	assert.Contains(t, out, "approved: 1\n")
	assert.Contains(t, out, "login: 0 due")
	assert.EqualValues(t, 1, count("destruction_declarations"))
}
