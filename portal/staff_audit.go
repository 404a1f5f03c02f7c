package portal

import (
	"fmt"
	"strconv"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/words"
)

// AuditPage is the audit trail for administrators (BIO-5).
type AuditPage struct {
	Frame
	Form
	Table  Table
	Older  Link
	Newest Link
	Sheet  Link
	CSV    Link
}

func (p *AuditPage) template() string { return "staff/audit" }

// auditPerPage is how many entries one page shows.
const auditPerPage = 50

func (s *Server) showAudit(v *visit) error {
	form := v.auditForm()
	p := &AuditPage{Frame: v.frame("audit.title"), Form: newForm(v.words(), "audit.form", &form)}
	p.Wide = true
	q, err := form.query()
	if err != nil {
		p.fill(form, nil)
		return v.refuse(&p.Form, p, err)
	}
	q.Limit = auditPerPage + 1
	q.Before, _ = strconv.ParseInt(v.query("voor"), 10, 64) // anything else is the first page
	lines, err := s.Accounts.Trail(v.ctx, v.actor, q)
	if err != nil {
		return err
	}
	p.fill(form, lines)
	if q.Before > 0 {
		p.Newest = Link{p.T("audit.newest"), form.address("/beheer/logboek")}
	}
	return v.show(p)
}

// fill shows one page; a line more than fits says that there is an older one.
func (p *AuditPage) fill(form auditForm, lines []account.TrailLine) {
	w := p.Words()
	p.Sheet = Link{p.T("audit.sheet"), withQuery(form.address("/beheer/logboek/export"), "soortbestand", "xlsx")}
	p.CSV = Link{p.T("audit.csv"), withQuery(form.address("/beheer/logboek/export"), "soortbestand", "csv")}
	p.Table = Table{Caption: p.T("audit.title"), Hidden: true, Empty: p.T("audit.empty")}
	for _, key := range auditColumns {
		p.Table.Columns = append(p.Table.Columns, Column{Text: p.T(key)})
	}
	if len(lines) > auditPerPage {
		lines = lines[:auditPerPage]
		p.Older = Link{p.T("audit.older"), withQuery(form.address("/beheer/logboek"), "voor", fmt.Sprint(lines[auditPerPage-1].ID))}
	}
	for i := range lines {
		p.Table.Rows = append(p.Table.Rows, auditRow(w, &lines[i]))
	}
}

var auditColumns = []string{"audit.when", "audit.who", "audit.what", "audit.about", "audit.where", "audit.result"}

func auditRow(w *words.Words, line *account.TrailLine) Row {
	cells := auditCells(w, line)
	row := Row{{Text: cells[0]}, {Text: cells[1]}, {Text: cells[2]}, {Text: cells[3], Note: line.ObjectID}, {Text: cells[4]}, {}}
	if line.ActorID != nil {
		row[1].URL = withQuery("/beheer/logboek", "persoon", line.ActorID.String())
	}
	row[5].Tag = Tag{Text: cells[5], Look: LookPlain}
	if line.Result == audit.ResultRefused {
		row[5].Tag.Look = LookWarn
	}
	return row
}

// auditCells writes an entry in words: when, who, what, about what, from where,
// and what came of it.
func auditCells(w *words.Words, line *account.TrailLine) [6]string {
	who := line.Actor
	if line.ActorID == nil {
		who = w.T("audit.nobody")
	}
	about := line.Object
	if key := "audit.object." + line.Object; w.Has(key) {
		about = w.T(key)
	}
	if line.Subject != "" {
		about += ": " + line.Subject
	}
	return [6]string{
		w.Moment(line.At), who, actionText(w, line.Action), about, line.Origin, w.T("audit.result." + string(line.Result)),
	}
}

// actionText says in plain words what was done.
func actionText(w *words.Words, action string) string { return w.T("audit.action." + action) }
