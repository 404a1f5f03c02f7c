package enrollment

import (
	"errors"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/internal/account"
	"providerportal/internal/fault"
)

// Event is one step on the road of an application.
type Event struct {
	ID            int64 `gorm:"primaryKey;autoIncrement"`
	ApplicationID uuid.UUID
	At            time.Time
	Status        Status
	ActorID       *uuid.UUID
}

// TableName is where the events live.
func (Event) TableName() string { return "application_events" }

// lock holds an application that the actor may see until the transaction ends.
func lock(tx *gorm.DB, actor account.Actor, id uuid.UUID) (*Application, error) {
	return takeVisible(locked(tx), actor, id)
}

// locked makes a query hold its rows until the transaction ends.
func locked(tx *gorm.DB) *gorm.DB {
	return tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate})
}

// takeVisible gives an application that the actor may see; fault.Missing
// otherwise.
func takeVisible(query *gorm.DB, actor account.Actor, id uuid.UUID) (*Application, error) {
	var application Application
	err := query.Take(&application, "id = ?", id).Error
	if errors.Is(err, gorm.ErrRecordNotFound) || (err == nil && !application.visibleTo(actor)) {
		return nil, fault.Missing()
	}
	return &application, err
}

// save writes the named columns, and the step when the status is among them.
func (s *Service) save(tx *gorm.DB, actor account.Actor, application *Application, columns ...string) error {
	if err := tx.Model(application).Select(columns).Updates(application).Error; err != nil {
		return err
	}
	if columns[0] != "Status" {
		return nil
	}
	return tx.Create(&Event{
		ApplicationID: application.ID, At: s.Now().UTC(), Status: application.Status, ActorID: &actor.UserID,
	}).Error
}
