package directory_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/directory"
	"providerportal/directory/finding"
)

// TestPublicsIsPublicForMany pins that many profiles at once say what each says
// alone, in the order that was asked, without those that may not be found.
func TestPublicsIsPublicForMany(t *testing.T) {
	w := open(t)
	first := w.published(t, "Eerste", func(p *directory.Profile) {
		p.Locations = []directory.Location{{Name: "Kas", Street: "Weg 1", Postcode: "5801 AB", Place: "Venray"}}
		p.Languages = []string{"pl", "nl"}
	})
	second, gone := w.published(t, "Tweede"), w.published(t, "Derde")
	w.ended(t, gone)
	require.NoError(t, directory.Reindex(w.db, gone.ProviderID))
	ids := []uuid.UUID{second.ProviderID, gone.ProviderID, first.ProviderID}
	publics, err := w.Publics(t.Context(), ids)
	require.NoError(t, err)
	var alone []directory.Public
	for _, id := range []uuid.UUID{second.ProviderID, first.ProviderID} {
		public, err := w.Public(t.Context(), w.slug(t, id))
		require.NoError(t, err)
		alone = append(alone, *public)
	}
	assert.Equal(t, alone, publics)
}

// TestSnapshotKnowsWhenAndWho pins what the sitemap and the feed tell: since when
// a provider is public, and when its profile last changed.
func TestSnapshotKnowsWhenAndWho(t *testing.T) {
	w := open(t)
	old := w.published(t, "Oud")
	began := w.now
	w.now = w.now.AddDate(0, 0, 2)
	w.published(t, "Nieuw")
	w.now = w.now.AddDate(0, 0, 2)
	require.NoError(t, w.Confirm(t.Context(), old))
	snapshot, err := w.Snapshot(t.Context())
	require.NoError(t, err)
	newest := snapshot.Newest(1)
	require.Len(t, newest, 1)
	assert.Equal(t, "Nieuw", newest[0].Name)
	entry := snapshot.Entry(old.ProviderID)
	assert.True(t, entry.PublicAt.Equal(began), "public since %s", entry.PublicAt)
	assert.True(t, entry.ChangedAt.Equal(w.now), "changed %s", entry.ChangedAt)
	all := snapshot.All()
	assert.True(t, slices.IsSortedFunc(all, func(a, b *finding.Entry) int { return strings.Compare(a.Name, b.Name) }))
	assert.Len(t, all, 2)
}
