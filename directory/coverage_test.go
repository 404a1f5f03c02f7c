package directory_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/directory"
)

// TestCoverage pins D9 and H KPI 4: every combination is there once, gaps are
// those that nobody offers, and a change shows at once.
func TestCoverage(t *testing.T) {
	w := open(t)
	covered := func() (*directory.Coverage, map[[3]string]directory.Covered) {
		snapshot, err := w.Snapshot(t.Context())
		require.NoError(t, err)
		coverage, at := snapshot.Coverage(), map[[3]string]directory.Covered{}
		for _, cell := range coverage.Cells {
			at[[3]string{cell.Municipality.Code, cell.Product.Code, cell.TargetGroup.Code}] = cell
		}
		assert.Len(t, at, len(coverage.Cells), "a combination stands there twice")
		return coverage, at
	}
	region, err := w.Region(t.Context())
	require.NoError(t, err)
	all := len(region.Municipalities) * len(region.Products) * len(region.TargetGroups)
	empty, _ := covered()
	assert.Equal(t, all, empty.Gaps)

	w.published(t, "Venray", func(p *directory.Profile) { p.Municipalities, p.TargetGroups = []string{"GM0984"}, []string{"wmo"} })
	full := w.published(t, "Beide", func(p *directory.Profile) {
		p.Municipalities, p.TargetGroups = []string{"GM0984", "GM0983"}, []string{"wmo"}
	})
	require.NoError(t, w.SaveCapacity(t.Context(), full, directory.Capacity{State: directory.CapacityWaiting}))
	coverage, at := covered()
	assert.Equal(t, all-2, coverage.Gaps)
	venray, venlo := at[[3]string{"GM0984", "individuele-toeleiding", "wmo"}], at[[3]string{"GM0983", "individuele-toeleiding", "wmo"}]
	assert.Equal(t, []int{2, 1, 1, 0}, []int{venray.Providers, venray.Open, venlo.Providers, venlo.Open})
	assert.True(t, at[[3]string{"GM0983", "collectieve-toeleiding", "wmo"}].Gap())

	require.NoError(t, directory.EndAdmission(w.db, full.ProviderID, individual, w.today()))
	coverage, _ = covered()
	assert.Equal(t, all-1, coverage.Gaps, "after a contract ended")
}

// TestRetiredGroupIsNoGap pins that nobody is asked to offer what staff took off
// the list.
func TestRetiredGroupIsNoGap(t *testing.T) {
	w := open(t)
	w.published(t, "Werkpad", func(p *directory.Profile) { p.Municipalities, p.TargetGroups = []string{"GM0984"}, []string{"wmo"} })
	require.NoError(t, w.db.Exec("UPDATE target_groups SET retired_at = now() WHERE code = 'wmo'").Error)
	snapshot, err := w.Snapshot(t.Context())
	require.NoError(t, err)
	coverage, offered := snapshot.Coverage(), 0
	for _, cell := range coverage.Cells {
		if cell.TargetGroup.Code == "wmo" {
			offered++
			assert.False(t, cell.Gap())
		}
	}
	assert.Equal(t, 1, offered)
}
