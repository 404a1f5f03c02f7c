package enrollment

import (
	"cmp"
	"context"
	"database/sql"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/audit"
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
	application, err := takeVisible(db, actor, id)
	if err != nil {
		return nil, err
	}
	if actor.Has(account.RoleProvider) {
		dossier, err := dossierOf(db, *application, application.shownToProvider())
		if err == nil {
			dossier.hideFromProvider()
		}
		return dossier, err
	}
	dossier, err := dossierOf(db, *application, answersSent)
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

// dossierOf reads everything that belongs to an application, with its answers
// from one of both tables.
func dossierOf(db *gorm.DB, application Application, which answerTable) (*Dossier, error) {
	dossier := &Dossier{Application: application}
	for _, read := range []func(*gorm.DB) error{
		dossier.readRules, dossier.readParts, dossier.readChecks, dossier.readTrail, dossier.readHandling,
	} {
		if err := read(db); err != nil {
			return nil, err
		}
	}
	if err := dossier.readAnswers(db, which); err != nil {
		return nil, err
	}
	return dossier, dossier.namePeople(db)
}

// readRules reads who applies, in which procedure and under which requirements.
func (d *Dossier) readRules(db *gorm.DB) error {
	provider, err := directory.ProviderByID(db, d.Application.ProviderID)
	if err != nil {
		return err
	}
	d.Provider = *provider
	if d.Requirements, err = requirementsOf(db, d.Application.SetID); err != nil {
		return err
	}
	return cmp.Or(
		db.Take(&d.Procedure, "id = ?", d.Application.ProcedureID).Error,
		db.Take(&d.Set, "id = ?", d.Application.SetID).Error,
	)
}

// readParts reads what was filled in beside the answers.
func (d *Dossier) readParts(db *gorm.DB) error {
	var saves []Saved
	err := cmp.Or(
		db.Where("application_id = ?", d.Application.ID).Find(&saves).Error,
		db.Where("code IN (SELECT municipality_code FROM application_municipalities WHERE application_id = ?)", d.Application.ID).
			Order("name").Find(&d.Municipalities).Error,
	)
	d.Parts = map[Part]Saved{}
	for _, saved := range saves {
		d.Parts[saved.Part] = saved
	}
	return err
}

// readAnswers reads the answers and every document that is or was one.
func (d *Dossier) readAnswers(db *gorm.DB, which answerTable) error {
	var answers []Answer
	var files []documents.Document
	err := cmp.Or(
		db.Table(string(which)).Where("application_id = ?", d.Application.ID).Find(&answers).Error,
		db.Where("application_id = ?", d.Application.ID).Order("replaced_at DESC, document_id").Find(&d.Replaced).Error,
		db.Where("id IN (SELECT document_id FROM "+string(which)+" WHERE application_id = @id UNION SELECT document_id FROM replaced_documents WHERE application_id = @id)",
			sql.Named("id", d.Application.ID)).Find(&files).Error,
	)
	d.Answers, d.Documents = map[uuid.UUID]Answer{}, map[uuid.UUID]documents.Document{}
	for _, answer := range answers {
		d.Answers[answer.RequirementID] = answer
	}
	for _, file := range files {
		d.Documents[file.ID] = file
	}
	return err
}

// readChecks reads what reviewers found, and who they were (E7).
func (d *Dossier) readChecks(db *gorm.DB) error {
	var checks []Check
	err := cmp.Or(
		db.Where("application_id = ?", d.Application.ID).Find(&checks).Error,
		db.Model(&audit.Entry{}).Distinct("actor_id").
			Where("object = 'application' AND object_id = ? AND actor_id IS NOT NULL", d.Application.ID.String()).
			Where("action IN ('application.judged', 'application.review-completed')").
			Pluck("actor_id", &d.Reviewers).Error,
	)
	d.Checks = map[uuid.UUID]Check{}
	for _, check := range checks {
		d.Checks[check.RequirementID] = check
	}
	return err
}

// readTrail reads the steps on the road and what was sent.
func (d *Dossier) readTrail(db *gorm.DB) error {
	return cmp.Or(
		db.Where("application_id = ?", d.Application.ID).Order("id").Find(&d.Events).Error,
		db.Omit("Content").Where("application_id = ?", d.Application.ID).Order("round").Find(&d.Submissions).Error,
	)
}

// readHandling reads the notes of colleagues, and who has the application in hand
// and decided it (E9).
func (d *Dossier) readHandling(db *gorm.DB) (err error) {
	if d.Notes, err = notesOf(db, d.Application.ID); err != nil {
		return err
	}
	if id := d.Application.AssignedTo; id != nil {
		assignees, err := assigneesOf(db, []Application{d.Application})
		if err != nil {
			return err
		}
		d.Assignee = assignees[*id]
	}
	if id := d.Application.DecidedBy; id != nil {
		decider, err := account.ByID(db, *id)
		if err != nil {
			return err
		}
		d.DecidedBy = decider.Name
	}
	return nil
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

// hideFromProvider takes out what reviewers and colleagues wrote, but for what the
// provider was told (E7).
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
