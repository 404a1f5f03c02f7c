package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// What a table that is read may hold; more is refused before it is unpacked.
const (
	MaxBytes   = 5 << 20  // of the file
	MaxRows    = 2000     // below the header
	MaxColumns = 60       //
	MaxCell    = 4000     // characters
	unzipLimit = 32 << 20 // of an XLSX, unpacked: a zip bomb ends here
	unzipSheet = 16 << 20 // of one sheet in it
)

// Table is the first sheet of a file: a header and rows of text.
type Table struct {
	Header  []string
	Rows    []Line
	Serial  bool // dates may be Excel's day numbers
	Day1904 bool // …counted from 1904, as old Macs did
}

// Line is one row with its number as a spreadsheet program shows it. Empty rows
// are left out.
type Line struct {
	Number int
	Cells  []string
}

// Unreadable says why a file is not read: Key is the text for the visitor under
// "sheet.", Place the row or cell where it stands, when there is one.
type Unreadable struct {
	Key   string
	Place string
}

// Error names the reason, for logs.
func (u *Unreadable) Error() string { return strings.TrimSpace("sheet: " + u.Key + " " + u.Place) }

func unreadable(key string, place ...any) error {
	return &Unreadable{Key: "sheet." + key, Place: fmt.Sprint(place...)}
}

// Read gives the table in an XLSX or CSV file. Which of the two it is, the
// content says and not the name. Formulas are refused: what they would give is
// not in the file, or is what they gave long ago.
func Read(content []byte) (*Table, error) {
	var rows []Line
	var err error
	table := &Table{}
	switch {
	case len(content) == 0:
		return nil, unreadable("empty")
	case len(content) > MaxBytes:
		return nil, unreadable("too-large", MaxBytes>>20)
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		table.Serial = true
		rows, table.Day1904, err = readXLSX(content)
	case bytes.HasPrefix(content, []byte("\xd0\xcf\x11\xe0")): // XLS, or an XLSX with a password
		return nil, unreadable("old-excel")
	default:
		rows, err = readCSV(content)
	}
	if err != nil {
		return nil, err
	}
	return table, table.fill(rows)
}

// fill splits header and rows, and checks what a table may hold.
func (t *Table) fill(rows []Line) error {
	for _, row := range rows {
		for len(row.Cells) > 0 && row.Cells[len(row.Cells)-1] == "" {
			row.Cells = row.Cells[:len(row.Cells)-1]
		}
		if len(row.Cells) == 0 {
			continue
		}
		if len(row.Cells) > MaxColumns {
			return unreadable("too-wide", row.Number)
		}
		for i, text := range row.Cells {
			if utf8.RuneCountInString(text) > MaxCell {
				return unreadable("long-cell", cellName(i+1, row.Number))
			}
		}
		if t.Header == nil {
			t.Header = row.Cells
			continue
		}
		if len(t.Rows) == MaxRows {
			return unreadable("too-many", MaxRows)
		}
		t.Rows = append(t.Rows, row)
	}
	if t.Header == nil || len(t.Rows) == 0 {
		return unreadable("empty")
	}
	return nil
}

func cellName(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return fmt.Sprint(row)
	}
	return name
}

var errControl = errors.New("sheet: control character")

// tidy leaves out what comes along when people copy from a web page: it cannot be
// seen, and makes a number no number.
var tidy = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u00a0", " ", "\u202f", " ", "_x000D_", "", "\ufeff", "", "\u200b", "", "\u00ad", "",
	"\u200e", "", "\u200f", "", "\u202a", "", "\u202b", "", "\u202c", "", "\u202d", "", "\u202e", "", "\u2060", "")

// plain trims a cell and makes its line ends one kind; other control characters
// have no place in a text.
func plain(text string) (string, error) {
	text = tidy.Replace(text)
	for _, r := range text {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r == utf8.RuneError {
			return "", errControl
		}
	}
	return strings.TrimSpace(text), nil
}
