package portal

import (
	"strings"

	"providerportal/directory"
)

const synonymsURL = "/beheer/vindbaarheid/synoniemen"

// SynonymsPage lists the words that mean the same to who searches (D6), and adds
// to them.
type SynonymsPage struct {
	Frame
	Form
	Table Table
}

func (p *SynonymsPage) template() string { return "staff/synonyms" }

// synonymForm is one group: a word or phrase on each line.
type synonymForm struct {
	Phrases string `form:"phrases"`
}

func (f synonymForm) lines() []string { return strings.Split(f.Phrases, "\n") }

func newSynonymsPage(frame Frame, list []directory.Synonym, form synonymForm) *SynonymsPage {
	p := &SynonymsPage{Frame: frame, Form: newForm(frame.Words(), "synonyms", form)}
	p.Breadcrumbs = []Link{{p.T("desk.title"), "/beheer"}}
	p.Table = Table{Caption: p.T("synonyms.list"), Hidden: true, Empty: p.T("synonyms.empty"), Columns: []Column{
		{Text: p.T("synonyms.first")}, {Text: p.T("synonyms.others")},
	}}
	for _, group := range list {
		p.Table.Rows = append(p.Table.Rows, Row{
			{Text: group.Phrases[0], URL: synonymsURL + "/" + group.ID.String()}, {Text: strings.Join(group.Phrases[1:], ", ")},
		})
	}
	return p
}

func (s *Server) synonymsPage(v *visit, form synonymForm) (*SynonymsPage, error) {
	list, err := s.Directory.Synonyms(v.ctx, v.actor)
	if err != nil {
		return nil, err
	}
	return newSynonymsPage(v.frame("synonyms.title"), list, form), nil
}

func (s *Server) showSynonyms(v *visit) error {
	p, err := s.synonymsPage(v, synonymForm{})
	if err != nil {
		return err
	}
	return v.show(p)
}

func (s *Server) addSynonym(v *visit) error {
	var form synonymForm
	if err := v.read(&form); err != nil {
		return err
	}
	refused := s.Directory.AddSynonym(v.ctx, v.actor, form.lines())
	if refused == nil {
		return v.done(synonymsURL, "synonym-saved")
	}
	p, err := s.synonymsPage(v, form)
	if err != nil {
		return err
	}
	return v.refuse(&p.Form, p, refused)
}
