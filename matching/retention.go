package matching

import (
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/mail"
	"providerportal/internal/reference"
	"providerportal/internal/retention"
	"providerportal/internal/workday"
)

// RetentionClasses are the records of this package that have a term (T11): the text
// of a closed request, and later the clock that stays of it.
func (s *Service) RetentionClasses() []retention.Class {
	return []retention.Class{
		{Code: "request-text", Due: dueRequests("erased_at IS NULL"), Erase: s.eraseText, Known: knownRequest},
		{Code: "request-row", Due: dueRequests("erased_at IS NOT NULL"), Erase: removeRequest},
	}
}

// dueRequests gives closed requests; the term begins on the local day of closing.
func dueRequests(state string) func(*gorm.DB, workday.Date, string) ([]retention.Record, error) {
	return func(db *gorm.DB, began workday.Date, only string) ([]retention.Record, error) {
		query := db.Where("closed_at <= ? AND "+state, began.End())
		if only != "" {
			query = query.Clauses(forUpdate).Where("id = ?", only)
		}
		var requests []Request
		if err := query.Select("id", "reference", "closed_at").Order("closed_at, id").Find(&requests).Error; err != nil {
			return nil, err
		}
		records := make([]retention.Record, len(requests))
		for i, request := range requests {
			records[i] = retention.Record{ID: request.ID.String(), Reference: request.Reference, StartedOn: workday.On(*request.ClosedAt)}
		}
		return records, nil
	}
}

func knownRequest(db *gorm.DB, reference string) (bool, error) {
	var count int64
	err := db.Model(&Request{}).Where("reference = ? AND erased_at IS NULL", reference).Count(&count).Error
	return count > 0, err
}

// eraseText takes everything from a request that somebody wrote or that names
// anybody. What stays are municipality, provider, product and the facts of the
// clock, under a reference that nobody knows (T11). Its letters go as well.
func (s *Service) eraseText(tx *gorm.DB, record retention.Record) error {
	for _, erasing := range []*gorm.DB{
		tx.Model(&Request{}).Where("previous_id = ?", record.ID).Update("previous_id", nil),
		tx.Model(&event{}).Where("request_id = ?", record.ID).Updates(map[string]any{"reason": "", "actor_id": nil}),
		tx.Where("request_id = ?", record.ID).Delete(&Offer{}),
		tx.Where("id = ?", record.ID).Delete(&Draft{}),
		tx.Where("request_id = ?", record.ID).Delete(&Opening{}),
		tx.Model(&Request{}).Where("id = ?", record.ID).Updates(erasedRequest(s.Now().UTC())),
	} {
		if erasing.Error != nil {
			return erasing.Error
		}
	}
	if err := s.eraseNews(tx, record.ID); err != nil {
		return err
	}
	return mail.Forget(tx, "request", record.ID)
}

// eraseNews takes back what systems of municipalities have not heard yet: it has the
// reference in it.
func (s *Service) eraseNews(tx *gorm.DB, id string) error {
	parsed, err := uuid.Parse(id)
	if err != nil || s.Outbox == nil {
		return err
	}
	return s.Outbox.RequestErased(tx, parsed)
}

func erasedRequest(at time.Time) map[string]any {
	return map[string]any{
		"reference": reference.New("GEWIST"), "erased_at": at,
		"own_reference": "", "question": "", "goals": "", "contact_phone": "", "appointment_place": "", "outcome_reason": "", "close_note": "",
		"start_wish_on": nil, "start_rung": nil, "target_rung": nil, "expected_start_on": nil, "hours_per_week": nil, "duration_weeks": nil,
		"consultant_id": nil, "stand_in_id": nil, "assigned_to": nil, "previous_id": nil,
	}
}

// removeRequest takes the clock of an erased request away too.
func removeRequest(tx *gorm.DB, record retention.Record) error {
	id, err := uuid.Parse(record.ID)
	if err != nil {
		return err
	}
	for _, table := range []any{&event{}, &reminder{}} {
		if err := tx.Where("request_id = ?", id).Delete(table).Error; err != nil {
			return err
		}
	}
	return tx.Where("id = ?", id).Delete(&Request{}).Error
}
