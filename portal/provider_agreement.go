package portal

import (
	"providerportal/enrollment"
	"providerportal/internal/fault"
)

// AgreementPage shows the framework agreement and lets an admin of the provider
// sign it (E10). Without contract it says when there will be one.
type AgreementPage struct {
	Frame
	Form
	Status    Tag
	Lead      string
	Facts     SummaryList
	Text      string // in Dutch, exactly as agreed
	SHA256    string
	MaySign   bool
	AdminOnly bool // somebody else of the organisation must sign

	ProveAgain bool // the last proof of identity is too old to sign with
}

func (p *AgreementPage) template() string { return "provider/agreement" }

type agreementForm struct {
	Name     string `form:"name"`
	Function string `form:"function"`
	Agreed   bool   `form:"agreed"`
	SHA256   string `form:"sha256"`
}

func agreementPage(frame Frame, contract *enrollment.Contract, admin bool, form *agreementForm) *AgreementPage {
	p := &AgreementPage{Frame: frame, Form: newForm(frame.Words(), "agreement", form)}
	if contract == nil {
		p.Lead = p.T("agreement.lead.none")
		return p
	}
	status := string(contract.Status)
	p.Status = contractTag(p.Words(), contract.Status)
	p.Lead, p.Text, p.SHA256 = p.T("agreement.lead."+status), contract.AgreementText, contract.AgreementSHA256
	p.MaySign = contract.Status == enrollment.ContractOffered && admin
	p.AdminOnly = contract.Status == enrollment.ContractOffered && !admin
	p.facts(contract)
	return p
}

func (p *AgreementPage) facts(contract *enrollment.Contract) {
	w := p.Words()
	add := func(key string, values ...string) {
		if values[0] != "" {
			p.Facts.Rows = append(p.Facts.Rows, row(w, w.T(key), "", values...))
		}
	}
	add("agreement.reference", contract.Reference)
	add("agreement.offered-on", p.Date(contract.OfferedAt))
	if contract.SignedAt != nil {
		add("agreement.signed", p.Date(contract.SignedAt), contract.SignatoryName, contract.SignatoryFunction)
	}
	add("agreement.countersigned", p.Date(contract.CountersignedAt))
	if contract.ActiveFrom != nil {
		add("agreement.active-from", p.Date(*contract.ActiveFrom))
	}
	if contract.EndedOn != nil {
		add("agreement.ended-on", p.Date(*contract.EndedOn))
	}
}

func (s *Server) showAgreement(v *visit) error {
	contract, err := ifAny(s.Enrollment.OwnContract(v.ctx, v.actor))
	if err != nil {
		return err
	}
	form := &agreementForm{Name: v.actor.Name}
	return v.show(agreementPage(v.frame("agreement.title"), contract, v.actor.ProviderAdmin, form))
}

// signAgreement signs, when the last proof of identity is young enough. When it
// grew old while the form was open the form comes back as it was typed; the proof
// is given in another tab, because not every way of proving fits in this form.
func (s *Server) signAgreement(v *visit) error {
	var form agreementForm
	if err := v.read(&form); err != nil {
		return err
	}
	contract, err := s.Enrollment.OwnContract(v.ctx, v.actor)
	if err != nil {
		return err
	}
	err = s.Enrollment.Sign(v.ctx, v.actor, contract.ID, enrollment.Signature{
		Name: form.Name, Function: form.Function, Agreed: form.Agreed, SHA256: form.SHA256,
	})
	if err == nil {
		return v.done("/mijn/overeenkomst", "agreement-signed")
	}
	if fault.Is(err, fault.KindConflict) && v.actor.Fresh {
		form.Agreed = false
		if contract, _ = ifAny(s.Enrollment.OwnContract(v.ctx, v.actor)); contract == nil {
			return err
		}
	}
	p := agreementPage(v.frame("agreement.title"), contract, v.actor.ProviderAdmin, &form)
	p.ProveAgain = !v.actor.Fresh
	return v.refuse(&p.Form, p, err)
}
