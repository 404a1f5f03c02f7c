package portal

import (
	"github.com/google/uuid"

	"providerportal/directory"
	"providerportal/internal/fault"
)

// StrandedPage is a request to join an organisation in which no admin is left, so
// that an administrator of the portal answers.
type StrandedPage struct {
	Frame
	Form
	Facts SummaryList
	URL   string
}

func (p *StrandedPage) template() string { return "staff/account_stranded" }

func strandedPath(id uuid.UUID) string { return "/beheer/accounts/nieuw?verzoek=" + id.String() }

func (p *StrandedPage) fill(request *directory.Stranded) {
	w := p.Words()
	p.Breadcrumbs, p.URL = accountTrail(&p.Frame), strandedPath(request.ID)
	p.Facts.Rows = []SummaryRow{
		row(w, p.T("stranded.organisation"), "", request.Organisation),
		row(w, p.T("accounts.name"), "", request.Name),
		row(w, p.T("accounts.email"), "", request.Email),
		row(w, p.T("stranded.asked"), "", p.Moment(request.CreatedAt)),
	}
}

func (s *Server) strandedPage(v *visit, id uuid.UUID) (*StrandedPage, error) {
	requests, err := s.Directory.StrandedRequests(v.ctx, v.actor)
	if err != nil {
		return nil, err
	}
	for i := range requests {
		if requests[i].ID == id {
			p := &StrandedPage{
				Frame: v.frame("stranded.title", "Name", requests[i].Name), Form: newForm(v.words(), "stranded", nil),
			}
			p.fill(&requests[i])
			return p, nil
		}
	}
	return nil, fault.Missing()
}

func (s *Server) showStranded(v *visit, id uuid.UUID) error {
	p, err := s.strandedPage(v, id)
	if err != nil {
		return err
	}
	return v.show(p)
}

func (s *Server) answerStranded(v *visit, id uuid.UUID) error {
	var form joinAnswerForm
	if err := v.read(&form); err != nil {
		return err
	}
	accept, err := form.accepted()
	if err != nil {
		return err
	}
	err = s.Directory.AnswerStranded(v.ctx, v.actor, id, accept)
	if err == nil {
		return v.done("/beheer/accounts", joinNotice(accept))
	}
	p, failed := s.strandedPage(v, id)
	if failed != nil {
		return failed
	}
	return v.refuse(&p.Form, p, err)
}
