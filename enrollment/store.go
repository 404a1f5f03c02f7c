package enrollment

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/storage/database"
	"providerportal/storage/documents"
)

// Dossier is an application with everything that belongs to it.
type Dossier struct {
	Application  Application
	Provider     directory.Provider
	Procedure    Procedure
	Set          RequirementSet
	Requirements []Requirement
	Answers      map[uuid.UUID]Answer // by requirement; for staff as they were sent last
	Checks       map[uuid.UUID]Check  // by requirement; empty for the provider before a decision or supplement
	Documents    map[uuid.UUID]documents.Document
	Replaced     []Replaced // documents that were exchanged before the decision, newest first
	Events       []Event
	// Parts says which version of each part was kept, by whom and when.
	Parts          map[Part]Saved
	Municipalities []directory.Municipality // where the provider wants to work
	People         map[uuid.UUID]string     // names of the provider's people who worked on it
	Submissions    []Submission             // what was sent, without its content, the first one first
	Notes          []Note                   // between colleagues; none for the provider (E7)
	Assignee       string                   // name of who has it in hand, or empty
	DecidedBy      string                   // name of the decider, empty before the decision (E9)
	Reviewers      []uuid.UUID              // everybody who ever judged a part or completed the review (E7)
}

// Event is one step on the road of an application.
type Event struct {
	ID            int64 `gorm:"primaryKey;autoIncrement"`
	ApplicationID uuid.UUID
	At            time.Time
	Status        Status
	ActorID       *uuid.UUID
}

// TableName is where the events live.
func (Event) TableName() string { return "application_events" }

// Requirement gives the requirement with this code, or nil.
func (d *Dossier) Requirement(code string) *Requirement {
	for i := range d.Requirements {
		if d.Requirements[i].Code == code {
			return &d.Requirements[i]
		}
	}
	return nil
}

// answer gives the answer to a requirement, or nil.
func (d *Dossier) answer(requirementID uuid.UUID) *Answer {
	if answer, ok := d.Answers[requirementID]; ok {
		return &answer
	}
	return nil
}

// Dossier gives an application that the actor may see; fault.Missing otherwise.
// What reviewers wrote reaches the provider with a supplement request or a
// decision, and never their internal notes (E7). That staff read it is written
// down (AVG-6).
func (s *Service) Dossier(ctx context.Context, actor account.Actor, id uuid.UUID) (*Dossier, error) {
	db := s.DB.WithContext(ctx)
	var application Application
	err := db.Take(&application, "id = ?", id).Error
	if errors.Is(err, gorm.ErrRecordNotFound) || (err == nil && !application.visibleTo(actor)) {
		return nil, fault.Missing()
	}
	if err != nil {
		return nil, err
	}
	if actor.Has(account.RoleProvider) {
		dossier, err := dossierOf(db, application, application.shownToProvider())
		if err == nil {
			dossier.hideFromProvider()
		}
		return dossier, err
	}
	dossier, err := dossierOf(db, application, answersSent)
	if err != nil {
		return nil, err
	}
	if err := dossier.hideUnsent(db); err != nil {
		return nil, err
	}
	return dossier, database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		return audit.Record(tx, actor, "application.read", "application", id.String())
	})
}

