package enrollment

import (
	"context"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/bsn"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
	"providerportal/storage/database"
)

// Outcome is what a reviewer found for one requirement (E7).
type Outcome string

// The outcomes; there is no score (E2).
const (
	OutcomeMet              Outcome = "met"
	OutcomeNotMet           Outcome = "not-met"
	OutcomeSupplementNeeded Outcome = "supplement-needed"
	OutcomeNotApplicable    Outcome = "not-applicable"
)

// Outcomes lists them in the order in which they are offered.
var Outcomes = []Outcome{OutcomeMet, OutcomeNotMet, OutcomeSupplementNeeded, OutcomeNotApplicable}

// Check is the review of one requirement. Version counts its changes: a reviewer
// who saves an older one is told, and overwrites nothing.
type Check struct {
	ApplicationID uuid.UUID `gorm:"primaryKey"`
	RequirementID uuid.UUID `gorm:"primaryKey"`
	Outcome       Outcome
	Reasons       string // what the provider reads; notes to colleagues stand apart
	Version       int
	CheckedBy     uuid.UUID
	CheckedAt     time.Time
}

// Judgement is what a reviewer fills in for one requirement. InternalNote, when
// given, is added to the notes for colleagues. Version is that of the check the
// reviewer saw, 0 for none.
type Judgement struct {
	Outcome      Outcome
	Reasons      string
	InternalNote string
	Version      int
}

func (j Judgement) check() error {
	var wrong fault.Check
	known := j.Outcome == OutcomeMet || j.Outcome == OutcomeNotMet ||
		j.Outcome == OutcomeSupplementNeeded || j.Outcome == OutcomeNotApplicable
	wrong.Unless(known, "outcome", "error.choose-one")
	wrong.Unless(j.Outcome == OutcomeMet || !known || j.Reasons != "", "reasons", "review.reasons-needed")
	for name, text := range map[string]string{"reasons": j.Reasons, "internalNote": j.InternalNote} {
		wrong.Unless(utf8.RuneCountInString(text) <= TextMax, name, "error.max", "Max", TextMax)
		wrong.Unless(!bsn.In(text), name, "error.bsn")
	}
	return wrong.Err()
}

// Judge keeps the outcome for one requirement; the first one starts the review.
func (s *Service) Judge(ctx context.Context, actor account.Actor, id uuid.UUID, code string, judgement Judgement) error {
	if err := judgement.check(); err != nil {
		return err
	}
	return s.reviewing(ctx, actor, id, func(tx *gorm.DB, application *Application, dossier *Dossier) error {
		requirement := dossier.Requirement(code)
		if requirement == nil {
			return fault.Missing()
		}
		known := dossier.Checks[requirement.ID]
		if known.Version != judgement.Version {
			return fault.Conflict("review.changed-meanwhile")
		}
		if err := s.startReview(tx, actor, application); err != nil {
			return err
		}
		check := Check{
			ApplicationID: id, RequirementID: requirement.ID, Outcome: judgement.Outcome, Reasons: judgement.Reasons,
			Version: known.Version + 1, CheckedBy: actor.UserID, CheckedAt: s.Now().UTC(),
		}
		if err := tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&check).Error; err != nil {
			return err
		}
		if judgement.InternalNote != "" {
			if err := s.note(tx, actor, application, &requirement.ID, judgement.InternalNote); err != nil {
				return err
			}
		}
		return audit.Record(tx, actor, "application.judged", "application", id.String())
	})
}

// startReview moves a submitted application under review, and reopens a review
// that was complete. What nobody has in hand is the actor's from now on.
func (s *Service) startReview(tx *gorm.DB, actor account.Actor, application *Application) error {
	if application.AssignedTo == nil && application.UnderReview() {
		if err := s.takeInHand(tx, actor, application, actor.UserID); err != nil {
			return err
		}
	}
	if application.Status == StatusUnderReview {
		application.ReviewCompletedAt = nil
		return s.save(tx, actor, application, "ReviewCompletedAt")
	}
	if application.Status != StatusSubmitted {
		return fault.Conflict("application.past-step")
	}
	if err := application.move(StatusUnderReview); err != nil {
		return err
	}
	if application.ReviewStartedAt == nil { // the first round says when it began
		now := s.Now().UTC()
		application.ReviewStartedAt = &now
	}
	return s.save(tx, actor, application, "Status", "ReviewStartedAt")
}

// RequestSupplement asks the provider to complete the parts that were marked
// "supplement needed", within the repair term (E8, OH-8). seen is the fingerprint
// of the plan that the reviewer read, or empty: when something else would be asked
// by now, or by another day, nothing is sent.
func (s *Service) RequestSupplement(ctx context.Context, actor account.Actor, id uuid.UUID, seen string) error {
	return s.reviewing(ctx, actor, id, func(tx *gorm.DB, application *Application, dossier *Dossier) error {
		plan, err := s.plan(ctx, tx, dossier)
		if err != nil {
			return err
		}
		if seen != "" && seen != plan.Fingerprint() {
			return fault.Conflict("supplement.changed-meanwhile")
		}
		if err := application.move(StatusSupplementRequested); err != nil {
			return err
		}
		application.SupplementDueOn = &plan.AnswerBy
		if err := s.save(tx, actor, application, "Status", "SupplementDueOn"); err != nil {
			return err
		}
		if err := dropUnsent(tx, plan); err != nil {
			return err
		}
		if err := s.keepSupplement(tx, actor, application, plan); err != nil {
			return err
		}
		err = s.tellProvider(tx, application.ProviderID, mail.SupplementRequested{
			Matter:       application.matter(strconv.Itoa(len(dossier.Events))),
			Organisation: dossier.Provider.Name, Reference: application.Reference,
			AnswerBy: plan.AnswerBy, URL: s.Mail.BaseURL + "/mijn/aanmelding",
		})
		if err != nil {
			return err
		}
		return audit.Record(tx, actor, "application.supplement-requested", "application", id.String())
	})
}

