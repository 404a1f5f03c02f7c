package enrollment

import (
	"context"
	"time"

	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
)

// Publish puts the draft in force from a day on, or at once when that day is
// today (E3). fingerprint is of the text that was read: a draft that somebody
// changed meanwhile is not published unread.
func (s *Service) Publish(ctx context.Context, actor account.Actor, number int, on workday.Date, fingerprint string) error {
	return s.onSets(ctx, actor, func(tx *gorm.DB, versions []SetVersion) error {
		draft, err := draftOf(tx, versions, number)
		if err != nil {
			return err
		}
		if draft.Fingerprint() != fingerprint {
			return fault.Conflict("requirement-sets.changed-meanwhile")
		}
		moment, wrong := s.momentOf(on, versions)
		draft.publishable(&wrong)
		if err := wrong.Err(); err != nil {
			return err
		}
		if err := tx.Model(&draft.RequirementSet).Update("in_force_at", moment).Error; err != nil {
			return err
		}
		return audit.Record(tx, actor, "requirement-set.published", "requirement-set", draft.ID.String())
	})
}

// momentOf gives the moment from which a version holds. It lies not in the past
// and after every other version.
func (s *Service) momentOf(on workday.Date, versions []SetVersion) (time.Time, fault.Check) {
	var wrong fault.Check
	moment := on.Start()
	switch today := s.today(); {
	case on.IsZero():
		wrong.Add("on", "error.required")
		return moment, wrong
	case on.Before(today):
		wrong.Add("on", "requirement-sets.past")
		return moment, wrong
	case on == today:
		moment = s.Now().UTC()
	}
	for _, version := range versions {
		if (version.State == SetPlanned || version.HoldsAt(s.Now())) && !version.InForceAt.Before(moment) {
			wrong.Add("on", "requirement-sets.not-after", "Version", version.Version, "On", workday.On(version.InForceAt))
			break
		}
	}
	return moment, wrong
}

// publishable says what the text still lacks.
func (e *Edition) publishable(wrong *fault.Check) {
	wrong.Unless(len(e.Requirements) > 0, "requirements", "requirement-sets.empty")
	for _, requirement := range e.Requirements {
		for _, gap := range requirement.Gaps() {
			wrong.Add("requirements", "requirement-sets.gap."+gap, "Code", requirement.Code)
		}
	}
}

// WithdrawSet takes back a planned version before its day; it then never holds.
func (s *Service) WithdrawSet(ctx context.Context, actor account.Actor, number int) error {
	return s.onSets(ctx, actor, func(tx *gorm.DB, versions []SetVersion) error {
		at, err := numbered(versions, number)
		if err != nil {
			return err
		}
		version := &versions[at]
		if version.State != SetPlanned {
			return fault.Conflict("requirement-sets.in-force")
		}
		if err := tx.Model(&version.RequirementSet).Update("withdrawn_at", s.Now().UTC()).Error; err != nil {
			return err
		}
		return audit.Record(tx, actor, "requirement-set.withdrawn", "requirement-set", version.ID.String())
	})
}

// ConfirmSet takes the mark "example" off a version, once the MGR stands for its
// text (E5). The text itself stays as it is.
func (s *Service) ConfirmSet(ctx context.Context, actor account.Actor, number int) error {
	return s.onSets(ctx, actor, func(tx *gorm.DB, versions []SetVersion) error {
		at, err := numbered(versions, number)
		if err != nil {
			return err
		}
		version := &versions[at]
		if !version.Example {
			return fault.Conflict("requirement-sets.confirmed")
		}
		if err := tx.Model(&version.RequirementSet).Update("example", false).Error; err != nil {
			return err
		}
		return audit.Record(tx, actor, "requirement-set.confirmed", "requirement-set", version.ID.String())
	})
}
