package retention

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/internal/paging"
	"providerportal/internal/workday"
	"providerportal/storage/database"
)

var forUpdate = clause.Locking{Strength: clause.LockingStrengthUpdate}

// Approval lets records of one class go.
type Approval struct {
	ID         uuid.UUID `gorm:"primaryKey"`
	Class      string
	ApprovedBy uuid.UUID
	ApprovedAt time.Time
	Term       int // the rule that was approved
	Unit       Unit
	Basis      string
	Destroyed  int
	Objects    int
	FirstOn    *workday.Date
	LastOn     *workday.Date
}

// TableName is where they stand.
func (Approval) TableName() string { return "retention_approvals" }

// heldItem holds for a retention_items row i that somebody holds.
const heldItem = `EXISTS (SELECT 1 FROM retention_holds h
	WHERE (h.reference = i.reference OR h.reference = ANY (i.related)) AND h.lifted_at IS NULL AND (h.until_on IS NULL OR h.until_on >= ?))`

// Overview counts what is due, held and approved, class by class.
func (s *Service) Overview(ctx context.Context, actor account.Actor) ([]Line, error) {
	if err := mayLook(actor); err != nil {
		return nil, err
	}
	db := s.DB.WithContext(ctx)
	rules, err := s.rules(db)
	if err != nil {
		return nil, err
	}
	lines := make([]Line, len(rules))
	for i, rule := range rules {
		err := db.Raw(`SELECT count(*) FILTER (WHERE approval_id IS NULL) AS due,
			count(*) FILTER (WHERE approval_id IS NULL AND `+heldItem+`) AS held,
			count(*) FILTER (WHERE approval_id IS NOT NULL) AS approved
			FROM retention_items i WHERE class = ?`, s.today(), rule.Code).Scan(&lines[i]).Error
		if err != nil {
			return nil, err
		}
		lines[i].Rule = rule
	}
	return lines, nil
}

// DueLine is a record that is due, and whether it is held.
type DueLine struct {
	Item
	Held bool
}

// Due gives one page of the records of a class that wait for an approval, the
// oldest first, and its rule; fault.Missing when there is no such class.
func (s *Service) Due(ctx context.Context, actor account.Actor, code string, page int) (Rule, paging.Page[DueLine], error) {
	if err := mayLook(actor); err != nil {
		return Rule{}, paging.Page[DueLine]{}, err
	}
	db := s.DB.WithContext(ctx)
	rule, err := s.rule(db, code)
	if err != nil {
		return rule, paging.Page[DueLine]{}, err
	}
	found, err := paging.Find[DueLine](db.Table("retention_items i").Select("i.*, "+heldItem+" AS held", s.today()).
		Where("class = ? AND approval_id IS NULL", code).Order("due_on, id"), page)
	return rule, found, err
}

func (s *Service) rule(db *gorm.DB, code string) (rule Rule, err error) {
	if _, known := s.class(code); !known {
		return rule, fault.Missing()
	}
	err = db.Take(&rule, "code = ?", code).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		err = fault.Missing()
	}
	return rule, err
}

// Approve lets the records of a class go that were listed up to the moment that
// the approver saw, except those that are held. The job destroys them.
// fault.Conflict "retention.nothing" when there are none, and
// "retention.changed" when there are not as many as the approver saw.
func (s *Service) Approve(ctx context.Context, actor account.Actor, code string, seen int, listed time.Time) error {
	if err := mayDecide(actor); err != nil {
		return err
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		rule, err := s.rule(tx, code)
		if err != nil {
			return err
		}
		due, err := s.approvable(tx, code, listed)
		switch {
		case err != nil:
			return err
		case len(due) == 0:
			return fault.Conflict("retention.nothing")
		case len(due) != seen:
			return fault.Conflict("retention.changed")
		}
		return s.approve(tx, actor, rule, due)
	})
}

// approvable locks the records of a class that were listed by then and are not held.
func (s *Service) approvable(tx *gorm.DB, code string, listed time.Time) (due []Item, err error) {
	err = tx.Table("retention_items i").Clauses(forUpdate).Where("class = ? AND approval_id IS NULL AND listed_at <= ?", code, listed).
		Where("NOT "+heldItem, s.today()).Order("id").Find(&due).Error
	return due, err
}

func (s *Service) approve(tx *gorm.DB, actor account.Actor, rule Rule, due []Item) error {
	approval := Approval{
		ID: uuid.New(), Class: rule.Code, ApprovedBy: actor.UserID, ApprovedAt: s.Now().UTC(),
		Term: rule.Term, Unit: rule.Unit, Basis: rule.Basis,
	}
	if err := tx.Create(&approval).Error; err != nil {
		return err
	}
	ids := make([]uuid.UUID, len(due))
	for i := range due {
		ids[i] = due[i].ID
	}
	err := tx.Model(&Item{}).Where("id = ANY (?)", textsOf(ids)).Updates(map[string]any{"approval_id": approval.ID, "blocked": ""}).Error
	if err != nil {
		return err
	}
	return audit.Record(tx, actor, "retention.approved", "retention", rule.Code)
}

// ApproveAll approves everything that is due and not held, for the administrator
// with this address: portal retention --approve. It gives how many records.
func (s *Service) ApproveAll(ctx context.Context, email string) (approved int, err error) {
	user, err := account.ByEmail(s.DB.WithContext(ctx), email)
	if fault.Is(err, fault.KindMissing) || (err == nil && !user.Has(account.RoleAdministrator)) {
		return 0, fault.Forbidden()
	}
	if err != nil {
		return 0, err
	}
	actor := user.Actor("console")
	return approved, database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		rules, err := s.rules(tx)
		if err != nil {
			return err
		}
		for _, rule := range rules {
			due, err := s.approvable(tx, rule.Code, s.Now())
			if err == nil && len(due) > 0 {
				err = s.approve(tx, actor, rule, due)
			}
			if err != nil {
				return err
			}
			approved += len(due)
		}
		return nil
	})
}
