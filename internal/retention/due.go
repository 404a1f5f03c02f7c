package retention

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/internal/workday"
	"providerportal/storage/database"
)

// Item is a record that is due, or was until a moment ago.
type Item struct {
	ID         uuid.UUID `gorm:"primaryKey"`
	Class      string
	RecordID   string
	Reference  string
	Related    Texts
	Covers     Texts
	StartedOn  workday.Date
	DueOn      workday.Date
	ListedAt   time.Time
	ApprovalID *uuid.UUID
	ErasedAt   *time.Time
	Documents  Texts
	Blocked    Blocked
}

// TableName is where they stand.
func (Item) TableName() string { return "retention_items" }

// Blocked says why an approved record was not destroyed; it is due again.
type Blocked string

// The reasons.
const (
	BlockedHeld   Blocked = "held"   // somebody held it after the approval
	BlockedLocked Blocked = "locked" // a document may not be removed yet
)

// due gives the records of a class whose term is over; with only, just that one,
// locked.
func (s *Service) due(db *gorm.DB, class Class, rule Rule, only string) ([]Record, error) {
	today := s.today()
	found, err := class.Due(db, rule.latest(today), only)
	if err != nil {
		return nil, err
	}
	over := found[:0]
	for _, record := range found {
		if !rule.DueOn(record.StartedOn).After(today) {
			over = append(over, record)
		}
	}
	return over, nil
}

// List brings the list of what is due up to date: new records come on it, and what
// is no longer due goes. What was approved stays. Safe to run anywhere, any number
// of times.
func (s *Service) List(ctx context.Context) error {
	rules, err := s.rules(s.DB.WithContext(ctx))
	if err != nil {
		return err
	}
	var failed []error
	for _, rule := range rules { // one that fails holds up no other
		failed = append(failed, database.Write(ctx, s.DB, func(tx *gorm.DB) error { return s.list(tx, rule) }))
	}
	return errors.Join(failed...)
}

func (s *Service) list(tx *gorm.DB, rule Rule) error {
	class, _ := s.class(rule.Code)
	records, err := s.due(tx, class, rule, "")
	if err != nil {
		return err
	}
	items, ids := make([]Item, len(records)), make([]string, len(records))
	for i, record := range records {
		ids[i] = record.ID
		items[i] = Item{
			ID: uuid.New(), Class: rule.Code, RecordID: record.ID, Reference: record.Reference, Related: record.Related, Covers: record.Covers,
			StartedOn: record.StartedOn, DueOn: rule.DueOn(record.StartedOn), ListedAt: s.Now().UTC(),
		}
	}
	gone := tx.Where("class = ? AND approval_id IS NULL", rule.Code)
	if len(ids) > 0 {
		gone = gone.Where("NOT record_id = ANY (?)", Texts(ids))
	}
	if err := gone.Delete(&Item{}).Error; err != nil || len(items) == 0 {
		return err
	}
	return tx.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "class"}, {Name: "record_id"}}, DoNothing: true}).
		CreateInBatches(items, 500).Error
}

// Line is what is due of one class.
type Line struct {
	Rule
	Due      int // waits for an approval
	Held     int // of those, held
	Approved int // approved and not yet gone
}

// Preview counts what is due without writing anything: portal retention --dry-run.
func (s *Service) Preview(ctx context.Context) ([]Line, error) {
	db := s.DB.WithContext(ctx)
	rules, err := s.rules(db)
	if err != nil {
		return nil, err
	}
	var references []string
	if err := db.Model(&Hold{}).Where(inForce, s.today()).Pluck("reference", &references).Error; err != nil {
		return nil, err
	}
	lines := make([]Line, len(rules))
	for i, rule := range rules {
		class, _ := s.class(rule.Code)
		records, err := s.due(db, class, rule, "")
		if err != nil {
			return nil, err
		}
		lines[i] = Line{Rule: rule, Due: len(records)}
		for _, record := range records {
			if slices.ContainsFunc(append(record.Related, record.Reference), func(r string) bool { return slices.Contains(references, r) }) {
				lines[i].Held++
			}
		}
	}
	return lines, nil
}
