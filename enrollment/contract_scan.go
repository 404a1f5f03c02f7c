package enrollment

import (
	"context"
	"errors"
	"io"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/bsn"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
	"providerportal/storage/database"
	"providerportal/storage/documents"
)

// pdfType is the only kind of file that a signed agreement may be.
const pdfType = "application/pdf"

// ScanOutcome is what staff found of a scan; empty while nobody looked.
type ScanOutcome string

// The outcomes; migrations/0022 repeats them.
const (
	ScanAccepted ScanOutcome = "accepted"
	ScanRefused  ScanOutcome = "refused"
)

// ContractScan is the agreement as the provider signed it on paper (E10).
type ContractScan struct {
	ID                uuid.UUID `gorm:"primaryKey"`
	ContractID        uuid.UUID
	DocumentID        uuid.UUID
	SignatoryName     string
	SignatoryFunction string
	UploadedBy        uuid.UUID
	UploadedAt        time.Time
	Outcome           ScanOutcome
	Reasons           string
	CheckedBy         *uuid.UUID
	CheckedAt         *time.Time
}

// ReceiveForContract stores a document that OfferScan or OfferRenewal attaches in
// a next step; one that never gets attached is swept away.
func (s *Service) ReceiveForContract(ctx context.Context, actor account.Actor, name string, content io.Reader) (*documents.Document, error) {
	if !actor.Has(account.RoleProvider) {
		return nil, fault.Forbidden()
	}
	if bsn.In(name) {
		return nil, fault.Invalid(fault.At("file", "error.bsn"))
	}
	return s.Documents.Receive(ctx, actor, name, content)
}

// Loose gives a document that the actor sent and that belongs to nothing yet;
// fault.Missing otherwise.
func (s *Service) Loose(ctx context.Context, actor account.Actor, id uuid.UUID) (*documents.Document, error) {
	return loose(s.DB.WithContext(ctx), actor, id)
}

// attached says in SQL that something refers to a document.
const attached = `EXISTS (SELECT 1 FROM answers WHERE document_id = documents.id)
	OR EXISTS (SELECT 1 FROM sent_answers WHERE document_id = documents.id)
	OR EXISTS (SELECT 1 FROM replaced_documents WHERE document_id = documents.id)
	OR EXISTS (SELECT 1 FROM contract_scans WHERE document_id = documents.id)
	OR EXISTS (SELECT 1 FROM contract_copies WHERE document_id = documents.id)
	OR EXISTS (SELECT 1 FROM contract_evidence WHERE document_id = documents.id)`

func loose(db *gorm.DB, actor account.Actor, id uuid.UUID) (*documents.Document, error) {
	var document documents.Document
	err := db.Where("id = ? AND provider_id = ? AND uploaded_by = ? AND state = ?", id, actor.ProviderID, actor.UserID, documents.StateStored).
		Where("NOT (" + attached + ")").Take(&document).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, fault.Missing()
	}
	return &document, err
}

// MayOfferScan refuses who may not hand in a scan, before anything of the file is
// read; fault.Missing when there is no agreement.
func (s *Service) MayOfferScan(ctx context.Context, actor account.Actor) error {
	if err := s.maySign(actor); err != nil {
		return err
	}
	_, err := s.OwnContract(ctx, actor)
	return err
}

// maySign refuses who cannot bind the organisation.
func (s *Service) maySign(actor account.Actor) error {
	if !actor.Has(account.RoleProvider) || !actor.ProviderAdmin {
		return fault.Forbidden()
	}
	return s.assure(actor)
}

// claim holds a loose document to attach it.
func claim(tx *gorm.DB, actor account.Actor, id uuid.UUID) (*documents.Document, error) {
	document, err := loose(locked(tx), actor, id)
	if fault.Is(err, fault.KindMissing) {
		return nil, fault.Invalid(fault.At("file", "document.none"))
	}
	return document, err
}

// Scan is a signed agreement on paper: the document that was received, and who
// signed it.
type Scan struct {
	DocumentID uuid.UUID
	Name       string
	Function   string
}

// OfferScan hands the scan of a signed agreement to staff, in place of signing in
// the portal. Like signing, only an admin of the organisation does it.
func (s *Service) OfferScan(ctx context.Context, actor account.Actor, id uuid.UUID, scan Scan) error {
	if err := s.maySign(actor); err != nil {
		return err
	}
	var wrong fault.Check
	checkSignatory(&wrong, scan.Name, scan.Function)
	wrong.Unless(scan.DocumentID != uuid.Nil, "file", "document.none")
	if err := wrong.Err(); err != nil {
		return err
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		contract, err := takeContract(locked(tx).Where("id = ? AND provider_id = ?", id, actor.ProviderID))
		if err != nil {
			return err
		}
		if contract.Status != ContractOffered {
			return fault.Conflict("contract.past-step")
		}
		document, err := claim(tx, actor, scan.DocumentID)
		if err != nil {
			return err
		}
		if document.ContentType != pdfType {
			return fault.Invalid(fault.At("file", "agreement.pdf-only"))
		}
		var waiting int64
		if err := tx.Model(&ContractScan{}).Where("contract_id = ? AND outcome = ''", id).Count(&waiting).Error; err != nil {
			return err
		}
		if waiting > 0 {
			return fault.Conflict("agreement.scan-waits")
		}
		return s.keepScan(tx, actor, contract, scan)
	})
}

