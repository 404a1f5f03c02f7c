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
	AskedBy   string
}

// TableName is where the events live.
func (event) TableName() string { return "request_events" }

// Step is one act as both sides see it: who by side, not by name.
type Step struct {
	At     time.Time
	Act    Act
	Side   string // "consultant", "provider" or "staff"
	Reason string // coded for an ending, names of parts for an amendment, else free text
	Moment *time.Time

	// AskedBy is on whose behalf an appointment moved, or who did not come.
	AskedBy string
}

// Case is a request with what belongs to it.
type Case struct {
	Request      Request
	Clock        Clock
	Provider     directory.Provider
	Municipality directory.Municipality
	Product      directory.Product
	Consultant   account.User
	StandIn      *account.User // consultant who stands in, if any
	Assigned     *account.User // colleague at the provider, if any
	Previous     string        // reference of the request that this one asks again, or empty
	Offers       []Offer       // open ones, earliest first
	Steps        []Step
}

var forUpdate = clause.Locking{Strength: clause.LockingStrengthUpdate}

// lock holds a request that the actor may see until the transaction ends.
func lock(tx *gorm.DB, actor account.Actor, id uuid.UUID) (*Request, error) {
	return seen(tx.Clauses(forUpdate), actor, id)
}

func seen(db *gorm.DB, actor account.Actor, id uuid.UUID) (*Request, error) {
	request, err := byID(db, id)
	if err == nil && !request.visibleTo(actor) {
		return nil, fault.Missing()
	}
	return request, err
}

func byID(db *gorm.DB, id uuid.UUID) (*Request, error) {
	var request Request
	err := db.Take(&request, "id = ?", id).Error
	if errors.Is(err, gorm.ErrRecordNotFound) || (err == nil && request.ErasedAt != nil) { // only the clock is left (T11)
		return nil, fault.Missing()
	}
	return &request, err
}

// people adds who works on the request, what is offered, and what came before.
func (c *Case) people(db *gorm.DB, actor account.Actor) (err error) {
	r := &c.Request
	if c.StandIn, err = person(db, r.StandInID); err != nil {
		return err
	}
	if actor.Has(account.RoleProvider) { // who works on it at the provider is the provider's own affair
		if c.Assigned, err = person(db, r.AssignedTo); err != nil {
			return err
		}
	}
	if r.PreviousID != nil && actor.Has(account.RoleConsultant) {
		if err := db.Model(&Request{}).Where("id = ?", *r.PreviousID).Pluck("reference", &c.Previous).Error; err != nil {
			return err
		}
	}
	return db.Where("request_id = ? AND ended_at IS NULL", r.ID).Order("at, id").Find(&c.Offers).Error
}

func person(db *gorm.DB, id *uuid.UUID) (*account.User, error) {
	if id == nil {
		return nil, nil
	}
	return account.ByID(db, *id)
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
	if err := found.load(db, request.withheldFrom(actor)); err != nil {
		return nil, err
	}
	if err := found.people(db, actor); err != nil {
		return nil, err
	}
	return found, database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		return audit.Record(tx, actor, "request.read", "request", id.String())
	})
}

// load reads what belongs to the request. When it is withheld, what somebody
// wrote stays out of the time line; coded reasons and parts stay.
func (c *Case) load(db *gorm.DB, withheld bool) error {
	var events []event
	for _, err := range []error{
		db.Take(&c.Provider, "id = ?", c.Request.ProviderID).Error,
		db.Take(&c.Municipality, "code = ?", c.Request.MunicipalityCode).Error,
		db.Take(&c.Product, "code = ?", c.Request.ProductCode).Error,
		db.Take(&c.Consultant, "id = ?", c.Request.ConsultantID).Error,
		db.Where("request_id = ?", c.Request.ID).Order("id").Find(&events).Error,
	} {
		if err != nil {
			return err
		}
	}
	for _, e := range events {
		if withheld && (e.Act == ActReschedule || e.Act == ActNoShow) {
			e.Reason = ""
		}
		c.Steps = append(c.Steps, Step{At: e.At, Act: e.Act, Side: e.Side, Reason: e.Reason, Moment: e.Moment, AskedBy: e.AskedBy})
	}
	return nil
}
