package enrollment

import (
	"context"
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
