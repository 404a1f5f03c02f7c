package portal

import (
	"providerportal/enrollment"
	"providerportal/internal/fault"
	"providerportal/internal/paper"
	"providerportal/internal/words"
)

// LetterPaper is a decision letter on a page (E9), for the provider and for staff.
type LetterPaper struct {
	Frame
	Letter leaves
	SHA256 string
	PDF    string
	Others []Link // decisions on other applications of the organisation
	Back   Link
}

func (p *LetterPaper) template() string { return "print/decision_letter" }

// letterLeaves lays out the letter in the reader's language.
func letterLeaves(w *words.Words, letter *enrollment.Letter) leaves {
	var l leaves
	text := letter.In(w.Lang)
	l.facts(letterFacts(text.Facts)...)
	l.heading(w.T("decision-letter.decision"))
	l.text(text.Decision)
	if text.Reasons != "" {
		l.heading(w.T("decision-letter.reasons"))
		l.text(text.Reasons)
	}
	l.heading(w.T("decision-letter.results"))
	l.facts(letterFacts(text.Results)...)
	if len(text.Findings) > 0 {
		l.heading(w.T("decision-letter.findings"))
	}
	for _, finding := range text.Findings {
		l.subheading(finding.Heading)
		l.text(finding.Text)
	}
	for _, part := range text.Parts {
		l.heading(part.Heading)
		l.text(part.Text)
	}
	return l
}

func letterFacts(facts []enrollment.LetterFact) []paper.Fact {
	list := make([]paper.Fact, len(facts))
	for i, fact := range facts {
		list[i] = paper.Fact{Label: fact.Label, Value: fact.Value}
	}
	return list
}

func (p *LetterPaper) fill(decision *enrollment.Decision) {
	p.Title, p.SHA256 = decision.Letter.In(p.Lang).Title, decision.SHA256
	p.Letter = letterLeaves(p.Words(), decision.Letter)
}

// showLetterOfDecision shows the letter to staff.
func (s *Server) showLetterOfDecision(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	decision, err := s.Enrollment.Decision(v.ctx, v.actor, id)
	if err != nil {
		return err
	}
	p := &LetterPaper{Frame: v.frame("decision-letter.heading")}
	path := reviewPath(&decision.Application)
	p.PDF, p.Back = path+"/brief/pdf", Link{Text: p.T("check.overview"), URL: path}
	p.fill(decision)
	return v.show(p)
}

func (s *Server) letterPDF(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	decision, err := s.Enrollment.Decision(v.ctx, v.actor, id)
	if err != nil {
		return err
	}
	return sendLetter(v, decision)
}

func sendLetter(v *visit, decision *enrollment.Decision) error {
	name := v.words().T("decision-letter.file") + "-" + decision.Application.Reference
	return v.sendPDF(name, decision.Letter.In(v.lang).Title, decision.SentAt, letterLeaves(v.words(), decision.Letter))
}

// ownDecision gives the newest decision of the organisation, or the one on the
// application whose reference stands in the address.
func (s *Server) ownDecision(v *visit) (*enrollment.Decision, []enrollment.Application, error) {
	decided, err := s.Enrollment.OwnDecisions(v.ctx, v.actor)
	if err != nil {
		return nil, nil, err
	}
	asked := v.query("kenmerk")
	for i := range decided {
		if asked == "" || asked == decided[i].Reference {
			decision, err := s.Enrollment.Decision(v.ctx, v.actor, decided[i].ID)
			return decision, decided, err
		}
	}
	return nil, nil, fault.Missing()
}

const ownDecisionPath = "/mijn/aanmelding/besluit"

func (s *Server) showOwnDecision(v *visit) error {
	decision, decided, err := s.ownDecision(v)
	if err != nil {
		return err
	}
	p := &LetterPaper{Frame: v.frame("decision-letter.heading")}
	p.Breadcrumbs = []Link{{Text: p.T("nav.overview"), URL: "/mijn"}, {Text: p.T("nav.application"), URL: applicationPath}}
	p.PDF = withQuery(ownDecisionPath+"/pdf", "kenmerk", decision.Application.Reference)
	p.Back = Link{Text: p.T("decision-letter.back"), URL: applicationPath}
	for i := range decided {
		if one := &decided[i]; one.ID != decision.Application.ID {
			p.Others = append(p.Others, Link{
				Text: p.T("decision-letter.title", "Reference", one.Reference) + ", " + p.ShortDate(one.DecidedAt),
				URL:  withQuery(ownDecisionPath, "kenmerk", one.Reference),
			})
		}
	}
	p.fill(decision)
	return v.show(p)
}

func (s *Server) ownDecisionPDF(v *visit) error {
	decision, _, err := s.ownDecision(v)
	if err != nil {
		return err
	}
	return sendLetter(v, decision)
}
