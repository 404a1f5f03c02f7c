package enrollment

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
)

// Step is a part of the road whose lead time is counted, in working days.
type Step string

// The steps. What the provider takes for a supplement is counted apart, because
// the term of the decision counts from a complete application (E8).
const (
	StepStart      Step = "start"      // first submission → review started
	StepReview     Step = "review"     // review started → review complete, the last time
	StepSupplement Step = "supplement" // all supplements together, asked → answered
	StepDecision   Step = "decision"   // first submission → decided
)

// Steps lists them in the order of the road.
var Steps = []Step{StepStart, StepReview, StepSupplement, StepDecision}

// ReportLine is one application as the report counts it.
type ReportLine struct {
	Application    Application
	Provider       string
	Version        int // of the requirement set
	SubmittedOn    workday.Date
	Days           map[Step]int // of the steps that are over
	Supplements    int
	Late           bool // the decision was late, or is
	SupplementLate bool
	Terms          []Term
	Differs        bool // a term was not that of the others of its version
}

// LeadTime is how long one step took, over the applications of one version; 0
// stands for all versions.
type LeadTime struct {
	Step    Step
	Version int
	Count   int
	Median  float64
	P90     int
}

// TermUse is how often a term of so many working days was given under a version.
type TermUse struct {
	Version  int
	Kind     TermKind
	Workdays int
	Count    int  // applications
	Differs  bool // others of this version got another term
}

// Report shows how the open house was run in a period: lead times, outcomes, what
// is late, and that the terms were the same for all (E8, OH-4).
type Report struct {
	Lines     []ReportLine
	LeadTimes []LeadTime
	Terms     []TermUse
}

// Period is from and until a day, both counted; a zero day leaves that side open.
type Period struct {
	From, Until workday.Date
}

// Report counts the applications that were first submitted in the period.
func (s *Service) Report(ctx context.Context, actor account.Actor, period Period) (*Report, error) {
	if !actor.Has(account.RoleReviewer, account.RoleDecider, account.RoleContractManager) {
		return nil, fault.Forbidden()
	}
	db := s.DB.WithContext(ctx)
	calendar, err := workday.Stored(ctx, db)
	if err != nil {
		return nil, err
	}
	facts, err := reportFactsOf(db, period)
	if err != nil {
		return nil, err
	}
	report := &Report{}
	for _, application := range facts.applications {
		report.Lines = append(report.Lines, facts.line(application, calendar, s.today()))
	}
	report.countTerms()
	report.countSteps()
	return report, nil
}

// firstSent is in SQL the moment at which an application was sent for the first
// time.
const firstSent = `coalesce((SELECT min(e.at) FROM application_events e
	WHERE e.application_id = applications.id AND e.status = 'submitted'), applications.submitted_at)`

// submitted gives the applications that were first submitted in the period.
func (p Period) submitted(db *gorm.DB) *gorm.DB {
	query := db.Model(&Application{}).Where("submitted_at IS NOT NULL")
	if !p.From.IsZero() {
		query = query.Where(firstSent+" >= ?", p.From.Start())
	}
	if !p.Until.IsZero() {
		query = query.Where(firstSent+" < ?", p.Until.AddDays(1).Start())
	}
	return query
}

// reportFacts is what the report reads.
type reportFacts struct {
	applications []Application
	providers    map[uuid.UUID]string
	versions     map[uuid.UUID]int
	events       map[uuid.UUID][]Event
	terms        map[uuid.UUID][]Term
}

func reportFactsOf(db *gorm.DB, period Period) (*reportFacts, error) {
	facts := &reportFacts{
		providers: map[uuid.UUID]string{}, versions: map[uuid.UUID]int{}, events: map[uuid.UUID][]Event{}, terms: map[uuid.UUID][]Term{},
	}
	var sets []RequirementSet
	var events []Event
	var terms []Term
	submitted := period.submitted(db).Select("id")
	for _, err := range []error{
		period.submitted(db).Order("submitted_at, reference").Find(&facts.applications).Error,
		db.Find(&sets).Error,
		db.Where("application_id IN (?)", submitted).Order("id").Find(&events).Error,
		db.Where("application_id IN (?)", submitted).Order("id").Find(&terms).Error,
	} {
		if err != nil {
			return nil, err
		}
	}
	for _, set := range sets {
		facts.versions[set.ID] = set.Version
	}
	for _, event := range events {
		facts.events[event.ApplicationID] = append(facts.events[event.ApplicationID], event)
	}
	for _, term := range terms {
		facts.terms[term.ApplicationID] = append(facts.terms[term.ApplicationID], term)
	}
	providers, err := providersOf(db, facts.applications, func(a Application) uuid.UUID { return a.ProviderID })
	for id, provider := range providers {
		facts.providers[id] = provider.Name
	}
	return facts, err
}

