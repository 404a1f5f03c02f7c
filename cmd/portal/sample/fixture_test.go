package sample_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"providerportal/cmd/portal/sample"
	"providerportal/cmd/portal/wire"
	"providerportal/internal/account"
	"providerportal/internal/dbtest"
	"providerportal/internal/jobs"
	"providerportal/internal/workday"
	"providerportal/storage/documents"
)

// end is when the stories of these tests end: a Thursday morning.
var end = time.Date(2026, 6, 18, 11, 0, 0, 0, workday.Amsterdam)

// open gives a maker on a test database whose clock starts three months before
// the end.
func open(t *testing.T) (sample.Maker, *sample.Clock) {
	t.Helper()
	clock := &sample.Clock{Moment: end.AddDate(0, -3, 0)}
	store, err := documents.OpenLocal(t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { _ = store.Close() })
	inserter, err := jobs.Insert()
	require.NoError(t, err)
	db := dbtest.Tx(t)
	domain, err := wire.Build(t.Context(), wire.Parts{
		DB: db, Now: clock.Now, BaseURL: "https://portal.example",
		Store: store, Scanner: documents.NoScanner{}, MaxUpload: 1 << 20, Jobs: inserter, Secret: []byte(strings.Repeat("s", 32)),
	})
	require.NoError(t, err)
	return sample.Maker{Domain: domain, DB: db}, clock
}

// desk makes the people of the MGR.
func desk(t *testing.T, m sample.Maker) (desk sample.Desk) {
	t.Helper()
	for _, one := range []struct {
		actor *account.Actor
		name  string
		role  account.Role
	}{
		{&desk.Reviewer, "Rik Toetser", account.RoleReviewer},
		{&desk.Decider, "Bo Beslisser", account.RoleDecider},
		{&desk.Manager, "Co Contract", account.RoleContractManager},
	} {
		actor, err := m.Staff(t.Context(), one.name, one.role)
		require.NoError(t, err)
		*one.actor = actor
	}
	return desk
}
