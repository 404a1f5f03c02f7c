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

// Percentage is held on time ÷ (held + overdue), rounded down, and false when
// there is nothing to divide by.
func (f Figures) Percentage() (int, bool) {
	counted := f.OnTime + f.HeldLate + f.Late
	if counted == 0 {
		return 0, false
	}
	return f.OnTime * 100 / counted, true
}

// Figures counts the requests the actor works on, as they stand today. The
// conditions say in SQL what Request.Clock says of one request.
func (s *Service) Figures(ctx context.Context, actor account.Actor) (Figures, error) {
	query, err := theirs(s.DB.WithContext(ctx), actor)
	if err != nil {
		return Figures{}, err
	}
	var figures Figures
	err = query.Select(`
	count(*) FILTER (WHERE `+notHeld+` AND r.due_on >= @today) AS waiting,
	count(*) FILTER (WHERE `+notHeld+` AND r.due_on < @today) AS late,
	count(*) FILTER (WHERE r.held_on <= r.due_on) AS on_time,
	count(*) FILTER (WHERE r.held_on > r.due_on) AS held_late,
	count(*) FILTER (WHERE r.held_on IS NULL AND r.status = 'declined') AS declined,
	count(*) FILTER (WHERE r.held_on IS NULL AND r.status = 'withdrawn') AS withdrawn,
	count(*) FILTER (WHERE r.closed_at IS NULL) AS open,
	count(*) FILTER (WHERE r.closed_at IS NOT NULL) AS closed`,
		map[string]any{"today": s.today()}).Scan(&figures).Error
	return figures, err
}
