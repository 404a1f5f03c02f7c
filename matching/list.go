package matching

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/paging"
	"providerportal/internal/workday"
)

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

// Part is which requests a list has.
type Part string

// The parts of the list. Waiting and late requests have no conversation yet and
// were not ended; they differ in the due date.
const (
	PartAll     Part = "all"
	PartWaiting Part = "waiting"
	PartLate    Part = "late"
	PartOpen    Part = "open" // not closed, held or not
	PartClosed  Part = "closed"
)

// notHeld is what the term still runs for.
const notHeld = "r.held_on IS NULL AND r.status NOT IN ('withdrawn', 'declined')"

func (p Part) of(query *gorm.DB, today workday.Date) *gorm.DB {
	switch p {
	case PartWaiting:
		return query.Where(notHeld+" AND r.due_on >= ?", today)
	case PartLate:
		return query.Where(notHeld+" AND r.due_on < ?", today)
	case PartOpen:
		return query.Where("r.closed_at IS NULL")
	case PartClosed:
		return query.Where("r.closed_at IS NOT NULL")
	}
	return query
}

// theirs gives the requests the actor works on; staff get all.
func theirs(db *gorm.DB, actor account.Actor) (*gorm.DB, error) {
	query := db.Table("requests r")
	switch {
	case actor.Has(account.RoleConsultant):
		return query.Where("r.municipality_code = ?", actor.Municipality), nil
	case actor.Has(account.RoleProvider):
		return query.Where("r.provider_id = ?", actor.ProviderID), nil
	case actor.Staff():
		return query, nil
	}
	return nil, fault.Forbidden()
}

// listRow is a request with the names that stand in a list.
type listRow struct {
	Request
	ProviderName     string
	MunicipalityName string
}

// List gives one page of the requests the actor works on, the most urgent first
// (T6, T10): open ones by due date, then the closed ones, newest first. Staff get
// clock and status only.
func (s *Service) List(ctx context.Context, actor account.Actor, part Part, page int) (paging.Page[Line], error) {
	db := s.DB.WithContext(ctx)
	query, err := theirs(db, actor)
	if err != nil {
		return paging.Page[Line]{}, err
	}
	query = part.of(query, s.today()).
		Select("r.*, p.name AS provider_name, m.name AS municipality_name").
		Joins("JOIN providers p ON p.id = r.provider_id").
		Joins("JOIN municipalities m ON m.code = r.municipality_code").
		Order("r.closed_at IS NOT NULL, r.held_on IS NOT NULL, r.closed_at DESC, r.due_on, r.sent_at, r.id")
	found, err := paging.Find[listRow](query, page)
	if err != nil {
		return paging.Page[Line]{}, err
	}
	calendar, err := workday.Stored(ctx, db)
	if err != nil {
		return paging.Page[Line]{}, err
	}
	lines := make([]Line, len(found.Lines))
	for i := range found.Lines {
		lines[i] = s.line(actor, &found.Lines[i], calendar)
	}
	return paging.Map(found, lines), nil
}

func (s *Service) line(actor account.Actor, row *listRow, calendar *workday.Calendar) Line {
	request := &row.Request
	request.withholdFrom(actor)
	line := Line{
		ID: request.ID, Reference: request.Reference, ProviderName: row.ProviderName,
		Municipality: row.MunicipalityName, Status: request.Status, SentAt: request.SentAt,
		Clock: request.Clock(s.today(), calendar), HeldOn: request.HeldOn, ClosedAt: request.ClosedAt,
	}
	if !actor.Staff() {
		line.OwnReference = request.OwnReference
	}
	return line
}
