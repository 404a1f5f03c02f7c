package matching

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
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
	AnsweredAt   *time.Time
	ScheduledAt  *time.Time // when the first appointment was made
	Clock        Clock
	HeldOn       *workday.Date
	ClosedAt     *time.Time
	Erased       bool // only the clock is left, and nobody opens it (T11)
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
func (s *Service) List(ctx context.Context, actor account.Actor, filter Filter, part Part, page int) (paging.Page[Line], error) {
	db := s.DB.WithContext(ctx)
	query, err := s.listed(db, actor, filter, part)
	if err != nil {
		return paging.Page[Line]{}, err
	}
	found, err := paging.Find[listRow](query, page)
	if err != nil {
		return paging.Page[Line]{}, err
	}
	lines, err := s.lines(ctx, db, actor, found.Lines)
	return paging.Map(found, lines), err
}

// Lines gives all of them at once, for an export.
func (s *Service) Lines(ctx context.Context, actor account.Actor, filter Filter, part Part) ([]Line, error) {
	db := s.DB.WithContext(ctx)
	query, err := s.listed(db, actor, filter, part)
	if err != nil {
		return nil, err
	}
	var rows []listRow
	if err := query.Find(&rows).Error; err != nil {
		return nil, err
	}
	return s.lines(ctx, db, actor, rows)
}

// listed is the query of a list, in its order.
func (s *Service) listed(db *gorm.DB, actor account.Actor, filter Filter, part Part) (*gorm.DB, error) {
	query, err := theirs(db, actor)
	if err != nil {
		return nil, err
	}
	return part.of(filter.of(query, actor), s.today()).
		Select("r.*, p.name AS provider_name, m.name AS municipality_name").
		Joins("JOIN providers p ON p.id = r.provider_id").
		Joins("JOIN municipalities m ON m.code = r.municipality_code").
		Order("r.closed_at IS NOT NULL, r.held_on IS NOT NULL, r.closed_at DESC, r.due_on, r.sent_at, r.id"), nil
}

func (s *Service) lines(ctx context.Context, db *gorm.DB, actor account.Actor, rows []listRow) ([]Line, error) {
	calendar, err := workday.Stored(ctx, db)
	if err != nil {
		return nil, err
	}
	lines := make([]Line, len(rows))
	for i := range rows {
		lines[i] = s.line(actor, &rows[i], calendar)
	}
	return lines, nil
}

func (s *Service) line(actor account.Actor, row *listRow, calendar *workday.Calendar) Line {
	request := &row.Request
	request.withholdFrom(actor)
	line := Line{
		ID: request.ID, Reference: request.Reference, ProviderName: row.ProviderName,
		Municipality: row.MunicipalityName, Status: request.Status, SentAt: request.SentAt,
		AnsweredAt: request.FirstAnsweredAt, ScheduledAt: request.FirstScheduledAt,
		Clock: request.Clock(s.today(), calendar), HeldOn: request.HeldOn, ClosedAt: request.ClosedAt, Erased: request.ErasedAt != nil,
	}
	if !actor.Staff() {
		line.OwnReference = request.OwnReference
	}
	return line
}
