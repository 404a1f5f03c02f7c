//go:build conformance

package conformance

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// table reads a CSV file of DIR, one map per row, and fails when a column that
// the test needs is not there or the file has no rows: a check that checks
// nothing must not be green.
func table(t *testing.T, name string, columns ...string) []map[string]string {
	t.Helper()
	file, err := os.Open(path(t, name))
	require.NoError(t, err)
	defer file.Close()
	records, err := csv.NewReader(file).ReadAll()
	require.NoError(t, err)
	require.Greater(t, len(records), 1, "%s has no rows", name)
	for _, column := range columns {
		require.Contains(t, records[0], column, name)
	}
	var rows []map[string]string
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, column := range records[0] {
			row[column] = record[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// path gives the place of a file in DIR.
func path(t *testing.T, name string) string {
	t.Helper()
	dir := os.Getenv("DIR")
	require.NotEmpty(t, dir, "set DIR to the folder with the outside data, as make conformance does")
	return filepath.Join(dir, name)
}
