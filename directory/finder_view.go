package directory

import (
	"context"
	"fmt"
	"maps"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/directory/finding"
	"providerportal/internal/places"
)

// view is what the public sees at one moment. It never changes.
type view struct {
	index  *finding.Index
	region *Region
	lists  int64  // version of region and synonyms
	since  string // changes of this transaction and later may still come
	number uint64 // of the views of this instance, from 0
}

// finder keeps the newest view. Its zero value looks for changes at every
// question; while Watch runs it does so twice a second and when it is told.
type finder struct {
	refreshing sync.Mutex
	newest     atomic.Pointer[view]
	snapshot   atomic.Pointer[Snapshot] // of the newest view and the day
	lookedAt   atomic.Int64             // when it was last known to be up to date, in Unix nanoseconds
	watched    atomic.Bool
}

// staleAfter is how long a view is good without another look: what was committed
// longer ago is never missing from an answer.
const staleAfter = 900 * time.Millisecond

// view gives a view that holds everything that was committed a second ago.
func (s *Service) view(ctx context.Context) (*view, error) {
	asked := time.Now()
	if known := s.finder.current(asked); known != nil {
		return known, nil
	}
	return s.refresh(ctx, asked)
}

// current gives the newest view while somebody keeps it up to date, nil when it
// may be older than it should.
func (f *finder) current(asked time.Time) *view {
	known := f.newest.Load()
	if known == nil || !f.watched.Load() || asked.UnixNano()-f.lookedAt.Load() >= int64(staleAfter) {
		return nil
	}
	return known
}

// refresh looks for changes since asked; who waited for another's look that
// began later takes what it found.
func (s *Service) refresh(ctx context.Context, asked time.Time) (*view, error) {
	f := &s.finder
	f.refreshing.Lock()
	defer f.refreshing.Unlock()
	known := f.newest.Load()
	if known != nil && f.lookedAt.Load() > asked.UnixNano() {
		return known, nil
	}
	began := time.Now()
	next, err := s.read(ctx, known)
	if err != nil {
		return nil, fmt.Errorf("finder: %w", err)
	}
	f.newest.Store(next)
	f.lookedAt.Store(began.UnixNano())
	return next, nil
}

// read gives the view after known, which may be nil; known itself when nothing
// changed.
func (s *Service) read(ctx context.Context, known *view) (*view, error) {
	db := s.DB.WithContext(ctx)
	next := &view{since: "0"}
	var vocabulary *finding.Vocabulary
	if known != nil {
		*next = *known
		vocabulary = known.index.Vocabulary()
	}
	changes, err := changesSince(db, next.since)
	if err != nil || known != nil && len(changes) == 0 {
		return known, err
	}
	next.number++
	if len(changes) > 0 {
		next.since = changes[0].horizon
	}
	changed, removed := next.news(changes)
	if lists := listsOf(changes); known == nil || lists > known.lists {
		if next.lists, vocabulary, next.region, err = readLists(db, lists); err != nil {
			return nil, err
		}
	} else if len(changed)+len(removed) == 0 {
		return next, nil
	}
	if known == nil {
		next.index, err = finding.New(changed, vocabulary)
		debug.FreeOSMemory() // reading everything at once takes much more than keeping it
	} else {
		next.index, err = known.index.With(changed, removed, vocabulary)
	}
	return next, err
}

// news leaves out what the view has seen: a transaction that takes long makes
// later ones come along twice.
func (v *view) news(changes []change) (changed []*finding.Entry, removed []uuid.UUID) {
	for _, c := range changes {
		var known *finding.Entry
		if v.index != nil {
			known = v.index.Entry(c.subject)
		}
		switch {
		case c.entry == nil && known != nil:
			removed = append(removed, c.subject)
		case c.entry != nil && (known == nil || known.Version != c.version):
			changed = append(changed, c.entry)
		}
	}
	return changed, removed
}

// listsOf gives the version of region and synonyms among the changes, 0 without.
func listsOf(changes []change) int64 {
	at := slices.IndexFunc(changes, func(c change) bool { return c.subject == uuid.Nil })
	if at < 0 {
		return 0
	}
	return changes[at].version
}

func readLists(db *gorm.DB, version int64) (int64, *finding.Vocabulary, *Region, error) {
	region, err := regionOf(db)
	if err != nil {
		return 0, nil, nil, err
	}
	synonyms, err := synonymsOf(db)
	if err != nil {
		return 0, nil, nil, err
	}
	groups := make([][]string, len(synonyms))
	for i, synonym := range synonyms {
		groups[i] = synonym.Phrases
	}
	state := finding.StateOf(fmt.Sprint("lists ", version))
	return version, finding.NewVocabulary(groups, placesOf(region), state), region, nil
}

// placesOf gives the municipality of every village and municipality of the
// region, by name.
func placesOf(region *Region) map[string]string {
	names := map[string]string{}
	for _, place := range places.All() {
		if region.Municipality(place.Municipality).Code != "" {
			names[place.Name], names[place.PC4] = place.Municipality, place.Municipality
		}
	}
	maps.Copy(names, municipalityCodes(region))
	return names
}

func municipalityCodes(region *Region) map[string]string {
	codes := map[string]string{}
	for _, municipality := range region.Municipalities {
		codes[municipality.Name] = municipality.Code
	}
	return codes
}
