package portal

import "strings"

// SynonymPage changes one group of words that mean the same, or takes it away.
type SynonymPage struct {
	Frame
	Form
	URL string
}

func (p *SynonymPage) template() string { return "staff/synonym" }

func newSynonymPage(frame Frame, id string, form synonymForm) *SynonymPage {
	p := &SynonymPage{Frame: frame, Form: newForm(frame.Words(), "synonyms", form), URL: synonymsURL + "/" + id}
	p.Breadcrumbs = []Link{{p.T("desk.title"), "/beheer"}, {p.T("synonyms.title"), synonymsURL}}
	return p
}

func (s *Server) showSynonym(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	group, err := s.Directory.Synonym(v.ctx, v.actor, id)
	if err != nil {
		return err
	}
	return v.show(newSynonymPage(v.frame("synonyms.change"), id.String(), synonymForm{strings.Join(group.Phrases, "\n")}))
}

func (s *Server) saveSynonym(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	var form synonymForm
	if err := v.read(&form); err != nil {
		return err
	}
	if err := s.Directory.ChangeSynonym(v.ctx, v.actor, id, form.lines()); err != nil {
		p := newSynonymPage(v.frame("synonyms.change"), id.String(), form)
		return v.refuse(&p.Form, p, err)
	}
	return v.done(synonymsURL, "synonym-saved")
}

func (s *Server) removeSynonym(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	if err := s.Directory.RemoveSynonym(v.ctx, v.actor, id); err != nil {
		return err
	}
	return v.done(synonymsURL, "synonym-removed")
}
