package portal

import (
	"strconv"

	"providerportal/internal/paging"
	"providerportal/internal/retention"
	"providerportal/internal/words"
	"providerportal/internal/workday"
)

const retentionPath = "/beheer/vernietiging"

// RetentionPage shows what is due for destruction, what is held and what was
// destroyed (T11, RET-1, RET-2).
type RetentionPage struct {
	Frame
	Form
	Classes      Table
	Holds        Table
	Declarations Table
	Pagination   Pagination
}

func (p *RetentionPage) template() string { return "staff/retention" }

// holdForm keeps a record from destruction.
type holdForm struct {
	Reference string    `form:"reference"`
	Reason    string    `form:"reason"`
	Until     DateInput `form:"until"`
}

func (s *Server) showRetention(v *visit) error {
	p, err := s.retentionPage(v, holdForm{Reference: v.query("kenmerk")})
	if err != nil {
		return err
	}
	return v.show(p)
}

func (s *Server) retentionPage(v *visit, form holdForm) (*RetentionPage, error) {
	lines, err := s.Retention.Overview(v.ctx, v.actor)
	if err != nil {
		return nil, err
	}
	holds, err := s.Retention.Holds(v.ctx, v.actor)
	if err != nil {
		return nil, err
	}
	done, err := s.Retention.Declarations(v.ctx, v.actor, v.page())
	if err != nil {
		return nil, err
	}
	p := &RetentionPage{Frame: v.frame("retention.title"), Form: newForm(v.words(), "retention", form)}
	p.fill(lines, holds, done)
	return p, nil
}

func (p *RetentionPage) fill(lines []retention.Line, holds []retention.Hold, done paging.Page[retention.Declaration]) {
	p.Breadcrumbs = []Link{{p.T("desk.title"), "/beheer"}}
	p.Classes = Table{Caption: p.T("retention.due"), Hidden: true, Stacked: true, Columns: []Column{
		{Text: p.T("retention.class")}, {Text: p.T("retention.term")}, {Text: p.T("retention.count"), Number: true},
		{Text: p.T("retention.held"), Number: true}, {Text: p.T("retention.approved"), Number: true},
	}}
	for _, line := range lines {
		p.Classes.Rows = append(p.Classes.Rows, Row{
			{Text: p.T("retention.class." + line.Code), URL: classPath(line.Code)}, {Text: termText(p.Words(), line.Term, line.Unit), Note: p.T("retention.start." + line.Code)},
			{Text: strconv.Itoa(line.Due), Number: true}, {Text: strconv.Itoa(line.Held), Number: true}, {Text: strconv.Itoa(line.Approved), Number: true},
		})
	}
	p.Holds = Table{Caption: p.T("retention.holds"), Hidden: true, Empty: p.T("retention.holds.none"), Stacked: true, Columns: []Column{
		{Text: p.T("retention.reference")}, {Text: p.T("retention.reason")}, {Text: p.T("retention.until")}, {Text: p.T("retention.by")}, {Text: p.T("retention.act")},
	}}
	for _, hold := range holds {
		until := p.T("retention.no-end")
		if hold.UntilOn != nil {
			until = p.Date(*hold.UntilOn)
		}
		p.Holds.Rows = append(p.Holds.Rows, Row{
			{Text: hold.Reference}, {Text: hold.Reason}, {Text: until}, {Text: hold.PlacedByName, Note: p.Date(workday.On(hold.PlacedAt))},
			{Act: p.Button(p.T("retention.lift", "Reference", hold.Reference), retentionPath+"/bewaren/"+hold.ID.String()+"/opheffen", "secondary")},
		})
	}
	p.Declarations = Table{Caption: p.T("retention.declarations"), Hidden: true, Empty: p.T("retention.declarations.none"), Stacked: true, Columns: []Column{
		{Text: p.T("retention.number")}, {Text: p.T("retention.class")}, {Text: p.T("retention.records"), Number: true}, {Text: p.T("retention.completed")},
	}}
	for _, one := range done.Lines {
		p.Declarations.Rows = append(p.Declarations.Rows, Row{
			{Text: strconv.FormatInt(one.Number, 10), URL: declarationPath(&one)}, {Text: p.T("retention.class." + one.Class)},
			{Text: strconv.Itoa(one.Records), Number: true}, {Text: p.Moment(one.CompletedAt)},
		})
	}
	p.Pagination = paginate(p.Words(), retentionPath, done.Number, done.Pages)
}

func classPath(code string) string { return retentionPath + "/klassen/" + code }

func declarationPath(d *retention.Declaration) string {
	return retentionPath + "/verklaringen/" + d.ID.String()
}

func termText(w *words.Words, term int, unit retention.Unit) string {
	return w.T("retention.unit."+string(unit), "Count", term)
}
