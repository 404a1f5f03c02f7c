package audit_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/dbtest"
)

// TestRecord pins what stands in an entry (BIO-5).
func TestRecord(t *testing.T) {
	db := dbtest.Tx(t)
	person := account.Actor{UserID: uuid.New(), Name: "Lotte", Email: "lotte@zorg.example", Origin: "192.0.2.1"}
	require.NoError(t, audit.Record(db, person, "application.submitted", "application", "een"))
	require.NoError(t, audit.Record(db, account.System(), "session.swept", "session", "twee"))
	var entries []audit.Entry
	require.NoError(t, db.Order("id").Find(&entries).Error)
	require.Len(t, entries, 2)
	assert.Equal(t, person.UserID, *entries[0].ActorID)
	assert.Equal(t, "192.0.2.1", entries[0].Origin)
	assert.WithinDuration(t, time.Now(), entries[0].At, time.Minute)
	assert.Nil(t, entries[1].ActorID, "the portal did it by itself")
	for _, action := range []string{"", "submitted", "Application.Submitted", "application submitted", "application."} {
		assert.Error(t, db.Transaction(func(tx *gorm.DB) error {
			return audit.Record(tx, person, action, "application", "een")
		}), "%q", action)
	}
}

// TestTrailIsAppendOnly pins that the database refuses what the code never does.
func TestTrailIsAppendOnly(t *testing.T) {
	db := dbtest.Tx(t)
	require.NoError(t, audit.Record(db, account.System(), "demo.story-told", "demo", "een"))
	for _, statement := range []string{
		"UPDATE audit_entries SET action = 'x.y'", "DELETE FROM audit_entries", "TRUNCATE audit_entries",
		"UPDATE audit_entries SET action = 'x.y' WHERE false",
	} {
		err := db.Transaction(func(tx *gorm.DB) error { return tx.Exec(statement).Error })
		assert.ErrorContains(t, err, "append-only", statement)
	}
	var left int64
	require.NoError(t, db.Model(&audit.Entry{}).Count(&left).Error)
	assert.EqualValues(t, 1, left)
}

// TestEntryGoesWithItsChange pins that an undone change leaves no entry.
func TestEntryGoesWithItsChange(t *testing.T) {
	db := dbtest.Tx(t)
	_ = db.Transaction(func(tx *gorm.DB) error {
		require.NoError(t, audit.Record(tx, account.System(), "application.submitted", "application", "een"))
		return gorm.ErrInvalidTransaction
	})
	var left int64
	require.NoError(t, db.Model(&audit.Entry{}).Count(&left).Error)
	assert.Zero(t, left)
}
