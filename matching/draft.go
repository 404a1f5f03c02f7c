package matching

import (
	"context"
	"encoding/json"
	"errors"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/storage/database"
)

// draftLife is how long a question that is not sent is kept (AVG-2).
const draftLife = 30 * 24 * time.Hour

// Draft is a question that is not sent yet; only its writer sees it.
type Draft struct {
	ID               uuid.UUID `gorm:"primaryKey"`
	ConsultantID     uuid.UUID
	MunicipalityCode string
	ProviderID       uuid.UUID
	Content          string
	SavedAt          time.Time

	Provider directory.Provider `gorm:"-"`
}

// TableName is where the drafts live.
func (Draft) TableName() string { return "request_drafts" }

// Question is what was written so far.
func (d *Draft) Question() (Question, error) {
	var question Question
	err := json.Unmarshal([]byte(d.Content), &question)
	question.ID = d.ID
	return question, err
}

// SaveDraft keeps an unfinished question for its writer. Only what may never be
// stored is refused: a BSN (T2), and texts that are too long.
func (s *Service) SaveDraft(ctx context.Context, actor account.Actor, slug string, question Question) error {
	if !actor.Has(account.RoleConsultant) {
		return fault.Forbidden()
	}
	var wrong fault.Check
	question.checkTexts(&wrong)
	wrong.Unless(question.ID != uuid.Nil, "", "error.required")
	if err := wrong.Err(); err != nil {
		return err
	}
	public, err := s.Directory.Public(ctx, slug)
	if err != nil {
		return err
	}
	question.ResidentChose = false // is said when it is sent
	content, err := json.Marshal(question)
	if err != nil {
		return err
	}
	draft := Draft{
		ID: question.ID, ConsultantID: actor.UserID, MunicipalityCode: actor.Municipality, ProviderID: public.Provider.ID,
		Content: string(content), SavedAt: s.Now().UTC(),
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		var sent int64
		if err := tx.Model(&Request{}).Where("id = ?", draft.ID).Count(&sent).Error; err != nil {
			return err
		}
		if sent > 0 {
			return fault.Conflict("request.sent-already")
		}
		saved := tx.Clauses(clause.OnConflict{
			Columns:   []clause.Column{{Name: "id"}},
			Where:     clause.Where{Exprs: []clause.Expression{clause.Eq{Column: "request_drafts.consultant_id", Value: actor.UserID}}},
			DoUpdates: clause.AssignmentColumns([]string{"provider_id", "content", "saved_at"}),
		}).Create(&draft)
		if saved.Error == nil && saved.RowsAffected == 0 { // somebody else's
			return fault.Missing()
		}
		return saved.Error
	})
}

// checkTexts names texts that may not be stored, finished or not.
func (q Question) checkTexts(wrong *fault.Check) {
	for _, text := range []struct {
		name, value string
		max         int
	}{
		{"ownReference", q.OwnReference, OwnReferenceMax}, {"question", q.Question, QuestionMax},
		{"goals", q.Goals, QuestionMax}, {"contactPhone", q.ContactPhone, PhoneMax},
	} {
		wrong.Unless(utf8.RuneCountInString(text.value) <= text.max, text.name, "error.max", "Max", text.max)
		refuseBSN(wrong, text.name, text.value)
	}
}

// Drafts gives the actor's own unfinished questions, newest first.
func (s *Service) Drafts(ctx context.Context, actor account.Actor) ([]Draft, error) {
	if !actor.Has(account.RoleConsultant) {
		return nil, fault.Forbidden()
	}
	var drafts []Draft
	db := s.DB.WithContext(ctx)
	if err := db.Where("consultant_id = ?", actor.UserID).Order("saved_at DESC, id").Find(&drafts).Error; err != nil {
		return nil, err
	}
	for i := range drafts {
		provider, err := directory.ProviderByID(db, drafts[i].ProviderID)
		if err != nil {
			return nil, err
		}
		drafts[i].Provider = *provider
	}
	return drafts, nil
}

// Draft gives one unfinished question to its writer; fault.Missing to others.
func (s *Service) Draft(ctx context.Context, actor account.Actor, id uuid.UUID) (*Draft, error) {
	var draft Draft
	err := s.DB.WithContext(ctx).Take(&draft, "id = ? AND consultant_id = ?", id, actor.UserID).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, fault.Missing()
	}
	return &draft, err
}

// DropDraft throws an unfinished question away.
func (s *Service) DropDraft(ctx context.Context, actor account.Actor, id uuid.UUID) error {
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		dropped := tx.Delete(&Draft{}, "id = ? AND consultant_id = ?", id, actor.UserID)
		if dropped.Error == nil && dropped.RowsAffected == 0 {
			return fault.Missing()
		}
		return dropped.Error
	})
}

// SweepDrafts removes questions that nobody sent within their life.
func (s *Service) SweepDrafts(ctx context.Context) error {
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		return tx.Delete(&Draft{}, "saved_at < ?", s.Now().Add(-draftLife).UTC()).Error
	})
}
