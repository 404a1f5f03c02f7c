package portal

import (
	"strconv"
	"strings"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/paging"
	"providerportal/internal/words"
	"providerportal/internal/workday"
)

// ProvidersPage is the list that staff keep of contracted providers: whose profile
// changed, is not confirmed or offline, whose requests may not arrive, and who was
// never asked (D3, D4, D11, T10).
type ProvidersPage struct {
	Frame
	Form
	List     string
	Sort     string
	Counting string // how long a confirmed profile and mailbox count
	MayTerms bool   // change that
	Tabs     Tabs
	Table    Table
	Pages    Pagination
}

func (p *ProvidersPage) template() string { return "staff/providers" }

// Question asks for part of a name or a number in the trade register.
func (p *ProvidersPage) Question() Field { return freely(p.Field("q").As("search")) }

const providersPath = "/beheer/aanbieders"

// The lists, by the value of "lijst" in the address.
var (
	providerLists   = []string{"gewijzigd", "niet-bevestigd", "aanmeldpunt", "offline", "nooit-gevraagd", listAll}
	providerWatches = map[string]directory.Watch{
		"gewijzigd": directory.WatchChanges, "niet-bevestigd": directory.WatchUnconfirmed, "aanmeldpunt": directory.WatchIntake,
		"offline": directory.WatchOffline, "nooit-gevraagd": directory.WatchDormant, listAll: directory.WatchAll,
	}
)

type providersQuery struct {
	Search string `form:"q"`
}

func (s *Server) showProviders(v *visit) error {
	query := providersQuery{Search: v.query("q")}
	p := &ProvidersPage{Frame: v.frame("providers.title"), Form: newForm(v.words(), "providers", &query)}
	p.List, p.Sort = chosen(v.query("lijst"), providerLists), v.query("sorteer")
	looked, err := s.looked(v, query.Search)
	if err != nil {
		return err
	}
	counts, err := s.Directory.WatchCounts(v.ctx, v.actor, looked)
	if err != nil {
		return err
	}
	sort, down := strings.CutPrefix(p.Sort, "-")
	looked.Watch, looked.Page, looked.Sort, looked.Down = providerWatches[p.List], v.page(), providerSorts[sort], down
	found, err := s.Directory.Watched(v.ctx, v.actor, looked)
	if err != nil {
		return err
	}
	terms, err := s.Directory.Terms(v.ctx)
	if err != nil {
		return err
	}
	p.counting(terms, v.actor)
	p.fill(counts, found, workday.On(s.Directory.Now()))
	return v.show(p)
}

// looked is what a list is made of; who was ever asked only matching knows.
func (s *Server) looked(v *visit, search string) (directory.Looked, error) {
	asked, err := s.Matching.EverAsked(v.ctx, v.actor)
	return directory.Looked{Search: search, Asked: asked}, err
}

// counting says how long what a provider confirmed counts.
func (p *ProvidersPage) counting(terms directory.Terms, actor account.Actor) {
	p.Counting = p.T("freshness.counting", "Confirm", terms.ConfirmMonths, "Verify", terms.VerifyMonths)
	p.MayTerms = actor.Has(account.RoleAdministrator)
}

func (p *ProvidersPage) fill(counts map[directory.Watch]int, found paging.Page[directory.Watched], today workday.Date) {
	w, listed := p.Words(), map[string]int{}
	for list, watch := range providerWatches {
		listed[list] = counts[watch]
	}
	p.Wide = true
	p.Tabs = listTabs(&p.Frame, "providers.lists", "providers.", p.List, providerLists, listed)
	p.Pages = paginate(w, p.Path, found.Number, found.Pages)
	p.Table = Table{Caption: p.T("providers." + p.List), Hidden: true, Empty: p.T("providers.empty." + p.List), Columns: p.columns()}
	for i := range found.Lines {
		p.Table.Rows = append(p.Table.Rows, providerRow(w, &found.Lines[i], today))
	}
}

// providerSorts are the orders by the value of "sorteer"; a minus in front turns
// them round.
var providerSorts = map[string]directory.WatchSort{
	"aanbieder": directory.WatchByName, "gewijzigd": directory.WatchByChanges,
	"bevestigd": directory.WatchByConfirmed, "aanmeldpunt": directory.WatchByIntake,
}

func (p *ProvidersPage) columns() []Column {
	changes := sortedColumn(&p.Frame, p.Sort, "providers.changes", "gewijzigd")
	changes.Number = true
	return []Column{
		sortedColumn(&p.Frame, p.Sort, "providers.name", "aanbieder"), {Text: p.T("providers.profile")}, changes,
		sortedColumn(&p.Frame, p.Sort, "providers.confirmed", "bevestigd"),
		sortedColumn(&p.Frame, p.Sort, "providers.intake", "aanmeldpunt"), {Text: p.T("providers.capacity")},
	}
}

func providerRow(w *words.Words, one *directory.Watched, today workday.Date) Row {
	row := Row{
		{Text: one.Name, Note: one.Entry.Short(w), URL: providersPath + "/" + one.ID.String()},
		{Tag: profileTag(w, one)}, {Text: strconv.Itoa(one.Unseen), Number: true}, {}, {Tag: intakeTag(w, one.State)}, {Tag: capacityTag(w, &one.Profile.Capacity, today)},
	}
	if one.Profile.ConfirmedAt != nil {
		row[3].Text = w.ShortDate(*one.Profile.ConfirmedAt)
		if today.After(one.ConfirmBy) {
			row[3].Tag = Tag{Text: w.T("providers.overdue"), Look: LookWarn}
		}
	}
	return row
}

// profileTag says whether the public can find the provider.
func profileTag(w *words.Words, one *directory.Watched) Tag {
	switch {
	case one.Profile.OfflineAt != nil:
		return Tag{Text: w.T("providers.state.offline"), Look: LookBad}
	case !one.Profile.Published():
		return Tag{Text: w.T("providers.state.draft"), Look: LookOff}
	case !one.Admitted:
		return Tag{Text: w.T("providers.state.ended"), Look: LookOff}
	}
	return Tag{Text: w.T("providers.state.public"), Look: LookGood}
}

func intakeTag(w *words.Words, state directory.IntakeState) Tag {
	look := map[directory.IntakeState]Look{
		directory.IntakeWorks: LookGood, directory.IntakeNone: LookOff, directory.IntakeUnverified: LookWarn,
		directory.IntakeExpired: LookWarn, directory.IntakeUnreachable: LookBad,
	}[state]
	return Tag{Text: w.T("intake.short." + string(state)), Look: look}
}
