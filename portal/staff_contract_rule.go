package portal

import (
	"slices"

	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/fault"
)

// RulingPage is where a contract is suspended, resumed or ended (E12, OH-15).
type RulingPage struct {
	Frame
	Form
	Lead   string
	Action string
	Back   string
	Button string
	Causes []Choice
	Dated  bool // a later day may be chosen
	Finish bool // asks whether running trajectories may be finished
	Grave  bool // takes something away from the provider
}

func (p *RulingPage) template() string { return "staff/contract_rule" }

type rulingForm struct {
	Cause     string    `form:"cause"`
	Reasons   string    `form:"reasons"`
	On        DateInput `form:"on"`
	MayFinish bool      `form:"mayFinish"`
}

// TextMax is the longest reason, in characters.
func (p *RulingPage) TextMax() int { return enrollment.TextMax }

func (s *Server) showRuling(v *visit) error {
	file, kind, err := s.ruled(v)
	if err != nil {
		return err
	}
	if !slices.Contains(file.Contract.Rulings(), kind) {
		return v.done(contractPath(&file.Contract), "")
	}
	return v.show(rulingPage(v.frame("contracts.title"), file, kind, rulingForm{On: dateInputOf(s.today()), MayFinish: true}))
}

// ruled gives the contract and the kind of decision of the address.
func (s *Server) ruled(v *visit) (*enrollment.ContractFile, enrollment.RulingKind, error) {
	id, err := v.id()
	if err != nil {
		return nil, "", err
	}
	file, err := s.Enrollment.ContractFile(v.ctx, v.actor, id)
	if err != nil {
		return nil, "", err
	}
	for kind, part := range rulingParts {
		if part == v.param("code") && v.actor.Has(account.RoleContractManager) {
			return file, kind, nil
		}
	}
	return nil, "", fault.Missing()
}

func rulingPage(frame Frame, file *enrollment.ContractFile, kind enrollment.RulingKind, form rulingForm) *RulingPage {
	p := &RulingPage{Frame: frame, Form: newForm(frame.Words(), "ruling", &form)}
	word := rulingWord(kind, &file.Contract)
	p.Title = p.T("ruling.title."+word, "Name", file.Provider.Name)
	p.Lead, p.Button = p.T("ruling.lead."+word), p.T("ruling.button."+word)
	p.Back = contractPath(&file.Contract)
	p.Action = p.Back + "/besluit/" + rulingParts[kind]
	p.Breadcrumbs = []Link{{Text: p.T("contracts.title"), URL: "/beheer/contracten"}, {Text: file.Contract.Reference, URL: p.Back}}
	p.Dated, p.Finish = file.Contract.Concluded(), file.Contract.Concluded() && kind != enrollment.RulingResume
	p.Grave = kind != enrollment.RulingResume
	for _, cause := range file.Contract.Causes(kind) {
		p.Causes = append(p.Causes, Choice{Value: cause, Text: p.T("contract.cause." + cause)})
	}
	return p
}

// rule decides about a contract.
func (s *Server) rule(v *visit) error {
	var form rulingForm
	if err := v.read(&form); err != nil {
		return err
	}
	file, kind, err := s.ruled(v)
	if err != nil {
		return err
	}
	ruling := enrollment.Ruling{Kind: kind, Cause: form.Cause, Reasons: form.Reasons, MayFinish: form.MayFinish}
	if day, ok := form.On.Date(); ok {
		ruling.On = day
	}
	if !file.Contract.Concluded() {
		ruling.On = s.today()
	}
	if err = s.Enrollment.Rule(v.ctx, v.actor, file.Contract.ID, ruling); err == nil {
		return v.done(contractPath(&file.Contract), "ruled")
	}
	p := rulingPage(v.frame("contracts.title"), file, kind, form)
	return v.refuse(&p.Form, p, err)
}