// line counts one application from its events.
func (f *reportFacts) line(application Application, calendar *workday.Calendar, today workday.Date) ReportLine {
	line := ReportLine{
		Application: application, Provider: f.providers[application.ProviderID], Version: f.versions[application.SetID],
		SubmittedOn: workday.On(*application.SubmittedAt), Days: map[Step]int{}, Terms: f.terms[application.ID],
	}
	events := f.events[application.ID]
	first := slices.IndexFunc(events, func(e Event) bool { return e.Status == StatusSubmitted })
	if first >= 0 {
		line.SubmittedOn = workday.On(events[first].At)
	}
	for i, event := range events {
		if event.Status == StatusSupplementRequested {
			line.Supplements++
			if i+1 < len(events) {
				line.Days[StepSupplement] += calendar.Left(workday.On(event.At), workday.On(events[i+1].At))
			}
		}
	}
	if application.ReviewStartedAt != nil {
		started := workday.On(*application.ReviewStartedAt)
		line.Days[StepStart] = calendar.Left(line.SubmittedOn, started)
		if application.ReviewCompletedAt != nil {
			line.Days[StepReview] = calendar.Left(started, workday.On(*application.ReviewCompletedAt))
		}
	}
	if application.DecidedAt != nil {
		decided := workday.On(*application.DecidedAt)
		line.Days[StepDecision] = calendar.Left(line.SubmittedOn, decided)
		line.Late = application.DecideByOn != nil && decided.After(*application.DecideByOn)
	}
	line.Late = line.Late || application.Overdue(today)
	line.SupplementLate = application.Status == StatusSupplementRequested && application.SupplementLate(today)
	return line
}

// countSteps makes the lead times, for all versions and for each.
func (r *Report) countSteps() {
	days := map[LeadTime][]int{} // by step and version
	for _, line := range r.Lines {
		for step, count := range line.Days {
			for _, version := range []int{0, line.Version} {
				key := LeadTime{Step: step, Version: version}
				days[key] = append(days[key], count)
			}
		}
	}
	for key, list := range days {
		slices.Sort(list)
		key.Count, key.Median, key.P90 = len(list), median(list), list[(len(list)*9+9)/10-1]
		r.LeadTimes = append(r.LeadTimes, key)
	}
	slices.SortFunc(r.LeadTimes, func(a, b LeadTime) int {
		if a.Version != b.Version {
			return a.Version - b.Version
		}
		return slices.Index(Steps, a.Step) - slices.Index(Steps, b.Step)
	})
}

// median of a sorted list that is not empty.
func median(sorted []int) float64 {
	half := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return float64(sorted[half])
	}
	return float64(sorted[half-1]+sorted[half]) / 2
}

// countTerms counts the terms per version and marks those that differ from what
// most of the same version got.
func (r *Report) countTerms() {
	uses := map[TermUse]int{}
	for _, line := range r.Lines {
		seen := map[TermUse]bool{}
		for _, term := range line.Terms {
			use := TermUse{Version: line.Version, Kind: term.Kind, Workdays: term.Workdays}
			if !seen[use] {
				seen[use] = true
				uses[use]++
			}
		}
	}
	most := map[TermUse]TermUse{} // the usual one by version and kind
	for use, count := range uses {
		key := TermUse{Version: use.Version, Kind: use.Kind}
		if best := most[key]; count > best.Count || count == best.Count && use.Workdays < best.Workdays {
			use.Count = count
			most[key] = use
		}
	}
	for use, count := range uses {
		use.Differs = most[TermUse{Version: use.Version, Kind: use.Kind}].Workdays != use.Workdays
		use.Count = count
		r.Terms = append(r.Terms, use)
	}
	slices.SortFunc(r.Terms, compareTerms)
	for i := range r.Lines {
		line := &r.Lines[i]
		line.Differs = slices.ContainsFunc(line.Terms, func(t Term) bool {
			return most[TermUse{Version: line.Version, Kind: t.Kind}].Workdays != t.Workdays
		})
	}
}

func compareTerms(a, b TermUse) int {
	switch {
	case a.Version != b.Version:
		return a.Version - b.Version
	case a.Kind != b.Kind && a.Kind == TermDecision:
		return -1
	case a.Kind != b.Kind:
		return 1
	}
	return a.Workdays - b.Workdays
}

// Count gives how many lines hold.
func (r *Report) Count(holds func(*ReportLine) bool) (count int) {
	for i := range r.Lines {
		if holds(&r.Lines[i]) {
			count++
		}
	}
	return count
}
