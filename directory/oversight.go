package directory

import (
	"context"
	"strings"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/paging"
	"providerportal/internal/traderegister"
	"providerportal/internal/workday"
)

// Watched is one line of the list that staff keep of providers.
type Watched struct {
	Provider
	Profile   Profile
	Intake    IntakePoint
	Unseen    int // published versions that nobody acknowledged
	Admitted  bool
	ConfirmBy workday.Date
	State     IntakeState
}

// Watch is a list of providers; one may stand on several.
type Watch string

// The lists.
const (
	WatchAll         Watch = "all"
	WatchChanges     Watch = "changes"     // versions to acknowledge (D3)
	WatchUnconfirmed Watch = "unconfirmed" // after the term of D4
	WatchIntake      Watch = "intake"      // requests may not arrive (D11)
	WatchOffline     Watch = "offline"
	WatchDormant     Watch = "dormant" // can be asked and never was (T10)
)

// Looked is which providers a list shows: those of Watch whose name or number in
// the trade register has Search in it. Asked are the providers that ever got a matching request;
// only who keeps the requests knows.
type Looked struct {
	Watch  Watch
	Search string
	Page   int
	Asked  []uuid.UUID
	Sort   WatchSort
	Down   bool // the order turned round
}

const (
	isAdmitted = "EXISTS (SELECT 1 FROM admissions a WHERE a.provider_id = p.id AND a.active AND a.admitted_on <= @today)"
	isPublic   = "pr.published_at IS NOT NULL AND pr.offline_at IS NULL AND " + isAdmitted
)

// watches are the lists in SQL; they say what stage, State and Published say of
// one.
var watches = map[Watch]string{
	WatchAll:     "TRUE",
	WatchChanges: "EXISTS (SELECT 1 FROM profile_versions v WHERE v.provider_id = p.id AND v.acknowledged_at IS NULL)",
	WatchUnconfirmed: isPublic + ` AND
    ((pr.confirmed_at AT TIME ZONE 'Europe/Amsterdam')::date + make_interval(months => @confirm))::date < @today`,
	WatchIntake: isAdmitted + ` AND (i.email IS NULL OR i.unreachable_at IS NOT NULL OR i.verified_at IS NULL OR
    ((i.verified_at AT TIME ZONE 'Europe/Amsterdam')::date + make_interval(months => @verify))::date < @today)`,
	WatchOffline: "pr.offline_at IS NOT NULL",
	WatchDormant: isPublic + " AND NOT p.id = ANY (CAST(@asked AS uuid[]))",
}

// Watched gives one page of a list, in its order.
func (s *Service) Watched(ctx context.Context, actor account.Actor, looked Looked) (paging.Page[Watched], error) {
	terms, err := s.mayWatch(ctx, actor, looked.Watch)
	if err != nil {
		return paging.Page[Watched]{}, err
	}
	query := s.watched(ctx, looked, terms)
	found, err := paging.Find[Provider](query.Select("p.*").Clauses(looked.order(terms, workday.On(s.Now()))), looked.Page)
	if err != nil {
		return paging.Page[Watched]{}, err
	}
	lines := make([]Watched, len(found.Lines))
	for i := range found.Lines {
		lines[i].Provider = found.Lines[i]
	}
	return paging.Map(found, lines), s.fillWatched(s.DB.WithContext(ctx), lines, terms)
}

// WatchCounts gives how many providers each list has.
func (s *Service) WatchCounts(ctx context.Context, actor account.Actor, looked Looked) (map[Watch]int, error) {
	terms, err := s.mayWatch(ctx, actor, WatchAll)
	if err != nil {
		return nil, err
	}
	counts := map[Watch]int{}
	for watch := range watches {
		looked.Watch = watch
		if counts[watch], err = s.countWatched(ctx, looked, terms); err != nil {
			return nil, err
		}
	}
	return counts, nil
}

func (s *Service) countWatched(ctx context.Context, looked Looked, terms Terms) (int, error) {
	var count int64
	err := s.watched(ctx, looked, terms).Count(&count).Error
	return int(count), err
}

// mayWatch gives the terms that make the lists, to staff and for a list that is
// known.
func (s *Service) mayWatch(ctx context.Context, actor account.Actor, watch Watch) (Terms, error) {
	if !actor.Staff() {
		return Terms{}, fault.Forbidden()
	}
	if _, known := watches[watch]; !known {
		return Terms{}, fault.Missing()
	}
	return s.Terms(ctx)
}

