package portal

import (
	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/paging"
	"providerportal/internal/words"
)

// ContractsPage is the list of framework agreements.
type ContractsPage struct {
	Frame
	Form
	List  string
	Order string
	Tabs  Tabs
	Table Table
	Pages Pagination

	ImportURL string // for contract managers
}

func (p *ContractsPage) template() string { return "staff/contracts" }

type contractsQuery struct {
	Search string `form:"q"`
}

// contractLists are the values of "lijst": the status, a list, or all.
var contractLists = []string{
	string(enrollment.ContractSigned), string(enrollment.ContractOffered), string(enrollment.ContractActive),
	string(enrollment.ContractSuspended), string(enrollment.ContractEnded), string(enrollment.ContractsExpiring), listAll,
}

// contractTodos are lists that show only while something stands on them.
var contractTodos = []string{
	string(enrollment.ContractsScanned), string(enrollment.ContractsRenewed), string(enrollment.ContractsLate),
}

// listOfContracts turns the value of "lijst" into a list.
func listOfContracts(list string) enrollment.ContractList {
	if list == listAll {
		return enrollment.ContractsAll
	}
	return enrollment.ContractList(list)
}

func (s *Server) showContracts(v *visit) error {
	query := contractsQuery{Search: v.query("q")}
	list := chosen(v.query("lijst"), append(contractLists, contractTodos...))
	order := enrollment.ContractOrder(v.query("sorteer"))
	counts, err := s.Enrollment.ContractCounts(v.ctx, v.actor, query.Search)
	if err != nil {
		return err
	}
	contracts, err := s.Enrollment.Contracts(v.ctx, v.actor, enrollment.ContractsAsked{
		List: listOfContracts(list), Search: query.Search, Order: order, Page: v.page(),
	})
	if err != nil {
		return err
	}
	p := &ContractsPage{Frame: v.frame("contracts.title"), Form: newForm(v.words(), "contracts", &query), Order: string(order)}
	p.fill(counts, contracts, list)
	if v.actor.Has(account.RoleContractManager) {
		p.ImportURL = importPath
	}
	return v.show(p)
}

func (p *ContractsPage) fill(counts map[enrollment.ContractList]int, contracts paging.Page[enrollment.Signed], list string) {
	listed, lists := map[string]int{}, contractLists
	for _, one := range append(contractTodos, contractLists...) {
		listed[one] = counts[listOfContracts(one)]
	}
	for _, todo := range contractTodos {
		if listed[todo] > 0 || todo == list {
			lists = append(lists[:len(lists):len(lists)], todo)
		}
	}
	w := p.Words()
	p.Wide, p.List = true, list
	p.Tabs = listTabs(&p.Frame, "contracts.lists", "contracts.", list, lists, listed)
	p.Pages = paginate(w, p.Path, contracts.Number, contracts.Pages)
	p.Table = Table{Caption: p.T("contracts." + list), Hidden: true, Empty: p.T("contracts.empty"), Columns: []Column{
		p.column("contracts.provider", enrollment.ContractsByName), {Text: p.T("contracts.status")},
		p.column("contracts.offered-at", enrollment.ContractsByOffer), p.column("contracts.from", enrollment.ContractsByStart),
		{Text: p.T("contracts.remarks")},
	}}
	for i := range contracts.Lines {
		p.Table.Rows = append(p.Table.Rows, contractRow(w, &contracts.Lines[i]))
	}
}

// column heads a column that sorts the list.
func (p *ContractsPage) column(key string, order enrollment.ContractOrder) Column {
	column := Column{Text: p.T(key), URL: withQuery(withQuery(p.Path, "pagina", ""), "sorteer", string(order))}
	if p.Order == string(order) {
		column.Sorted = "ascending"
	}
	return column
}

func contractRow(w *words.Words, contract *enrollment.Signed) Row {
	row := Row{
		{Text: contract.Provider.Name, Note: contract.Reference, URL: contractPath(&contract.Contract)},
		{Tag: contractTag(w, contract.Status)}, {Text: w.ShortDate(contract.OfferedAt)}, {}, {},
	}
	if contract.ActiveFrom != nil {
		row[3].Text = w.ShortDate(*contract.ActiveFrom)
	}
	switch {
	case contract.Planned != nil:
		row[4].Text = w.T("contracts.planned."+string(contract.Planned.Kind), "On", w.ShortDate(contract.Planned.OnDay))
	case contract.Status == enrollment.ContractSigned && contract.CountersignByOn != nil:
		row[4].Text = w.T("contracts.sign-by", "On", w.ShortDate(*contract.CountersignByOn))
	case contract.Status == enrollment.ContractEnded:
		row[4].Text = w.T("contracts.ended-on", "On", w.ShortDate(*contract.EndedOn))
	case contract.Expires != nil:
		row[4].Text = w.T("contracts.proof-until", "On", w.ShortDate(*contract.Expires))
	}
	return row
}
