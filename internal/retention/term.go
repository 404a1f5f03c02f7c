package retention

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/bsn"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
	"providerportal/storage/database"
)

// Limits of what an administrator writes about a term, in characters.
const (
	BasisMax  = 200
	ReasonMax = 500
)

// Units lists what a term is counted in.
var Units = []Unit{Day, Month, Year}

// NewTerm is a term as an administrator wants it. Revision is that of the rule
// which the administrator saw.
type NewTerm struct {
	Term     int
	Unit     Unit
	Basis    string
	Reason   string
	Revision int
}

// TermChange is one change of a term, kept with its reason.
type TermChange struct {
	ID       int64 `gorm:"->"`
	Class    string
	At       time.Time
	ActorID  string
	Reason   string
	OldTerm  int
	OldUnit  Unit
	OldBasis string
	NewTerm  int
	NewUnit  Unit
	NewBasis string

	Actor string `gorm:"->;-:migration"` // as that account is called now
}

// TableName is where the changes are kept.
func (TermChange) TableName() string { return "retention_changes" }

// Least is the shortest term that the law allows, Most the longest that the
// region may set (T11).
func (r Rule) Least() Rule { return Rule{Term: r.LeastTerm, Unit: r.LeastUnit} }

// Most is the longest term that the region may set.
func (r Rule) Most() Rule { return Rule{Term: r.MostTerm, Unit: r.MostUnit} }

// Fixed reports whether law and rule leave one term only.
func (r Rule) Fixed() bool { return r.Least() == r.Most() }

// shorter reports whether a term may end before another one that began on the same
// day: looked up for each day of four years, because months differ.
func (r Rule) shorter(than Rule) bool {
	first := workday.Day(2024, time.January, 1)
	for n := range 4*365 + 1 {
		day := first.AddDays(n)
		if r.DueOn(day).Before(than.DueOn(day)) {
			return true
		}
	}
	return false
}

// termMax keeps the arithmetic within bounds; the longest of all classes is shorter.
const termMax = 10_000

func (r Rule) check(wanted NewTerm) error {
	var wrong fault.Check
	next := Rule{Term: wanted.Term, Unit: wanted.Unit}
	switch {
	case !slices.Contains(Units, wanted.Unit):
		wrong.Add("unit", "error.choose-one")
	case wanted.Term < 1 || wanted.Term > termMax:
		wrong.Add("term", "retention.term-wrong")
	case next.shorter(r.Least()):
		wrong.Add("term", "retention.term-short")
	case r.Most().shorter(next):
		wrong.Add("term", "retention.term-long")
	}
	text := func(name, value string, limit int) {
		wrong.Unless(value != "", name, "error.required")
		wrong.Unless(utf8.RuneCountInString(value) <= limit, name, "error.max", "Max", limit)
		wrong.Unless(!bsn.In(value), name, "error.bsn")
	}
	text("basis", wanted.Basis, BasisMax)
	text("reason", wanted.Reason, ReasonMax)
	return wrong.Err()
}

// Rule gives the term of a class and how it was changed, newest first.
func (s *Service) Rule(ctx context.Context, actor account.Actor, code string) (rule Rule, changes []TermChange, err error) {
	if err := mayLook(actor); err != nil {
		return rule, nil, err
	}
	db := s.DB.WithContext(ctx)
	if rule, err = s.rule(db, code); err != nil {
		return rule, nil, err
	}
	err = db.Table("retention_changes c").Select("c.*, u.name AS actor").Joins("JOIN users u ON u.id = c.actor_id").
		Where("c.class = ?", code).Order("c.id DESC").Scan(&changes).Error
	return rule, changes, err
}

// Would gives what would be due under another term, without changing anything.
func (s *Service) Would(ctx context.Context, actor account.Actor, code string, wanted NewTerm) ([]Record, error) {
	if err := mayLook(actor); err != nil {
		return nil, err
	}
	db := s.DB.WithContext(ctx)
	rule, err := s.rule(db, code)
	if err != nil {
		return nil, err
	}
	if err := rule.check(wanted); err != nil {
		return nil, err
	}
	class, _ := s.class(code)
	rule.Term, rule.Unit = wanted.Term, wanted.Unit
	return s.due(db, class, rule, "")
}

// ChangeTerm sets the term of a class and makes its list again. What was approved
// keeps the rule of its approval, and what was declared stays as it is. A longer
// term holds for approved records too as long as they exist. fault.Conflict when
// another administrator changed it first, or the proof of identity grew old.
func (s *Service) ChangeTerm(ctx context.Context, actor account.Actor, code string, wanted NewTerm) error {
	if err := mayLook(actor); err != nil {
		return err
	}
	if !actor.Fresh {
		return fault.Conflict("fault.prove-again")
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		rule, err := s.rule(tx.Clauses(forUpdate), code)
		if err != nil {
			return err
		}
		if rule.Revision != wanted.Revision {
			return fault.Conflict("retention.other-saved")
		}
		if err := rule.check(wanted); err != nil {
			return err
		}
		if rule.Term == wanted.Term && rule.Unit == wanted.Unit && rule.Basis == wanted.Basis {
			return fault.Invalid(fault.At("term", "retention.term-same"))
		}
		return s.changeTerm(tx, actor, rule, wanted)
	})
}

func (s *Service) changeTerm(tx *gorm.DB, actor account.Actor, rule Rule, wanted NewTerm) error {
	change := TermChange{
		Class: rule.Code, At: s.Now().UTC(), ActorID: actor.UserID.String(), Reason: wanted.Reason,
		OldTerm: rule.Term, OldUnit: rule.Unit, OldBasis: rule.Basis, NewTerm: wanted.Term, NewUnit: wanted.Unit, NewBasis: wanted.Basis,
	}
	if err := tx.Omit("Actor").Create(&change).Error; err != nil {
		return err
	}
	rule.Term, rule.Unit, rule.Basis, rule.Revision = wanted.Term, wanted.Unit, wanted.Basis, rule.Revision+1
	if err := tx.Model(&rule).Select("Term", "Unit", "Basis", "Revision").Updates(&rule).Error; err != nil {
		return err
	}
	if err := tx.Where("class = ? AND approval_id IS NULL", rule.Code).Delete(&Item{}).Error; err != nil {
		return err
	}
	if err := s.list(tx, rule); err != nil {
		return err
	}
	return audit.Record(tx, actor, "retention.term-changed", "retention", rule.Code)
}