func (s *Service) keepScan(tx *gorm.DB, actor account.Actor, contract *Contract, scan Scan) error {
	row := ContractScan{
		ID: uuid.New(), ContractID: contract.ID, DocumentID: scan.DocumentID, SignatoryName: scan.Name,
		SignatoryFunction: scan.Function, UploadedBy: actor.UserID, UploadedAt: s.Now().UTC(),
	}
	if err := tx.Create(&row).Error; err != nil {
		return err
	}
	provider, err := directory.ProviderByID(tx, contract.ProviderID)
	if err != nil {
		return err
	}
	err = s.tellStaff(tx, account.RoleContractManager, mail.ScanReceived{
		Matter:       mail.Matter{Object: "contract", ID: contract.ID.String(), Round: row.ID.String()},
		Organisation: provider.Name, Reference: contract.Reference, URL: s.contractURL(contract),
	})
	if err != nil {
		return err
	}
	return audit.Record(tx, actor, "contract.scan-offered", "contract", contract.ID.String())
}

// CheckScan accepts the scan, which then counts as the provider's signature and is
// kept as it is, or refuses it with reasons (E10). seen is the scan that was looked
// at: another one that came since is not answered unseen.
func (s *Service) CheckScan(ctx context.Context, actor account.Actor, id, seen uuid.UUID, outcome ScanOutcome, reasons string) error {
	if !actor.Has(account.RoleContractManager) {
		return fault.Forbidden()
	}
	if err := answerProblems(outcome == ScanAccepted, outcome == ScanRefused, reasons).Err(); err != nil {
		return err
	}
	return s.thenKeep(ctx, id, database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		contract, err := takeContract(locked(tx).Where("id = ?", id))
		if err != nil {
			return err
		}
		if contract.Status != ContractOffered {
			return fault.Conflict("contract.past-step")
		}
		var scan ContractScan
		err = tx.Where("contract_id = ? AND id = ? AND outcome = ''", id, seen).Take(&scan).Error
		if errors.Is(err, gorm.ErrRecordNotFound) {
			return fault.Conflict("contract.past-step")
		}
		if err != nil {
			return err
		}
		now := s.Now().UTC()
		scan.Outcome, scan.Reasons, scan.CheckedBy, scan.CheckedAt = outcome, reasons, &actor.UserID, &now
		if err := tx.Model(&scan).Select("Outcome", "Reasons", "CheckedBy", "CheckedAt").Updates(&scan).Error; err != nil {
			return err
		}
		if outcome == ScanRefused {
			return s.refuseScan(tx, actor, contract, &scan)
		}
		return s.acceptScan(ctx, tx, actor, contract, &scan)
	}))
}

func (s *Service) refuseScan(tx *gorm.DB, actor account.Actor, contract *Contract, scan *ContractScan) error {
	provider, err := directory.ProviderByID(tx, contract.ProviderID)
	if err != nil {
		return err
	}
	err = s.tellProvider(tx, contract.ProviderID, mail.ScanRefused{
		Matter:       mail.Matter{Object: "contract", ID: contract.ID.String(), Round: scan.ID.String()},
		Organisation: provider.Name, Reference: contract.Reference, URL: s.Mail.BaseURL + "/mijn/overeenkomst",
	})
	if err != nil {
		return err
	}
	return audit.Record(tx, actor, "contract.scan-refused", "contract", contract.ID.String())
}

func (s *Service) acceptScan(ctx context.Context, tx *gorm.DB, actor account.Actor, contract *Contract, scan *ContractScan) error {
	contract.SignedByScan = true
	contract.SignatoryName, contract.SignatoryFunction = scan.SignatoryName, scan.SignatoryFunction
	if err := s.markSigned(ctx, tx, contract, scan.UploadedBy); err != nil {
		return err
	}
	return audit.Record(tx, actor, "contract.scan-accepted", "contract", contract.ID.String())
}

// answerProblems names what is wrong with an answer that is yes, or no with
// reasons.
func answerProblems(yes, no bool, reasons string) fault.Check {
	var wrong fault.Check
	wrong.Unless(yes || no, "outcome", "error.choose-one")
	wrong.Unless(!no || reasons != "", "reasons", "contract.reasons-needed")
	wrong.Unless(utf8.RuneCountInString(reasons) <= TextMax, "reasons", "error.max", "Max", TextMax)
	wrong.Unless(!bsn.In(reasons), "reasons", "error.bsn")
	return wrong
}

func checkSignatory(wrong *fault.Check, name, function string) {
	wrong.Unless(name != "", "name", "error.required")
	wrong.Unless(function != "", "function", "error.required")
	directory.CheckName(wrong, "name", name)
	directory.CheckName(wrong, "function", function)
}
