package matching

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
	"providerportal/storage/database"
)

// OpenReasons are why somebody of the MGR may read the text of a request (T9).
var OpenReasons = []string{"complaint", "question", "signal", "incident", "other"}

// OpenFor is how long the text is shown to who opened it.
const OpenFor = 15 * time.Minute

// openers may open the text of a request.
var openers = []account.Role{account.RoleContractManager, account.RoleAdministrator}

// Opening is that one person of the MGR read the text, with the reason.
type Opening struct {
	ID        uuid.UUID `gorm:"primaryKey"`
	RequestID uuid.UUID
	UserID    uuid.UUID
	Reason    string
	Note      string
	OpenedAt  time.Time
}

// TableName is where the openings live.
func (Opening) TableName() string { return "request_openings" }

// Until is when the text closes again.
func (o Opening) Until() time.Time { return o.OpenedAt.Add(OpenFor) }

// Glance is a request as the MGR sees it: clock and course, and the text only
// while it is open for who looks (T9).
type Glance struct {
	Case
	Opened  *Opening // nil while the text is closed for the actor
	MayOpen bool
}

// Open shows the text of a request to the actor for a quarter of an hour. Both
// sides see on the time line that it was opened and for which reason (T9).
func (s *Service) Open(ctx context.Context, actor account.Actor, id uuid.UUID, why Ending) error {
	if !actor.Has(openers...) {
		return fault.Forbidden()
	}
	var wrong fault.Check
	wrong.Unless(oneOf(why.Reason, OpenReasons), "reason", "error.choose-one")
	wrong.Unless(why.Note != "", "note", "error.required")
	checkNote(&wrong, "note", why.Note)
	if err := wrong.Err(); err != nil {
		return err
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		request, err := byID(tx.Clauses(forUpdate), id)
		if err != nil {
			return err
		}
		opening := Opening{
			ID: uuid.New(), RequestID: id, UserID: actor.UserID, Reason: why.Reason, Note: why.Note, OpenedAt: s.Now().UTC(),
		}
		if err := tx.Create(&opening).Error; err != nil {
			return err
		}
		return s.record(tx, actor, request, ActOpened, event{Reason: why.Reason})
	})
}

// Glance gives a request to the MGR. Whoever reads the open text is written down
// each time (AVG-6).
func (s *Service) Glance(ctx context.Context, actor account.Actor, id uuid.UUID) (*Glance, error) {
	if !actor.Staff() {
		return nil, fault.Forbidden()
	}
	db := s.DB.WithContext(ctx)
	request, err := byID(db, id)
	if err != nil {
		return nil, err
	}
	opened, err := s.openedBy(db, actor, id)
	if err != nil {
		return nil, err
	}
	if opened == nil {
		request.withhold()
	}
	calendar, err := workday.Stored(ctx, db)
	if err != nil {
		return nil, err
	}
	glance := &Glance{Case: Case{Request: *request, Clock: request.Clock(s.today(), calendar)}, Opened: opened, MayOpen: actor.Has(openers...)}
	if err := glance.load(db, opened == nil); err != nil || opened == nil {
		return glance, err
	}
	return glance, database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		return audit.Record(tx, actor, "request.read", "request", id.String())
	})
}

// openedBy gives the opening by which the actor may read the text now, or nil.
func (s *Service) openedBy(db *gorm.DB, actor account.Actor, id uuid.UUID) (*Opening, error) {
	if !actor.Has(openers...) {
		return nil, nil
	}
	var openings []Opening
	err := db.Where("request_id = ? AND user_id = ? AND opened_at > ?", id, actor.UserID, s.Now().Add(-OpenFor).UTC()).
		Order("opened_at DESC").Limit(1).Find(&openings).Error
	if err != nil || len(openings) == 0 {
		return nil, err
	}
	return &openings[0], nil
}
