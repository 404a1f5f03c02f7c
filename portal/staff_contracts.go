package portal

import (
	"providerportal/enrollment"
	"providerportal/internal/paging"
)

// ContractsPage is the list of framework agreements.
type ContractsPage struct {
	Frame
	Tabs  Tabs
	Table Table
	Pages Pagination
}

func (p *ContractsPage) template() string { return "staff/contracts" }

// contractLists are the values of "lijst": the status, or all.
var contractLists = []string{
	string(enrollment.ContractSigned), string(enrollment.ContractOffered), string(enrollment.ContractActive), listAll,
}

func (s *Server) showContracts(v *visit) error {
	list := chosen(v.query("lijst"), contractLists)
	status := enrollment.ContractStatus(list)
	if list == listAll {
		status = ""
	}
	counts, err := s.Enrollment.ContractCounts(v.ctx, v.actor)
	if err != nil {
		return err
	}
	contracts, err := s.Enrollment.Contracts(v.ctx, v.actor, status, v.page())
	if err != nil {
		return err
	}
	p := &ContractsPage{Frame: v.frame("contracts.title")}
	p.fill(counts, contracts, list)
	return v.show(p)
}

func (p *ContractsPage) fill(counts map[enrollment.ContractStatus]int, contracts paging.Page[enrollment.Signed], list string) {
	listed := map[string]int{}
	for status, count := range counts {
		listed[string(status)], listed[listAll] = count, listed[listAll]+count
	}
	w := p.Words()
	p.Wide = true
	p.Tabs = listTabs(&p.Frame, "contracts.lists", "contracts.", list, contractLists, listed)
	p.Pages = paginate(w, p.Path, contracts.Number, contracts.Pages)
	p.Table = Table{Caption: p.T("contracts." + list), Hidden: true, Empty: p.T("contracts.empty"), Columns: []Column{
		{Text: p.T("contracts.provider")}, {Text: p.T("contracts.status")},
		{Text: p.T("contracts.offered-at")}, {Text: p.T("contracts.from")},
	}}
	for _, contract := range contracts.Lines {
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
