package enrollment

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/storage/database"
	"providerportal/storage/documents"
)

// Replaced is a document that an applicant exchanged for another. It stays until
// the decision, so that a reviewer can see what was handed in before (E7).
type Replaced struct {
	DocumentID    uuid.UUID `gorm:"primaryKey"`
	ApplicationID uuid.UUID `gorm:"primaryKey"`
	RequirementID uuid.UUID `gorm:"primaryKey"`
	ReplacedBy    uuid.UUID
	ReplacedAt    time.Time
}

// TableName is where they live.
func (Replaced) TableName() string { return "replaced_documents" }

// Earlier gives what stood at a requirement before, the newest first.
func (d *Dossier) Earlier(requirementID uuid.UUID) []documents.Document {
	var earlier []documents.Document
	for _, replaced := range d.Replaced {
		if document, there := d.Documents[replaced.DocumentID]; there && replaced.RequirementID == requirementID {
			earlier = append(earlier, document)
		}
	}
	return earlier
}

// handedIn says in SQL that a replaced document r went along with an application
// that was sent. What was exchanged before that, only the provider sees.
const handedIn = `EXISTS (SELECT 1 FROM submissions s WHERE s.application_id = r.application_id
	AND s.content @> jsonb_build_object('answers', jsonb_build_array(jsonb_build_object('document', jsonb_build_object('id', r.document_id)))))`

// hideUnsent takes out of a dossier for staff what was replaced before it was
// sent. What the provider replaced and did not send yet is still the document in
// use.
func (d *Dossier) hideUnsent(db *gorm.DB) error {
	var sent []Replaced
	err := db.Table("replaced_documents r").Where("r.application_id = ? AND "+handedIn, d.Application.ID).
		Order("r.replaced_at DESC, r.document_id").Find(&sent).Error
	sent = slices.DeleteFunc(sent, func(r Replaced) bool { return d.inUse(r.DocumentID) })
	for _, replaced := range d.Replaced {
		if !slices.Contains(sent, replaced) && !d.inUse(replaced.DocumentID) {
			delete(d.Documents, replaced.DocumentID)
		}
	}
	d.Replaced = sent
	return err
}

// inUse reports whether an answer holds the document.
func (d *Dossier) inUse(documentID uuid.UUID) bool {
	for _, answer := range d.Answers {
		if answer.DocumentID != nil && *answer.DocumentID == documentID {
			return true
		}
	}
	return false
}

// keepReplaced remembers the document that an answer is about to lose.
func (s *Service) keepReplaced(tx *gorm.DB, actor account.Actor, answer *Answer) error {
	if answer.DocumentID == nil {
		return nil
	}
	return tx.Create(&Replaced{
		DocumentID: *answer.DocumentID, ApplicationID: answer.ApplicationID, RequirementID: answer.RequirementID,
		ReplacedBy: actor.UserID, ReplacedAt: s.Now().UTC(),
	}).Error
}

// forgetReplaced lets go of what was replaced in applications that are decided or
// withdrawn.
func (s *Service) forgetReplaced(ctx context.Context) error {
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		over := tx.Model(&Application{}).Select("id").Where("status IN ?", []Status{StatusAdmitted, StatusRejected, StatusWithdrawn})
		return tx.Where("application_id IN (?)", over).Delete(&Replaced{}).Error
	})
}
