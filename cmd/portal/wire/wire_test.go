package wire_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/cmd/portal/wire"
	"providerportal/internal/dbtest"
	"providerportal/internal/jobs"
	"providerportal/storage/documents"
)

func parts(t *testing.T) wire.Parts {
	t.Helper()
	store, err := documents.OpenLocal(t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { _ = store.Close() })
	inserter, err := jobs.Insert()
	require.NoError(t, err)
	return wire.Parts{
		DB: dbtest.Tx(t), Now: time.Now, BaseURL: "https://portal.example",
		Store: store, Scanner: documents.NoScanner{}, MaxUpload: 1 << 20, Jobs: inserter, Secret: []byte(strings.Repeat("s", 32)),
	}
}

// TestBuild pins that every part is there and speaks for the same office.
func TestBuild(t *testing.T) {
	domain, err := wire.Build(t.Context(), parts(t))
	require.NoError(t, err)
	assert.NotNil(t, domain.Accounts)
	assert.NotNil(t, domain.Directory)
	assert.NotNil(t, domain.Enrollment)
	assert.NotNil(t, domain.Matching)
	assert.NotNil(t, domain.Letters)
	assert.NotNil(t, domain.Documents)
	assert.NotEmpty(t, domain.Office.Name)
	assert.Equal(t, domain.Office.Name, domain.Postbox.Region.Name)
	assert.Equal(t, wire.TermWorkdays, domain.Matching.TermWorkdays)
	require.NoError(t, domain.Documents.Ready(t.Context()))
	require.NoError(t, domain.Sweep(t.Context()))
	require.NoError(t, domain.Sweep(t.Context()), "sweeping twice changes nothing")
}

// TestBuildNeedsARegion pins that a portal of nobody does not start.
func TestBuildNeedsARegion(t *testing.T) {
	p := parts(t)
	require.NoError(t, p.DB.Exec("DELETE FROM regions").Error)
	_, err := wire.Build(t.Context(), p)
	require.Error(t, err)
}
