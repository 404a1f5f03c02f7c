package directory_test

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/directory"
	"providerportal/internal/dbtest"
	"providerportal/storage/database"
)

// instance is another portal on the same database, which watches for changes.
func instance(t *testing.T, url string) *town {
	t.Helper()
	db, err := database.Open(t.Context(), url)
	require.NoError(t, err)
	t.Cleanup(db.Close)
	w := openOn(t, db.Gorm)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- w.Watch(ctx, db.Pool.Config().ConnConfig) }()
	t.Cleanup(func() {
		stop()
		assert.NoError(t, <-done)
	})
	return w
}

// within waits for a number of findable providers and fails after a second, the
// most that a change may take to be seen.
func (w *town) within(t *testing.T, total int, what string) {
	t.Helper()
	deadline := time.Now().Add(time.Second)
	for w.find(t, directory.Search{}).Total != total {
		if time.Now().After(deadline) {
			t.Fatalf("%s: not seen within a second", what)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// TestChangesReachEveryInstance pins that what one instance publishes or
// withdraws is seen by another within a second, also after its connection for
// news was cut.
func TestChangesReachEveryInstance(t *testing.T) {
	url := dbtest.URL(t)
	one, two := instance(t, url), instance(t, url)
	for _, w := range []*town{one, two} {
		w.within(t, 0, "the beginning")
	}
	actor := one.published(t, "Werkpad")
	two.within(t, 1, "a published profile")
	one.within(t, 1, "its own profile")

	profile := complete()
	profile.Mission = "Wij repareren klokken."
	require.NoError(t, one.PublishProfile(t.Context(), actor, profile))
	require.Eventually(t, func() bool { return two.find(t, directory.Search{Words: "klokken"}).Total == 1 }, time.Second, 5*time.Millisecond)

	pool, err := pgxpool.New(t.Context(), url)
	require.NoError(t, err)
	defer pool.Close()
	_, err = pool.Exec(t.Context(), "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'LISTEN finder' AND datname = current_database()")
	require.NoError(t, err)
	require.NoError(t, one.db.Exec("UPDATE profiles SET offline_at = now() WHERE provider_id = ?", actor.ProviderID).Error)
	require.NoError(t, directory.Reindex(one.db, actor.ProviderID))
	two.within(t, 0, "a withdrawn profile, while nobody listens")
	one.within(t, 0, "its own withdrawal")
}

// TestUnfinishedChangesAreNotSkipped pins that a change which is committed after
// a later one is still seen: transactions do not end in the order they began.
func TestUnfinishedChangesAreNotSkipped(t *testing.T) {
	url := dbtest.URL(t)
	one, two := instance(t, url), instance(t, url)
	first, second := one.published(t, "Eerste"), one.published(t, "Tweede")
	two.within(t, 2, "both")
	slow := one.db.Begin()
	require.NoError(t, slow.Exec("DELETE FROM finder_entries WHERE provider_id = ?", first.ProviderID).Error)
	require.NoError(t, one.db.Exec("DELETE FROM finder_entries WHERE provider_id = ?", second.ProviderID).Error)
	two.within(t, 1, "the quick one")
	time.Sleep(50 * time.Millisecond)
	require.NoError(t, slow.Commit().Error)
	two.within(t, 0, "the slow one")
}

// TestInstancesAgree pins that instances which read the same rows in another
// order are in the same state, and that any change makes another state.
func TestInstancesAgree(t *testing.T) {
	url := dbtest.URL(t)
	one := instance(t, url)
	one.published(t, "Eerste")
	one.within(t, 1, "the first")
	before := one.state(t)
	one.published(t, "Tweede")
	one.within(t, 2, "the second")
	two := instance(t, url)
	two.within(t, 2, "both at once")
	assert.Equal(t, one.state(t), two.state(t))
	assert.NotEqual(t, before, one.state(t))
}

func (w *town) state(t *testing.T) string {
	t.Helper()
	snapshot, err := w.Snapshot(t.Context())
	require.NoError(t, err)
	return snapshot.State()
}
