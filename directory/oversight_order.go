package directory

import (
	"gorm.io/gorm/clause"

	"providerportal/internal/workday"
)

// WatchSort is a column by which the list of providers is put in order.
type WatchSort string

// The orders; without one the list goes by name.
const (
	WatchByName      WatchSort = "name"
	WatchByChanges   WatchSort = "changes"   // how many versions nobody acknowledged
	WatchByConfirmed WatchSort = "confirmed" // who never confirmed goes first
	WatchByIntake    WatchSort = "intake"    // the worst first
)

// watchOrders are the orders in SQL. An intake point stands as State says: none,
// unreachable, unverified, expired, works.
var watchOrders = map[WatchSort]string{
	WatchByName:      "lower(p.name)",
	WatchByChanges:   "(SELECT count(*) FROM profile_versions v WHERE v.provider_id = p.id AND v.acknowledged_at IS NULL)",
	WatchByConfirmed: "coalesce(pr.confirmed_at, '-infinity')",
	WatchByIntake: `CASE WHEN coalesce(i.email, '') = '' THEN 0 WHEN i.unreachable_at IS NOT NULL THEN 1 WHEN i.verified_at IS NULL THEN 2
    WHEN ((i.verified_at AT TIME ZONE 'Europe/Amsterdam')::date + make_interval(months => ?))::date < ? THEN 3 ELSE 4 END`,
}

// order puts the list in order; equal ones go by name and id, so that pages never
// overlap.
func (l Looked) order(terms Terms, today workday.Date) clause.OrderBy {
	by, known := watchOrders[l.Sort]
	if !known {
		by = watchOrders[WatchByName]
	}
	if l.Down {
		by += " DESC"
	}
	var vars []any
	if l.Sort == WatchByIntake {
		vars = []any{terms.VerifyMonths, today}
	}
	return clause.OrderBy{Expression: clause.Expr{SQL: by + ", lower(p.name), p.id", Vars: vars, WithoutParentheses: true}}
}
