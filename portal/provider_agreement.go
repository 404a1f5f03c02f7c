package portal

import (
	"net/url"

	"providerportal/enrollment"
	"providerportal/internal/fault"
)

// AgreementPage shows the framework agreement, where it stands and why, and lets
// an admin of the provider sign it (E10, E12). Without contract it says when there
// will be one.
type AgreementPage struct {
	Frame
	Form
	Status    Tag
	Lead      string
	Decider   string      // whose decision it is
	Decision  SummaryList // why it is suspended or ended, or will be
	Facts     SummaryList
	Text      string // in Dutch, exactly as agreed
	SHA256    string
	ScanSent  string // when a scan waits for MGR
	Refused   Notice // why the last scan was not right
	MaySign   bool
	AdminOnly bool // somebody else of the organisation must sign
	Evidence  bool // there is proof to keep valid
	Events    []Event

	ProveFirst string // where to prove who you are before signing; empty when that was lately
	ProveAgain bool   // the last proof of identity grew too old while the form was open
}

func (p *AgreementPage) template() string { return "provider/agreement" }

type agreementForm struct {
	Name     string `form:"name" clean:"line"`
	Function string `form:"function" clean:"line"`
	Agreed   bool   `form:"agreed"`
	SHA256   string `form:"sha256"`
}

func agreementPage(frame Frame, file *enrollment.ContractFile, admin bool, form *agreementForm) *AgreementPage {
	p := &AgreementPage{Frame: frame, Form: newForm(frame.Words(), "agreement", form)}
	if file == nil {
		p.Lead = p.T("agreement.lead.none")
		return p
	}
	contract := &file.Contract
	p.Status, p.Lead = contractTag(p.Words(), contract.Status), p.T("agreement.lead."+string(contract.Status))
	if contract.Status == enrollment.ContractEnded && !contract.Concluded() {
		p.Lead = p.T("agreement.lead.withdrawn")
	}
	p.Decider = p.T("agreement.decision")
	if last := file.Last(); last != nil && last.Cause == enrollment.CauseDeclined {
		p.Decider, p.Lead = p.T("agreement.decision.own"), p.T("agreement.lead.declined")
	}
	p.Text, p.SHA256 = contract.AgreementText, contract.AgreementSHA256
	offered, scan := contract.Status == enrollment.ContractOffered, file.OpenScan()
	p.MaySign, p.AdminOnly = offered && admin && scan == nil, offered && !admin
	if scan != nil {
		p.ScanSent = p.T("agreement.scan.waits", "On", scan.UploadedAt)
	} else if n := len(file.Scans); n > 0 && offered {
		p.Refused = Notice{Title: p.T("agreement.scan.refused"), Text: file.Scans[n-1].Reasons, Look: LookWarn}
	}
	p.Evidence, p.Events = len(file.Evidence) > 0 && contract.Running(), contractEvents(&p.Frame, file)
	p.decision(file)
	p.facts(file)
	return p
}

// decision says why the contract stands where it does, and what is planned.
func (p *AgreementPage) decision(file *enrollment.ContractFile) {
	w := p.Words()
	show := func(d *enrollment.ContractDecision) {
		title := p.T("agreement.decision." + rulingWord(d.Kind, &file.Contract))
		values := []string{p.Date(d.OnDay), p.T("contract.cause." + d.Cause), d.Reasons}
		if d.Kind != enrollment.RulingResume && file.Contract.Concluded() {
			finish := "agreement.finish.no"
			if d.MayFinish {
				finish = "agreement.finish.yes"
			}
			values = append(values, p.T(finish))
		}
		p.Decision.Rows = append(p.Decision.Rows, row(w, title, "", values...))
	}
	if planned := file.Planned(); planned != nil {
		show(planned)
	}
	if last := file.Last(); last != nil && file.Contract.Status != enrollment.ContractActive {
		show(last)
	}
}

func (p *AgreementPage) facts(file *enrollment.ContractFile) {
	w, contract := p.Words(), &file.Contract
	add := func(key string, values ...string) {
		if values[0] != "" {
			p.Facts.Rows = append(p.Facts.Rows, row(w, w.T(key), "", values...))
		}
	}
	add("agreement.reference", contract.Reference)
	if contract.Origin == enrollment.OriginPortal {
		add("agreement.offered-on", p.Date(contract.OfferedAt))
	}
	if contract.SignedAt != nil {
		add("agreement.signed", p.Date(contract.SignedAt), contract.SignatoryName, contract.SignatoryFunction)
	}
	if contract.Status == enrollment.ContractSigned && contract.CountersignByOn != nil {
		add("agreement.countersign-by", p.Date(*contract.CountersignByOn))
	}
	add("agreement.countersigned", p.Date(contract.CountersignedAt))
	if contract.ActiveFrom != nil {
		add("agreement.active-from", p.Date(*contract.ActiveFrom))
	}
	if contract.EndedOn != nil {
		add("agreement.ended-on", p.Date(*contract.EndedOn))
	}
	p.Facts.Rows = append(p.Facts.Rows, copyRows(&p.Frame, file, "/mijn/documenten/")...)
}

// showAgreement lets everybody of the organisation read it; only signing asks for
// a proof of identity, before anything is typed.
func (s *Server) showAgreement(v *visit) error {
	file, err := ifAny(s.Enrollment.OwnContractFile(v.ctx, v.actor))
	if err != nil {
		return err
	}
	form := &agreementForm{Name: v.actor.Name}
	p := agreementPage(v.frame("agreement.title"), file, v.actor.ProviderAdmin, form)
	if !v.actor.Fresh {
		p.ProveFirst = "/inloggen/opnieuw?naar=" + url.QueryEscape("/mijn/overeenkomst")
	}
	return v.show(p)
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
	file, fileErr := s.Enrollment.OwnContractFile(v.ctx, v.actor)
	if fileErr != nil {
		return fileErr
	}
	if fault.Is(err, fault.KindConflict) && v.actor.Fresh {
		form.Agreed = false
	}
	p := agreementPage(v.frame("agreement.title"), file, v.actor.ProviderAdmin, &form)
	p.ProveAgain = !v.actor.Fresh
	return v.refuse(&p.Form, p, err)
}
