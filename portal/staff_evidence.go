package portal

import (
	"providerportal/enrollment"
	"providerportal/internal/account"
)

// RenewalPage is where staff accept or refuse new proof of a contract (E13).
type RenewalPage struct {
	Frame
	Form
	Tag     Tag
	Current SummaryList
	Offered SummaryList
	Action  string // empty when it was answered already, or by somebody else's role
	Back    string
}

func (p *RenewalPage) template() string { return "staff/evidence" }

type renewalForm struct {
	Outcome string `form:"outcome"`
	Reasons string `form:"reasons"`
}

// TextMax is the longest reason, in characters.
func (p *RenewalPage) TextMax() int { return enrollment.TextMax }

func (s *Server) showRenewal(v *visit) error {
	p, err := s.renewalPage(v, renewalForm{})
	if err != nil {
		return err
	}
	return v.show(p)
}

func (s *Server) renewalPage(v *visit, form renewalForm) (*RenewalPage, error) {
	id, err := v.id()
	if err != nil {
		return nil, err
	}
	file, evidence, err := s.Enrollment.Renewed(v.ctx, v.actor, id)
	if err != nil {
		return nil, err
	}
	p := &RenewalPage{Frame: v.frame("renewal.title", "Name", file.Provider.Name), Form: newForm(v.words(), "renewal", &form)}
	p.fill(file, evidence, v.actor.Has(account.RoleContractManager))
	p.Tag = evidenceTag(v.words(), evidence, s.today())
	return p, nil
}

func (p *RenewalPage) fill(file *enrollment.ContractFile, evidence *enrollment.Evidence, manager bool) {
	p.Back = contractPath(&file.Contract)
	p.Breadcrumbs = []Link{{Text: p.T("contracts.title"), URL: "/beheer/contracten"}, {Text: file.Contract.Reference, URL: p.Back}}
	p.Offered = p.facts(file, evidence)
	for i := range file.Evidence {
		if one := &file.Evidence[i]; one.Code == evidence.Code && one.State == enrollment.EvidenceCurrent && one.ID != evidence.ID {
			p.Current = p.facts(file, one)
		}
	}
	if manager && evidence.State == enrollment.EvidenceOffered {
		p.Action = "/beheer/bewijsstukken/" + evidence.ID.String()
	}
}

func (p *RenewalPage) facts(file *enrollment.ContractFile, evidence *enrollment.Evidence) SummaryList {
	w := p.Words()
	list := SummaryList{Rows: []SummaryRow{
		row(w, p.T("evidence.name"), "", evidence.Title(p.Lang)), row(w, p.T("evidence.until"), "", p.Date(evidence.ValidUntil)),
	}}
	if evidence.DocumentID != nil {
		document := file.Documents[*evidence.DocumentID]
		line := row(w, p.T("evidence.document"), "", "SHA-256: "+document.SHA256)
		line.Links = []Link{{Text: document.Name, URL: "/beheer/documenten/" + document.ID.String()}}
		list.Rows = append(list.Rows, line)
	}
	if evidence.Reasons != "" {
		list.Rows = append(list.Rows, row(w, p.T("renewal.reasons"), "", evidence.Reasons))
	}
	return list
}

// checkRenewal accepts or refuses new proof.
func (s *Server) checkRenewal(v *visit) error {
	var form renewalForm
	if err := v.read(&form); err != nil {
		return err
	}
	id, err := v.id()
	if err != nil {
		return err
	}
	refusal := s.Enrollment.CheckRenewal(v.ctx, v.actor, id, form.Outcome == "accept", form.Outcome == "refuse", form.Reasons)
	p, err := s.renewalPage(v, form)
	if err != nil {
		return err
	}
	if refusal == nil {
		return v.done(p.Back, "renewal-"+form.Outcome)
	}
	return v.refuse(&p.Form, p, refusal)
}
