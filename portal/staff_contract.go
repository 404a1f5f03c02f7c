package portal

import (
	"github.com/google/uuid"

	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
)

// ContractPage is one framework agreement with its text and its life, and where
// MGR signs it, looks at a scan, or decides about it.
type ContractPage struct {
	Frame
	Form
	Tag      Tag
	Next     string
	Planned  Notice
	Cancel   Button // takes the planned decision back
	Rulings  []Link
	Facts    SummaryList
	Scan     SummaryList
	ScanID   string // which one is shown, so that no other is answered
	ScanURL  string // address to answer at; empty when no scan waits for this visitor
	Action   string // address to countersign at; empty when that is not possible now
	Evidence Table
	Events   []Event
	Text     string
	PDF      string // address of the agreement as PDF
}

func (p *ContractPage) template() string { return "staff/contract" }

type contractForm struct {
	From    DateInput `form:"from"`
	Scan    string    `form:"scan"`
	Outcome string    `form:"outcome"`
	Reasons string    `form:"reasons"`
}

// TextMax is the longest reason, in characters.
func (p *ContractPage) TextMax() int { return enrollment.TextMax }

func contractPath(contract *enrollment.Contract) string {
	return "/beheer/contracten/" + contract.ID.String()
}

func (s *Server) showContract(v *visit) error {
	p, err := s.contractPage(v, contractForm{From: dateInputOf(s.today())})
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
	file, err := s.Enrollment.ContractFile(v.ctx, v.actor, id)
	if err != nil {
		return nil, err
	}
	p := &ContractPage{Frame: v.frame("contract.title", "Name", file.Provider.Name), Form: newForm(v.words(), "contract", &form)}
	p.fill(file, s.today(), v.actor.Has(account.RoleContractManager))
	return p, nil
}

func (p *ContractPage) fill(file *enrollment.ContractFile, today workday.Date, manager bool) {
	contract := &file.Contract
	path := contractPath(contract)
	p.Tag, p.Text = contractTag(p.Words(), contract.Status), contract.AgreementText
	p.Breadcrumbs = []Link{{Text: p.T("desk.title"), URL: "/beheer"}, {Text: p.T("contracts.title"), URL: "/beheer/contracten"}}
	p.Facts, p.Events, p.Evidence = contractFacts(&p.Frame, file), contractEvents(&p.Frame, file), evidenceTable(&p.Frame, file, today)
	if contract.AgreementText != "" {
		p.PDF = path + "/pdf"
	}
	scan := file.OpenScan()
	if scan != nil {
		p.Scan, p.ScanID = scanFacts(&p.Frame, file, scan), scan.ID.String()
	}
	switch {
	case scan != nil && manager:
		p.ScanURL = path + "/scan"
	case contract.Status == enrollment.ContractOffered:
		p.Next = p.T("contract.next.provider")
	case contract.Status == enrollment.ContractSigned && manager:
		p.Action = path
	case contract.Status == enrollment.ContractSigned:
		p.Next = p.T("contract.next.manager")
	}
	p.decisions(file, manager)
}

// decisions shows what is planned, and what a manager can decide now.
func (p *ContractPage) decisions(file *enrollment.ContractFile, manager bool) {
	path := contractPath(&file.Contract)
	if planned := file.Planned(); planned != nil {
		p.Planned = Notice{
			Title: p.T("contract.planned."+string(planned.Kind), "On", planned.OnDay), Look: LookWarn, Text: planned.Reasons,
		}
		if manager {
			p.Cancel = p.Button(p.T("contract.cancel"), path+"/besluit-intrekken", "secondary")
			p.Cancel.Fields = []HiddenField{{"plan", planned.ID.String()}}
		}
	}
	if !manager {
		return
	}
	for _, kind := range file.Contract.Rulings() {
		p.Rulings = append(p.Rulings, Link{Text: p.T("contract.rule." + rulingWord(kind, &file.Contract)), URL: path + "/besluit/" + rulingParts[kind]})
	}
}

// rulingParts are the kinds of decisions in addresses.
var rulingParts = map[enrollment.RulingKind]string{
	enrollment.RulingSuspend: "schorsen", enrollment.RulingResume: "hervatten", enrollment.RulingEnd: "beeindigen",
}

// rulingWord names a decision; ending an agreement that nobody concluded is
// withdrawing it.
func rulingWord(kind enrollment.RulingKind, contract *enrollment.Contract) string {
	if kind == enrollment.RulingEnd && !contract.Concluded() {
		return "withdraw"
	}
	return string(kind)
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
	return s.afterContract(v, form, "countersigned", err)
}

// checkScan answers whether the scan of a signed agreement is right (E10).
func (s *Server) checkScan(v *visit) error {
	var form contractForm
	if err := v.read(&form); err != nil {
		return err
	}
	id, err := v.id()
	if err != nil {
		return err
	}
	seen, _ := uuid.Parse(form.Scan) // none is no scan
	err = s.Enrollment.CheckScan(v.ctx, v.actor, id, seen, enrollment.ScanOutcome(form.Outcome), form.Reasons)
	return s.afterContract(v, form, "scan-"+form.Outcome, err)
}

// cancelRuling takes a planned decision back (E12).
func (s *Server) cancelRuling(v *visit) error {
	id, err := v.id()
	if err != nil {
		return err
	}
	var form struct {
		Plan string `form:"plan"`
	}
	if err := v.read(&form); err != nil {
		return err
	}
	seen, _ := uuid.Parse(form.Plan) // none is no plan
	err = s.Enrollment.CancelRuling(v.ctx, v.actor, id, seen)
	return s.afterContract(v, contractForm{From: dateInputOf(s.today())}, "plan-cancelled", err)
}

// afterContract leads back to the contract, or shows it with what is wrong.
func (s *Server) afterContract(v *visit, form contractForm, notice string, refusal error) error {
	if refusal == nil {
		return v.done("/beheer/contracten/"+v.param("id"), notice)
	}
	p, err := s.contractPage(v, form)
	if err != nil {
		return err
	}
	return v.refuse(&p.Form, p, refusal)
}
