package sheet

import (
	"io"

	"github.com/xuri/excelize/v2"
)

// textFormat is Excel's own format for cells that keep what is typed: zeros in
// front of a number stay.
const textFormat = 49

// Template writes an empty table to fill in, every cell a text, with a second
// sheet that explains the columns.
func Template(w io.Writer, title string, header []string, explained string, explanation [][]any) (err error) {
	file := excelize.NewFile()
	defer func() {
		if closed := file.Close(); err == nil {
			err = closed
		}
	}()
	if err := file.SetSheetName("Sheet1", title); err != nil {
		return err
	}
	if _, err := file.NewSheet(explained); err != nil {
		return err
	}
	asText, err := file.NewStyle(&excelize.Style{NumFmt: textFormat})
	if err != nil {
		return err
	}
	bold, err := file.NewStyle(&excelize.Style{NumFmt: textFormat, Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	last, err := excelize.ColumnNumberToName(len(header))
	if err != nil {
		return err
	}
	row := make([]any, len(header))
	for i, text := range header {
		row[i] = Text(text)
	}
	for _, err := range []error{
		file.SetColStyle(title, "A:"+last, asText),
		file.SetColWidth(title, "A", last, columnWidth),
		file.SetSheetRow(title, "A1", &row),
		file.SetRowStyle(title, 1, 1, bold),
		file.SetColWidth(explained, "A", "C", 2*columnWidth),
	} {
		if err != nil {
			return err
		}
	}
	for i, line := range explanation {
		safe := cells(line)
		if err := file.SetSheetRow(explained, cellName(1, i+1), &safe); err != nil {
			return err
		}
	}
	_, err = file.WriteTo(w)
	return err
}
