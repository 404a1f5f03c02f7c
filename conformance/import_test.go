//go:build conformance

package conformance

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"providerportal/internal/sheet"
)

// The spreadsheets of the manifest: what is read is text, and what is written
// again starts no formula; UTF-16 is read as it is meant.
func TestNaughtySpreadsheets(t *testing.T) {
	manifest, err := os.ReadFile(path(t, "naughty/manifest.jsonl"))
	require.NoError(t, err)
	seen := 0
	for line := range strings.Lines(string(manifest)) {
		var item struct {
			File, Expect string
		}
		require.NoError(t, json.Unmarshal([]byte(line), &item))
		content, err := os.ReadFile(path(t, "naughty/files/"+item.File))
		require.NoError(t, err)
		if strings.HasSuffix(item.File, ".csv") {
			seen++
			checkTable(t, item.File, content)
			continue
		}
		_, err = sheet.Read(content)
		var refused *sheet.Unreadable
		assert.True(t, err == nil || errors.As(err, &refused), "%s: %v", item.File, err)
		assert.False(t, strings.HasSuffix(item.File, "x") && err == nil, "%s was read as a spreadsheet", item.File)
	}
	require.GreaterOrEqual(t, seen, 2)
}

func checkTable(t *testing.T, name string, content []byte) {
	t.Helper()
	table, err := sheet.Read(content)
	require.NoError(t, err, name)
	require.NotEmpty(t, table.Rows, name)
	if name == "bom-utf16.csv" {
		assert.Equal(t, []string{"naam", "plaats"}, table.Header)
		assert.Equal(t, []string{"Café", "Venlo"}, table.Rows[0].Cells)
	}
	var rows [][]any
	for _, row := range table.Rows {
		var cells []any
		for _, cell := range row.Cells {
			cells = append(cells, cell)
		}
		rows = append(rows, cells)
	}
	var out bytes.Buffer
	require.NoError(t, sheet.Write(&out, "terug", table.Header, rows))
	file, err := excelize.OpenReader(&out)
	require.NoError(t, err)
	defer func() { _ = file.Close() }()
	written, err := file.GetRows("terug")
	require.NoError(t, err)
	for i, row := range written {
		for j, cell := range row {
			place, err := excelize.CoordinatesToCellName(j+1, i+1)
			require.NoError(t, err)
			formula, err := file.GetCellFormula("terug", place)
			require.NoError(t, err)
			assert.Empty(t, formula, "%s %s", name, place)
			assert.False(t, cell != "" && strings.ContainsAny(cell[:1], "=+-@\t"), "%s %s starts a formula: %q", name, place, cell)
		}
	}
}
