package enrollment

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"slices"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/storage/database"
	"providerportal/storage/documents"
)

// OpenDocument gives a document of an application, also one that was replaced, or
// of a contract to who may see that, and writes down that it was read (AVG-6). What
// was never sent is the provider's alone. The caller closes it.
func (s *Service) OpenDocument(ctx context.Context, actor account.Actor, id uuid.UUID) (*documents.Document, io.ReadCloser, error) {
	if err := s.maySeeDocument(ctx, actor, id); err != nil {
		return nil, nil, err
	}
	document, err := s.Documents.Find(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	content, err := s.read(ctx, actor, document)
	return document, content, err
}

// read opens a document, and writes down that it was read once the store answers.
func (s *Service) read(ctx context.Context, actor account.Actor, document *documents.Document) (io.ReadCloser, error) {
	content, err := s.Documents.Open(ctx, document)
	if err != nil {
		return nil, err
	}
	err = database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		return audit.Record(tx, actor, "document.read", "document", document.ID.String())
	})
	if err != nil {
		return nil, errors.Join(err, content.Close())
	}
	return content, nil
}

// maySeeDocument finds what the document belongs to; fault.Missing when the actor
// may not see that.
func (s *Service) maySeeDocument(ctx context.Context, actor account.Actor, id uuid.UUID) error {
	db := s.DB.WithContext(ctx)
	var applications []Application
	holding := "SELECT application_id FROM sent_answers WHERE document_id = @id UNION SELECT r.application_id FROM replaced_documents r WHERE r.document_id = @id"
	if actor.Has(account.RoleProvider) {
		holding += " UNION SELECT application_id FROM answers WHERE document_id = @id"
	} else {
		holding += " AND " + handedIn
	}
	err := db.Where("id IN ("+holding+")", sql.Named("id", id)).Find(&applications).Error
	if err != nil {
		return err
	}
	if slices.ContainsFunc(applications, func(a Application) bool { return a.visibleTo(actor) }) {
		return nil
	}
	_, err = takeContract(db.Where(`id IN (SELECT contract_id FROM contract_scans WHERE document_id = @id
		UNION SELECT contract_id FROM contract_copies WHERE document_id = @id
		UNION SELECT contract_id FROM contract_evidence WHERE document_id = @id)`, sql.Named("id", id)).
		Where("? OR provider_id = ?", maySeeContracts(actor) == nil, ownProvider(actor)))
	return err
}

// ownProvider is the organisation of a provider, and nobody's for others.
func ownProvider(actor account.Actor) uuid.UUID {
	if actor.Has(account.RoleProvider) {
		return actor.ProviderID
	}
	return uuid.Nil
}
