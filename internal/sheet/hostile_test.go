package sheet_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"providerportal/internal/sheet"
)

const firstSheet = "xl/worksheets/sheet1.xml"

// edited is a good workbook in which one part was changed by hand.
func edited(t *testing.T, name string, change ...string) []byte {
	t.Helper()
	content := workbook(t, func(f *excelize.File) {
		for cell, value := range map[string]any{"A1": "naam", "B1": "kvk", "A2": "Een", "B2": 12345678} {
			set(t, f, cell, value)
		}
	})
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	to := zip.NewWriter(&out)
	for _, part := range archive.File {
		from, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(from)
		if err != nil {
			t.Fatal(err)
		}
		if part.Name == name {
			text = []byte(strings.NewReplacer(change...).Replace(string(text)))
		}
		into, err := to.Create(part.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := into.Write(text); err != nil {
			t.Fatal(err)
		}
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// What other programs than Excel write, and what people paste, is read as it was
// meant.
func TestOddTablesAreRead(t *testing.T) {
	hidden := workbook(t, func(f *excelize.File) {
		set(t, f, "A1", "oud")
		set(t, f, "A2", "oud")
		_, err := f.NewSheet("Twee")
		for cell, value := range map[string]any{"A1": "naam", "B1": "kvk", "A2": "Een", "B2": 12345678} {
			err = errors.Join(err, f.SetCellValue("Twee", cell, value))
		}
		f.SetActiveSheet(1)
		if err = errors.Join(err, f.SetSheetVisible("Sheet1", false)); err != nil {
			t.Fatal(err)
		}
	})
	for name, content := range map[string][]byte{
		"as made":               edited(t, ""),
		"number with exponent":  edited(t, firstSheet, ">12345678<", ">1.2345678E7<"),
		"number with a nought":  edited(t, firstSheet, ">12345678<", ">12345678.0<"),
		"hidden sheet in front": hidden,
		"lines of an old Mac":   []byte("naam;kvk\rEen;12345678\r"),
		"unseen signs":          []byte("naam;kvk\n\ufeffEen;\u202d12\u200b345678\u202c\n"),
		"hidden row":            edited(t, firstSheet, `<row r="2"`, `<row r="2" hidden="1"`),
		"merged cells":          edited(t, firstSheet, "</sheetData>", `</sheetData><mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>`),
	} {
		table, err := sheet.Read(content)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := fmt.Sprint(table.Header, table.Rows); got != "[naam kvk] [{2 [Een 12345678]}]" {
			t.Errorf("%s: %s", name, got)
		}
	}
	text := workbook(t, func(f *excelize.File) { set(t, f, "A1", "contract"); set(t, f, "A2", "1.0") })
	if table, err := sheet.Read(text); err != nil || table.Rows[0].Cells[0] != "1.0" {
		t.Errorf("a text that looks like a number: %+v %v", table, err)
	}
}

// Hostile tables get a reason, with the place where it helps.
func TestHostileTablesAreRefused(t *testing.T) {
	rows := func(n int) string { return strings.Repeat("<row/>", n) + "</sheetData>" }
	for name, test := range map[string]struct {
		content []byte
		key     string
	}{
		"error of the program": {edited(t, firstSheet, `<v>12345678<`, `<v>#REF!<`), "sheet.mistake B2"},
		"a million empty rows": {edited(t, firstSheet, "</sheetData>", rows(1_048_574)), "sheet.far-row 20000"},
		"a cell far below":     {workbook(t, func(f *excelize.File) { set(t, f, "A1", "naam"); set(t, f, "A1048576", "x") }), "sheet.far-row 20000"},
		"external entity":      {edited(t, firstSheet, "<worksheet", `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet`, "12345678", "&e;"), "sheet.broken"},
		"no shared texts":      {edited(t, "xl/sharedStrings.xml", "<sst", "<x"), "sheet.broken"},
		"formula over cells":   {edited(t, firstSheet, "<v>12345678", `<f t="array" ref="B2">1+1</f><v>12345678`), "sheet.formula B2"},
		"macro sheet":          {packed(t, map[string]int{"xl/workbook.xml": 10, "xl/macrosheets/sheet1.xml": 10}), "sheet.macro"},
		"no UTF-16":            {[]byte("\xff\xfen\x00;\x00b\x00\n\x00\x00\xd8;\x001\x00"), "sheet.control A2"},
	} {
		_, err := sheet.Read(test.content)
		if got := fmt.Sprint(err); got != "sheet: "+test.key && !strings.HasPrefix(got, "sheet: "+test.key+" ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// One line of millions of cells costs no more than the file.
func TestWideLineTakesLittleMemory(t *testing.T) {
	content := []byte("naam;kvk\nEen" + strings.Repeat(";", 4<<20) + "\n")
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := sheet.Read(content)
	runtime.ReadMemStats(&after)
	if fmt.Sprint(err) != "sheet: sheet.too-wide 2" || after.TotalAlloc-before.TotalAlloc > 32<<20 {
		t.Errorf("%v, %d MB", err, (after.TotalAlloc-before.TotalAlloc)>>20)
	}
}
