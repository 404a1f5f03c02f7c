package portal

import (
	"time"

	"providerportal/internal/fault"
	"providerportal/internal/paging"
	"providerportal/internal/retention"
)

// RetentionClassPage lists the records of one class that are due, and asks an
// administrator to let them go (RET-1).
type RetentionClassPage struct {
	Frame
	Lead       string
	Change     string // address where the term is changed
	Items      Table
	Pagination Pagination
	Approve    string // address of the form; empty when there is nothing to approve
	Count      int
	Listed     string // moment up to which records are approved
}

func (p *RetentionClassPage) template() string { return "staff/retention_class" }

func (s *Server) showRetentionClass(v *visit) error {
	rule, due, err := s.Retention.Due(v.ctx, v.actor, v.param("code"), v.page())
	if err != nil {
		return err
	}
	lines, err := s.Retention.Overview(v.ctx, v.actor)
	if err != nil {
		return err
	}
	p := &RetentionClassPage{Frame: v.frame("retention.class." + rule.Code)}
	p.fill(rule, due)
	for _, line := range lines {
		if line.Code == rule.Code {
			p.offer(line, s.Retention.Now())
		}
	}
	return v.show(p)
}

func (p *RetentionClassPage) fill(rule retention.Rule, due paging.Page[retention.DueLine]) {
	p.Breadcrumbs = []Link{{p.T("desk.title"), "/beheer"}, {p.T("retention.title"), retentionPath}}
	p.Lead = p.T("retention.rule", "Term", termText(p.Words(), rule.Term, rule.Unit), "Start", p.T("retention.start."+rule.Code), "Basis", rule.Basis)
	p.Change = classPath(rule.Code) + "/termijn"
	p.Items = Table{Caption: p.T("retention.due"), Hidden: true, Empty: p.T("retention.due.none"), Stacked: true, Columns: []Column{
		{Text: p.T("retention.reference")}, {Text: p.T("retention.started")}, {Text: p.T("retention.due-on")}, {Text: p.T("retention.state")},
	}}
	for _, line := range due.Lines {
		state := Cell{Text: p.T("retention.hold"), URL: withQuery(retentionPath, "kenmerk", line.Reference) + "#bewaren"}
		switch {
		case line.Held:
			state = Cell{Tag: Tag{Text: p.T("retention.held"), Look: "warn"}}
		case line.Blocked == retention.BlockedLocked:
			state.Note = p.T("retention.locked")
		case rule.Code == "login", rule.Code == "invitation", rule.Code == "request-row":
			state = Cell{}
		}
		p.Items.Rows = append(p.Items.Rows, Row{{Text: line.Reference}, {Text: p.Date(line.StartedOn)}, {Text: p.Date(line.DueOn)}, state})
	}
	p.Pagination = paginate(p.Words(), classPath(rule.Code), due.Number, due.Pages)
}

// offer puts the form on the page when there are records that nobody holds.
func (p *RetentionClassPage) offer(line retention.Line, now time.Time) {
	p.Count = line.Due - line.Held
	if p.Count > 0 {
		p.Approve, p.Listed = classPath(line.Code)+"/goedkeuren", now.UTC().Format(time.RFC3339Nano)
	}
}

type approveForm struct {
	Count  int    `form:"count"`
	Listed string `form:"listed"`
}

// approveDestruction lets what the page showed go; the job destroys it.
func (s *Server) approveDestruction(v *visit) error {
	var form approveForm
	if err := v.read(&form); err != nil {
		return err
	}
	listed, err := time.Parse(time.RFC3339Nano, form.Listed)
	if err != nil {
		return fault.Conflict("retention.changed")
	}
	if err := s.Retention.Approve(v.ctx, v.actor, v.param("code"), form.Count, listed); err != nil {
		return err
	}
	return v.done(retentionPath, "destruction-approved")
}
