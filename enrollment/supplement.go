package enrollment

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
)

// SupplementRequest is one request to complete an application, as it was sent.
type SupplementRequest struct {
	ID            uuid.UUID `gorm:"primaryKey"`
	ApplicationID uuid.UUID
	Round         int
	AskedBy       uuid.UUID
	AskedAt       time.Time
	AnswerByOn    workday.Date
	Parts         []SupplementPart `gorm:"foreignKey:RequestID"`
}

// SupplementPart is one requirement that was asked again, in the words of then.
type SupplementPart struct {
	RequestID     uuid.UUID `gorm:"primaryKey"`
	RequirementID uuid.UUID `gorm:"primaryKey"`
	Reasons       string
}

// SupplementPlan is the request that would be sent now: the parts marked
// "supplement needed", and the term of the procedure, the same for every
// applicant (OH-4, OH-8).
type SupplementPlan struct {
	Dossier  *Dossier
	Parts    []SupplementPart
	Workdays int
	AnswerBy workday.Date
}

// Fingerprint tells this request from any other: who sends it gives the one of what
// they read.
func (p *SupplementPlan) Fingerprint() string {
	sum := sha256.New()
	fmt.Fprintf(sum, "%d %s\n", p.Workdays, p.AnswerBy)
	for _, part := range p.Parts {
		fmt.Fprintf(sum, "%s %q\n", part.RequirementID, part.Reasons)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// PlanSupplement gives the request as it would be sent now, to read before it is.
// It refuses what RequestSupplement would refuse.
func (s *Service) PlanSupplement(ctx context.Context, actor account.Actor, id uuid.UUID) (*SupplementPlan, error) {
	if !actor.Has(account.RoleReviewer) {
		return nil, fault.Forbidden()
	}
	dossier, err := s.Dossier(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	return s.plan(ctx, s.DB.WithContext(ctx), dossier)
}

func (s *Service) plan(ctx context.Context, db *gorm.DB, dossier *Dossier) (*SupplementPlan, error) {
	if !dossier.Has(OutcomeSupplementNeeded) {
		return nil, fault.Invalid(fault.At("complete", "review.nothing-to-supplement"))
	}
	if dossier.SupplementWaits() {
		return nil, fault.Invalid(fault.At("complete", "review.supplement-unjudged"))
	}
	if dossier.Application.Status != StatusUnderReview {
		return nil, fault.Conflict("application.past-step")
	}
	plan := &SupplementPlan{Dossier: dossier, Workdays: dossier.Procedure.RepairWorkdays}
	for _, requirement := range dossier.Requirements {
		if check := dossier.Checks[requirement.ID]; check.Outcome == OutcomeSupplementNeeded {
			plan.Parts = append(plan.Parts, SupplementPart{RequirementID: requirement.ID, Reasons: check.Reasons})
		}
	}
	var err error
	plan.AnswerBy, err = due(ctx, db, s.Now(), plan.Workdays)
	return plan, err
}

// keepSupplement writes down what is asked, and the term.
func (s *Service) keepSupplement(tx *gorm.DB, actor account.Actor, application *Application, plan *SupplementPlan) error {
	var before int64
	if err := tx.Model(&SupplementRequest{}).Where("application_id = ?", application.ID).Count(&before).Error; err != nil {
		return err
	}
	request := SupplementRequest{
		ID: uuid.New(), ApplicationID: application.ID, Round: int(before) + 1, AskedBy: actor.UserID,
		AskedAt: s.Now().UTC(), AnswerByOn: plan.AnswerBy, Parts: plan.Parts,
	}
	if err := tx.Create(&request).Error; err != nil {
		return err
	}
	return s.keepTerm(tx, application, TermRepair, plan.Workdays, plan.AnswerBy)
}

// supplementsOf gives the requests that were sent for an application, in order.
func supplementsOf(db *gorm.DB, applicationID uuid.UUID) ([]SupplementRequest, error) {
	var requests []SupplementRequest
	return requests, db.Preload("Parts").Where("application_id = ?", applicationID).Order("round").Find(&requests).Error
}
