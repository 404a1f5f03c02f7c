package matching

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"providerportal/internal/account"
	"providerportal/internal/dbtest"
	"providerportal/internal/mail"
	"providerportal/internal/workday"
)

// month is a region at work with a clock that is moved: consultants of two
// municipalities, three providers with two people each, and a sweep every hour.
type month struct {
	*fixture
	dice        *rand.Rand
	consultants []account.Actor
	providers   []account.Actor
	slugs       map[uuid.UUID]string
	open        []*live
	all         map[uuid.UUID]*live
	boss        string         // address of the contract manager
	done        map[string]int // letters that the acts must have brought, by kind, request and address
}

// live is a request as the test knows it, apart from the database.
type live struct {
	id                   uuid.UUID
	consultant, provider account.Actor
	theirs, ours         []string // addresses at the provider and at the municipality
}

func newMonth(t *testing.T) *month {
	t.Helper()
	m := &month{fixture: newFixture(t, dbtest.Database(t).Gorm), dice: rand.New(rand.NewPCG(2026, 4)), slugs: map[uuid.UUID]string{}, done: map[string]int{}, all: map[uuid.UUID]*live{}}
	for _, code := range []string{"GM0984", "GM0983"} {
		m.consultants = append(m.consultants, m.newConsultant(t, code), m.newConsultant(t, code))
	}
	for range 3 {
		provider, slug := m.newProvider(t)
		colleague := m.person(t, "Bram Begeleider")
		m.exec(t, "UPDATE users SET provider_id = ? WHERE id = ?", provider.ProviderID, colleague.UserID)
		m.providers, m.slugs[provider.UserID] = append(m.providers, provider), slug
	}
	m.exec(t, "UPDATE users SET email_confirmed_at = ?", m.now)
	for _, consultant := range m.consultants {
		m.exec(t, "INSERT INTO user_roles (user_id, role) VALUES (?, ?)", consultant.UserID, account.RoleConsultant)
	}
	m.manager(t)
	m.boss = fmt.Sprintf("persoon%d@voorbeeld.example", m.people)
	m.sendOne(t)
	return m
}

// expect counts the letters that an act brings.
func (m *month) expect(kind string, r *live, addresses ...[]string) {
	for _, address := range slices.Concat(addresses...) {
		m.done[kind+" "+r.id.String()+" "+address]++
	}
}

func (m *month) sendOne(t *testing.T) {
	t.Helper()
	r := &live{consultant: m.consultants[m.dice.IntN(len(m.consultants))], provider: m.providers[m.dice.IntN(len(m.providers))]}
	question := m.question()
	question.Municipality, question.OwnReference = r.consultant.Municipality, fmt.Sprintf("M-%d", m.dice.Int64())
	request, err := m.Send(t.Context(), r.consultant, m.slugs[r.provider.UserID], question)
	must(t, err)
	r.id, r.theirs, r.ours = request.ID, []string{m.slugs[r.provider.UserID] + "@intake.example"}, []string{r.consultant.Email}
	m.open, m.all[r.id] = append(m.open, r), r
	m.expect("request_received", r, r.theirs)
	m.expect("request_sent", r, r.ours)
}

// monthActs are the acts in the order in which the dice look for one that the
// status allows.
var monthActs = []Act{
	ActAmend, ActAcknowledge, ActOffer, ActPropose, ActAccept, ActSchedule, ActReschedule, ActNoShow, ActHold, ActConclude,
	ActDecline, ActWithdraw, ActAssign, ActHandOver,
}

// actOne does one random act that the request allows now, and notes its letters.
func (m *month) actOne(t *testing.T, r *live) {
	t.Helper()
	stored := m.stored(t, r.id)
	act := monthActs[m.dice.IntN(len(monthActs))]
	rare := act == ActWithdraw || act == ActDecline || act == ActAssign || act == ActHandOver
	if !stored.Allows(act) || (rare && m.dice.IntN(4) > 0) {
		return
	}
	switch act {
	case ActAccept:
		m.acceptOne(t, r)
	case ActNoShow:
		m.missOne(t, r, stored)
	case ActReschedule:
		moved := m.appointment()
		moved.At = m.now.Add(time.Duration(1+m.dice.IntN(100)) * time.Hour)
		moved.Instead, moved.AskedBy, moved.Reason = *stored.AppointmentAt, "resident", "Ziek"
		must(t, m.Schedule(t.Context(), r.provider, r.id, moved))
		m.expect("appointment_moved", r, r.theirs, r.ours)
	case ActAssign, ActHandOver:
		m.handOne(t, r, stored, act)
	default:
		actor := r.provider
		if sides[act][0] == account.RoleConsultant {
			actor = r.consultant
		}
		m.simple(t, r, stored, act, actor)
	}
}

