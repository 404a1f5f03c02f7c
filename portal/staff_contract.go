package portal

import (
	"providerportal/directory"
	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
)

// ContractPage is one framework agreement with its text, and where MGR signs it.
type ContractPage struct {
	Frame
	Form
	Tag    Tag
	Facts  SummaryList
	Text   string
	Action string // address to countersign at; empty when that is not possible now
	Next   string
}

func (p *ContractPage) template() string { return "staff/contract" }

type contractForm struct {
	From DateInput `form:"from"`
}

func contractPath(contract *enrollment.Contract) string {
	return "/beheer/contracten/" + contract.ID.String()
}

func (s *Server) showContract(v *visit) error {
	p, err := s.contractPage(v, contractForm{From: dateInputOf(workday.On(s.Enrollment.Now()))})
	if err != nil {
		return err
	}
	return v.show(p)
}

func (s *Server) contractPage(v *visit, form contractForm) (*ContractPage, error) {
	id, err := v.id()
	if err != nil {
		return nil, err
	}
	contract, provider, err := s.Enrollment.Contract(v.ctx, v.actor, id)
	if err != nil {
		return nil, err
	}
	p := &ContractPage{Frame: v.frame("contract.title", "Name", provider.Name), Form: newForm(v.words(), "contract", &form)}
	p.fill(contract, provider, v.actor.Has(account.RoleContractManager))
	return p, nil
}

func (p *ContractPage) fill(contract *enrollment.Contract, provider *directory.Provider, manager bool) {
	p.Tag, p.Text = contractTag(p.Words(), contract.Status), contract.AgreementText
	p.Breadcrumbs = []Link{{Text: p.T("desk.title"), URL: "/beheer"}, {Text: p.T("contracts.title"), URL: "/beheer/contracten"}}
	p.Facts = contractFacts(&p.Frame, contract, provider)
	switch {
	case contract.Status == enrollment.ContractOffered:
		p.Next = p.T("contract.next.provider")
	case contract.Status == enrollment.ContractSigned && manager:
		p.Action = contractPath(contract)
	case contract.Status == enrollment.ContractSigned:
		p.Next = p.T("contract.next.manager")
	}
}

func contractFacts(f *Frame, contract *enrollment.Contract, provider *directory.Provider) SummaryList {
	w := f.Words()
	list := SummaryList{Rows: []SummaryRow{
		row(w, f.T("contract.reference"), "", contract.Reference),
		row(w, f.T("contract.organisation"), "", provider.Name, f.T("review.kvk", "KvK", provider.KvK)),
		row(w, f.T("contract.offered-at"), "", f.Date(contract.OfferedAt)),
	}}
	if contract.SignedAt != nil {
		list.Rows = append(list.Rows, row(w, f.T("contract.signed-by"), "",
			contract.SignatoryName, contract.SignatoryFunction, f.Moment(*contract.SignedAt)))
	}
	if contract.CountersignedAt != nil {
		list.Rows = append(list.Rows, row(w, f.T("contract.countersigned-at"), "", f.Moment(*contract.CountersignedAt)))
	}
	if contract.ActiveFrom != nil {
		list.Rows = append(list.Rows, row(w, f.T("contract.active-from"), "", f.Date(*contract.ActiveFrom)))
	}
	return SummaryList{Rows: append(list.Rows, row(w, f.T("contract.hash"), "", contract.AgreementSHA256))}
}

// countersign signs for MGR and makes the contract active from the date (E10).
func (s *Server) countersign(v *visit) error {
	var form contractForm
	if err := v.read(&form); err != nil {
		return err
	}
	id, err := v.id()
	if err != nil {
		return err
	}
	if from, ok := form.From.Date(); ok {
		err = s.Enrollment.Countersign(v.ctx, v.actor, id, from)
	} else {
		err = fault.Invalid(fault.At("from", "error.date"))
	}
	if err == nil {
		return v.done("/beheer/contracten/"+id.String(), "countersigned")
	}
	p, pageErr := s.contractPage(v, form)
	if pageErr != nil {
		return pageErr
	}
	return v.refuse(&p.Form, p, err)
}
