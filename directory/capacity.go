package directory

import (
	"context"

	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
)

// CapacityState says whether a provider takes new participants (D1).
type CapacityState string

// The states of capacity.
const (
	CapacityOpen    CapacityState = "open"
	CapacityWaiting CapacityState = "waiting"
	CapacityClosed  CapacityState = "closed"
)

// CapacityStates lists them in the order of the form.
var CapacityStates = []CapacityState{CapacityOpen, CapacityWaiting, CapacityClosed}

// WeeksMax is the longest waiting time that can be told.
const WeeksMax = 104

// Capacity is a fact of the day: it is public as soon as it is saved.
type Capacity struct {
	State       CapacityState `gorm:"column:capacity"`
	Weeks       *int          `gorm:"column:capacity_weeks"` // waiting time, when it is known
	SaidOn      *workday.Date `gorm:"column:capacity_on"`    // nil before the provider said anything
	ClosedFrom  *workday.Date // first closed day; nil means already
	ClosedUntil *workday.Date // last closed day; nil means until further notice
}

// On gives the state on a day: closed counts only within its period, so that a
// provider comes back by itself.
func (c Capacity) On(today workday.Date) CapacityState {
	if c.State != CapacityClosed {
		return c.State
	}
	if (c.ClosedFrom != nil && today.Before(*c.ClosedFrom)) || (c.ClosedUntil != nil && today.After(*c.ClosedUntil)) {
		return CapacityOpen
	}
	return CapacityClosed
}

// Planned reports whether the provider closes on a later day.
func (c Capacity) Planned(today workday.Date) bool {
	return c.State == CapacityClosed && c.ClosedFrom != nil && today.Before(*c.ClosedFrom)
}

func (c Capacity) check(today workday.Date) error {
	var wrong fault.Check
	wrong.Unless(c.State == CapacityOpen || c.State == CapacityWaiting || c.State == CapacityClosed, "state", "error.choose-one")
	wrong.Unless(c.Weeks == nil || (*c.Weeks >= 1 && *c.Weeks <= WeeksMax), "weeks", "capacity.weeks-range", "Max", WeeksMax)
	if c.ClosedUntil != nil {
		wrong.Unless(!c.ClosedUntil.Before(today), "until", "capacity.until-past")
		wrong.Unless(c.ClosedFrom == nil || !c.ClosedUntil.Before(*c.ClosedFrom), "until", "capacity.until-before-from")
	}
	return wrong.Err()
}

// SaveCapacity says whether the actor's organisation takes new participants.
func (s *Service) SaveCapacity(ctx context.Context, actor account.Actor, wanted Capacity) error {
	today := workday.On(s.Now())
	if wanted.State != CapacityWaiting {
		wanted.Weeks = nil
	}
	if wanted.State != CapacityClosed {
		wanted.ClosedFrom, wanted.ClosedUntil = nil, nil
	}
	wanted.SaidOn = &today
	return s.write(ctx, actor, func(tx *gorm.DB, now *Profile) error {
		if err := wanted.check(today); err != nil {
			return err
		}
		now.Capacity = wanted
		err := tx.Model(now).Select("State", "Weeks", "SaidOn", "ClosedFrom", "ClosedUntil").Updates(now).Error
		if err != nil {
			return err
		}
		if err := Reindex(tx, actor.ProviderID); err != nil {
			return err
		}
		return audit.Record(tx, actor, "profile.capacity-saved", "provider", actor.ProviderID.String())
	})
}
