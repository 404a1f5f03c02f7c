package enrollment

import (
	"context"
	"io"
	"slices"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/storage/database"
	"providerportal/storage/documents"
)

// OpenDocument gives a document of an application, also one that was replaced, to
// who may see that application, and writes down that it was read (AVG-6). The caller closes it.
func (s *Service) OpenDocument(ctx context.Context, actor account.Actor, id uuid.UUID) (*documents.Document, io.ReadCloser, error) {
	var within []Application
	err := s.DB.WithContext(ctx).
		Where("id IN (SELECT application_id FROM answers WHERE document_id = ? UNION SELECT application_id FROM replaced_documents WHERE document_id = ?)", id, id).
		Find(&within).Error
	if err != nil {
		return nil, nil, err
	}
	if !slices.ContainsFunc(within, func(a Application) bool { return a.visibleTo(actor) }) {
		return nil, nil, fault.Missing()
	}
	document, err := s.Documents.Find(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	err = database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		return audit.Record(tx, actor, "document.read", "document", id.String())
	})
	if err != nil {
		return nil, nil, err
	}
	content, err := s.Documents.Open(ctx, document)
	return document, content, err
}