func (m *month) simple(t *testing.T, r *live, stored *Request, act Act, actor account.Actor) {
	t.Helper()
	planned := stored.AppointmentAt != nil && stored.HeldOn == nil && stored.AppointmentAt.After(m.now)
	if act == ActAmend {
		changed := stored.Asked()
		changed.Question = fmt.Sprintf("Wil graag buiten werken, versie %d", stored.Version)
		must(t, m.Amend(t.Context(), actor, r.id, stored.Version, changed))
	} else {
		must(t, m.try(t, actor, r.id, act))
	}
	switch act {
	case ActAmend:
		m.expect("request_amended", r, r.theirs)
	case ActAcknowledge:
		m.expect("request_acknowledged", r, r.ours)
	case ActOffer:
		m.expect("moments_offered", r, r.ours)
	case ActPropose:
		m.expect("moments_offered", r, r.theirs)
	case ActSchedule:
		m.expect("appointment_made", r, r.theirs, r.ours)
	case ActHold:
		m.expect("request_held", r, r.ours)
	case ActConclude:
		m.expect("request_concluded", r, r.ours)
	case ActDecline:
		m.expect("request_declined", r, r.ours)
	case ActWithdraw:
		m.expect("request_withdrawn", r, r.theirs)
		if planned {
			m.expect("appointment_cancelled", r, r.ours)
		}
	}
}

func (m *month) acceptOne(t *testing.T, r *live) {
	t.Helper()
	var offers []Offer
	must(t, m.DB.Where("request_id = ? AND ended_at IS NULL AND at > ?", r.id, m.now).Order("id").Find(&offers).Error)
	if len(offers) == 0 {
		return
	}
	actor := r.provider
	if offers[0].Side == "provider" {
		actor = r.consultant
	}
	must(t, m.Accept(t.Context(), actor, r.id, offers[0].ID))
	m.expect("appointment_made", r, r.theirs, r.ours)
}

func (m *month) missOne(t *testing.T, r *live, stored *Request) {
	t.Helper()
	if !stored.AppointmentAt.Before(m.now) {
		return
	}
	must(t, m.MissAppointment(t.Context(), r.provider, r.id, NoShow{Seen: stored.Version, Absent: "resident"}))
	m.expect("appointment_missed", r, r.theirs, r.ours)
}

func (m *month) handOne(t *testing.T, r *live, stored *Request, act Act) {
	t.Helper()
	actor, do, told := r.provider, m.Assign, &r.theirs
	if act == ActHandOver {
		actor, do, told = r.consultant, m.HandOver, &r.ours
	}
	if len(*told) > 1 {
		return
	}
	colleagues, err := m.Colleagues(t.Context(), actor)
	must(t, err)
	other := colleagues[slices.IndexFunc(colleagues, func(u account.User) bool { return u.ID != actor.UserID })]
	must(t, do(t.Context(), actor, r.id, stored.Version, other.ID))
	*told = append(*told, other.Email)
	m.expect("request_assigned", r, []string{other.Email})
}

// sweep sends the reminders of the morning; what the table of reminders has more
// than before must have brought letters.
func (m *month) sweep(t *testing.T) {
	t.Helper()
	since := m.now
	must(t, m.SweepReminders(t.Context()))
	must(t, m.SweepOverview(t.Context()))
	var rows []reminder
	must(t, m.DB.Where("sent_at >= ?", since).Find(&rows).Error)
	for _, row := range rows {
		r := m.all[row.RequestID]
		if row.Step == stepBreach {
			m.expect("request_late", r, r.theirs, r.ours, []string{m.boss})
		} else {
			m.expect("request_reminder", r, r.theirs)
		}
	}
}

