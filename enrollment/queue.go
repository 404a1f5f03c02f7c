package enrollment

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/paging"
	"providerportal/internal/traderegister"
)

// Queued is one line of the reviewers' list.
type Queued struct {
	Application
	Provider directory.Provider
	Assignee string // name of who has it in hand, or empty
}

// Waiting says for whom the applications on a list wait.
type Waiting string

// The lists of applications. What is overdue, and what the reader has in hand,
// stands on another list too.
const (
	New              Waiting = "new"       // nobody began to review
	InReview         Waiting = "in-review" // begun, or back from the provider
	WaitsForProvider Waiting = "provider"
	WaitsForDecider  Waiting = "decider"
	Overdue          Waiting = "overdue"
	Mine             Waiting = "mine"
	Closed           Waiting = "closed"
)

// conditions are the lists in SQL; they say what the methods of Application say
// of one. @today and @me are the day and who asks.
var conditions = map[Waiting]string{
	New: "(a.status = 'submitted' AND a.review_started_at IS NULL)",
	InReview: "((a.status = 'submitted' AND a.review_started_at IS NOT NULL)" +
		" OR (a.status = 'under-review' AND a.review_completed_at IS NULL))",
	WaitsForProvider: "(a.status = 'supplement-requested')",
	WaitsForDecider:  "(a.status = 'under-review' AND a.review_completed_at IS NOT NULL)",
	Overdue: "((a.status IN ('submitted', 'under-review') AND a.decide_by_on < @today)" +
		" OR (a.status = 'supplement-requested' AND a.supplement_due_on < @today))",
	Mine:   "(a.assigned_to = @me AND a.status NOT IN ('admitted', 'rejected', 'withdrawn'))",
	Closed: "(a.status IN ('admitted', 'rejected', 'withdrawn'))",
}

// Sort is a column by which a list is put in order.
type Sort string

// The orders of the lists. Without one the most urgent goes first: by the date the
// decision is due, closed ones newest first.
const (
	SortProvider  Sort = "provider"
	SortSubmitted Sort = "submitted"
	SortDue       Sort = "due"
	SortAssignee  Sort = "assignee"
)

// orders are in SQL, upwards and downwards.
var orders = map[Sort][2]string{
	SortProvider:  {"lower(p.name)", "lower(p.name) DESC"},
	SortSubmitted: {"a.submitted_at", "a.submitted_at DESC"},
	SortDue:       {dueNow, dueNow + " DESC"},
	SortAssignee:  {"lower(u.name) NULLS FIRST", "lower(u.name) DESC NULLS LAST"},
}

// dueNow is the date that counts for who has to act.
const dueNow = "CASE WHEN a.status = 'supplement-requested' THEN a.supplement_due_on ELSE a.decide_by_on END"

const byUrgency = "a.decided_at IS NOT NULL OR a.withdrawn_at IS NOT NULL, a.decided_at DESC, " + dueNow

// Asked is which applications a list shows: those of Waiting whose provider's
// name, number in the trade register or reference has Search in it.
type Asked struct {
	Waiting    Waiting
	Search     string
	Sort       Sort
	Descending bool
	Page       int
}

func (a Asked) order() string {
	both, known := orders[a.Sort]
	switch {
	case !known:
		return byUrgency + ", a.reference"
	case a.Descending:
		return both[1] + ", a.reference"
	}
	return both[0] + ", a.reference"
}

// Queue gives one page of the applications that staff work on.
func (s *Service) Queue(ctx context.Context, actor account.Actor, asked Asked) (paging.Page[Queued], error) {
	query, err := s.queue(ctx, actor, asked.Search)
	if err != nil {
		return paging.Page[Queued]{}, err
	}
	condition, known := conditions[asked.Waiting]
	if !known {
		return paging.Page[Queued]{}, fault.Missing()
	}
	if strings.Contains(condition, "@") { // only then the values belong with it
		query = query.Where(condition, s.listFacts(actor))
	} else {
		query = query.Where(condition)
	}
	query = query.Joins("LEFT JOIN users u ON u.id = a.assigned_to").Select("a.*").Order(asked.order())
	found, err := paging.Find[Application](query, asked.Page)
	if err != nil {
		return paging.Page[Queued]{}, err
	}
	db := s.DB.WithContext(ctx)
	names, err := assigneesOf(db, found.Lines)
	if err != nil {
		return paging.Page[Queued]{}, err
	}
	providers, err := providersOf(db, found.Lines, func(a Application) uuid.UUID { return a.ProviderID })
	lines := make([]Queued, len(found.Lines))
	for i, application := range found.Lines {
		lines[i] = Queued{Application: application, Provider: providers[application.ProviderID]}
		if application.AssignedTo != nil {
			lines[i].Assignee = names[*application.AssignedTo]
		}
	}
	return paging.Map(found, lines), err
}

// QueueCounts gives how many applications each list has.
func (s *Service) QueueCounts(ctx context.Context, actor account.Actor, search string) (map[Waiting]int, error) {
	query, err := s.queue(ctx, actor, search)
	if err != nil {
		return nil, err
	}
	lists := slices.Sorted(maps.Keys(conditions))
	columns := make([]string, len(lists))
	for i, list := range lists {
		columns[i] = "count(*) FILTER (WHERE " + conditions[list] + ") AS " + strings.ReplaceAll(string(list), "-", "_")
	}
	found := map[string]any{}
	if err := query.Select(strings.Join(columns, ", "), s.listFacts(actor)).Take(&found).Error; err != nil {
		return nil, err
	}
	counts := map[Waiting]int{}
	for _, list := range lists {
		count, _ := found[strings.ReplaceAll(string(list), "-", "_")].(int64)
		counts[list] = int(count)
	}
	return counts, nil
}

// listFacts are the values that the conditions of lists name.
func (s *Service) listFacts(actor account.Actor) map[string]any {
	return map[string]any{"today": s.today(), "me": actor.UserID}
}

// queue gives what was ever submitted and answers to what was typed.
func (s *Service) queue(ctx context.Context, actor account.Actor, search string) (*gorm.DB, error) {
	if !actor.Has(account.RoleReviewer, account.RoleDecider, account.RoleContractManager) {
		return nil, fault.Forbidden()
	}
	return s.DB.WithContext(ctx).Table("applications a").Joins("JOIN providers p ON p.id = a.provider_id").
		Where("a.submitted_at IS NOT NULL").
		Where("strpos(lower(p.name), lower(@typed)) > 0 OR strpos(lower(a.reference), lower(@typed)) > 0"+
			" OR "+traderegister.NumberHas, map[string]any{"typed": search}), nil
}
