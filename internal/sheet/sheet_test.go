package sheet_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"providerportal/internal/sheet"
)

// TestCellsNeverStartAFormula pins that a hostile name stays a text (ASVS 1.2.10).
func TestCellsNeverStartAFormula(t *testing.T) {
	hostile := []string{
		`=HYPERLINK("https://evil.example","klik")`, "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1",
	}
	var rows [][]any
	for _, name := range hostile {
		rows = append(rows, []any{name, "jan-willem@zorg.example", 7})
	}
	var file bytes.Buffer
	require.NoError(t, sheet.Write(&file, "Accounts", []string{"=naam", "adres", "aantal"}, rows))
	read, err := excelize.OpenReader(&file)
	require.NoError(t, err)
	defer func() { _ = read.Close() }()
	got, err := read.GetRows("Accounts")
	require.NoError(t, err)
	require.Len(t, got, len(hostile)+1)
	assert.Equal(t, "'=naam", got[0][0])
	for i := range hostile {
		at, err := excelize.CoordinatesToCellName(1, i+2)
		require.NoError(t, err)
		formula, err := read.GetCellFormula("Accounts", at)
		require.NoError(t, err)
		assert.Empty(t, formula, hostile[i])
		assert.Equal(t, byte('\''), got[i+1][0][0], hostile[i])
		assert.Equal(t, "jan-willem@zorg.example", got[i+1][1], "a harmless text stays as it is")
		assert.Equal(t, "7", got[i+1][2])
	}
}

// TestMoments pins that a moment is written in full, and none leaves the cell empty.
func TestMoments(t *testing.T) {
	at := time.Date(2026, 4, 2, 8, 0, 0, 0, time.UTC)
	var file bytes.Buffer
	var never *time.Time
	require.NoError(t, sheet.Write(&file, "Accounts", []string{"a", "b", "c"}, [][]any{{at, never, &at}}))
	read, err := excelize.OpenReader(&file)
	require.NoError(t, err)
	defer func() { _ = read.Close() }()
	got, err := read.GetRows("Accounts")
	require.NoError(t, err)
	assert.Equal(t, []string{"2026-04-02T08:00:00Z", "", "2026-04-02T08:00:00Z"}, got[1])
}
