package directory_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/directory"
	"providerportal/internal/paging"
)

// TestWatchOrders pins each order of the list of staff, both ways round.
func TestWatchOrders(t *testing.T) {
	w := open(t)
	manager := w.manager(t)
	bare := w.provider(t, "Kaal")
	w.admitted(t, bare, individual, w.today())
	early := w.published(t, "Vroeg")
	w.now = w.now.AddDate(0, 1, 0)
	late := w.published(t, "Laat")
	edited := complete()
	edited.Mission = "Nog eens."
	require.NoError(t, w.PublishProfile(t.Context(), late, edited))
	require.NoError(t, w.db.Exec("UPDATE intake_points SET unreachable_at = now() WHERE provider_id = ?", late.ProviderID).Error)
	require.NoError(t, w.db.Exec("UPDATE intake_points SET verified_at = verified_at - interval '13 months' WHERE provider_id = ?", early.ProviderID).Error)
	for sort, want := range map[directory.WatchSort][]string{
		"": {"Kaal", "Laat", "Vroeg"}, "onzin": {"Kaal", "Laat", "Vroeg"},
		directory.WatchByName:      {"Kaal", "Laat", "Vroeg"},
		directory.WatchByChanges:   {"Kaal", "Vroeg", "Laat"},
		directory.WatchByConfirmed: {"Kaal", "Vroeg", "Laat"},
		directory.WatchByIntake:    {"Kaal", "Laat", "Vroeg"},
	} {
		for _, down := range []bool{false, true} {
			page, err := w.Watched(t.Context(), manager, directory.Looked{Watch: directory.WatchAll, Sort: sort, Down: down})
			require.NoError(t, err)
			var names []string
			for _, line := range page.Lines {
				names = append(names, line.Name)
			}
			if down {
				slices.Reverse(names)
			}
			assert.Equal(t, want, names, "%s %v", sort, down)
		}
	}
}

// TestWatchPagesNeverOverlap pins that equal lines keep one order over the pages.
func TestWatchPagesNeverOverlap(t *testing.T) {
	w := open(t)
	manager := w.manager(t)
	for n := range paging.Size + 7 {
		w.admitted(t, w.provider(t, fmt.Sprintf("Gelijk %02d", n)), individual, w.today())
	}
	for _, sort := range []directory.WatchSort{directory.WatchByConfirmed, directory.WatchByIntake, directory.WatchByChanges} {
		var names []string
		for _, number := range []int{1, 2} {
			page, err := w.Watched(t.Context(), manager, directory.Looked{Watch: directory.WatchAll, Search: "gelijk", Sort: sort, Page: number, Down: true})
			require.NoError(t, err)
			assert.Equal(t, 2, page.Pages)
			for _, line := range page.Lines {
				names = append(names, line.Name)
			}
		}
		assert.Len(t, names, paging.Size+7)
		assert.True(t, slices.IsSortedFunc(names, strings.Compare), "%s: %v", sort, names)
	}
}
