package enrollment

import (
	"context"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/bsn"
	"providerportal/internal/fault"
)

// Note is what staff write to each other about an application. The provider
// never reads it, not in letters and not in its export (E7).
type Note struct {
	ID            uuid.UUID `gorm:"primaryKey"`
	ApplicationID uuid.UUID
	RequirementID *uuid.UUID // nil about the whole application
	Body          string
	WrittenBy     uuid.UUID
	WrittenAt     time.Time
	Writer        string `gorm:"-"` // name
}

// TableName is where the notes live.
func (Note) TableName() string { return "review_notes" }

// AddNote keeps a note about one requirement, or about the whole application
// when the code is empty. Notes are never changed: who thinks otherwise adds one.
func (s *Service) AddNote(ctx context.Context, actor account.Actor, id uuid.UUID, code, body string) error {
	if !actor.Has(account.RoleReviewer, account.RoleDecider, account.RoleContractManager) {
		return fault.Forbidden()
	}
	var wrong fault.Check
	wrong.Unless(body != "", "note", "error.required")
	wrong.Unless(utf8.RuneCountInString(body) <= TextMax, "note", "error.max", "Max", TextMax)
	wrong.Unless(!bsn.In(body), "note", "error.bsn")
	if err := wrong.Err(); err != nil {
		return err
	}
	return s.withDossier(ctx, actor, id, func(tx *gorm.DB, application *Application, dossier *Dossier) error {
		var about *uuid.UUID
		if code != "" {
			requirement := dossier.Requirement(code)
			if requirement == nil {
				return fault.Missing()
			}
			about = &requirement.ID
		}
		return s.note(tx, actor, application, about, body)
	})
}

func (s *Service) note(tx *gorm.DB, actor account.Actor, application *Application, about *uuid.UUID, body string) error {
	note := Note{
		ID: uuid.New(), ApplicationID: application.ID, RequirementID: about, Body: body,
		WrittenBy: actor.UserID, WrittenAt: s.Now().UTC(),
	}
	if err := tx.Create(&note).Error; err != nil {
		return err
	}
	return audit.Record(tx, actor, "application.note-added", "application", application.ID.String())
}

// notesOf gives the notes of an application with their writers, oldest first.
func notesOf(db *gorm.DB, applicationID uuid.UUID) ([]Note, error) {
	var notes []Note
	if err := db.Where("application_id = ?", applicationID).Order("written_at, id").Find(&notes).Error; err != nil {
		return nil, err
	}
	ids := make([]uuid.UUID, len(notes))
	for i := range notes {
		ids[i] = notes[i].WrittenBy
	}
	names, err := account.Names(db, ids)
	for i := range notes {
		notes[i].Writer = names[notes[i].WrittenBy]
	}
	return notes, err
}

// NotesOn gives the notes about one requirement.
func (d *Dossier) NotesOn(requirementID uuid.UUID) []Note {
	var notes []Note
	for _, note := range d.Notes {
		if note.RequirementID != nil && *note.RequirementID == requirementID {
			notes = append(notes, note)
		}
	}
	return notes
}
