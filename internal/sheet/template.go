package sheet

import (
	"cmp"
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
	if err := writeHeader(file, title, header); err != nil {
		return err
	}
	if err := writeExplanation(file, explained, explanation); err != nil {
		return err
	}
	_, err = file.WriteTo(w)
	return err
}

// writeHeader makes every cell of the sheet a text, with the header in bold.
func writeHeader(file *excelize.File, sheet string, header []string) error {
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
	return cmp.Or(
		file.SetColStyle(sheet, "A:"+last, asText),
		file.SetColWidth(sheet, "A", last, columnWidth),
		file.SetSheetRow(sheet, "A1", &row),
		file.SetRowStyle(sheet, 1, 1, bold),
	)
}

func writeExplanation(file *excelize.File, sheet string, lines [][]any) error {
	if err := file.SetColWidth(sheet, "A", "C", 2*columnWidth); err != nil {
		return err
	}
	for i, line := range lines {
		safe := cells(line)
		if err := file.SetSheetRow(sheet, cellName(1, i+1), &safe); err != nil {
			return err
		}
	}
	return nil
}
