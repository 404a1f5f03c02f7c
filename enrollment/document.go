package enrollment

import (
	"context"
	"errors"
	"io"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/storage/database"
	"providerportal/storage/documents"
)

// OpenDocument gives a document of an application to who may see that
// application, and writes down that it was read (AVG-6). The caller closes it.
func (s *Service) OpenDocument(ctx context.Context, actor account.Actor, id uuid.UUID) (*documents.Document, io.ReadCloser, error) {
	var application Application
	err := s.DB.WithContext(ctx).Joins("JOIN answers ON answers.application_id = applications.id AND answers.document_id = ?", id).
		Take(&application).Error
	if errors.Is(err, gorm.ErrRecordNotFound) || (err == nil && !application.visibleTo(actor)) {
		return nil, nil, fault.Missing()
	}
	if err != nil {
		return nil, nil, err
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
