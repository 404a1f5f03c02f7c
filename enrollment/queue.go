package enrollment

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/paging"
	"providerportal/internal/workday"
)

// Queued is one line of the reviewers' list.
type Queued struct {
	Application
	Provider directory.Provider
}

// Waiting says for whom the applications on a list wait.
type Waiting string

// The lists of applications. What is overdue stands on another list too.
const (
	WaitsForReviewer Waiting = "reviewer"
	WaitsForProvider Waiting = "provider"
	WaitsForDecider  Waiting = "decider"
	Overdue          Waiting = "overdue"
	Closed           Waiting = "closed"
)

// conditions are the lists in SQL; they say what the methods of Application say
// of one. One
// that depends on the day has a question mark for it.
var conditions = map[Waiting]string{
	WaitsForReviewer: "(a.status = 'submitted' OR (a.status = 'under-review' AND a.review_completed_at IS NULL))",
	WaitsForProvider: "a.status = 'supplement-requested'",
	WaitsForDecider:  "(a.status = 'under-review' AND a.review_completed_at IS NOT NULL)",
	Overdue:          "(a.status IN ('submitted', 'under-review') AND a.decide_by_on < ?)",
	Closed:           "a.status IN ('admitted', 'rejected', 'withdrawn')",
}

// Asked is which applications a list shows: those of Waiting whose provider's name
// or reference has Search in it.
type Asked struct {
	Waiting Waiting
	Search  string
	Page    int
}

// Queue gives one page of the applications that staff work on, the most urgent
// first: by the date the decision is due, decided ones newest first.
func (s *Service) Queue(ctx context.Context, actor account.Actor, asked Asked) (paging.Page[Queued], error) {
	query, err := s.queue(ctx, actor, asked.Search)
	if err != nil {
		return paging.Page[Queued]{}, err
	}
	if query, err = asked.Waiting.on(query, s.today()); err != nil {
		return paging.Page[Queued]{}, err
	}
	query = query.Select("a.*").
		Order("a.decided_at IS NOT NULL OR a.withdrawn_at IS NOT NULL, a.decided_at DESC, a.decide_by_on, a.reference")
	found, err := paging.Find[Application](query, asked.Page)
	if err != nil {
		return paging.Page[Queued]{}, err
	}
	providers, err := providersOf(s.DB.WithContext(ctx), found.Lines, func(a Application) uuid.UUID { return a.ProviderID })
	lines := make([]Queued, len(found.Lines))
	for i, application := range found.Lines {
		lines[i] = Queued{application, providers[application.ProviderID]}
	}
	return paging.Map(found, lines), err
}

// QueueCounts gives how many applications each list has.
func (s *Service) QueueCounts(ctx context.Context, actor account.Actor, search string) (map[Waiting]int, error) {
	query, err := s.queue(ctx, actor, search)
	if err != nil {
		return nil, err
	}
	counts := map[Waiting]int{}
	for waiting := range conditions {
		list, err := waiting.on(query.Session(&gorm.Session{}), s.today())
		if err != nil {
			return nil, err
		}
		var count int64
		if err := list.Count(&count).Error; err != nil {
			return nil, err
		}
		counts[waiting] = int(count)
	}
	return counts, nil
}

// on narrows the query to a list; unknown ones do not exist.
func (w Waiting) on(query *gorm.DB, today workday.Date) (*gorm.DB, error) {
	condition, known := conditions[w]
	switch {
	case !known:
		return nil, fault.Missing()
	case w == Overdue:
		return query.Where(condition, today), nil
	}
	return query.Where(condition), nil
}

// queue gives what was ever submitted and answers to what was typed.
func (s *Service) queue(ctx context.Context, actor account.Actor, search string) (*gorm.DB, error) {
	if !actor.Has(account.RoleReviewer, account.RoleDecider, account.RoleContractManager) {
		return nil, fault.Forbidden()
	}
	return s.DB.WithContext(ctx).Table("applications a").Joins("JOIN providers p ON p.id = a.provider_id").
		Where("a.submitted_at IS NOT NULL").
		Where("strpos(lower(p.name), lower(?)) > 0 OR strpos(lower(a.reference), lower(?)) > 0", search, search), nil
}
