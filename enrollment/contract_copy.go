package enrollment

import (
	"bytes"
	"context"
	"errors"
	"io"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/storage/database"
	"providerportal/storage/documents"
)

// copyYears is how long nothing can remove a copy, counted from its signature.
// It is no setting: a store that locks a copy never shortens the lock, and copies
// of one region must not differ in how long they are safe (docs/decisions/documents.md).
const copyYears = 10

// SweepCopies keeps the copies that are not kept yet: of what was signed just now,
// or while the document store did not answer.
func (s *Service) SweepCopies(ctx context.Context) error {
	var waiting []Contract
	err := s.DB.WithContext(ctx).Where("origin = ? AND signed_at IS NOT NULL", OriginPortal).
		Where(`NOT EXISTS (SELECT 1 FROM contract_copies x WHERE x.contract_id = contracts.id AND x.side = 'signed')
			OR (countersigned_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM contract_copies x WHERE x.contract_id = contracts.id AND x.side = 'countersigned'))`).
		Order("signed_at, id").Find(&waiting).Error
	if err != nil {
		return err
	}
	var failed []error
	for i := range waiting {
		failed = append(failed, s.keepCopies(ctx, &waiting[i]))
	}
	return errors.Join(failed...)
}

// thenKeep tries at once, after a signature, what SweepCopies does later. The
// signature stands already, so that a store that is down stops nobody.
func (s *Service) thenKeep(ctx context.Context, id uuid.UUID, refusal error) error {
	if refusal != nil {
		return refusal
	}
	contract, err := takeContract(s.DB.WithContext(ctx).Where("id = ?", id))
	if err == nil {
		_ = s.keepCopies(ctx, contract) // SweepCopies tries again and reports
	}
	return nil
}

func (s *Service) keepCopies(ctx context.Context, contract *Contract) error {
	if contract.Origin != OriginPortal || contract.SignedAt == nil {
		return nil
	}
	if err := s.keepCopy(ctx, contract, SideSigned, *contract.SignedBy, *contract.SignedAt); err != nil || contract.CountersignedAt == nil {
		return err
	}
	return s.keepCopy(ctx, contract, SideCountersigned, *contract.CountersignedBy, *contract.CountersignedAt)
}

// keepCopy puts one copy away and writes down that it did.
func (s *Service) keepCopy(ctx context.Context, contract *Contract, side Side, signer uuid.UUID, at time.Time) error {
	document, err := s.putAway(ctx, contract, side, signer, at)
	if err != nil {
		return err
	}
	kept := ContractCopy{ContractID: contract.ID, Side: side, DocumentID: document.ID, SHA256: document.SHA256, KeptAt: s.Now().UTC()}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		made := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&kept)
		if made.Error != nil || made.RowsAffected == 0 { // another instance was first
			return made.Error
		}
		return audit.Record(tx, account.System(), "contract.copy-kept", "contract", contract.ID.String())
	})
}

// putAway keeps the bytes of a copy. Its id follows from the contract and the side:
// what was put away before stays as it is, even when the portal would draw it in
// other words by now.
func (s *Service) putAway(ctx context.Context, contract *Contract, side Side, signer uuid.UUID, at time.Time) (*documents.Document, error) {
	id := uuid.NewSHA1(contract.ID, []byte(side))
	known, err := s.Documents.Find(ctx, id)
	if err == nil || !fault.Is(err, fault.KindMissing) {
		return known, err
	}
	content, err := s.copyContent(ctx, contract, side)
	if err != nil {
		return nil, err
	}
	defer func() { _ = content.Close() }()
	return s.Documents.Keep(ctx, account.Actor{UserID: signer}, documents.Kept{
		ID: id, ProviderID: contract.ProviderID,
		Name: contract.copyName(side), ContentType: pdfType, Until: at.AddDate(copyYears, 0, 0),
	}, content)
}

func (c *Contract) copyName(side Side) string {
	name := "raamovereenkomst-" + c.Reference + "-getekend"
	if side == SideCountersigned {
		name += "-door-beide"
	}
	return name + ".pdf"
}

// copyContent gives what was signed: the scan as it came in, else the agreement
// with its signatures on paper.
func (s *Service) copyContent(ctx context.Context, contract *Contract, side Side) (io.ReadCloser, error) {
	if contract.SignedByScan && side == SideSigned {
		var scan ContractScan
		err := s.DB.WithContext(ctx).Where("contract_id = ? AND outcome = ?", contract.ID, ScanAccepted).Take(&scan).Error
		if err != nil {
			return nil, err
		}
		document, err := s.Documents.Find(ctx, scan.DocumentID)
		if err != nil {
			return nil, err
		}
		return s.Documents.Open(ctx, document)
	}
	sheet := s.agreementPaper(contract, side)
	var content bytes.Buffer
	if err := sheet.Write(&content); err != nil {
		return nil, err
	}
	return io.NopCloser(&content), nil
}
