package portal

import (
	"slices"
	"strconv"
	"strings"

	"providerportal/directory"
	"providerportal/enrollment"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
)

// ContractImportCheckPage shows what importing a checked file will do, row by row,
// and afterwards what it did.
type ContractImportCheckPage struct {
	Frame
	Form
	Lead   string
	Action string // address to import at; empty when that is done or changes nothing
	Digest string // of what is shown
	Facts  SummaryList
	Rows   Table

	region *directory.Region
}

func (p *ContractImportCheckPage) template() string { return "staff/contract_import_check" }

type contractImportForm struct {
	Digest string `form:"digest"`
	Invite bool   `form:"invite"`
}

func newContractImportCheckPage(frame Frame, region *directory.Region, kept *enrollment.ContractImport, plan *enrollment.ImportPlan, form contractImportForm) *ContractImportCheckPage {
	p := &ContractImportCheckPage{Frame: frame, Form: newForm(frame.Words(), "contract-import", &form), region: region}
	w := p.Words()
	p.Wide = true
	p.Breadcrumbs = []Link{{Text: p.T("contracts.title"), URL: "/beheer/contracten"}, {Text: p.T("contract-import.title"), URL: importPath}}
	p.Facts = SummaryList{Rows: []SummaryRow{
		row(w, p.T("contract-import.file-name"), "", kept.FileName, p.T("contract-import.hash", "Hash", kept.SHA256[:12])),
		row(w, p.T("contract-import.checked-at"), "", p.Moment(kept.CreatedAt)),
	}}
	if plan == nil {
		p.fillDone(kept)
		return p
	}
	p.Digest = plan.Digest
	p.Lead = p.T("contract-import.lead", "Until", kept.ExpiresAt)
	p.fillCounts(plan.Count(enrollment.ImportNew), plan.Count(enrollment.ImportChanged), plan.Count(enrollment.ImportSame))
	p.fillRows(plan)
	if plan.Changes() || hasAdmins(kept) {
		p.Action = importPath + "/" + kept.ID.String()
	} else {
		p.Lead = p.T("contract-import.nothing")
	}
	return p
}

// hasAdmins reports whether somebody could be invited.
func hasAdmins(kept *enrollment.ContractImport) bool {
	for _, line := range kept.Rows {
		if line.Facts[enrollment.ColumnAdmin] != "" {
			return true
		}
	}
	return false
}

func (p *ContractImportCheckPage) fillCounts(fresh, changed, same int) {
	w := p.Words()
	for _, count := range []struct {
		key   string
		count int
	}{{"contract-import.count-new", fresh}, {"contract-import.count-changed", changed}, {"contract-import.count-same", same}} {
		p.Facts.Rows = append(p.Facts.Rows, row(w, p.T(count.key), "", strconv.Itoa(count.count)))
	}
}

func (p *ContractImportCheckPage) fillDone(kept *enrollment.ContractImport) {
	w := p.Words()
	p.Title, p.Lead = p.T("contract-import.done"), p.T("contract-import.done.next")
	p.Facts.Rows = append(p.Facts.Rows, row(w, p.T("contract-import.done-at"), "", p.Moment(*kept.ImportedAt)))
	if outcome := kept.Outcome; outcome != nil {
		p.fillCounts(outcome.New, outcome.Changed, outcome.Same)
		p.Facts.Rows = append(p.Facts.Rows,
			row(w, p.T("contract-import.count-published"), "", strconv.Itoa(outcome.Published)),
			row(w, p.T("contract-import.count-invited"), "", strconv.Itoa(outcome.Invited)))
	}
}