// live runs a month of office hours: requests come in, people act on them.
func (m *month) live(t *testing.T, requests int) {
	t.Helper()
	first := m.now
	for day := range 31 {
		m.now = first.AddDate(0, 0, day)
		m.sweep(t)
		for range 200 {
			m.now = m.now.Add(time.Minute + time.Duration(m.dice.IntN(60))*time.Second)
			if len(m.all) < requests && m.dice.IntN(12) == 0 {
				m.sendOne(t)
			}
			m.actOne(t, m.open[m.dice.IntN(len(m.open))])
		}
	}
	for len(m.all) < requests {
		m.now = m.now.Add(time.Minute)
		m.sendOne(t)
	}
}

// freeDays of the weeks of the test, written down by hand.
var freeDays = []string{"2026-04-03", "2026-04-06", "2026-04-27", "2026-05-05", "2026-05-14", "2026-05-25"}

// walked counts the working days after one day up to another, day by day.
func walked(from, to time.Time) int {
	days := 0
	for from, to = midnight(from), midnight(to); from.Before(to); {
		from = from.AddDate(0, 0, 1)
		if from.Weekday() != time.Saturday && from.Weekday() != time.Sunday && !slices.Contains(freeDays, from.Format(time.DateOnly)) {
			days++
		}
	}
	return days
}

func midnight(at time.Time) time.Time {
	at = at.In(workday.Amsterdam)
	return time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, time.UTC)
}

// byHand counts requests one by one, with nothing of the code under test.
func byHand(rows []Request, today string) (f Figures, answered int, held, told []int) {
	for _, r := range rows {
		switch ended := r.Status == "withdrawn" || r.Status == "declined"; {
		case r.HeldOn != nil && r.HeldOn.String() <= r.DueOn.String():
			f.OnTime++
		case r.HeldOn != nil:
			f.HeldLate++
		case ended && r.Status == "withdrawn":
			f.Withdrawn++
		case ended:
			f.Declined++
		case today > r.DueOn.String():
			f.Late++
		default:
			f.Waiting++
		}
		if r.ClosedAt == nil {
			f.Open++
		} else {
			f.Closed++
		}
		if r.HeldOn != nil {
			held = append(held, walked(r.SentAt, r.HeldOn.Start()))
		}
		if r.FirstAnsweredAt != nil {
			answered++
			told = append(told, walked(r.SentAt, *r.FirstAnsweredAt))
		}
	}
	return f, answered, held, told
}

// middle is the median, the slow way.
func middle(days []int) Median {
	if len(days) == 0 {
		return Median{}
	}
	slices.Sort(days)
	return Median{Days: float64(days[(len(days)-1)/2]+days[len(days)/2]) / 2, Known: true}
}

func (m *month) same(t *testing.T, what string, group Group, rows []Request) {
	t.Helper()
	figures, answered, held, told := byHand(rows, workday.On(m.now).String())
	if group.Figures != figures || group.Answered != answered || group.DaysHeld != middle(held) || group.DaysTold != middle(told) {
		t.Errorf("%s: %+v, by hand %+v, %d answered, %v and %v", what, group, figures, answered, middle(held), middle(told))
	}
}

