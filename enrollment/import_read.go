package enrollment

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"providerportal/directory"
	"providerportal/internal/bsn"
	"providerportal/internal/sheet"
	"providerportal/internal/traderegister"
	"providerportal/internal/workday"
)

// rowReader turns rows of text into facts and notes what is wrong.
type rowReader struct {
	table  *sheet.Table
	region *directory.Region
	today  workday.Date
	wrong  problems

	number int // of the row in hand
	column string
	cell   string
}

func (r *rowReader) refuse(key string, args ...any) string {
	value := r.cell
	if key == "import.wrong.bsn" {
		value = "" // never shown nor kept (T2)
	}
	r.wrong.add(r.number, r.column, key, value, args...)
	return ""
}

var notHeader = regexp.MustCompile(`[^a-z0-9]+`)

func headerName(text string) string {
	return notHeader.ReplaceAllString(strings.ToLower(text), "")
}

// otherHeaders are what people call these columns, too.
var otherHeaders = map[string]string{
	"naam": ColumnOrganisation, "aanbieder": ColumnOrganisation, "naamorganisatie": ColumnOrganisation, "provider": ColumnOrganisation,
	"kvk": ColumnKvK, "kvknr": ColumnKvK, "land": ColumnCountry, "country": ColumnCountry, "registernummer": ColumnNumber, "contract": ColumnReference, "kenmerk": ColumnReference, "startdatum": ColumnFrom,
	"doelgroep": ColumnGroups, "product": ColumnProducts, "gemeente": ColumnMunicipalities,
}

// columns finds which column of the file is which of ours. One that we do not
// know is refused: what stands in it would be lost without a word.
func (r *rowReader) columns() []*ImportColumn {
	found := make([]*ImportColumn, len(r.table.Header))
	r.number = 1
	for i, header := range r.table.Header {
		name := headerName(header)
		at := slices.IndexFunc(ImportColumns, func(c ImportColumn) bool {
			return name == headerName(c.Header) || name == headerName(c.Other) || otherHeaders[name] == c.Code
		})
		switch {
		case at < 0 && bsn.In(header):
			r.wrong.add(1, "", "import.wrong.bsn", "")
		case at < 0:
			r.wrong.add(1, shortened(header), "import.wrong.column", header)
		case slices.Contains(found, &ImportColumns[at]):
			r.wrong.add(1, ImportColumns[at].Code, "import.wrong.column-twice", header)
		default:
			found[i] = &ImportColumns[at]
		}
	}
	has := func(code string) bool {
		return slices.ContainsFunc(found, func(c *ImportColumn) bool { return c != nil && c.Code == code })
	}
	for _, column := range ImportColumns {
		if column.Required && !has(column.Code) || column.Code == ColumnKvK && !has(ColumnKvK) && !has(ColumnNumber) {
			r.wrong.add(1, column.Code, "import.wrong.column-missing", "")
		}
	}
	return found
}

// row reads one row and checks what belongs together in it.
func (r *rowReader) row(line sheet.Line, columns []*ImportColumn) ImportRow {
	row := ImportRow{Number: line.Number, Facts: map[string]string{}}
	r.number = line.Number
	before := len(r.wrong)
	filled := map[string]bool{}
	for i, column := range columns {
		r.column, r.cell = column.Code, ""
		if i < len(line.Cells) {
			r.cell = line.Cells[i]
		}
		filled[column.Code] = r.cell != ""
		switch {
		case r.cell == "" && column.Required:
			r.refuse("import.wrong.required")
		case r.cell == "":
		case bsn.In(r.cell) && !slices.Contains(mayLookLikeBSN, column.Code):
			r.refuse("import.wrong.bsn")
		default:
			if fact := column.read(r, r.cell); fact != "" {
				row.Facts[column.Code] = fact
			}
		}
	}
	r.identity(filled)
	if extra := len(line.Cells); extra > len(columns) {
		r.column, r.cell = "", ""
		r.refuse("import.wrong.too-many-cells")
	}
	if len(r.wrong) == before {
		r.check(row)
	}
	return row
}

// mayLookLikeBSN are the columns with numbers of nine digits that are none.
var mayLookLikeBSN = []string{ColumnIntakePhone, ColumnNumber}

// entryColumns come together, or there is a KvK number.
var entryColumns = []string{ColumnCountry, ColumnRegister, ColumnNumber}

