package directory

import (
	"context"
	"strconv"
	"time"
	"unicode/utf8"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/bsn"
	"providerportal/internal/fault"
	"providerportal/storage/database"
)

// Bounds of a term in months, as the database has them: below three the reminders,
// of which the first leaves 30 days before, would follow each other all year.
const (
	LeastMonths = 3
	MostMonths  = 24
)

// TermReasonMax is the longest reason for a change of the terms, in characters.
const TermReasonMax = 500

// NewTerms are terms as an administrator wants them. Revision is that of the terms
// which the administrator saw.
type NewTerms struct {
	Terms
	Reason string
}

// TermsChange is one change of the terms, kept with its reason.
type TermsChange struct {
	ID         int64 `gorm:"->"`
	At         time.Time
	ActorID    string
	Reason     string
	OldConfirm int
	OldVerify  int
	NewConfirm int
	NewVerify  int

	Actor string `gorm:"->;-:migration"` // as that account is called now
}

// TableName is where the changes are kept.
func (TermsChange) TableName() string { return "directory_term_changes" }

// KeptTerms gives the terms and how they were changed, newest first, to an
// administrator.
func (s *Service) KeptTerms(ctx context.Context, actor account.Actor) (terms Terms, changes []TermsChange, err error) {
	if !actor.Has(account.RoleAdministrator) {
		return terms, nil, fault.Forbidden()
	}
	db := s.DB.WithContext(ctx)
	if terms, err = termsOf(db); err != nil {
		return terms, nil, err
	}
	err = db.Table("directory_term_changes c").Select("c.*, u.name AS actor").Joins("JOIN users u ON u.id = c.actor_id").
		Order("c.id DESC").Scan(&changes).Error
	return terms, changes, err
}

// WouldWatch gives how many providers the lists would have under other terms,
// without changing anything.
func (s *Service) WouldWatch(ctx context.Context, actor account.Actor, wanted NewTerms) (map[Watch]int, error) {
	if !actor.Has(account.RoleAdministrator) {
		return nil, fault.Forbidden()
	}
	if err := wanted.check(); err != nil {
		return nil, err
	}
	counts := map[Watch]int{}
	for _, watch := range []Watch{WatchUnconfirmed, WatchIntake} {
		count, err := s.countWatched(ctx, Looked{Watch: watch}, wanted.Terms)
		if err != nil {
			return nil, err
		}
		counts[watch] = count
	}
	return counts, nil
}

// ChangeTerms sets the terms. They hold at once for every profile and mailbox,
// also for those confirmed before. fault.Conflict when another administrator
// changed them first.
func (s *Service) ChangeTerms(ctx context.Context, actor account.Actor, wanted NewTerms) error {
	if !actor.Has(account.RoleAdministrator) {
		return fault.Forbidden()
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		kept, err := termsOf(tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}))
		if err != nil {
			return err
		}
		if err := kept.decide(wanted); err != nil {
			return err
		}
		change := TermsChange{
			At: s.Now().UTC(), ActorID: actor.UserID.String(), Reason: wanted.Reason,
			OldConfirm: kept.ConfirmMonths, OldVerify: kept.VerifyMonths,
			NewConfirm: wanted.ConfirmMonths, NewVerify: wanted.VerifyMonths,
		}
		if err := tx.Omit("Actor").Create(&change).Error; err != nil {
			return err
		}
		next := Terms{wanted.ConfirmMonths, wanted.VerifyMonths, kept.Revision + 1}
		err = tx.Model(&Terms{}).Where("only_row").Select("ConfirmMonths", "VerifyMonths", "Revision").Updates(next).Error
		if err != nil {
			return err
		}
		return audit.Record(tx, actor, "directory-terms.changed", "directory-terms", strconv.Itoa(next.Revision))
	})
}

// decide refuses what may not follow these terms.
func (t Terms) decide(wanted NewTerms) error {
	if t.Revision != wanted.Revision {
		return fault.Conflict("freshness.other-saved")
	}
	if err := wanted.check(); err != nil {
		return err
	}
	if t == wanted.Terms {
		return fault.Invalid(fault.At("confirm", "freshness.same"))
	}
	return nil
}

func (w NewTerms) check() error {
	var wrong fault.Check
	bounded := func(name string, months int) {
		wrong.Unless(months >= LeastMonths && months <= MostMonths, name, "freshness.bounds", "Least", LeastMonths, "Most", MostMonths)
	}
	bounded("confirm", w.ConfirmMonths)
	bounded("verify", w.VerifyMonths)
	wrong.Unless(w.Reason != "", "reason", "error.required")
	wrong.Unless(utf8.RuneCountInString(w.Reason) <= TermReasonMax, "reason", "error.max", "Max", TermReasonMax)
	wrong.Unless(!bsn.In(w.Reason), "reason", "error.bsn")
	return wrong.Err()
}