func (p *ContractImportCheckPage) fillRows(plan *enrollment.ImportPlan) {
	p.Rows = Table{Caption: p.T("contract-import.rows"), Stacked: true, Columns: []Column{
		{Text: p.T("contract-import.organisation")}, {Text: p.T("contract-import.row"), Number: true},
		{Text: p.T("contract-import.kind")}, {Text: p.T("contract-import.what")},
	}}
	looks := map[enrollment.ImportKind]Look{enrollment.ImportNew: LookGood, enrollment.ImportChanged: LookTodo, enrollment.ImportSame: LookPlain}
	for _, line := range plan.Lines {
		p.Rows.Rows = append(p.Rows.Rows, Row{
			{Text: line.Organisation, Note: p.T("contract-import.key", "Entry", line.Entry.Text(p.Words()), "Segment", line.Segment)},
			{Text: strconv.Itoa(line.Row), Number: true},
			{Tag: Tag{Text: p.T("import.kind." + string(line.Kind)), Look: looks[line.Kind]}},
			{Text: p.whatHappens(line)},
		})
	}
}

// whatHappens says in short sentences what changes in a row.
func (p *ContractImportCheckPage) whatHappens(line enrollment.ImportLine) string {
	var parts []string
	if line.Kind == enrollment.ImportChanged {
		for _, change := range line.Changes {
			key := "contract-import.change"
			if change.From == "" {
				key = "contract-import.fill"
			}
			parts = append(parts, p.T(key, "Column", importHeader(change.Column), "From", cut(p.cell(change.Column, change.From)), "To", cut(p.cell(change.Column, change.To))))
		}
	}
	if line.Publishes {
		parts = append(parts, p.T("contract-import.publishes"))
	}
	for _, column := range line.Kept {
		parts = append(parts, p.T("contract-import.kept", "Column", importHeader(column)))
	}
	return strings.Join(parts, " ")
}

// cell says what stands in a cell as people read it: dates written out, and names
// for the codes of the region.
func (p *ContractImportCheckPage) cell(column, value string) string {
	codes := enrollment.ImportList(value)
	var names []string
	switch column {
	case enrollment.ColumnFrom, enrollment.ColumnEnded, enrollment.ColumnIntakeVerified:
		if day, err := workday.Parse(value); err == nil {
			return p.ShortDate(day)
		}
	case enrollment.ColumnProducts:
		for _, choice := range productChoices(p.region, p.Lang) {
			if slices.Contains(codes, choice.Value) {
				names = append(names, choice.Text)
			}
		}
	case enrollment.ColumnGroups:
		names = targetGroupNames(p.region, codes, p.Lang)
	case enrollment.ColumnMunicipalities:
		names = municipalityNames(p.region, codes)
	}
	if len(names) == 0 {
		return value
	}
	return strings.Join(names, ", ")
}

// cut keeps the beginning of a long text; nothing is a dash.
func cut(text string) string {
	const shown = 80
	if text == "" {
		return "–"
	}
	if letters := []rune(text); len(letters) > shown {
		return string(letters[:shown]) + "…"
	}
	return text
}

func (s *Server) showContractImportCheck(v *visit) error {
	p, err := s.contractImportCheckPage(v, contractImportForm{})
	if err != nil {
		return err
	}
	return v.show(p)
}

func (s *Server) contractImportCheckPage(v *visit, form contractImportForm) (*ContractImportCheckPage, error) {
	id, err := v.id()
	if err != nil {
		return nil, err
	}
	kept, plan, err := s.Enrollment.Import(v.ctx, v.actor, id, false)
	if err != nil {
		return nil, err
	}
	region, err := s.Directory.Region(v.ctx)
	if err != nil {
		return nil, err
	}
	return newContractImportCheckPage(v.frame("contract-import.check"), region, kept, plan, form), nil
}

// importContracts imports exactly what was shown.
func (s *Server) importContracts(v *visit) error {
	var form contractImportForm
	if err := v.read(&form); err != nil {
		return err
	}
	id, err := v.id()
	if err != nil {
		return err
	}
	err = s.Enrollment.CarryOutImport(v.ctx, v.actor, id, form.Digest, form.Invite)
	if err == nil || fault.Is(err, fault.KindMissing) || fault.Is(err, fault.KindForbidden) {
		if err != nil {
			return err
		}
		return v.done(importPath+"/"+id.String(), "contracts-imported")
	}
	p, pageErr := s.contractImportCheckPage(v, form)
	if pageErr != nil {
		return pageErr
	}
	return v.refuse(&p.Form, p, err)
}
