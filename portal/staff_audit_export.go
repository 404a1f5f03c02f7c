package portal

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"time"

	"providerportal/internal/account"
	"providerportal/internal/sheet"
	"providerportal/internal/workday"
)

// auditExportMax bounds one export, newest first; a shorter period gives the rest.
const auditExportMax = 50_000

// exportAudit gives the trail as a spreadsheet or as CSV, for the same search as
// the page. Texts never start a formula (ASVS 1.2.10).
func (s *Server) exportAudit(v *visit) error {
	form := v.auditForm()
	q, err := form.query()
	if err != nil {
		return err
	}
	q.Limit = auditExportMax
	w := v.words()
	header := []string{w.T("audit.number")}
	for _, key := range auditColumns {
		header = append(header, w.T(key))
	}
	header = append(header, w.T("audit.action"), w.T("audit.object-id"))
	var rows [][]any
	err = s.Accounts.ExportTrail(v.ctx, v.actor, q, func(line account.TrailLine) error {
		cells := auditCells(w, &line)
		rows = append(rows, []any{
			line.ID, line.At.In(workday.Amsterdam).Format(time.RFC3339), cells[1], cells[2], cells[3], cells[4], cells[5],
			line.Action, line.ObjectID,
		})
		return nil
	})
	if err != nil {
		return err
	}
	name := "logboek-" + workday.On(s.Accounts.Now()).String()
	var file bytes.Buffer
	if v.query("soortbestand") == "csv" {
		if err := writeCSV(&file, header, rows); err != nil {
			return err
		}
		return v.download(name+".csv", "text/csv; charset=utf-8", file.Bytes())
	}
	if err := sheet.Write(&file, w.T("audit.title"), header, rows); err != nil {
		return err
	}
	return v.download(name+".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", file.Bytes())
}

// download sends a file to keep.
func (v *visit) download(name, contentType string, content []byte) error {
	v.Set("Content-Type", contentType)
	v.Set("Content-Disposition", attachment(name))
	return v.Send(content)
}

// attachment writes the header for a file that the portal named itself.
func attachment(name string) string { return `attachment; filename="` + name + `"` }

// writeCSV writes texts that no spreadsheet program takes for a formula.
func writeCSV(file *bytes.Buffer, header []string, rows [][]any) error {
	out := csv.NewWriter(file)
	if err := out.Write(header); err != nil {
		return err
	}
	for _, row := range rows {
		if err := out.Write(csvCells(row)); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func csvCells(row []any) []string {
	cells := make([]string, len(row))
	for i, value := range row {
		cells[i] = sheet.Text(fmt.Sprint(value))
	}
	return cells
}
