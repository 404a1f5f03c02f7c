package directory_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/directory"
	"providerportal/directory/finding"
)

// TestEndedSegmentIsOfferedNowhere pins D2 and E12: a provider that stays for one
// segment no longer offers the products of another, from the moment that contract
// is suspended or ended.
func TestEndedSegmentIsOfferedNowhere(t *testing.T) {
	w := open(t)
	actor := w.published(t, "Werkpad")
	require.NoError(t, directory.Admit(w.db, actor.ProviderID, collective, w.today()))
	profile := complete()
	profile.Products = append(profile.Products, "collectieve-toeleiding")
	require.NoError(t, w.PublishProfile(t.Context(), actor, profile))
	both, one := []string{"individuele-toeleiding", "collectieve-toeleiding"}, []string{"individuele-toeleiding"}
	offers := func(want []string) {
		t.Helper()
		public, err := w.Public(t.Context(), w.slug(t, actor.ProviderID))
		require.NoError(t, err)
		assert.ElementsMatch(t, want, public.Profile.Products, "the profile")
		publics, err := w.Publics(t.Context(), []uuid.UUID{actor.ProviderID})
		require.NoError(t, err)
		assert.ElementsMatch(t, want, publics[0].Profile.Products, "the open data")
		snapshot, err := w.Snapshot(t.Context())
		require.NoError(t, err)
		assert.ElementsMatch(t, want, snapshot.Entry(actor.ProviderID).Values[finding.Product], "the finder")
		providers, _ := snapshot.Reach("", "collectieve-toeleiding", "")
		assert.Equal(t, len(want)-1, providers, "the coverage")
	}
	offers(both)
	require.NoError(t, directory.Suspend(w.db, actor.ProviderID, collective, w.today()))
	offers(one)
	require.NoError(t, directory.Readmit(w.db, actor.ProviderID, collective, w.today()))
	offers(both)
	require.NoError(t, directory.EndAdmission(w.db, actor.ProviderID, collective, w.today()))
	offers(one)
	require.NoError(t, directory.Suspend(w.db, actor.ProviderID, individual, w.today()))
	assert.Zero(t, w.find(t, directory.Search{}).Total)
}
