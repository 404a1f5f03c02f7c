package retention

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/bsn"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
	"providerportal/storage/database"
)

// HoldReasonMax is the longest reason of a hold, in characters.
const HoldReasonMax = 500

// Hold keeps a record, whatever its term (RET-2).
type Hold struct {
	ID        uuid.UUID `gorm:"primaryKey"`
	Reference string
	Reason    string
	UntilOn   *workday.Date // the last day; nil until somebody lifts it
	PlacedBy  uuid.UUID
	PlacedAt  time.Time
	LiftedBy  *uuid.UUID
	LiftedAt  *time.Time

	PlacedByName string `gorm:"->;-:migration"`
}

// TableName is where the holds stand.
func (Hold) TableName() string { return "retention_holds" }

// inForce is the condition of a hold that counts on a day.
const inForce = "lifted_at IS NULL AND (until_on IS NULL OR until_on >= ?)"

// Place holds the record with the reference. A record that is being destroyed at
// this moment is gone first: then the reference is unknown.
func (s *Service) Place(ctx context.Context, actor account.Actor, hold Hold) error {
	if err := mayDecide(actor); err != nil {
		return err
	}
	hold.Reference = strings.ToUpper(strings.TrimSpace(hold.Reference))
	var wrong fault.Check
	wrong.Unless(hold.Reference != "", "reference", "error.required")
	wrong.Unless(hold.Reason != "", "reason", "error.required")
	wrong.Unless(utf8.RuneCountInString(hold.Reason) <= HoldReasonMax, "reason", "error.max", "Max", HoldReasonMax)
	wrong.Unless(!bsn.In(hold.Reason), "reason", "error.bsn")
	if hold.UntilOn != nil { // the zero day is one that does not exist
		wrong.Unless(!hold.UntilOn.IsZero(), "until", "error.date")
		wrong.Unless(hold.UntilOn.IsZero() || !hold.UntilOn.Before(s.today()), "until", "retention.until-past")
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		var due []Item
		err := tx.Clauses(forUpdate).Where("reference = ? OR ? = ANY (related)", hold.Reference, hold.Reference).Order("id").Find(&due).Error
		if err != nil {
			return err
		}
		known, err := s.known(tx, hold.Reference)
		if err != nil {
			return err
		}
		if !known {
			return fault.Invalid(fault.At("reference", "retention.unknown"))
		}
		hold.ID, hold.PlacedBy, hold.PlacedAt, hold.LiftedBy, hold.LiftedAt = uuid.New(), actor.UserID, s.Now().UTC(), nil, nil
		if err := tx.Create(&hold).Error; err != nil {
			return err
		}
		return audit.Record(tx, actor, "retention.held", "retention", hold.ID.String())
	})
}

func (s *Service) known(db *gorm.DB, reference string) (bool, error) {
	for _, class := range s.Classes {
		if class.Known == nil {
			continue
		}
		if known, err := class.Known(db, reference); known || err != nil {
			return known, err
		}
	}
	return false, nil
}

// Lift ends a hold; fault.Missing when there is none in force.
func (s *Service) Lift(ctx context.Context, actor account.Actor, id uuid.UUID) error {
	if err := mayDecide(actor); err != nil {
		return err
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		lifted := tx.Model(&Hold{}).Where("id = ? AND "+inForce, id, s.today()).
			Updates(map[string]any{"lifted_by": actor.UserID, "lifted_at": s.Now().UTC()})
		if lifted.Error == nil && lifted.RowsAffected == 0 {
			return fault.Missing()
		}
		return errors.Join(lifted.Error, audit.Record(tx, actor, "retention.lifted", "retention", id.String()))
	})
}

// Holds gives the holds in force, newest first.
func (s *Service) Holds(ctx context.Context, actor account.Actor) ([]Hold, error) {
	if err := mayLook(actor); err != nil {
		return nil, err
	}
	var holds []Hold
	err := s.DB.WithContext(ctx).Table("retention_holds").Select("retention_holds.*, users.name AS placed_by_name").
		Joins("JOIN users ON users.id = placed_by").Where(inForce, s.today()).Order("placed_at DESC, retention_holds.id").Scan(&holds).Error
	return holds, err
}

func (s *Service) held(db *gorm.DB, references []string) (held bool, err error) {
	err = db.Raw("SELECT EXISTS (SELECT 1 FROM retention_holds WHERE reference = ANY (?) AND "+inForce+")",
		Texts(references), s.today()).Scan(&held).Error
	return held, err
}
