package enrollment

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/bsn"
	"providerportal/internal/fault"
	"providerportal/storage/database"
)

// ReasonTitleMax is the longest name of a reusable text, in characters.
const ReasonTitleMax = 100

// ReasonText is a reason that reviewers use again, so that equal cases read equal
// words (OH-4). It counts for a requirement code in every version of the set.
type ReasonText struct {
	ID              uuid.UUID `gorm:"primaryKey"`
	RequirementCode string
	Outcome         Outcome
	Title           string
	Body            string
	UpdatedBy       uuid.UUID
	UpdatedAt       time.Time `gorm:"autoUpdateTime:false"` // by the clock of the service
}

// TableName is where the texts live.
func (ReasonText) TableName() string { return "reason_texts" }

// ReasonTexts gives the reusable texts for a requirement code, or all for an
// empty one, by code, outcome and title.
func (s *Service) ReasonTexts(ctx context.Context, actor account.Actor, code string) ([]ReasonText, error) {
	if !actor.Has(account.RoleReviewer) {
		return nil, fault.Forbidden()
	}
	query := s.DB.WithContext(ctx).Order("requirement_code, outcome, lower(title)")
	if code != "" {
		query = query.Where("requirement_code = ?", code)
	}
	var texts []ReasonText
	return texts, query.Find(&texts).Error
}

// ReasonText gives one of them.
func (s *Service) ReasonText(ctx context.Context, actor account.Actor, id uuid.UUID) (*ReasonText, error) {
	if !actor.Has(account.RoleReviewer) {
		return nil, fault.Forbidden()
	}
	return reasonText(s.DB.WithContext(ctx), id)
}

func reasonText(db *gorm.DB, id uuid.UUID) (*ReasonText, error) {
	var text ReasonText
	err := db.Take(&text, "id = ?", id).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, fault.Missing()
	}
	return &text, err
}

// RequirementCodes gives every code that a requirement ever had, for which texts
// may be written.
func (s *Service) RequirementCodes(ctx context.Context) ([]string, error) {
	var codes []string
	return codes, s.DB.WithContext(ctx).Model(&Requirement{}).Distinct("code").Order("code").Pluck("code", &codes).Error
}

// SaveReasonText adds a text, or changes the one with this id.
func (s *Service) SaveReasonText(ctx context.Context, actor account.Actor, text ReasonText) error {
	if !actor.Has(account.RoleReviewer) {
		return fault.Forbidden()
	}
	codes, err := s.RequirementCodes(ctx)
	if err != nil {
		return err
	}
	if err := text.check(codes); err != nil {
		return err
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		text.Title, text.RequirementCode = strings.Clone(text.Title), strings.Clone(text.RequirementCode)
		text.UpdatedBy, text.UpdatedAt = actor.UserID, s.Now().UTC()
		write := tx.Create
		if text.ID == uuid.Nil {
			text.ID = uuid.New()
		} else {
			if _, err := reasonText(tx, text.ID); err != nil {
				return err
			}
			write = tx.Select("*").Updates
		}
		err := write(&text).Error
		if errors.Is(err, gorm.ErrDuplicatedKey) {
			return fault.Invalid(fault.At("name", "texts.exists"))
		}
		if err != nil {
			return err
		}
		return audit.Record(tx, actor, "application.text-saved", "reason-text", text.ID.String())
	})
}

func (t ReasonText) check(codes []string) error {
	var wrong fault.Check
	wrong.Unless(slices.Contains(codes, t.RequirementCode), "code", "error.choose-one")
	wrong.Unless(slices.Contains(Outcomes, t.Outcome), "outcome", "error.choose-one")
	wrong.Unless(t.Title != "", "name", "error.required")
	wrong.Unless(utf8.RuneCountInString(t.Title) <= ReasonTitleMax, "name", "error.max", "Max", ReasonTitleMax)
	wrong.Unless(t.Body != "", "body", "error.required")
	wrong.Unless(utf8.RuneCountInString(t.Body) <= TextMax, "body", "error.max", "Max", TextMax)
	wrong.Unless(!bsn.In(t.Title), "name", "error.bsn")
	wrong.Unless(!bsn.In(t.Body), "body", "error.bsn")
	return wrong.Err()
}

// RemoveReasonText takes a text away; where it was used it stays as it was written.
func (s *Service) RemoveReasonText(ctx context.Context, actor account.Actor, id uuid.UUID) error {
	if !actor.Has(account.RoleReviewer) {
		return fault.Forbidden()
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		text, err := reasonText(tx, id)
		if err != nil {
			return err
		}
		if err := tx.Delete(text).Error; err != nil {
			return err
		}
		return audit.Record(tx, actor, "application.text-removed", "reason-text", id.String())
	})
}