// identity wants a KvK number or a whole entry in a foreign register (OH-5).
func (r *rowReader) identity(filled map[string]bool) {
	abroad := slices.ContainsFunc(entryColumns, func(column string) bool { return filled[column] })
	r.column, r.cell = ColumnKvK, ""
	switch {
	case filled[ColumnKvK] && abroad:
		r.refuse("import.wrong.register-both")
	case !filled[ColumnKvK] && !abroad:
		r.refuse("import.wrong.required")
	case abroad:
		for _, r.column = range entryColumns {
			if !filled[r.column] {
				r.refuse("import.wrong.register-incomplete")
			}
		}
	}
}

// Entry is where the organisation of the row is registered; nowhere when the row
// does not say so.
func (row ImportRow) Entry() traderegister.Entry {
	entry := traderegister.Entry{
		KvK: row.Facts[ColumnKvK], Country: row.Facts[ColumnCountry], Register: row.Facts[ColumnRegister], Number: row.Facts[ColumnNumber],
	}
	if entry.Abroad() && (entry.Register == "" || entry.Number == "") {
		return traderegister.Entry{}
	}
	return entry
}

// intakeColumns come together or not at all.
var intakeColumns = []string{ColumnIntakeName, ColumnIntakeEmail, ColumnIntakePhone}

func (r *rowReader) check(row ImportRow) {
	fact := func(column string) string {
		r.column, r.cell = column, row.Facts[column]
		return r.cell
	}
	if ended := fact(ColumnEnded); ended != "" && ended < row.Facts[ColumnFrom] {
		r.refuse("import.wrong.ended-before-from")
	}
	for code := range codesOf(fact(ColumnProducts)) {
		if r.region.Product(code).SegmentCode != row.Facts[ColumnSegment] {
			r.refuse("import.wrong.product-segment", "Name", code)
		}
	}
	given := 0
	for _, column := range intakeColumns {
		if row.Facts[column] != "" {
			given++
		}
	}
	if given == 0 && fact(ColumnIntakeVerified) != "" {
		r.refuse("import.wrong.verified-nothing")
	}
	if given == 0 && fact(ColumnIntakeHours) == "" || given == len(intakeColumns) {
		return
	}
	for _, column := range intakeColumns {
		if fact(column) == "" {
			r.refuse("import.wrong.intake-incomplete")
		}
	}
}

// shared are the columns about the organisation: two rows of one organisation
// say the same there, or leave it out. Its products may differ per segment.
var shared = []string{
	ColumnOrganisation, ColumnAdmin, ColumnMission, ColumnOffer, ColumnAudience, ColumnGroups, ColumnMunicipalities, ColumnWebsite,
	ColumnIntakeName, ColumnIntakeEmail, ColumnIntakePhone, ColumnIntakeHours, ColumnIntakeVerified,
}

// together checks what rows say about each other: the same contract or reference
// twice, or two truths about one organisation.
func (r *rowReader) together(rows []ImportRow) {
	contracts, references, about := map[string]int{}, map[string]int{}, map[string]ImportRow{}
	for _, row := range rows {
		r.number, r.cell = row.Number, ""
		entry, segment := row.Entry(), row.Facts[ColumnSegment]
		key := entry.Key()
		if key == "" || segment == "" {
			continue
		}
		if first := contracts[key+segment]; first > 0 {
			r.column = columnOf(entry)
			r.refuse("import.wrong.twice", "Row", first)
			continue
		}
		contracts[key+segment] = row.Number
		if reference := strings.ToLower(row.Facts[ColumnReference]); reference != "" {
			if first := references[reference]; first > 0 {
				r.column = ColumnReference
				r.refuse("import.wrong.reference-twice", "Row", first)
			}
			references[reference] = row.Number
		}
		known, seen := about[key]
		if !seen {
			about[key] = ImportRow{row.Number, maps.Clone(row.Facts)}
			continue
		}
		for _, column := range shared {
			r.column, r.cell = column, row.Facts[column]
			if r.cell != "" && known.Facts[column] != "" && r.cell != known.Facts[column] {
				r.refuse("import.wrong.otherwise", "Row", known.Number)
			}
			if known.Facts[column] == "" && r.cell != "" {
				known.Facts[column] = r.cell
			}
		}
	}
}

// columnOf is where something is wrong with the organisation of a row.
func columnOf(entry traderegister.Entry) string {
	if entry.Abroad() {
		return ColumnNumber
	}
	return ColumnKvK
}

// codesOf takes a list of codes apart.
func codesOf(fact string) map[string]bool {
	codes := map[string]bool{}
	for _, code := range strings.Split(fact, listSign) {
		if code != "" {
			codes[code] = true
		}
	}
	return codes
}

func listOf(codes map[string]bool) string {
	return strings.Join(slices.Sorted(maps.Keys(codes)), listSign)
}

const listSign = "; "

// ImportList gives the codes of a cell with a list.
func ImportList(cell string) []string { return strings.Split(cell, listSign) }
