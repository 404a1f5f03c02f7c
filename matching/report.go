package matching

import (
	"cmp"
	"context"
	"slices"
	"time"

	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/workday"
)

// Group is how the requests of one provider, municipality or month did. The days
// until a conversation and until an answer are separate facts (T4).
type Group struct {
	Key  string // id of the provider, code of the municipality, "2026-04"
	Name string // empty for a month
	Figures
	Answered int
	DaysHeld Median // working days from the request to the conversation
	DaysTold Median // working days from the request to the first answer
}

// Report is the figures of a set of requests, in total and in parts (T10).
// Groups with the most that is overdue come first; months come in order.
type Report struct {
	Total          Group
	Providers      []Group
	Municipalities []Group
	Months         []Group
}

// Median is the middle of a list of days; of an even number, half way between the
// two in the middle. Of nothing there is none.
type Median struct {
	Days  float64
	Known bool
}

func medianOf(days []int) Median {
	if len(days) == 0 {
		return Median{}
	}
	slices.Sort(days)
	middle := len(days) / 2
	if len(days)%2 == 1 {
		return Median{float64(days[middle]), true}
	}
	return Median{float64(days[middle-1]+days[middle]) / 2, true}
}

// reported is what a figure is made of: no text, and no people.
type reported struct {
	Request
	ProviderName     string
	MunicipalityName string
}

const reportedColumns = `r.id, r.provider_id, r.municipality_code, r.status, r.sent_at, r.due_on, r.first_answered_at,
	r.appointment_at, r.held_on, r.closed_at, p.name AS provider_name, m.name AS municipality_name`

// Report counts the requests the actor works on, as they stand today.
func (s *Service) Report(ctx context.Context, actor account.Actor, filter Filter) (*Report, error) {
	db := s.DB.WithContext(ctx)
	query, err := theirs(db, actor)
	if err != nil {
		return nil, err
	}
	return s.report(ctx, db, filter.of(query, actor))
}

func (s *Service) report(ctx context.Context, db, query *gorm.DB) (*Report, error) {
	calendar, err := workday.Stored(ctx, db)
	if err != nil {
		return nil, err
	}
	var rows []reported
	err = query.Select(reportedColumns).Joins("JOIN providers p ON p.id = r.provider_id").
		Joins("JOIN municipalities m ON m.code = r.municipality_code").Find(&rows).Error
	if err != nil {
		return nil, err
	}
	total, providers, municipalities, months := tally{}, tally{}, tally{}, tally{}
	for i := range rows {
		row := &rows[i]
		month := row.SentAt.In(workday.Amsterdam).Format("2006-01")
		for _, part := range []*heap{
			total.of("", ""), providers.of(row.ProviderID.String(), row.ProviderName),
			municipalities.of(row.MunicipalityCode, row.MunicipalityName), months.of(month, ""),
		} {
			part.add(&row.Request, row.Clock(s.today(), calendar).Term, calendar)
		}
	}
	return &Report{
		Total: total.of("", "").group(), Providers: providers.groups(worstFirst),
		Municipalities: municipalities.groups(worstFirst),
		Months:         months.groups(func(a, b Group) int { return cmp.Compare(a.Key, b.Key) }),
	}, nil
}

// worstFirst orders by what is overdue, then by what was late, then by name.
func worstFirst(a, b Group) int {
	return cmp.Or(cmp.Compare(b.Late, a.Late), cmp.Compare(b.HeldLate, a.HeldLate), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Key, b.Key))
}

// heap collects one group.
type heap struct {
	counted    Group
	held, told []int
}

type tally map[string]*heap

func (t tally) of(key, name string) *heap {
	if t[key] == nil {
		t[key] = &heap{counted: Group{Key: key, Name: name}}
	}
	return t[key]
}

func (t tally) groups(order func(a, b Group) int) []Group {
	groups := make([]Group, 0, len(t))
	for _, one := range t {
		groups = append(groups, one.group())
	}
	slices.SortFunc(groups, order)
	return groups
}

func (h *heap) group() Group {
	h.counted.DaysHeld, h.counted.DaysTold = medianOf(h.held), medianOf(h.told)
	return h.counted
}

func (h *heap) add(r *Request, term Term, calendar *workday.Calendar) {
	group := &h.counted
	switch term {
	case TermHeldOnTime:
		group.OnTime++
	case TermHeldLate:
		group.HeldLate++
	case TermWithdrawn:
		group.Withdrawn++
	case TermDeclined:
		group.Declined++
	case TermLate:
		group.Late++
	case TermOpen, TermNearlyDue, TermScheduled:
		group.Waiting++
	}
	if r.ClosedAt == nil {
		group.Open++
	} else {
		group.Closed++
	}
	if r.HeldOn != nil {
		h.held = append(h.held, r.daysUntil(*r.HeldOn, calendar))
	}
	if r.FirstAnsweredAt != nil {
		group.Answered++
		h.told = append(h.told, r.daysUntil(workday.On(*r.FirstAnsweredAt), calendar))
	}
}

// daysUntil counts working days after the day of receipt (WD-1): 0 on that day
// itself.
func (r *Request) daysUntil(day workday.Date, calendar *workday.Calendar) int {
	return calendar.Left(workday.On(r.SentAt), day)
}

// MonthOf is the period of the calendar month in which the moment lies.
func MonthOf(at time.Time) (from, until workday.Date) {
	day := workday.On(at)
	from = workday.Day(day.Year(), day.Month(), 1)
	return from, workday.Day(day.Year(), day.Month()+1, 1).AddDays(-1)
}