// watched gives the providers with a contract, or that had one, on the list.
func (s *Service) watched(ctx context.Context, looked Looked, terms Terms) *gorm.DB {
	condition := watches[looked.Watch]
	asked := make(Codes, len(looked.Asked))
	for i, id := range looked.Asked {
		asked[i] = id.String()
	}
	query := s.DB.WithContext(ctx).Table("providers p").
		Joins("LEFT JOIN profiles pr ON pr.provider_id = p.id").
		Joins("LEFT JOIN intake_points i ON i.provider_id = p.id").
		Where("EXISTS (SELECT 1 FROM admissions x WHERE x.provider_id = p.id)").
		Where("strpos(lower(p.name), lower(@typed)) > 0 OR "+traderegister.NumberHas, map[string]any{"typed": looked.Search})
	if !strings.Contains(condition, "@") {
		return query.Where(condition)
	}
	return query.Where(condition, map[string]any{
		"today": workday.On(s.Now()), "asked": asked,
		"confirm": terms.ConfirmMonths, "verify": terms.VerifyMonths,
	})
}

// fillWatched reads what a page of the list shows, in a few queries.
func (s *Service) fillWatched(db *gorm.DB, lines []Watched, terms Terms) error {
	ids, today := make([]uuid.UUID, len(lines)), workday.On(s.Now())
	for i := range lines {
		ids[i] = lines[i].ID
	}
	var profiles []Profile
	var intakes []IntakePoint
	var unseen []struct {
		ProviderID uuid.UUID
		Count      int
	}
	var admitted []uuid.UUID
	for _, err := range []error{
		db.Find(&profiles, "provider_id IN ?", ids).Error,
		db.Find(&intakes, "provider_id IN ?", ids).Error,
		db.Model(&Version{}).Select("provider_id, count(*) AS count").Where("provider_id IN ? AND acknowledged_at IS NULL", ids).
			Group("provider_id").Scan(&unseen).Error,
		db.Model(&Admission{}).Distinct("provider_id").Where("provider_id IN ? AND active AND admitted_on <= ?", ids, today).
			Pluck("provider_id", &admitted).Error,
	} {
		if err != nil {
			return err
		}
	}
	at := map[uuid.UUID]*Watched{}
	for i := range lines {
		at[lines[i].ID] = &lines[i]
		lines[i].State = IntakeNone
	}
	for i := range profiles {
		line := at[profiles[i].ProviderID]
		line.Profile, line.ConfirmBy = profiles[i], terms.ConfirmBy(&profiles[i])
	}
	for _, intake := range intakes {
		at[intake.ProviderID].Intake, at[intake.ProviderID].State = intake, intake.State(today, terms)
	}
	for _, row := range unseen {
		at[row.ProviderID].Unseen = row.Count
	}
	for _, id := range admitted {
		at[id].Admitted = true
	}
	return nil
}

// File is everything staff see of one provider's profile.
type File struct {
	Watched
	Published *Profile // nil before the first publication
	Editions  []Edition
	Changes   []Change // since the last acknowledged version
	First     bool     // nothing was acknowledged yet
	Latest    int64    // the newest version, 0 without one
	Takedown  *Takedown
	History   []Takedown // those that are over, newest first
}

// File gives a provider's file to staff; fault.Missing for one that never had a
// contract.
func (s *Service) File(ctx context.Context, actor account.Actor, providerID uuid.UUID) (*File, error) {
	if !actor.Staff() {
		return nil, fault.Forbidden()
	}
	db := s.DB.WithContext(ctx)
	provider, err := taken[Provider](db.Where("id = ? AND EXISTS (SELECT 1 FROM admissions WHERE provider_id = id)", providerID))
	if err != nil {
		return nil, err
	}
	lines := []Watched{{Provider: *provider}}
	terms, err := termsOf(db)
	if err != nil {
		return nil, err
	}
	if err := s.fillWatched(db, lines, terms); err != nil {
		return nil, err
	}
	file := &File{Watched: lines[0]}
	if file.Editions, err = editions(db, providerID); err != nil {
		return nil, err
	}
	if file.Takedown, err = openTakedown(db, providerID); err != nil {
		return nil, err
	}
	if err := db.Where("provider_id = ? AND lifted_at IS NOT NULL", providerID).Order("id DESC").Find(&file.History).Error; err != nil {
		return nil, err
	}
	return file, file.readVersions(db)
}

// readVersions compares what is published with what staff last acknowledged.
func (f *File) readVersions(db *gorm.DB) error {
	var versions []Version
	err := db.Where("provider_id = ?", f.ID).Order("id").Find(&versions).Error
	if err != nil || len(versions) == 0 {
		return err
	}
	latest, seen := &versions[len(versions)-1], &Profile{}
	f.Latest, f.First = latest.ID, true
	for i := range versions {
		if versions[i].AcknowledgedAt == nil {
			continue
		}
		f.First = false
		if seen, err = versions[i].Profile(); err != nil {
			return err
		}
	}
	if f.Published, err = latest.Profile(); err != nil {
		return err
	}
	f.Changes = Difference(seen, f.Published)
	return nil
}
