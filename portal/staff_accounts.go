package portal

import (
	"strings"

	"providerportal/internal/account"
	"providerportal/internal/words"
)

// AccountsPage is the review of rights: who has which, since when, and when last
// seen (BIO-4).
type AccountsPage struct {
	Frame
	Form
	List     string
	Tabs     Tabs
	Table    Table
	Pages    Pagination
	Stranded []Link // requests to join that only an administrator can answer
}

func (p *AccountsPage) template() string { return "staff/accounts" }

// The lists of accounts, by the value of "lijst".
const (
	accountsStaff       = "medewerkers"
	accountsConsultants = "consulenten"
	accountsProviders   = "aanbieders"
	accountsClosed      = "gesloten"
)

var accountLists = []string{accountsStaff, accountsConsultants, accountsProviders, accountsClosed}

// accountsPerPage is how many accounts stand on one page.
const accountsPerPage = 50

// accountList names the list on which a person stands.
func accountList(person *account.Person) string {
	switch {
	case person.ClosedAt != nil:
		return accountsClosed
	case person.ProviderID != nil:
		return accountsProviders
	case person.Has(account.RoleConsultant):
		return accountsConsultants
	}
	return accountsStaff
}

type accountsQuery struct {
	Search string `form:"q"`
}

func (s *Server) showAccounts(v *visit) error {
	people, err := s.Accounts.People(v.ctx, v.actor)
	if err != nil {
		return err
	}
	where, err := s.places(v)
	if err != nil {
		return err
	}
	stranded, err := s.Directory.StrandedRequests(v.ctx, v.actor)
	if err != nil {
		return err
	}
	query := accountsQuery{Search: v.query("q")}
	p := &AccountsPage{Frame: v.frame("accounts.title"), Form: newForm(v.words(), "accounts", &query)}
	p.List = chosen(v.query("lijst"), accountLists)
	p.fill(query.found(people, where), where, v.page())
	for i := range stranded {
		p.Stranded = append(p.Stranded, Link{
			Text: stranded[i].Name + " – " + stranded[i].Organisation, URL: strandedPath(stranded[i].ID),
		})
	}
	return v.show(p)
}

// found keeps who answers to what was typed: part of name, address or place.
func (q accountsQuery) found(people []account.Person, where places) []account.Person {
	typed := strings.ToLower(q.Search)
	var kept []account.Person
	for i := range people {
		person := &people[i]
		if strings.Contains(strings.ToLower(person.Name+"\n"+person.Email+"\n"+where.of(person)), typed) {
			kept = append(kept, *person)
		}
	}
	return kept
}

func (p *AccountsPage) fill(people []account.Person, where places, asked int) {
	w, counts := p.Words(), map[string]int{}
	var listed []*account.Person
	for i := range people {
		list := accountList(&people[i])
		counts[list]++
		if list == p.List {
			listed = append(listed, &people[i])
		}
	}
	p.Wide = true
	p.Tabs = listTabs(&p.Frame, "accounts.lists", "accounts.", p.List, accountLists, counts)
	pages := max(1, (len(listed)+accountsPerPage-1)/accountsPerPage)
	page := min(max(1, asked), pages)
	p.Pages = paginate(w, p.Path, page, pages)
	p.Table = Table{Caption: p.T("accounts." + p.List), Hidden: true, Empty: p.T("accounts.empty"), Columns: []Column{
		{Text: p.T("accounts.name")}, {Text: p.T("accounts.rights")}, {Text: p.T("accounts.place")},
		{Text: p.T("accounts.created")}, {Text: p.T("accounts.signed-in")}, {Text: p.T("accounts.seen")}, {Text: p.T("accounts.factor")},
	}}
	for _, person := range listed[(page-1)*accountsPerPage : min(len(listed), page*accountsPerPage)] {
		p.Table.Rows = append(p.Table.Rows, accountRow(w, person, where))
	}
}

func accountRow(w *words.Words, person *account.Person, where places) Row {
	row := Row{
		{Text: person.Name, URL: accountPath(person.ID)}, {Text: rightsText(w, person)},
		{Text: where.of(person)}, {Text: w.ShortDate(person.CreatedAt)},
		{Text: dateOrNever(w, person.LastSignedInAt)}, {Text: dateOrNever(w, person.LastSeenAt)},
		{Text: factorText(w, person.SecondFactor)},
	}
	if person.ClosedAt == nil {
		row[0].Note = person.Email
		if person.Invited() {
			row[4] = Cell{Tag: stateTag(w, person)}
		}
	}
	return row
}

// Question asks for part of a name, an address or a place.
func (p *AccountsPage) Question() Field { return freely(p.Field("q").As("search")) }
