package enrollment

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/storage/database"
)

// CaseFile is the whole dossier of an application, to show how it was decided
// (E9): the version it was judged by, outcomes, reasons, times, persons,
// documents, terms, supplements and the letter. Notes between colleagues are no
// part of it.
type CaseFile struct {
	Dossier     *Dossier
	Names       map[uuid.UUID]string // of everybody in it
	Terms       []Term
	Supplements []SupplementRequest
	Decision    *Decision // nil before there is one
}

// CaseFile gives the evidence file of an application to staff of enrollment, and
// writes down that they took it.
func (s *Service) CaseFile(ctx context.Context, actor account.Actor, id uuid.UUID) (*CaseFile, error) {
	if !actor.Has(account.RoleReviewer, account.RoleDecider, account.RoleContractManager) {
		return nil, fault.Forbidden()
	}
	dossier, err := s.Dossier(ctx, actor, id)
	if err != nil {
		return nil, err
	}
	dossier.Notes = nil
	db := s.DB.WithContext(ctx)
	file := &CaseFile{Dossier: dossier}
	if err := db.Where("application_id = ?", id).Order("id").Find(&file.Terms).Error; err != nil {
		return nil, err
	}
	if file.Supplements, err = supplementsOf(db, id); err != nil {
		return nil, err
	}
	if dossier.Application.DecidedAt != nil {
		if file.Decision, err = s.decision(db, dossier.Application); err != nil {
			return nil, err
		}
	}
	if file.Names, err = account.Names(db, file.people()); err != nil {
		return nil, err
	}
	return file, database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		return audit.Record(tx, actor, "application.file-taken", "application", id.String())
	})
}

// people are all who did something in the dossier.
func (f *CaseFile) people() []uuid.UUID {
	ids := []uuid.UUID{f.Dossier.Application.StartedBy}
	for _, event := range f.Dossier.Events {
		if event.ActorID != nil {
			ids = append(ids, *event.ActorID)
		}
	}
	for _, check := range f.Dossier.Checks {
		ids = append(ids, check.CheckedBy)
	}
	for _, document := range f.Dossier.Documents {
		ids = append(ids, document.UploadedBy)
	}
	for _, request := range f.Supplements {
		ids = append(ids, request.AskedBy)
	}
	for _, id := range []*uuid.UUID{f.Dossier.Application.SubmittedBy, f.Dossier.Application.ReviewedBy, f.Dossier.Application.DecidedBy} {
		if id != nil {
			ids = append(ids, *id)
		}
	}
	return ids
}
