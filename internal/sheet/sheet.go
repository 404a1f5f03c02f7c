// Package sheet writes lists as a spreadsheet (XLSX). Cells are texts, dates or
// numbers, never formulas.
package sheet

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// columnWidth is wide enough for a name or a moment, in characters.
const columnWidth = 24

// Page is one sheet of a workbook: a bold header and rows. A cell is a text, a
// number, a boolean or a time.Time; nil leaves it empty.
type Page struct {
	Title  string
	Header []string
	Rows   [][]any
}

// Write writes a workbook with one sheet to w.
func Write(w io.Writer, title string, header []string, rows [][]any) error {
	return WriteBook(w, Page{title, header, rows})
}

// WriteBook writes a workbook to w, sheet by sheet and row by row.
func WriteBook(w io.Writer, pages ...Page) (err error) {
	file := excelize.NewFile()
	defer func() {
		if closed := file.Close(); err == nil {
			err = closed
		}
	}()
	bold, err := file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	for i, page := range pages {
		if i == 0 {
			err = file.SetSheetName("Sheet1", page.Title)
		} else {
			_, err = file.NewSheet(page.Title)
		}
		if err != nil {
			return fmt.Errorf("name sheet: %w", err)
		}
		if err := page.write(file, bold); err != nil {
			return err
		}
	}
	_, err = file.WriteTo(w)
	return err
}

func (p Page) write(file *excelize.File, bold int) error {
	stream, err := file.NewStreamWriter(p.Title)
	if err != nil {
		return err
	}
	if err := stream.SetColWidth(1, max(1, len(p.Header)), columnWidth); err != nil {
		return err
	}
	head := make([]any, len(p.Header))
	for i, text := range p.Header {
		head[i] = excelize.Cell{StyleID: bold, Value: Text(text)}
	}
	if err := stream.SetRow("A1", head); err != nil {
		return err
	}
	for i, row := range p.Rows {
		if err := stream.SetRow(fmt.Sprintf("A%d", i+2), cells(row)); err != nil {
			return fmt.Errorf("write row %d: %w", i+2, err)
		}
	}
	return stream.Flush()
}

func cells(row []any) []any {
	safe := make([]any, len(row))
	for i, value := range row {
		switch value := value.(type) {
		case string:
			safe[i] = Text(value)
		case time.Time:
			safe[i] = value.UTC().Format(time.RFC3339)
		case *time.Time:
			if value != nil {
				safe[i] = value.UTC().Format(time.RFC3339)
			}
		default:
			safe[i] = value
		}
	}
	return safe
}

// Text makes a text safe for every spreadsheet program: what would start a
// formula, also after saving as CSV, gets an apostrophe in front (ASVS 1.2.10).
func Text(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r\n", rune(text[0])) {
		return "'" + text
	}
	return text
}
