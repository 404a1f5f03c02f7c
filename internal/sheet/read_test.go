package sheet_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"

	"providerportal/internal/sheet"
)

const two = "naam;plaats\n\"Café; Zuid\";Venlo\n\n\"Twee\nregels\";Horst\nDrie;Bergen\n"

func utf16le(text string) []byte {
	out := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(text)) {
		out = append(out, byte(unit), byte(unit>>8))
	}
	return out
}

func utf16be(text string) []byte {
	out := []byte{0xfe, 0xff}
	for _, unit := range utf16.Encode([]rune(text)) {
		out = append(out, byte(unit>>8), byte(unit))
	}
	return out
}

// However a spreadsheet program writes it, the table and its row numbers are
// the same.
func TestCSVInEveryDress(t *testing.T) {
	windows, err := charmap.Windows1252.NewEncoder().String(two)
	if err != nil {
		t.Fatal(err)
	}
	comma := strings.NewReplacer("naam;plaats", "naam,plaats", "\";", "\",", "Drie;", "Drie,").Replace(two)
	for name, content := range map[string][]byte{
		"utf-8": []byte(two), "utf-8 with mark": []byte("\ufeff" + two), "utf-16 little": utf16le(two), "utf-16 big": utf16be(two),
		"windows": []byte(windows), "crlf": []byte(strings.ReplaceAll(two, "\n", "\r\n")), "comma": []byte(comma),
	} {
		table, err := sheet.Read(content)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(table.Rows) != 3 || table.Header[1] != "plaats" || table.Rows[0].Cells[0] != "Café; Zuid" || table.Rows[1].Cells[0] != "Twee\nregels" {
			t.Errorf("%s: %+v", name, table)
		}
		if table.Rows[0].Number != 2 || table.Rows[1].Number != 4 || table.Rows[2].Number != 5 {
			t.Errorf("%s: rows %d, %d and %d", name, table.Rows[0].Number, table.Rows[1].Number, table.Rows[2].Number)
		}
	}
	table, err := sheet.Read([]byte("sep=;\n" + two))
	if err != nil || table.Header[0] != "naam" || table.Rows[0].Number != 3 {
		t.Errorf("with Excel's own line: %+v %v", table, err)
	}
}

func workbook(t *testing.T, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	fill(f)
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func set(t *testing.T, f *excelize.File, cell string, value any) {
	t.Helper()
	if err := f.SetCellValue("Sheet1", cell, value); err != nil {
		t.Fatal(err)
	}
}

func TestXLSXIsReadAsStored(t *testing.T) {
	table, err := sheet.Read(workbook(t, func(f *excelize.File) {
		set(t, f, "A1", "naam")
		set(t, f, "B1", "kvk")
		set(t, f, "A3", " Café ")
		set(t, f, "B3", 12345678)
		set(t, f, "C3", "=1+1 als tekst")
	}))
	if err != nil {
		t.Fatal(err)
	}
	if len(table.Rows) != 1 || table.Rows[0].Number != 3 || strings.Join(table.Rows[0].Cells, "|") != "Café|12345678|=1+1 als tekst" || !table.Serial {
		t.Errorf("%+v", table)
	}
}

func TestWhatIsRefused(t *testing.T) {
	formula := workbook(t, func(f *excelize.File) {
		set(t, f, "A1", "naam")
		set(t, f, "A2", "x")
		if err := f.SetCellFormula("Sheet1", "A2", "1+1"); err != nil {
			t.Fatal(err)
		}
	})
	wide := strings.Repeat("a;", 70) + "\n1;2\n"
	for key, content := range map[string][]byte{
		"sheet.empty": []byte("naam;kvk\n"), "sheet.too-large": bytes.Repeat([]byte("x"), sheet.MaxBytes+1), "sheet.formula": formula,
		"sheet.too-wide": []byte(wide), "sheet.too-many": []byte("naam\n" + strings.Repeat("x\n", sheet.MaxRows+1)),
		"sheet.long-cell": []byte("naam\n" + strings.Repeat("x", sheet.MaxCell+1)), "sheet.quotes": []byte("naam;b\n\"open;b\n"),
		"sheet.control": []byte("naam\na\x07b\n"), "sheet.not-a-table": []byte("%PDF-1.4\x00\x00"), "sheet.encoding": []byte("naam\n\x81\x8d\n"),
		"sheet.old-excel": []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "sheet.broken": []byte("PK\x03\x04niets"), "sheet.too-much": bomb(t),
		"sheet.macro": packed(t, map[string]int{"xl/workbook.xml": 10, "xl/vbaProject.bin": 10}),
	} {
		_, err := sheet.Read(content)
		var refused *sheet.Unreadable
		if !errors.As(err, &refused) || refused.Key != key {
			t.Errorf("%s: %v", key, err)
		}
	}
}

// bomb is small and would unpack to 64 MB.
func bomb(t *testing.T) []byte {
	return packed(t, map[string]int{"xl/workbook.xml": 10, "xl/worksheets/sheet1.xml": 64 << 20})
}

func packed(t *testing.T, parts map[string]int) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for name, size := range parts {
		part, err := archive.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write(bytes.Repeat([]byte(" "), size)); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
