package enrollment

import (
	"context"
	"errors"
	"io"
	"strings"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/bsn"
	"providerportal/internal/fault"
	"providerportal/internal/reference"
	"providerportal/internal/workday"
	"providerportal/storage/database"
)

// TextMax is the longest free text of an answer or a reason, in characters.
const TextMax = 2000

// Latest gives the organisation's newest application, or fault.Missing when it
// has none.
func (s *Service) Latest(ctx context.Context, actor account.Actor) (*Dossier, error) {
	if !actor.Has(account.RoleProvider) {
		return nil, fault.Forbidden()
	}
	var application Application
	err := s.DB.WithContext(ctx).Order("started_at DESC").Take(&application, "provider_id = ?", actor.ProviderID).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, fault.Missing()
	}
	if err != nil {
		return nil, err
	}
	return s.Dossier(ctx, actor, application.ID)
}

// Start gives the organisation's open application, or begins a draft (E6). A new
// one may start at once after a rejection or withdrawal.
func (s *Service) Start(ctx context.Context, actor account.Actor) (id uuid.UUID, err error) {
	if !actor.Has(account.RoleProvider) {
		return uuid.Nil, fault.Forbidden()
	}
	err = database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		house, err := s.openHouse(tx)
		if err != nil {
			return err
		}
		if err := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).
			Take(&directory.Provider{}, "id = ?", actor.ProviderID).Error; err != nil {
			return err
		}
		var last Application
		err = tx.Where("provider_id = ? AND procedure_id = ?", actor.ProviderID, house.Procedure.ID).
			Order("started_at DESC").Limit(1).Find(&last).Error
		if err != nil {
			return err
		}
		if last.ID != uuid.Nil && (last.Open() || last.Status == StatusAdmitted) {
			id = last.ID
			return nil
		}
		id = uuid.New()
		return s.begin(tx, actor, id, house)
	})
	return id, err
}

func (s *Service) begin(tx *gorm.DB, actor account.Actor, id uuid.UUID, house *OpenHouse) error {
	application := Application{
		ID: id, Reference: reference.New("AM"), ProviderID: actor.ProviderID,
		ProcedureID: house.Procedure.ID, SetID: house.Set.ID, Status: StatusDraft,
		ContactName: actor.Name, ContactEmail: actor.Email,
		StartedBy: actor.UserID, StartedAt: s.Now().UTC(),
	}
	if err := tx.Create(&application).Error; err != nil {
		return err
	}
	event := Event{ApplicationID: id, At: application.StartedAt, Status: StatusDraft, ActorID: &actor.UserID}
	if err := tx.Create(&event).Error; err != nil {
		return err
	}
	return audit.Record(tx, actor, "application.started", "application", id.String())
}

// Contact is whom the reviewers ask when something is unclear.
type Contact struct {
	Name  string
	Email string
	Phone string
}

func (c Contact) problems() fault.Check {
	var wrong fault.Check
	wrong.Unless(c.Name != "", "name", "error.required")
	wrong.Unless(c.Email != "", "email", "error.required")
	wrong.Unless(c.Email == "" || directory.IsEmail(c.Email), "email", "error.email")
	wrong.Unless(c.Phone != "", "phone", "error.required")
	wrong.Unless(c.Phone == "" || directory.IsPhone(c.Phone), "phone", "error.phone")
	directory.CheckLine(&wrong, "name", c.Name)
	directory.CheckLine(&wrong, "phone", c.Phone)
	return wrong
}

// SaveContact keeps the contact of a draft.
func (s *Service) SaveContact(ctx context.Context, actor account.Actor, id uuid.UUID, contact Contact) error {
	if err := contact.problems().Err(); err != nil {
		return err
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		application, err := lockOwn(tx, actor, id)
		if err != nil {
			return err
		}
		if application.Status != StatusDraft {
			return fault.Conflict("application.past-step")
		}
		application.ContactName, application.ContactPhone = contact.Name, contact.Phone
		application.ContactEmail = account.NormalEmail(contact.Email)
		if err := s.save(tx, actor, application, "ContactName", "ContactEmail", "ContactPhone"); err != nil {
			return err
		}
		return audit.Record(tx, actor, "application.contact-saved", "application", id.String())
	})
}

// lockOwn holds an application of the actor's own organisation.
func lockOwn(tx *gorm.DB, actor account.Actor, id uuid.UUID) (*Application, error) {
	if !actor.Has(account.RoleProvider) {
		return nil, fault.Forbidden()
	}
	return lock(tx, actor, id)
}

