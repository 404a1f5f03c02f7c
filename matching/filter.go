package matching

import (
	"strings"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
)

// Filter is which requests a list or a figure is about. An empty field leaves
// everything in. From and Until are local days on which the request was sent; both
// count in full, so that every request belongs to one month only.
type Filter struct {
	From, Until  workday.Date
	Municipality string // code
	ProviderID   uuid.UUID
	Segment      string // code
	Reference    string // part of the reference, or of the consultant's own one
}

func (f Filter) of(query *gorm.DB, actor account.Actor) *gorm.DB {
	if !f.From.IsZero() {
		query = query.Where("r.sent_at >= ?", f.From.Start())
	}
	if !f.Until.IsZero() {
		query = query.Where("r.sent_at < ?", f.Until.AddDays(1).Start())
	}
	if f.Municipality != "" {
		query = query.Where("r.municipality_code = ?", f.Municipality)
	}
	if f.ProviderID != uuid.Nil {
		query = query.Where("r.provider_id = ?", f.ProviderID)
	}
	if f.Segment != "" {
		query = query.Where("r.product_code IN (SELECT code FROM products WHERE segment_code = ?)", f.Segment)
	}
	return f.named(query, actor)
}

// named looks for a reference. Only a consultant finds by the municipality's own
// one: it may not tell others anything (T9).
func (f Filter) named(query *gorm.DB, actor account.Actor) *gorm.DB {
	switch {
	case f.Reference == "":
		return query
	case actor.Has(account.RoleConsultant):
		return query.Where("strpos(lower(r.reference), lower(?)) > 0 OR strpos(lower(r.own_reference), lower(?)) > 0", f.Reference, f.Reference)
	}
	return query.Where("strpos(lower(r.reference), lower(?)) > 0", f.Reference)
}

// Part is which requests a list has.
type Part string

// The parts of the list. What waits and what is overdue has no conversation yet
// and was not ended; they differ in the due date.
const (
	PartAll       Part = "all"
	PartWaiting   Part = "waiting"
	PartLate      Part = "late"
	PartOnTime    Part = "on-time"
	PartHeldLate  Part = "held-late"
	PartDeclined  Part = "declined"
	PartWithdrawn Part = "withdrawn"
	PartRunning   Part = "running"  // waiting or late
	PartCounted   Part = "counted"  // held or overdue: what the norm is divided by (WD-8)
	PartHeld      Part = "held"     // on time or late
	PartAnswered  Part = "answered" // the provider did anything (T4)
	PartOpen      Part = "open"     // not closed, held or not
	PartClosed    Part = "closed"
)

// notHeld is what the term still runs for.
const notHeld = "r.held_on IS NULL AND r.status NOT IN ('withdrawn', 'declined')"

// parts say in SQL what Request.Clock says of one request.
var parts = map[Part]string{
	PartAll:       "TRUE",
	PartWaiting:   notHeld + " AND r.due_on >= @today",
	PartLate:      notHeld + " AND r.due_on < @today",
	PartOnTime:    "r.held_on <= r.due_on",
	PartHeldLate:  "r.held_on > r.due_on",
	PartDeclined:  "r.held_on IS NULL AND r.status = 'declined'",
	PartWithdrawn: "r.held_on IS NULL AND r.status = 'withdrawn'",
	PartRunning:   notHeld,
	PartCounted:   "(r.held_on IS NOT NULL OR (" + notHeld + " AND r.due_on < @today))",
	PartHeld:      "r.held_on IS NOT NULL",
	PartAnswered:  "r.first_answered_at IS NOT NULL",
	PartOpen:      "r.closed_at IS NULL",
	PartClosed:    "r.closed_at IS NOT NULL",
}

// of narrows the query to the part; one that does not exist has nothing.
func (p Part) of(query *gorm.DB, today workday.Date) *gorm.DB {
	condition, known := parts[p]
	if !known {
		condition = "FALSE"
	}
	if !strings.Contains(condition, "@") {
		return query.Where(condition)
	}
	return query.Where(condition, map[string]any{"today": today})
}

// theirs gives the requests the actor works on; staff get all.
func theirs(db *gorm.DB, actor account.Actor) (*gorm.DB, error) {
	query := db.Table("requests r")
	switch {
	case actor.Has(account.RoleConsultant):
		return query.Where("r.municipality_code = ?", actor.Municipality), nil
	case actor.Has(account.RoleProvider):
		return query.Where("r.provider_id = ?", actor.ProviderID), nil
	case actor.Staff():
		return query, nil
	}
	return nil, fault.Forbidden()
}
