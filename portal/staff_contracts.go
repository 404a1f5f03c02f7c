package portal

import "providerportal/enrollment"

// ContractsPage is the list of framework agreements.
type ContractsPage struct {
	Frame
	Tabs  Tabs
	Table Table
}

func (p *ContractsPage) template() string { return "staff/contracts" }

// contractLists are the values of "lijst": the status, or all.
var contractLists = []string{
	string(enrollment.ContractSigned), string(enrollment.ContractOffered), string(enrollment.ContractActive), listAll,
}

// countContracts counts by status, and all.
func countContracts(contracts []enrollment.Signed) map[string]int {
	counts := map[string]int{listAll: len(contracts)}
	for _, contract := range contracts {
		counts[string(contract.Status)]++
	}
	return counts
}

func (s *Server) showContracts(v *visit) error {
	contracts, err := s.Enrollment.Contracts(v.ctx, v.actor)
	if err != nil {
		return err
	}
	p := &ContractsPage{Frame: v.frame("contracts.title")}
	p.fill(contracts, chosen(v.query("lijst"), contractLists))
	return v.show(p)
}

func (p *ContractsPage) fill(contracts []enrollment.Signed, list string) {
	w := p.Words()
	p.Wide = true
	p.Tabs = listTabs(&p.Frame, "contracts.lists", "contracts.", list, contractLists, countContracts(contracts))
	p.Table = Table{Caption: p.T("contracts." + list), Hidden: true, Empty: p.T("contracts.empty"), Columns: []Column{
		{Text: p.T("contracts.provider")}, {Text: p.T("contracts.status")},
		{Text: p.T("contracts.offered-at")}, {Text: p.T("contracts.from")},
	}}
	for _, contract := range contracts {
		if list != listAll && list != string(contract.Status) {
			continue
		}
		row := Row{
			{Text: contract.Provider.Name, Note: contract.Reference, URL: contractPath(&contract.Contract)},
			{Tag: contractTag(w, contract.Status)}, {Text: w.ShortDate(contract.OfferedAt)}, {},
		}
		if contract.ActiveFrom != nil {
			row[3].Text = w.ShortDate(*contract.ActiveFrom)
		}
		p.Table.Rows = append(p.Table.Rows, row)
	}
}
