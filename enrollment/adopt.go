package enrollment

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
	"providerportal/storage/database"
)

// adoptSet moves a draft to the requirements in force at the moment (E3) and
// reports whether it did. The caller holds the rules. An application that was submitted before stays with its set.
// Answers follow the code of their requirement when it is of the same kind; a
// declaration to other words than now must be made again.
func (s *Service) adoptSet(tx *gorm.DB, actor account.Actor, application *Application, dossier *Dossier, now time.Time) (bool, error) {
	if application.Status != StatusDraft {
		return false, nil
	}
	set, err := setInForce(tx, application.ProcedureID, now)
	if err != nil || set.ID == application.SetID {
		return false, err
	}
	requirements, err := requirementsOf(tx, set.ID)
	if err != nil {
		return false, err
	}
	for _, requirement := range requirements {
		if err := carryOver(tx, application.ID, dossier.Requirement(requirement.Code), requirement); err != nil {
			return false, err
		}
	}
	if application.MovedFromSetID == nil {
		from := application.SetID
		application.MovedFromSetID = &from
	}
	application.SetID = set.ID
	if err := s.save(tx, actor, application, "SetID", "MovedFromSetID"); err != nil {
		return false, err
	}
	err = s.tellProvider(tx, application.ProviderID, mail.RequirementsChanged{
		Matter: application.matter(set.ID.String()), Organisation: dossier.Provider.Name, Reference: application.Reference,
		URL: s.Mail.BaseURL + "/mijn/aanmelding",
	})
	if err != nil {
		return false, err
	}
	return true, audit.Record(tx, actor, "application.set-adopted", "application", application.ID.String())
}

// carryOver hands the answer to the old requirement to the new one.
func carryOver(tx *gorm.DB, applicationID uuid.UUID, old *Requirement, requirement Requirement) error {
	if old == nil || old.Kind != requirement.Kind {
		return nil
	}
	moved := map[string]any{"requirement_id": requirement.ID}
	if requirement.Kind == KindDeclaration && !old.saysTheSame(requirement) {
		moved["accepted"], moved["version"] = false, gorm.Expr("version + 1") // who has the old words on screen is told
	}
	err := tx.Model(&Replaced{}).Where("application_id = ? AND requirement_id = ?", applicationID, old.ID).
		Update("requirement_id", requirement.ID).Error
	if err != nil {
		return err
	}
	return tx.Model(&Answer{}).Where("application_id = ? AND requirement_id = ?", applicationID, old.ID).Updates(moved).Error
}

// SweepDrafts moves every draft to the requirements that came into force since it
// began, and tells the organisation.
func (s *Service) SweepDrafts(ctx context.Context) error {
	db := s.DB.WithContext(ctx)
	procedure, err := openProcedure(db)
	if err != nil {
		return err
	}
	set, err := setInForce(db, procedure.ID, s.Now())
	if err != nil {
		return err
	}
	var behind []uuid.UUID
	err = db.Model(&Application{}).Where("procedure_id = ? AND status = ? AND set_id <> ?", procedure.ID, StatusDraft, set.ID).
		Order("started_at").Pluck("id", &behind).Error
	if err != nil {
		return err
	}
	var failed []error
	for _, id := range behind { // one that fails holds up no other
		failed = append(failed, s.catchUp(ctx, id))
	}
	return errors.Join(failed...)
}

// catchUp moves one draft; it may have been sent or withdrawn meanwhile.
func (s *Service) catchUp(ctx context.Context, id uuid.UUID) error {
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		var found []Application
		if err := locked(tx).Where("id = ?", id).Find(&found).Error; err != nil || len(found) == 0 {
			return err
		}
		application := &found[0]
		if err := holdRules(tx, application.ProcedureID); err != nil {
			return err
		}
		dossier, err := dossierOf(tx, *application, answersInWork)
		if err != nil {
			return err
		}
		_, err = s.adoptSet(tx, account.System(), application, dossier, s.Now())
		return err
	})
}

// SetChange says what is different for an application since it began.
type SetChange struct {
	From, To int           // versions
	Before   []Requirement // what the draft began with
}

// SetChange gives what changed when the draft moved to newer requirements, or
// fault.Missing when it did not.
func (s *Service) SetChange(ctx context.Context, dossier *Dossier) (*SetChange, error) {
	from := dossier.Application.MovedFromSetID
	if from == nil || dossier.Application.Status != StatusDraft {
		return nil, fault.Missing()
	}
	old, err := setOf(s.DB.WithContext(ctx), *from)
	if err != nil {
		return nil, err
	}
	return &SetChange{From: old.Version, To: dossier.Set.Version, Before: old.Requirements}, nil
}
