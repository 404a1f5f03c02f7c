package matching

import (
	"context"

	"github.com/google/uuid"

	"providerportal/internal/account"
	"providerportal/internal/fault"
)

// EverAsked gives the providers that ever got a matching request; who is not
// among them is dormant (T10).
func (s *Service) EverAsked(ctx context.Context, actor account.Actor) ([]uuid.UUID, error) {
	if !actor.Staff() {
		return nil, fault.Forbidden()
	}
	var ids []uuid.UUID
	err := s.DB.WithContext(ctx).Model(&Request{}).Distinct("provider_id").Pluck("provider_id", &ids).Error
	return ids, err
}

// Asked is a provider that somebody sent a request to.
type Asked struct {
	ID         uuid.UUID
	Slug, Name string
}

// AskedBy gives the providers of the requests the actor works on, by name.
func (s *Service) AskedBy(ctx context.Context, actor account.Actor) ([]Asked, error) {
	query, err := theirs(s.DB.WithContext(ctx), actor)
	if err != nil {
		return nil, err
	}
	var asked []Asked
	err = query.Joins("JOIN providers p ON p.id = r.provider_id").Distinct("p.id, p.slug, p.name").Order("p.name, p.id").Scan(&asked).Error
	return asked, err
}

// Repeat is a provider whose last two requests that count were both late.
type Repeat struct {
	ID         uuid.UUID
	Name       string
	References string // of the two, the newest first
}

// LateTwice gives the providers that were late twice in a row: of the requests
// that were held or are overdue, the two with the last due dates.
func (s *Service) LateTwice(ctx context.Context, actor account.Actor) ([]Repeat, error) {
	if !actor.Staff() {
		return nil, fault.Forbidden()
	}
	var repeats []Repeat
	err := s.DB.WithContext(ctx).Raw(`
	SELECT p.id, p.name, string_agg(last.reference, ', ' ORDER BY last.place) AS "references"
	FROM (SELECT r.provider_id, r.reference, r.held_on IS NULL OR r.held_on > r.due_on AS late,
	             row_number() OVER (PARTITION BY r.provider_id ORDER BY r.due_on DESC, r.sent_at DESC, r.id) AS place
	      FROM requests r WHERE `+parts[PartCounted]+`) last
	JOIN providers p ON p.id = last.provider_id
	WHERE last.place <= 2
	GROUP BY p.id, p.name HAVING count(*) = 2 AND bool_and(last.late)
	ORDER BY lower(p.name), p.id`, map[string]any{"today": s.today()}).Scan(&repeats).Error
	return repeats, err
}
