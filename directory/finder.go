package directory

import (
	"context"
	"strconv"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/directory/finding"
	"providerportal/internal/workday"
)

// PageSize is how many providers one page of the finder shows.
const PageSize = 20

// Search is what a visitor of the finder asks for. Find fills the day and the
// size of a page.
type Search = finding.Question

// Found is one page of the answer of the finder.
type Found = finding.Answer

// Find gives the published providers that fit (D5, D6). The order is the same
// for everyone (D7): by distance when a place is given, by relevance when words
// were typed, else by name, starting at a letter that moves on every day.
func (s *Service) Find(ctx context.Context, search Search) (*Found, error) {
	snapshot, err := s.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	return snapshot.Find(search), nil
}

// Snapshot is what the public may find at one moment. It never changes.
type Snapshot struct {
	view  *view
	today workday.Date
	state string
}

// Snapshot gives what may be found now; what was committed a second ago is in it.
func (s *Service) Snapshot(ctx context.Context) (*Snapshot, error) {
	view, err := s.view(ctx)
	if err != nil {
		return nil, err
	}
	return s.snapshotOf(view), nil
}

// Current is Snapshot for who does not want to wait: nil when the database has
// to be asked first.
func (s *Service) Current() *Snapshot {
	if known := s.finder.current(time.Now()); known != nil {
		return s.snapshotOf(known)
	}
	return nil
}

// snapshotOf gives the view on this day; it is made once for each.
func (s *Service) snapshotOf(v *view) *Snapshot {
	today := workday.On(s.Now())
	if known := s.finder.snapshot.Load(); known != nil && known.view == v && known.today == today {
		return known
	}
	made := &Snapshot{v, today, strconv.FormatUint(v.index.State(), 36) + "." + today.String()}
	s.finder.snapshot.Store(made)
	return made
}

// Region gives the lists of the region as they were then.
func (p *Snapshot) Region() *Region { return p.view.region }

// State tells snapshots apart: with the same state every search has the same
// answer, and every public profile is the same, on every instance.
func (p *Snapshot) State() string { return p.state }

// Edition tells what this instance has shown at one time from what it shows at
// any other: unlike a state, it never comes back. A page that was made from rows
// newer than the snapshot goes with the edition, and is not found again when a
// withdrawal brings back the state from before a publication.
func (p *Snapshot) Edition() string {
	return p.state + "." + strconv.FormatUint(p.view.number, 36)
}

// Find is Service.Find in this snapshot.
func (p *Snapshot) Find(search Search) *Found {
	return p.FindPage(search, PageSize)
}

// FindPage is Find with pages of this many providers.
func (p *Snapshot) FindPage(search Search, size int) *Found {
	search.Today, search.Size = p.today, size
	return p.view.index.Ask(search)
}

// listed gives the entries whose contract has started: a row may be written
// before the day from which it counts (E10).
func (s *Service) listed(ctx context.Context) *gorm.DB {
	return s.DB.WithContext(ctx).Table("finder_entries").Where("findable_from <= ?", workday.On(s.Now()))
}

// Reindex writes or removes the providers' rows of the finder, inside the
// transaction of whatever changed: the profile, the contract or the admission. A
// product of a segment without an active admission is left out (D2, E12).
// Every instance reads it within a second after the commit.
func Reindex(tx *gorm.DB, providerIDs ...uuid.UUID) error {
	if err := tx.Exec("DELETE FROM finder_entries WHERE provider_id IN ?", providerIDs).Error; err != nil {
		return err
	}
	return tx.Exec(`
INSERT INTO finder_entries (provider_id, slug, name, mission, municipalities, target_groups, products, segments, forms, languages,
                            capacity, capacity_weeks, closed_from, closed_until, lats, lons, findable_from, about, body,
                            changed_at, public_at)
SELECT p.id, p.slug, p.name, pr.mission, m.codes, g.codes, o.codes, o.segments, pr.forms, pr.languages,
       pr.capacity, pr.capacity_weeks, pr.closed_from, pr.closed_until, l.lats, l.lons, a.since,
       concat_ws(' ', o.names, g.names), concat_ws(' ', pr.offer, pr.audience, o.descriptions, l.names),
       greatest(p.changed_at, pr.updated_at, pr.published_at, pr.confirmed_at, pr.capacity_on::timestamp AT TIME ZONE 'Europe/Amsterdam'),
       greatest(pr.published_at, a.since::timestamp AT TIME ZONE 'Europe/Amsterdam')
FROM providers p
JOIN profiles pr ON pr.provider_id = p.id AND pr.published_at IS NOT NULL AND pr.offline_at IS NULL
CROSS JOIN LATERAL (SELECT coalesce(array_agg(code ORDER BY name), '{}') AS codes
    FROM profile_municipalities x JOIN municipalities ON code = x.municipality_code WHERE x.provider_id = p.id) m
CROSS JOIN LATERAL (SELECT coalesce(array_agg(code ORDER BY position), '{}') AS codes, string_agg(concat_ws(' ', name_nl, name_en), ' ') AS names
    FROM profile_target_groups x JOIN target_groups ON code = x.target_group_code WHERE x.provider_id = p.id) g
CROSS JOIN LATERAL (SELECT coalesce(array_agg(code ORDER BY position), '{}') AS codes, coalesce(array_agg(DISTINCT products.segment_code), '{}') AS segments,
        string_agg(concat_ws(' ', name_nl, plain_nl, name_en, plain_en), ' ') AS names, string_agg(x.description, ' ') AS descriptions
    FROM profile_products x JOIN products ON code = x.product_code
        JOIN admissions d ON d.provider_id = x.provider_id AND d.segment_code = products.segment_code AND d.active
    WHERE x.provider_id = p.id) o
CROSS JOIN LATERAL (SELECT coalesce(array_agg(lat ORDER BY x.position) FILTER (WHERE lat IS NOT NULL), '{}') AS lats,
        coalesce(array_agg(lon ORDER BY x.position) FILTER (WHERE lat IS NOT NULL), '{}') AS lons,
        string_agg(concat_ws(' ', x.name, x.place), ' ') AS names
    FROM profile_locations x WHERE x.provider_id = p.id) l
CROSS JOIN LATERAL (SELECT min(admitted_on) AS since FROM admissions x WHERE x.provider_id = p.id AND x.active) a
WHERE p.id IN ? AND a.since IS NOT NULL AND o.codes <> '{}'`, providerIDs).Error
}
