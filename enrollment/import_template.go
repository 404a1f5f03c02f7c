package enrollment

import (
	"io"

	"providerportal/internal/sheet"
	"providerportal/internal/words"
)

// WriteImportTemplate writes the empty spreadsheet for existing contracts, with
// its columns explained in the language.
func WriteImportTemplate(w io.Writer, t *words.Words) error {
	header := make([]string, len(ImportColumns))
	explanation := [][]any{{t.T("import.column"), t.T("import.column.about"), t.T("import.column.example")}}
	for i, column := range ImportColumns {
		header[i] = column.Header
		explanation = append(explanation, []any{column.Header, t.T("import.column." + column.Code + ".about"), column.Example})
	}
	return sheet.Template(w, t.T("import.sheet"), header, t.T("import.explained"), explanation)
}