// ResumeReview takes an application back when the repair term has passed without
// an answer: the review goes on with what was sent last.
func (s *Service) ResumeReview(ctx context.Context, actor account.Actor, id uuid.UUID) error {
	return s.reviewing(ctx, actor, id, func(tx *gorm.DB, application *Application, dossier *Dossier) error {
		if !application.SupplementLate(s.today()) {
			return fault.Conflict("review.term-still-runs")
		}
		if err := application.move(StatusUnderReview); err != nil {
			return err
		}
		decideBy, err := s.decideAfterSilence(tx, application, dossier.Procedure)
		if err != nil {
			return err
		}
		application.DecideByOn = &decideBy
		if err := s.save(tx, actor, application, "Status", "DecideByOn"); err != nil {
			return err
		}
		if err := s.keepTerm(tx, application, TermDecision, dossier.Procedure.DecisionWorkdays, decideBy); err != nil {
			return err
		}
		return audit.Record(tx, actor, "application.review-resumed", "application", id.String())
	})
}

// CompleteReview hands the application to the deciders: every requirement has an
// outcome and none waits for a supplement.
func (s *Service) CompleteReview(ctx context.Context, actor account.Actor, id uuid.UUID) error {
	return s.reviewing(ctx, actor, id, func(tx *gorm.DB, application *Application, dossier *Dossier) error {
		if application.Status != StatusUnderReview || application.ReviewCompletedAt != nil {
			return fault.Conflict("application.past-step")
		}
		if len(dossier.Checks) < len(dossier.Requirements) || dossier.Has(OutcomeSupplementNeeded) {
			return fault.Invalid(fault.At("complete", "review.incomplete"))
		}
		now := s.Now().UTC()
		application.ReviewedBy, application.ReviewCompletedAt = &actor.UserID, &now
		if err := s.save(tx, actor, application, "ReviewedBy", "ReviewCompletedAt"); err != nil {
			return err
		}
		err := s.tellStaff(tx, account.RoleDecider, mail.ApplicationReadyToDecide{
			Matter: application.matter(now.Format(time.RFC3339Nano)), Organisation: dossier.Provider.Name,
			Reference: application.Reference, DecideBy: *application.DecideByOn, URL: s.staffURL(application),
		})
		if err != nil {
			return err
		}
		return audit.Record(tx, actor, "application.review-completed", "application", id.String())
	})
}

// Supplemented reports whether the provider changed its answer after a supplement
// was asked for, so that the requirement waits for the reviewer again.
func (d *Dossier) Supplemented(requirementID uuid.UUID) bool {
	check, answer := d.Checks[requirementID], d.Answers[requirementID]
	return check.Outcome == OutcomeSupplementNeeded && answer.UpdatedAt.After(check.CheckedAt)
}

// SupplementWaits reports whether something that the provider supplemented waits
// for the reviewer: it is judged before another supplement is asked for.
func (d *Dossier) SupplementWaits() bool {
	return slices.ContainsFunc(d.Requirements, func(r Requirement) bool { return d.Supplemented(r.ID) })
}

// Unjudged gives the first requirement after the one with this code that waits
// for the reviewer, from the start again after the last one; nil when none does.
func (d *Dossier) Unjudged(code string) *Requirement {
	at := slices.IndexFunc(d.Requirements, func(r Requirement) bool { return r.Code == code })
	for i := range d.Requirements {
		one := &d.Requirements[(at+1+i)%len(d.Requirements)]
		if _, judged := d.Checks[one.ID]; !judged || d.Supplemented(one.ID) {
			return one
		}
	}
	return nil
}

// Has reports whether some requirement has this outcome.
func (d *Dossier) Has(outcome Outcome) bool {
	for _, check := range d.Checks {
		if check.Outcome == outcome {
			return true
		}
	}
	return false
}

// reviewing runs one act of a reviewer on a locked application.
func (s *Service) reviewing(ctx context.Context, actor account.Actor, id uuid.UUID,
	act func(*gorm.DB, *Application, *Dossier) error,
) error {
	if !actor.Has(account.RoleReviewer) {
		return fault.Forbidden()
	}
	return s.withDossier(ctx, actor, id, act)
}

// withDossier locks an application the actor may see and runs one act of staff on
// it, with the answers as they were sent.
func (s *Service) withDossier(ctx context.Context, actor account.Actor, id uuid.UUID,
	act func(*gorm.DB, *Application, *Dossier) error,
) error {
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		application, err := lock(tx, actor, id)
		if err != nil {
			return err
		}
		if err := holdRules(tx, application.ProcedureID); err != nil {
			return err
		}
		dossier, err := dossierOf(tx, *application, answersSent)
		if err != nil {
			return err
		}
		return act(tx, application, dossier)
	})
}

func (s *Service) provider(tx *gorm.DB, application *Application) (*directory.Provider, error) {
	return directory.ProviderByID(tx, application.ProviderID)
}
