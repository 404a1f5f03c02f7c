package enrollment

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
	"providerportal/storage/documents"
)

// Earlier is a closed application whose answers a new one may take over (E6).
type Earlier struct {
	Dossier *Dossier
	Parts   []Part     // those that are filled in
	Answers []Reusable // in the order of the requirements in force now
}

// Reusable is an earlier answer to a requirement that is in force now. Problems
// say why it cannot be taken over: a document that is too old by now, a choice
// that is gone, a declaration whose text has changed since.
type Reusable struct {
	Requirement Requirement
	Answer      Answer
	Problems    fault.Check
}

// Earlier gives the newest rejected or withdrawn application of the actor's
// organisation that has answers; fault.Missing when there is none.
func (s *Service) Earlier(ctx context.Context, actor account.Actor) (*Earlier, error) {
	if !actor.Has(account.RoleProvider) {
		return nil, fault.Forbidden()
	}
	db := s.DB.WithContext(ctx)
	house, err := s.openHouse(db)
	if err != nil {
		return nil, err
	}
	earlier, err := earlierOf(db, actor, house, s.today())
	if err == nil && earlier == nil {
		return nil, fault.Missing()
	}
	return earlier, err
}

func earlierOf(db *gorm.DB, actor account.Actor, house *OpenHouse, today workday.Date) (*Earlier, error) {
	var found []Application
	err := db.Where("provider_id = ? AND procedure_id = ?", actor.ProviderID, house.Procedure.ID).
		Where("status IN ?", []Status{StatusRejected, StatusWithdrawn}).
		Where("EXISTS (SELECT 1 FROM answers WHERE application_id = applications.id)").
		Order("started_at DESC").Limit(1).Find(&found).Error
	if err != nil || len(found) == 0 {
		return nil, err
	}
	earlier := &Earlier{}
	if earlier.Dossier, err = dossierOf(db, found[0], answersInWork); err != nil {
		return nil, err
	}
	for _, part := range []Part{PartContact, PartSignatory, PartMunicipalities} {
		if earlier.Dossier.PartDone(part) {
			earlier.Parts = append(earlier.Parts, part)
		}
	}
	for _, requirement := range house.Requirements {
		if reusable, any := earlier.Dossier.reusable(requirement, today); any {
			earlier.Answers = append(earlier.Answers, reusable)
		}
	}
	return earlier, nil
}

// reusable looks for an answer to a requirement with the same code and kind.
func (d *Dossier) reusable(requirement Requirement, today workday.Date) (Reusable, bool) {
	old := d.Requirement(requirement.Code)
	if old == nil || old.Kind != requirement.Kind {
		return Reusable{}, false
	}
	answer := d.answer(old.ID)
	if answer == nil {
		return Reusable{}, false
	}
	reusable := Reusable{Requirement: requirement, Answer: *answer, Problems: requirement.problems(answer, today)}
	reusable.Problems.Unless(requirement.Kind != KindDeclaration || old.saysTheSame(requirement), "accepted", "reuse.text-changed")
	if answer.DocumentID != nil {
		stored := d.Documents[*answer.DocumentID].State == documents.StateStored
		reusable.Problems.Unless(stored, "file", "document.none")
	}
	return reusable, true
}

// takeOver copies the named parts and answers of the earlier application into a
// new draft. A document is not copied: both applications hold the same one, and it
// goes when none of them does (SweepDocuments).
func (s *Service) takeOver(tx *gorm.DB, actor account.Actor, application *Application, house *OpenHouse, take []string) error {
	if len(take) == 0 {
		return nil
	}
	earlier, err := earlierOf(tx, actor, house, s.today())
	if err != nil || earlier == nil {
		return err
	}
	if err := s.takeParts(tx, actor, application, earlier, take); err != nil {
		return err
	}
	for _, reusable := range earlier.Answers {
		if len(reusable.Problems) > 0 || !slices.Contains(take, reusable.Requirement.Code) {
			continue
		}
		answer := reusable.Answer
		answer.ApplicationID, answer.RequirementID, answer.Version = application.ID, reusable.Requirement.ID, 0
		if err := s.keepAnswer(tx, actor, answer); err != nil {
			return err
		}
	}
	application.EarlierID = &earlier.Dossier.Application.ID
	if err := s.save(tx, actor, application, "EarlierID"); err != nil {
		return err
	}
	return audit.Record(tx, actor, "application.answers-taken-over", "application", application.ID.String())
}

func (s *Service) takeParts(tx *gorm.DB, actor account.Actor, application *Application, earlier *Earlier, take []string) error {
	old := &earlier.Dossier.Application
	for _, part := range earlier.Parts {
		if !slices.Contains(take, string(part)) {
			continue
		}
		switch part {
		case PartContact:
			application.ContactName, application.ContactEmail, application.ContactPhone = old.ContactName, old.ContactEmail, old.ContactPhone
		case PartSignatory:
			application.SignatoryName, application.SignatoryFunction, application.SignatoryEmail = old.SignatoryName, old.SignatoryFunction, old.SignatoryEmail
		case PartMunicipalities:
			if err := putMunicipalities(tx, application.ID, earlier.Dossier.municipalityCodes()); err != nil {
				return err
			}
		}
		saved := Saved{application.ID, part, 1, actor.UserID, application.StartedAt}
		if err := tx.Create(&saved).Error; err != nil {
			return err
		}
	}
	return s.save(tx, actor, application, "ContactName", "ContactEmail", "ContactPhone",
		"SignatoryName", "SignatoryFunction", "SignatoryEmail")
}
