package matching

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
	"providerportal/storage/database"
)

// event is one act on the time line of a request.
type event struct {
	ID        int64 `gorm:"primaryKey;autoIncrement"`
	RequestID uuid.UUID
	At        time.Time
	Act       Act
	ActorID   uuid.UUID
	Side      string
	Reason    string
	Moment    *time.Time
}

// TableName is where the events live.
func (event) TableName() string { return "request_events" }

// Step is one act as both sides see it: who by side, not by name.
type Step struct {
	At     time.Time
	Act    Act
	Side   string // "consultant" or "provider"
	Reason string // coded for an ending, free text for a moved appointment
	Moment *time.Time
}

// Case is a request with what belongs to it.
type Case struct {
	Request      Request
	Clock        Clock
	Provider     directory.Provider
	Municipality directory.Municipality
	Product      directory.Product
	Consultant   account.User
	Steps        []Step
}

var forUpdate = clause.Locking{Strength: clause.LockingStrengthUpdate}

// lock holds a request that the actor may see until the transaction ends.
func lock(tx *gorm.DB, actor account.Actor, id uuid.UUID) (*Request, error) {
	return seen(tx.Clauses(forUpdate), actor, id)
}

func seen(db *gorm.DB, actor account.Actor, id uuid.UUID) (*Request, error) {
	var request Request
	err := db.Take(&request, "id = ?", id).Error
	if errors.Is(err, gorm.ErrRecordNotFound) || (err == nil && !request.visibleTo(actor)) {
		return nil, fault.Missing()
	}
	return &request, err
}

// Case gives a request to who may see it, and writes down that it was read
// (AVG-6).
func (s *Service) Case(ctx context.Context, actor account.Actor, id uuid.UUID) (*Case, error) {
	db := s.DB.WithContext(ctx)
	request, err := seen(db, actor, id)
	if err != nil {
		return nil, err
	}
	request.withholdFrom(actor)
	calendar, err := workday.Stored(ctx, db)
	if err != nil {
		return nil, err
	}
	found := &Case{Request: *request, Clock: request.Clock(s.today(), calendar)}
	var events []event
	for _, err := range []error{
		db.Take(&found.Provider, "id = ?", request.ProviderID).Error,
		db.Take(&found.Municipality, "code = ?", request.MunicipalityCode).Error,
		db.Take(&found.Product, "code = ?", request.ProductCode).Error,
		db.Take(&found.Consultant, "id = ?", request.ConsultantID).Error,
		db.Where("request_id = ?", id).Order("id").Find(&events).Error,
	} {
		if err != nil {
			return nil, err
		}
	}
	for _, e := range events {
		if e.Act == ActReschedule && request.withheldFrom(actor) {
			e.Reason = ""
		}
		found.Steps = append(found.Steps, Step{At: e.At, Act: e.Act, Side: e.Side, Reason: e.Reason, Moment: e.Moment})
	}
	return found, database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		return audit.Record(tx, actor, "request.read", "request", id.String())
	})
}
