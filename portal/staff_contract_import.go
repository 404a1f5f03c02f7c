package portal

import (
	"io"
	"net/url"
	"strconv"

	"github.com/gofiber/fiber/v3"
	"github.com/google/uuid"

	"providerportal/enrollment"
	"providerportal/internal/fault"
	"providerportal/internal/sheet"
)

// ContractImportPage takes a spreadsheet with existing contracts (E11), and names
// what is wrong in it row by row.
type ContractImportPage struct {
	Frame
	Form
	Wrong    string // how many problems there are; empty without
	Problems Table
	Columns  Table // what the spreadsheet holds
}

func (p *ContractImportPage) template() string { return "staff/contract_import" }

const importPath = "/beheer/contracten/import"

func newContractImportPage(frame Frame) *ContractImportPage {
	p := &ContractImportPage{Frame: frame, Form: newForm(frame.Words(), "contract-import", nil)}
	p.Wide = true
	p.Breadcrumbs = []Link{{Text: p.T("contracts.title"), URL: "/beheer/contracten"}}
	p.Columns = Table{Caption: p.T("contract-import.columns"), Hidden: true, Stacked: true, Columns: []Column{
		{Text: p.T("import.column")}, {Text: p.T("import.column.about")}, {Text: p.T("import.column.example")},
	}}
	for _, column := range enrollment.ImportColumns {
		p.Columns.Rows = append(p.Columns.Rows, Row{{Text: column.Header}, {Text: p.T("import.column." + column.Code + ".about")}, {Text: column.Example}})
	}
	return p
}

func (s *Server) showContractImport(v *visit) error {
	return v.show(newContractImportPage(v.frame("contract-import.title")))
}

// fillProblems lists what is wrong. Values are shown as text, shortened, and never
// when they hold a citizen service number.
func (p *ContractImportPage) fillProblems(problems []enrollment.ImportProblem) {
	p.Wrong = p.T("contract-import.wrong", "Count", len(problems))
	p.Problems = Table{Caption: p.Wrong, Hidden: true, Stacked: true, Columns: []Column{
		{Text: p.T("contract-import.row")}, {Text: p.T("import.column")},
		{Text: p.T("contract-import.problem")}, {Text: p.T("contract-import.value")},
	}}
	for _, problem := range problems {
		p.Problems.Rows = append(p.Problems.Rows, Row{
			{Text: strconv.Itoa(problem.Row)}, {Text: importHeader(problem.Column)},
			{Text: p.T(problem.Key, problem.Args...)}, {Text: problem.Value},
		})
	}
}

// importHeader names a column as the template writes it; an unknown one as the
// file does.
func importHeader(code string) string {
	for _, column := range enrollment.ImportColumns {
		if column.Code == code {
			return column.Header
		}
	}
	return code
}

// checkContractImport reads the file: with problems it shows them all, else it
// leads to what importing would do.
func (s *Server) checkContractImport(v *visit) error {
	var id uuid.UUID
	var problems []enrollment.ImportProblem
	given := false
	_, err := v.readUpload(func(_ url.Values, name string, content io.Reader) error {
		given = true
		file, err := io.ReadAll(io.LimitReader(content, sheet.MaxBytes+1))
		if err != nil {
			return errBadForm
		}
		id, problems, err = s.Enrollment.PrepareImport(v.ctx, v.actor, cleanText(name, false), file)
		return err
	})
	if err == nil && !given {
		err = fault.Invalid(fault.At("file", "contract-import.no-file"))
	}
	p := newContractImportPage(v.frame("contract-import.title"))
	if err != nil {
		return v.refuse(&p.Form, p, err)
	}
	if len(problems) == 0 {
		return v.done(importPath+"/"+id.String(), "")
	}
	p.fillProblems(problems)
	return v.refuse(&p.Form, p, fault.Invalid(fault.At("file", "contract-import.has-problems", "Count", len(problems))))
}

// downloadImportTemplate gives the empty spreadsheet.
func (s *Server) downloadImportTemplate(v *visit) error {
	v.Set(fiber.HeaderContentType, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	v.Set(fiber.HeaderContentDisposition, attachment("contracten.xlsx"))
	return enrollment.WriteImportTemplate(v.Response().BodyWriter(), v.words())
}
