package sheet

import (
	"archive/zip"
	"bytes"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// readXLSX reads the first sheet that can be seen, as stored: numbers in full, dates as numbers.
func readXLSX(content []byte) (rows []Line, day1904 bool, err error) {
	if err := checkPackage(content); err != nil {
		return nil, false, err
	}
	file, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: unzipLimit, UnzipXMLSizeLimit: unzipSheet,
	})
	if err != nil {
		return nil, false, unreadable("broken")
	}
	defer func() { _ = file.Close() }() // removes what it unpacked
	name := shownSheet(file)
	if name == "" {
		return nil, false, unreadable("empty")
	}
	if properties, err := file.GetWorkbookProps(); err == nil && properties.Date1904 != nil {
		day1904 = *properties.Date1904
	}
	rows, err = sheetRows(file, name)
	return rows, day1904, err
}

// shownSheet is the first sheet that people see when they open the file.
func shownSheet(file *excelize.File) string {
	for _, name := range file.GetSheetList() {
		if shown, err := file.GetSheetVisible(name); err == nil && shown {
			return name
		}
	}
	return ""
}

// checkPackage refuses what is no spreadsheet, or would unpack to far too much,
// by the list of contents alone.
func checkPackage(content []byte) error {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return unreadable("broken")
	}
	var total uint64
	workbook := false
	for _, part := range archive.File {
		total += part.UncompressedSize64
		workbook = workbook || part.Name == "xl/workbook.xml"
		if strings.HasSuffix(part.Name, "vbaProject.bin") || strings.HasPrefix(part.Name, "xl/macrosheets/") {
			return unreadable("macro")
		}
	}
	if !workbook {
		return unreadable("not-a-table")
	}
	if total > unzipLimit || len(archive.File) > 500 {
		return unreadable("too-much")
	}
	return nil
}

func sheetRows(file *excelize.File, sheet string) ([]Line, error) {
	stream, err := file.Rows(sheet)
	if err != nil {
		return nil, unreadable("broken")
	}
	defer func() { _ = stream.Close() }()
	var rows []Line
	for number := 1; stream.Next(); number++ {
		cells, err := stream.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, unreadable("broken")
		}
		if len(cells) > MaxColumns {
			return nil, unreadable("too-wide", number)
		}
		for i := range cells {
			name := cellName(i+1, number)
			if cells[i], err = plain(cells[i]); err != nil {
				return nil, unreadable("control", name)
			}
			if slices.Contains(mistakes, cells[i]) {
				return nil, unreadable("mistake", name)
			}
			cells[i] = wholeNumber(file, sheet, name, cells[i])
		}
		if len(rows) > MaxRows+1 {
			return nil, unreadable("too-many", MaxRows)
		}
		if number > lastRow {
			return nil, unreadable("far-row", lastRow)
		}
		if len(strings.Join(cells, "")) > 0 {
			rows = append(rows, Line{Number: number, Cells: cells})
		}
	}
	if err := stream.Error(); err != nil {
		return nil, unreadable("broken")
	}
	return rows, refuseFormulas(file, sheet, rows)
}

// lastRow is as far down as something may stand, be it only colour: the library
// takes memory for every row above it.
const lastRow = 10 * MaxRows

// mistakes are what a spreadsheet shows where it cannot show a value.
var mistakes = []string{"#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"}

// scientific is how some programs store a whole number: 12345678.0, 1.2345678E7.
var scientific = regexp.MustCompile(`^\d+\.\d+(E\d{1,2})?$`)

// wholeNumber writes such a number with its digits only; a text stays as it is.
func wholeNumber(file *excelize.File, sheet, cell, text string) string {
	if !scientific.MatchString(text) {
		return text
	}
	number, err := strconv.ParseFloat(text, 64)
	if kind, wrong := file.GetCellType(sheet, cell); err != nil || wrong != nil || kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber ||
		number != math.Trunc(number) || number > 1e15 {
		return text
	}
	return strconv.FormatFloat(number, 'f', 0, 64)
}

// refuseFormulas looks at every cell below and in the header.
func refuseFormulas(file *excelize.File, sheet string, rows []Line) error {
	width := 0
	for _, row := range rows {
		width = max(width, len(row.Cells))
	}
	for _, row := range rows {
		for column := 1; column <= width; column++ {
			name := cellName(column, row.Number)
			formula, err := file.GetCellFormula(sheet, name)
			if err != nil {
				return unreadable("broken")
			}
			if formula != "" {
				return unreadable("formula", name)
			}
		}
	}
	return nil
}
