package portal

import (
	"strconv"

	"providerportal/internal/retention"
	"providerportal/internal/words"
)

// DeclarationPage is one declaration of destruction: kept for ever, about nobody.
type DeclarationPage struct {
	Frame
	Content leaves
	PDF     string
}

func (p *DeclarationPage) template() string { return "staff/declaration" }

func (s *Server) declaration(v *visit) (*retention.Declaration, error) {
	id, err := v.id()
	if err != nil {
		return nil, err
	}
	return s.Retention.Declaration(v.ctx, v.actor, id)
}

func (s *Server) showDeclaration(v *visit) error {
	found, err := s.declaration(v)
	if err != nil {
		return err
	}
	p := &DeclarationPage{Frame: v.frame("declaration.title", "Number", strconv.FormatInt(found.Number, 10))}
	p.fill(found)
	return v.show(p)
}

func (p *DeclarationPage) fill(found *retention.Declaration) {
	p.Breadcrumbs = []Link{{p.T("desk.title"), "/beheer"}, {p.T("retention.title"), retentionPath}}
	p.Content, p.PDF = declarationLeaves(p.Words(), found), declarationPath(found)+"/pdf"
}

func (s *Server) declarationPDF(v *visit) error {
	found, err := s.declaration(v)
	if err != nil {
		return err
	}
	w, number := v.words(), strconv.FormatInt(found.Number, 10)
	return v.sendPDF("verklaring-van-vernietiging-"+number, w.T("declaration.title", "Number", number), found.CompletedAt, declarationLeaves(w, found))
}

// declarationLeaves says what was destroyed, on what ground, and who approved it.
func declarationLeaves(w *words.Words, d *retention.Declaration) leaves {
	var l leaves
	l.text(w.T("declaration.lead"))
	f := file{Words: w}
	l.facts(
		f.fact("retention.class", w.T("retention.class."+d.Class)),
		f.fact("retention.records", strconv.Itoa(d.Records)),
		f.fact("declaration.objects", strconv.Itoa(d.Objects)),
		f.fact("declaration.period", w.T("declaration.from-to", "From", d.FirstOn, "To", d.LastOn)),
		f.fact("retention.term", termText(w, d.Term, d.Unit)+" "+w.T("retention.start."+d.Class)),
		f.fact("declaration.basis", d.Basis),
		f.fact("declaration.approved", w.Moment(d.ApprovedAt)+", "+d.Approver),
		f.fact("retention.completed", w.Moment(d.CompletedAt)),
		f.fact("declaration.method", w.T("declaration.method.text")),
	)
	return l
}
