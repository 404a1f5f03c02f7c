package matching

import (
	"context"

	"providerportal/internal/account"
)

// Figures is how a set of requests did against the norm (T10, WD-8).
type Figures struct {
	Waiting   int // not held, not closed, not late
	Late      int // not held, not closed, past the due date
	OnTime    int // held within the norm
	HeldLate  int // held after the due date
	Declined  int
	Withdrawn int // apart: they count neither way

	Open   int // not closed, held or not
	Closed int
}

// All counts every request.
func (f Figures) All() int { return f.Open + f.Closed }

// Counted is what the norm is divided by: held or overdue (WD-8).
func (f Figures) Counted() int { return f.OnTime + f.HeldLate + f.Late }

// Percentage is held on time ÷ (held + overdue), rounded down, and false when
// there is nothing to divide by.
func (f Figures) Percentage() (int, bool) {
	counted := f.Counted()
	if counted == 0 {
		return 0, false
	}
	return f.OnTime * 100 / counted, true
}

// Figures counts the requests the actor works on, as they stand today.
func (s *Service) Figures(ctx context.Context, actor account.Actor, filter Filter) (Figures, error) {
	query, err := theirs(s.DB.WithContext(ctx), actor)
	if err != nil {
		return Figures{}, err
	}
	count := func(part Part) string { return "count(*) FILTER (WHERE " + parts[part] + ") AS " }
	var figures Figures
	err = filter.of(query, actor).Select(
		count(PartWaiting)+"waiting, "+count(PartLate)+"late, "+count(PartOnTime)+"on_time, "+count(PartHeldLate)+"held_late, "+
			count(PartDeclined)+"declined, "+count(PartWithdrawn)+"withdrawn, "+count(PartOpen)+"open, "+count(PartClosed)+"closed",
		map[string]any{"today": s.today()}).Scan(&figures).Error
	return figures, err
}
