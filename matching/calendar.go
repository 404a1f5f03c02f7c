package matching

import (
	"context"
	"strings"
	"unicode/utf8"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
	"providerportal/storage/database"
)

// closureNameMax is the longest name of a local closure, in characters.
const closureNameMax = 100

// The years that the calendar shows and for which local closures can be given.
const (
	FirstCalendarYear = 2022
	LastCalendarYear  = 2099
)

// Calendar gives the working days as they count now (T5), for administrators.
func (s *Service) Calendar(ctx context.Context, actor account.Actor) (*workday.Calendar, error) {
	if !actor.Has(account.RoleAdministrator) {
		return nil, fault.Forbidden()
	}
	return workday.Stored(ctx, s.DB.WithContext(ctx))
}

// AddClosure closes the region on a day (T5). Due dates that were given before
// keep their day until somebody recalculates them (WD-5).
func (s *Service) AddClosure(ctx context.Context, actor account.Actor, day workday.Date, name string) error {
	if !actor.Has(account.RoleAdministrator) {
		return fault.Forbidden()
	}
	var wrong fault.Check
	wrong.Unless(!day.IsZero(), "day", "error.date")
	wrong.Unless(day.IsZero() || between(day.Year(), FirstCalendarYear, LastCalendarYear), "day", "calendar.year", "First", FirstCalendarYear, "Last", LastCalendarYear)
	wrong.Unless(strings.TrimSpace(name) != "", "name", "error.required")
	wrong.Unless(utf8.RuneCountInString(name) <= closureNameMax, "name", "error.max", "Max", closureNameMax)
	if _, lawful := workday.Default().Holiday(day); lawful {
		wrong.Add("day", "calendar.free-already")
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		closure := workday.Closure{Day: day, Name: strings.TrimSpace(name), CreatedAt: s.Now().UTC()}
		created := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&closure)
		if created.Error != nil {
			return created.Error
		}
		if created.RowsAffected == 0 {
			return fault.Invalid(fault.At("day", "calendar.free-already"))
		}
		return audit.Record(tx, actor, "calendar.closed", "calendar", day.String())
	})
}

// RemoveClosure opens the region again on a day; fault.Missing when it was not
// closed.
func (s *Service) RemoveClosure(ctx context.Context, actor account.Actor, day workday.Date) error {
	if !actor.Has(account.RoleAdministrator) {
		return fault.Forbidden()
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		removed := tx.Delete(&workday.Closure{}, "day = ?", day)
		if removed.Error != nil {
			return removed.Error
		}
		if removed.RowsAffected == 0 {
			return fault.Missing()
		}
		return audit.Record(tx, actor, "calendar.opened", "calendar", day.String())
	})
}
