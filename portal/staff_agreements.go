package portal

import (
	"providerportal/enrollment"
	"providerportal/internal/words"
)

// AgreementsPage lists the versions of the agreement's text (E10).
type AgreementsPage struct {
	Frame
	Table Table
	Draft Link // to write, or go on with
}

func (p *AgreementsPage) template() string { return "staff/agreements" }

const agreementsPath = "/beheer/overeenkomsten"

func (s *Server) showAgreements(v *visit) error {
	templates, err := s.Enrollment.AgreementTemplates(v.ctx, v.actor)
	if err != nil {
		return err
	}
	p := &AgreementsPage{Frame: v.frame("agreements.title")}
	p.fill(templates)
	return v.show(p)
}

func (p *AgreementsPage) fill(templates []enrollment.AgreementTemplate) {
	p.Table = Table{Caption: p.T("agreements.title"), Hidden: true, Columns: []Column{
		{Text: p.T("agreements.version")}, {Text: p.T("agreements.status")}, {Text: p.T("agreements.since")},
	}}
	p.Draft = Link{Text: p.T("agreements.new"), URL: agreementsPath + "/concept"}
	current := true // the newest that is in force
	for i := range templates {
		one := &templates[i]
		line := Row{{Text: p.T("agreements.number", "Version", one.Version), URL: agreementsPath + "/" + one.ID.String()}, {}, {}}
		if one.InForceAt == nil {
			line[0].URL, line[1].Tag = p.Draft.URL, Tag{Text: p.T("agreements.draft"), Look: LookBusy}
			p.Draft.Text = p.T("agreements.continue")
		} else {
			line[1].Tag, line[2].Text = templateTag(p.Words(), current), p.ShortDate(one.InForceAt)
			current = false
		}
		if one.Example {
			line[0].Note = p.T("agreements.example")
		}
		p.Table.Rows = append(p.Table.Rows, line)
	}
}

func templateTag(w *words.Words, current bool) Tag {
	if current {
		return Tag{Text: w.T("agreements.in-force"), Look: LookGood}
	}
	return Tag{Text: w.T("agreements.earlier"), Look: LookOff}
}

// AgreementVersionPage shows one version as it was put in force.
type AgreementVersionPage struct {
	Frame
	Facts SummaryList
	Text  string
}

func (p *AgreementVersionPage) template() string { return "staff/agreement_version" }

func (s *Server) showAgreementVersion(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	template, err := s.Enrollment.AgreementTemplate(v.ctx, v.actor, id)
	if err != nil {
		return err
	}
	if template.InForceAt == nil {
		return v.done(agreementsPath+"/concept", "")
	}
	p := &AgreementVersionPage{Frame: v.frame("agreements.version-title", "Version", template.Version)}
	p.fill(template)
	return v.show(p)
}

func (p *AgreementVersionPage) fill(template *enrollment.AgreementTemplate) {
	w := p.Words()
	p.Breadcrumbs = []Link{{Text: p.T("agreements.title"), URL: agreementsPath}}
	p.Facts.Rows = []SummaryRow{row(w, p.T("agreements.since"), "", p.Date(template.InForceAt))}
	if template.Example {
		p.Facts.Rows = append(p.Facts.Rows, row(w, p.T("agreements.kind"), "", p.T("agreements.example")))
	}
	p.Text = template.Body
}