func dossierOf(db *gorm.DB, application Application, which answerTable) (*Dossier, error) {
	dossier := &Dossier{
		Application: application, Answers: map[uuid.UUID]Answer{},
		Checks: map[uuid.UUID]Check{}, Documents: map[uuid.UUID]documents.Document{}, Parts: map[Part]Saved{},
	}
	var saves []Saved
	var answers []Answer
	var checks []Check
	var files []documents.Document
	provider, err := directory.ProviderByID(db, application.ProviderID)
	if err != nil {
		return nil, err
	}
	dossier.Provider = *provider
	if dossier.Requirements, err = requirementsOf(db, application.SetID); err != nil {
		return nil, err
	}
	for _, err := range []error{
		db.Take(&dossier.Procedure, "id = ?", application.ProcedureID).Error,
		db.Take(&dossier.Set, "id = ?", application.SetID).Error,
		db.Table(string(which)).Where("application_id = ?", application.ID).Find(&answers).Error,
		db.Where("application_id = ?", application.ID).Find(&checks).Error,
		db.Where("application_id = ?", application.ID).Order("id").Find(&dossier.Events).Error,
		db.Where("application_id = ?", application.ID).Find(&saves).Error,
		db.Where("code IN (SELECT municipality_code FROM application_municipalities WHERE application_id = ?)", application.ID).
			Order("name").Find(&dossier.Municipalities).Error,
		db.Omit("Content").Where("application_id = ?", application.ID).Order("round").Find(&dossier.Submissions).Error,
		db.Model(&audit.Entry{}).Distinct("actor_id").
			Where("object = 'application' AND object_id = ? AND actor_id IS NOT NULL", application.ID.String()).
			Where("action IN ('application.judged', 'application.review-completed')").
			Pluck("actor_id", &dossier.Reviewers).Error,
		db.Where("application_id = ?", application.ID).Order("replaced_at DESC, document_id").Find(&dossier.Replaced).Error,
		db.Where("id IN (SELECT document_id FROM "+string(which)+" WHERE application_id = @id UNION SELECT document_id FROM replaced_documents WHERE application_id = @id)",
			sql.Named("id", application.ID)).Find(&files).Error,
	} {
		if err != nil {
			return nil, err
		}
	}
	if dossier.Notes, err = notesOf(db, application.ID); err != nil {
		return nil, err
	}
	assignees, err := assigneesOf(db, []Application{application})
	if err != nil {
		return nil, err
	}
	if application.AssignedTo != nil {
		dossier.Assignee = assignees[*application.AssignedTo]
	}
	if application.DecidedBy != nil {
		decider, err := account.ByID(db, *application.DecidedBy)
		if err != nil {
			return nil, err
		}
		dossier.DecidedBy = decider.Name
	}
	for _, answer := range answers {
		dossier.Answers[answer.RequirementID] = answer
	}
	for _, check := range checks {
		dossier.Checks[check.RequirementID] = check
	}
	for _, file := range files {
		dossier.Documents[file.ID] = file
	}
	for _, saved := range saves {
		dossier.Parts[saved.Part] = saved
	}
	return dossier, dossier.namePeople(db)
}

// namePeople looks up who of the provider worked on the application.
func (d *Dossier) namePeople(db *gorm.DB) (err error) {
	ids := []uuid.UUID{d.Application.StartedBy}
	for _, answer := range d.Answers {
		ids = append(ids, answer.UpdatedBy)
	}
	for _, saved := range d.Parts {
		ids = append(ids, saved.SavedBy)
	}
	for _, event := range d.Events {
		if event.ActorID != nil && event.Status.byProvider() {
			ids = append(ids, *event.ActorID)
		}
	}
	d.People, err = account.Names(db, ids)
	return err
}

func (d *Dossier) hideFromProvider() {
	told := d.Application.DecidedAt != nil
	d.Notes, d.Assignee, d.Application.AssignedTo = nil, "", nil
	for id, check := range d.Checks {
		asked := d.Application.Status == StatusSupplementRequested && check.Outcome == OutcomeSupplementNeeded
		if !told && !asked {
			delete(d.Checks, id)
		}
	}
}

// lock holds an application that the actor may see until the transaction ends.
func lock(tx *gorm.DB, actor account.Actor, id uuid.UUID) (*Application, error) {
	var application Application
	err := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Take(&application, "id = ?", id).Error
	if errors.Is(err, gorm.ErrRecordNotFound) || (err == nil && !application.visibleTo(actor)) {
		return nil, fault.Missing()
	}
	return &application, err
}

// save writes the named columns, and the step when the status is among them.
func (s *Service) save(tx *gorm.DB, actor account.Actor, application *Application, columns ...string) error {
	if err := tx.Model(application).Select(columns).Updates(application).Error; err != nil {
		return err
	}
	if columns[0] != "Status" {
		return nil
	}
	return tx.Create(&Event{
		ApplicationID: application.ID, At: s.Now().UTC(), Status: application.Status, ActorID: &actor.UserID,
	}).Error
}