// TestAMonthOfRequests pins T10 and WD-8 on 500 requests that went through every
// act with a moved clock: the figures equal a count by hand over the rows, per
// provider, municipality and month, and every letter was queued exactly once.
func TestAMonthOfRequests(t *testing.T) {
	m := newMonth(t)
	m.live(t, 500)
	var rows []Request
	must(t, m.DB.Order("id").Find(&rows).Error)
	staff := m.staff(t, account.RoleContractManager)
	report, err := m.Report(t.Context(), staff, Filter{})
	must(t, err)
	t.Logf("%+v", report.Total)
	m.same(t, "in total", report.Total, rows)
	where := func(keep func(*Request) bool) (kept []Request) {
		for i := range rows {
			if keep(&rows[i]) {
				kept = append(kept, rows[i])
			}
		}
		return kept
	}
	for _, group := range report.Providers {
		m.same(t, group.Name, group, where(func(r *Request) bool { return r.ProviderID.String() == group.Key }))
	}
	for _, group := range report.Municipalities {
		m.same(t, group.Name, group, where(func(r *Request) bool { return r.MunicipalityCode == group.Key }))
	}
	for _, group := range report.Months {
		m.same(t, group.Key, group, where(func(r *Request) bool { return r.SentAt.In(workday.Amsterdam).Format("2006-01") == group.Key }))
	}
	if len(report.Providers) != 3 || len(report.Municipalities) != 2 || len(report.Months) != 2 || report.Total.All() != 500 {
		t.Errorf("%d providers, %d municipalities, %d months, %d requests", len(report.Providers), len(report.Municipalities), len(report.Months), report.Total.All())
	}
	var acts []Act
	must(t, m.DB.Model(&event{}).Distinct("act").Pluck("act", &acts).Error)
	if len(acts) != len(monthActs)+1 { // and sending
		t.Errorf("only the acts %v were done", acts)
	}
	m.filtered(t, staff, rows)
	m.letterByLetter(t)
}

// filtered asks with every filter at once, in SQL, as a report and as lists.
func (m *month) filtered(t *testing.T, staff account.Actor, rows []Request) {
	t.Helper()
	filter := Filter{From: day("2026-04-08"), Until: day("2026-04-30"), Municipality: "GM0983", ProviderID: m.providers[1].ProviderID, Segment: "individueel"}
	kept := slices.DeleteFunc(slices.Clone(rows), func(r Request) bool {
		on := r.SentAt.In(workday.Amsterdam).Format(time.DateOnly)
		return on < "2026-04-08" || on > "2026-04-30" || r.MunicipalityCode != "GM0983" || r.ProviderID != m.providers[1].ProviderID
	})
	report, err := m.Report(t.Context(), staff, filter)
	must(t, err)
	m.same(t, "filtered", report.Total, kept)
	figures, err := m.Figures(t.Context(), staff, filter)
	must(t, err)
	if figures != report.Total.Figures || figures.All() == 0 {
		t.Errorf("in SQL %+v, as a report %+v", figures, report.Total.Figures)
	}
	for part, want := range map[Part]int{
		PartAll: figures.All(), PartWaiting: figures.Waiting, PartLate: figures.Late, PartOnTime: figures.OnTime,
		PartHeldLate: figures.HeldLate, PartDeclined: figures.Declined, PartWithdrawn: figures.Withdrawn, PartCounted: figures.Counted(),
		PartRunning: figures.Waiting + figures.Late, PartHeld: figures.OnTime + figures.HeldLate, PartAnswered: report.Total.Answered,
		PartOpen: figures.Open, PartClosed: figures.Closed,
	} {
		lines, err := m.Lines(t.Context(), staff, filter, part)
		must(t, err)
		if len(lines) != want {
			t.Errorf("%s has %d lines, counted %d", part, len(lines), want)
		}
	}
}

func (m *month) letterByLetter(t *testing.T) {
	t.Helper()
	var records []mail.Record
	must(t, m.DB.Where("about_object = 'request'").Find(&records).Error)
	queued := map[string]int{}
	for _, record := range records {
		queued[record.Kind+" "+record.AboutID+" "+record.ToAddress]++
	}
	wrong := 0
	for _, key := range slices.Sorted(maps.Keys(union(queued, m.done))) {
		if queued[key] != m.done[key] && wrong < 10 {
			wrong++
			t.Errorf("%s: queued %d times, %d acts brought it", key, queued[key], m.done[key])
		}
	}
	if m.letters(t, "monthly_figures") != 1 {
		t.Errorf("%d overviews of April", m.letters(t, "monthly_figures"))
	}
	t.Logf("%d letters of %d kinds", len(records), len(kindsOf(records)))
}

func union(all ...map[string]int) map[string]bool {
	keys := map[string]bool{}
	for _, one := range all {
		for key := range one {
			keys[key] = true
		}
	}
	return keys
}

func kindsOf(records []mail.Record) map[string]bool {
	kinds := map[string]bool{}
	for _, record := range records {
		kinds[record.Kind] = true
	}
	return kinds
}
