package sheet

import (
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// readCSV reads a table with semicolons, commas or tabs, in UTF-8 (with or
// without its mark), UTF-16 with its mark, or Windows-1252 as Excel writes it.
func readCSV(content []byte) ([]Line, error) {
	text, err := decode(content)
	if err != nil {
		return nil, err
	}
	if !strings.Contains(text, "\n") { // as Excel on a Mac can write it
		text = strings.ReplaceAll(text, "\r", "\n")
	}
	separator, start := separatorOf(text)
	if number := tooWide(text[start:], separator); number > 0 {
		return nil, unreadable("too-wide", number)
	}
	reader := csv.NewReader(strings.NewReader(text[start:]))
	reader.Comma, reader.FieldsPerRecord, reader.ReuseRecord = separator, -1, false
	var rows []Line
	extra := strings.Count(text[:start], "\n") // lines that are not rows, or the other way round
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		var wrong *csv.ParseError
		if errors.As(err, &wrong) {
			return nil, unreadable("quotes", wrong.StartLine+extra)
		}
		if err != nil {
			return nil, unreadable("broken")
		}
		line, _ := reader.FieldPos(0)
		number := line + extra
		if len(cells) > MaxColumns {
			return nil, unreadable("too-wide", number)
		}
		for i := range cells {
			extra -= strings.Count(cells[i], "\n")
			if cells[i], err = plain(cells[i]); err != nil {
				return nil, unreadable("control", cellName(i+1, number))
			}
		}
		if len(rows) > MaxRows+1 {
			return nil, unreadable("too-many", MaxRows)
		}
		rows = append(rows, Line{Number: number, Cells: cells})
	}
}

// tooWide gives the number of a line with so many cells that taking it apart
// would cost far more memory than the file itself.
func tooWide(text string, separator rune) int {
	number := 0
	for line := range strings.Lines(text) {
		if number++; strings.Count(line, string(separator)) > MaxColumns*100 {
			return number
		}
	}
	return 0
}

// decode gives the text of a file; a mark at the start says how it is written.
func decode(content []byte) (string, error) {
	switch {
	case bytes.HasPrefix(content, []byte("\xef\xbb\xbf")):
		content = content[3:]
		if !utf8.Valid(content) {
			return "", unreadable("encoding")
		}
		return string(content), nil
	case bytes.HasPrefix(content, []byte("\xff\xfe")):
		return utf16Text(content[2:], binary.LittleEndian)
	case bytes.HasPrefix(content, []byte("\xfe\xff")):
		return utf16Text(content[2:], binary.BigEndian)
	case bytes.IndexByte(content, 0) >= 0:
		return "", unreadable("not-a-table")
	case utf8.Valid(content):
		return string(content), nil
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(content)
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
		return "", unreadable("encoding")
	}
	return string(text), nil
}

func utf16Text(content []byte, order binary.ByteOrder) (string, error) {
	if len(content)%2 != 0 {
		return "", unreadable("encoding")
	}
	units := make([]uint16, len(content)/2)
	for i := range units {
		units[i] = order.Uint16(content[2*i:])
	}
	return string(utf16.Decode(units)), nil
}

// separatorOf gives the sign that stands most often in the header, outside
// quotes, and where the table begins: Excel's own line "sep=;" is not part of it.
func separatorOf(text string) (separator rune, start int) {
	header, _, _ := strings.Cut(text, "\n")
	if given, ok := strings.CutPrefix(strings.TrimSpace(header), "sep="); ok && len(given) == 1 && strings.Contains(";,\t", given) {
		return rune(given[0]), min(len(header)+1, len(text))
	}
	counts, quoted := map[rune]int{}, false
	for _, r := range header {
		if r == '"' {
			quoted = !quoted
		}
		if !quoted {
			counts[r]++
		}
	}
	separator = ';'
	for _, other := range []rune{',', '\t'} {
		if counts[other] > counts[separator] {
			separator = other
		}
	}
	return separator, 0
}
