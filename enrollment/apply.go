package enrollment

import (
	"context"
	"errors"
	"io"
	"strings"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/bsn"
	"providerportal/internal/fault"
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

// lockOwn holds an application of the actor's own organisation.
func lockOwn(tx *gorm.DB, actor account.Actor, id uuid.UUID) (*Application, error) {
	if !actor.Has(account.RoleProvider) {
		return nil, fault.Forbidden()
	}
	return lock(tx, actor, id)
}

// Given is what the provider fills in for one requirement, besides the document.
// Version is that of the answer the visitor saw, 0 for none.
type Given struct {
	Accepted   bool
	Choice     string
	Text       string
	IssuedOn   *workday.Date
	ValidUntil *workday.Date
	Version    int
}

// says reports whether the answer is what was given.
func (a *Answer) says(given Given) bool {
	return a.Accepted == given.Accepted && a.Choice == given.Choice && a.Text == given.Text &&
		sameDate(a.IssuedOn, given.IssuedOn) && sameDate(a.ValidUntil, given.ValidUntil)
}

func sameDate(a, b *workday.Date) bool {
	return a == b || a != nil && b != nil && *a == *b
}

// SaveAnswer keeps the answer to one requirement and then says what is still
// wrong with it: nothing that was typed is lost. What a colleague kept since the
// visitor looked is not overwritten, unless both say the same.
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
		if answer.Version != given.Version && !answer.says(given) {
			return errChanged()
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

// Upload is a document on its way to an answer. Version is that of the answer the
// visitor saw, 0 for none.
type Upload struct {
	Name    string
	Content io.Reader
	Version int
}

// AttachDocument stores a document and makes it the answer's, one version up. The
// one it replaces stays until the decision, and longer when another application
// holds it too. A document that cannot be attached after all is swept away.
func (s *Service) AttachDocument(ctx context.Context, actor account.Actor, id uuid.UUID, code string, upload Upload) error {
	if bsn.In(upload.Name) {
		return fault.Invalid(fault.At("file", "error.bsn"))
	}
	if err := s.mayAttach(ctx, actor, id, code, upload.Version); err != nil {
		return err
	}
	document, err := s.Documents.Receive(ctx, actor, upload.Name, upload.Content)
	if err != nil {
		return err
	}
	err = database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		_, answer, err := s.lockAnswer(tx, actor, id, code)
		if err != nil {
			return err
		}
		if answer.Version != upload.Version {
			return errChanged()
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

// mayAttach refuses before an upload starts what would be refused after it.
func (s *Service) mayAttach(ctx context.Context, actor account.Actor, id uuid.UUID, code string, seen int) error {
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		requirement, answer, err := s.lockAnswer(tx, actor, id, code)
		switch {
		case err != nil:
			return err
		case requirement.Kind != KindDocument:
			return fault.Missing()
		case answer.Version != seen:
			return errChanged()
		}
		return nil
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
	dossier, err := dossierOf(tx, *application, answersInWork)
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

// keepAnswer writes the answer as its next version.
func (s *Service) keepAnswer(tx *gorm.DB, actor account.Actor, answer Answer) error {
	answer.Version++
	answer.UpdatedBy, answer.UpdatedAt = actor.UserID, s.Now().UTC()
	if err := tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&answer).Error; err != nil {
		return err
	}
	return audit.Record(tx, actor, "application.answered", "application", answer.ApplicationID.String())
}
