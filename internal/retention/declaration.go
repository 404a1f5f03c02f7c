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

// Declaration says for ever what was destroyed, on what ground, and who approved
// it. It names no person: who approved stands in it by id.
type Declaration struct {
	ID          uuid.UUID `gorm:"primaryKey"`
	Number      int64     `gorm:"->"`
	Class       string
	Basis       string
	Term        int
	Unit        Unit
	Records     int
	Objects     int          // documents destroyed with them
	FirstOn     workday.Date // when the terms of the records began
	LastOn      workday.Date
	ApprovedBy  uuid.UUID
	ApprovedAt  time.Time
	CompletedAt time.Time

	Approver string `gorm:"->;-:migration"` // as that account is called now
}

// TableName is where they are kept.
func (Declaration) TableName() string { return "destruction_declarations" }

// declare ends the approvals of which nothing is left to destroy.
func (s *Service) declare(ctx context.Context) error {
	var failed []error
	err := database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		var done []Approval
		err := tx.Clauses(clause.Locking{Strength: "UPDATE", Options: "SKIP LOCKED"}).
			Where("NOT EXISTS (SELECT 1 FROM retention_items i WHERE i.approval_id = retention_approvals.id)").
			Order("approved_at, id").Find(&done).Error
		if err != nil {
			return err
		}
		for i := range done { // each undoes only itself
			failed = append(failed, tx.Transaction(func(tx *gorm.DB) error { return s.declareOne(tx, &done[i]) }))
		}
		return nil
	})
	return errors.Join(append(failed, err)...)
}

func (s *Service) declareOne(tx *gorm.DB, done *Approval) error {
	if err := tx.Delete(done).Error; err != nil || done.Destroyed == 0 {
		return err
	}
	declaration := Declaration{
		ID: done.ID, Class: done.Class, Basis: done.Basis, Term: done.Term, Unit: done.Unit, Records: done.Destroyed, Objects: done.Objects,
		FirstOn: *done.FirstOn, LastOn: *done.LastOn, ApprovedBy: done.ApprovedBy, ApprovedAt: done.ApprovedAt, CompletedAt: s.Now().UTC(),
	}
	if err := tx.Omit("Approver").Create(&declaration).Error; err != nil {
		return err
	}
	return audit.Record(tx, account.System(), "retention.declared", "declaration", declaration.ID.String())
}

func declarations(db *gorm.DB) *gorm.DB {
	return db.Table("destruction_declarations d").Select("d.*, u.name AS approver").Joins("JOIN users u ON u.id = d.approved_by")
}

// Declarations gives one page of the declarations, newest first.
func (s *Service) Declarations(ctx context.Context, actor account.Actor, page int) (paging.Page[Declaration], error) {
	if err := mayLook(actor); err != nil {
		return paging.Page[Declaration]{}, err
	}
	return paging.Find[Declaration](declarations(s.DB.WithContext(ctx)).Order("d.number DESC"), page)
}

// Declaration gives one; fault.Missing when there is none.
func (s *Service) Declaration(ctx context.Context, actor account.Actor, id uuid.UUID) (*Declaration, error) {
	if err := mayLook(actor); err != nil {
		return nil, err
	}
	var found Declaration
	err := declarations(s.DB.WithContext(ctx)).Where("d.id = ?", id).Take(&found).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, fault.Missing()
	}
	return &found, err
}

// Run destroys what is approved and lists what is due. The portal does the first
// every ten minutes and the second at night.
func (s *Service) Run(ctx context.Context) error {
	return errors.Join(s.Destroy(ctx), s.List(ctx))
}
