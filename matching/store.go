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

// lock holds a request that the actor may see until the transaction ends.
func lock(tx *gorm.DB, actor account.Actor, id uuid.UUID) (*Request, error) {
	return seen(tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}), actor, id)
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

// Line is one request in a list: its clock and status, never its text.
type Line struct {
	ID           uuid.UUID
	Reference    string
	OwnReference string // empty for staff and for a provider whose access ended
	ProviderName string
	Municipality string
	Status       Status
	SentAt       time.Time
	Clock        Clock
	HeldOn       *workday.Date
	ClosedAt     *time.Time
}

// List gives the requests the actor works on, the most urgent first (T6, T10):
// open ones by due date, then the closed ones, newest first. Staff get all, with
// clock and status only.
func (s *Service) List(ctx context.Context, actor account.Actor) ([]Line, error) {
	db := s.DB.WithContext(ctx)
	query := db.Table("requests r").
		Select("r.*, p.name AS provider_name, m.name AS municipality_name").
		Joins("JOIN providers p ON p.id = r.provider_id").
		Joins("JOIN municipalities m ON m.code = r.municipality_code").
		Order("r.closed_at IS NOT NULL, r.held_on IS NOT NULL, r.closed_at DESC, r.due_on, r.sent_at").Limit(500)
	switch {
	case actor.Has(account.RoleConsultant):
		query = query.Where("r.municipality_code = ?", actor.Municipality)
	case actor.Has(account.RoleProvider):
		query = query.Where("r.provider_id = ?", actor.ProviderID)
	case !actor.Staff():
		return nil, fault.Forbidden()
	}
	var rows []struct {
		Request
		ProviderName     string
		MunicipalityName string
	}
	if err := query.Find(&rows).Error; err != nil {
		return nil, err
	}
	calendar, err := workday.Stored(ctx, db)
	if err != nil {
		return nil, err
	}
	lines := make([]Line, len(rows))
	for i := range rows {
		request := &rows[i].Request
		request.withholdFrom(actor)
		lines[i] = Line{
			ID: request.ID, Reference: request.Reference, ProviderName: rows[i].ProviderName,
			Municipality: rows[i].MunicipalityName, Status: request.Status, SentAt: request.SentAt,
			Clock: request.Clock(s.today(), calendar), HeldOn: request.HeldOn, ClosedAt: request.ClosedAt,
		}
		if !actor.Staff() {
			lines[i].OwnReference = request.OwnReference
		}
	}
	return lines, nil
}

// Figures is how a set of requests did against the norm (T10, WD-8).
type Figures struct {
	Open      int // not held, not closed, not late
	Late      int // not held, not closed, past the due date
	OnTime    int // held within the norm
	HeldLate  int // held after the due date
	Declined  int
	Withdrawn int // apart: they count neither way
}

// Percentage is held on time ÷ (held + overdue), rounded down, and false when
// there is nothing to divide by.
func (f Figures) Percentage() (int, bool) {
	counted := f.OnTime + f.HeldLate + f.Late
	if counted == 0 {
		return 0, false
	}
	return f.OnTime * 100 / counted, true
}

// Count adds up the terms of the lines.
func Count(lines []Line) Figures {
	var figures Figures
	for _, line := range lines {
		switch line.Clock.Term {
		case TermLate:
			figures.Late++
		case TermHeldOnTime:
			figures.OnTime++
		case TermHeldLate:
			figures.HeldLate++
		case TermDeclined:
			figures.Declined++
		case TermWithdrawn:
			figures.Withdrawn++
		default:
			figures.Open++
		}
	}
	return figures
}