// Given is what the provider fills in for one requirement, besides the document.
type Given struct {
	Accepted   bool
	Choice     string
	Text       string
	IssuedOn   *workday.Date
	ValidUntil *workday.Date
}

// SaveAnswer keeps the answer to one requirement and then says what is still
// wrong with it: nothing that was typed is lost.
func (s *Service) SaveAnswer(ctx context.Context, actor account.Actor, id uuid.UUID, code string, given Given) error {
	var wrong fault.Check
	wrong.Unless(!bsn.In(given.Text), "text", "error.bsn")
	wrong.Unless(len([]rune(given.Text)) <= TextMax, "text", "error.max", "Max", TextMax)
	if err := wrong.Err(); err != nil {
		return err
	}
	var problems fault.Check
	err := database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		requirement, answer, err := s.lockAnswer(tx, actor, id, code)
		if err != nil {
			return err
		}
		answer.Accepted, answer.Choice, answer.Text = given.Accepted, strings.Clone(given.Choice), given.Text
		answer.IssuedOn, answer.ValidUntil = given.IssuedOn, given.ValidUntil
		problems = requirement.problems(answer, s.today())
		return s.keepAnswer(tx, actor, *answer)
	})
	if err != nil {
		return err
	}
	return problems.Err()
}

// AttachDocument stores a document and makes it the answer's; the one it
// replaces stays until the decision. A document that cannot be attached after all is swept away.
func (s *Service) AttachDocument(ctx context.Context, actor account.Actor, id uuid.UUID, code, name string, content io.Reader) error {
	if bsn.In(name) {
		return fault.Invalid(fault.At("file", "error.bsn"))
	}
	if err := s.mayAnswer(ctx, actor, id, code); err != nil {
		return err
	}
	document, err := s.Documents.Receive(ctx, actor, name, content)
	if err != nil {
		return err
	}
	err = database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		_, answer, err := s.lockAnswer(tx, actor, id, code)
		if err != nil {
			return err
		}
		if err := s.keepReplaced(tx, actor, answer); err != nil {
			return err
		}
		answer.DocumentID = &document.ID
		return s.keepAnswer(tx, actor, *answer)
	})
	if fault.Of(err) == nil { // after an accident it may be attached all the same: the sweep looks
		return err
	}
	return errors.Join(err, database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		return s.Documents.Remove(ctx, tx, document.ID)
	}))
}

// mayAnswer refuses before an upload starts what would be refused after it.
func (s *Service) mayAnswer(ctx context.Context, actor account.Actor, id uuid.UUID, code string) error {
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		requirement, _, err := s.lockAnswer(tx, actor, id, code)
		if err == nil && requirement.Kind != KindDocument {
			return fault.Missing()
		}
		return err
	})
}

// lockAnswer holds the application and gives the requirement with its answer, an
// empty one when there is none yet. A draft is open as a whole; after a
// supplement request only the asked parts are (E7).
func (s *Service) lockAnswer(tx *gorm.DB, actor account.Actor, id uuid.UUID, code string) (*Requirement, *Answer, error) {
	application, err := lockOwn(tx, actor, id)
	if err != nil {
		return nil, nil, err
	}
	dossier, err := dossierOf(tx, *application)
	if err != nil {
		return nil, nil, err
	}
	requirement := dossier.Requirement(code)
	if requirement == nil {
		return nil, nil, fault.Missing()
	}
	if !dossier.MayChange(requirement.ID) {
		return nil, nil, fault.Conflict("application.past-step")
	}
	answer := dossier.answer(requirement.ID)
	if answer == nil {
		answer = &Answer{ApplicationID: id, RequirementID: requirement.ID}
	}
	return requirement, answer, nil
}

// MayChange reports whether the provider may change this answer now.
func (d *Dossier) MayChange(requirementID uuid.UUID) bool {
	switch d.Application.Status {
	case StatusDraft:
		return true
	case StatusSupplementRequested:
		return d.Checks[requirementID].Outcome == OutcomeSupplementNeeded
	}
	return false
}

func (s *Service) keepAnswer(tx *gorm.DB, actor account.Actor, answer Answer) error {
	answer.UpdatedBy, answer.UpdatedAt = actor.UserID, s.Now().UTC()
	if err := tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&answer).Error; err != nil {
		return err
	}
	return audit.Record(tx, actor, "application.answered", "application", answer.ApplicationID.String())
}
