package enrollment

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/storage/documents"
)

// ContractFile is a contract with everything that belongs to it.
type ContractFile struct {
	Contract  Contract
	Provider  directory.Provider
	Template  int // version of the text; 0 when imported
	Decisions []ContractDecision
	Scans     []ContractScan
	Copies    map[Side]ContractCopy
	Evidence  []Evidence
	Documents map[uuid.UUID]documents.Document
	People    map[uuid.UUID]string // names of who acted
}

// Planned gives the decision that still has to take effect, or nil.
func (f *ContractFile) Planned() *ContractDecision {
	for i := range f.Decisions {
		if f.Decisions[i].Planned() {
			return &f.Decisions[i]
		}
	}
	return nil
}

// Last gives the decision that brought the contract where it stands, or nil.
func (f *ContractFile) Last() *ContractDecision {
	for i := len(f.Decisions) - 1; i >= 0; i-- {
		if f.Decisions[i].AppliedAt != nil {
			return &f.Decisions[i]
		}
	}
	return nil
}

// OpenScan gives the scan that waits for staff, or nil. Once the agreement is
// signed otherwise, or over, nobody needs to judge it.
func (f *ContractFile) OpenScan() *ContractScan {
	if n := len(f.Scans); n > 0 && f.Scans[n-1].Outcome == "" && f.Contract.Status == ContractOffered {
		return &f.Scans[n-1]
	}
	return nil
}

// ContractFile gives a contract to staff; fault.Missing when there is none.
func (s *Service) ContractFile(ctx context.Context, actor account.Actor, id uuid.UUID) (*ContractFile, error) {
	if err := maySeeContracts(actor); err != nil {
		return nil, err
	}
	db := s.DB.WithContext(ctx)
	contract, err := takeContract(db.Where("id = ?", id))
	if err != nil {
		return nil, err
	}
	return contractFileOf(db, contract)
}

// OwnContractFile gives the newest contract of the actor's organisation;
// fault.Missing when it has none.
func (s *Service) OwnContractFile(ctx context.Context, actor account.Actor) (*ContractFile, error) {
	contract, err := s.OwnContract(ctx, actor)
	if err != nil {
		return nil, err
	}
	return contractFileOf(s.DB.WithContext(ctx), contract)
}

// Renewed gives staff the contract of a renewal and the renewal; fault.Missing
// when there is none.
func (s *Service) Renewed(ctx context.Context, actor account.Actor, id uuid.UUID) (*ContractFile, *Evidence, error) {
	var evidence []Evidence
	if err := s.DB.WithContext(ctx).Where("id = ? AND uploaded_by IS NOT NULL", id).Find(&evidence).Error; err != nil {
		return nil, nil, err
	}
	if len(evidence) == 0 {
		return nil, nil, fault.Missing()
	}
	file, err := s.ContractFile(ctx, actor, evidence[0].ContractID)
	return file, &evidence[0], err
}

func contractFileOf(db *gorm.DB, contract *Contract) (*ContractFile, error) {
	file := &ContractFile{
		Contract: *contract, Copies: map[Side]ContractCopy{},
		Documents: map[uuid.UUID]documents.Document{}, People: map[uuid.UUID]string{},
	}
	var copies []ContractCopy
	var files []documents.Document
	provider, err := directory.ProviderByID(db, contract.ProviderID)
	if err != nil {
		return nil, err
	}
	file.Provider = *provider
	if file.Evidence, err = evidenceOf(db, contract.ID); err != nil {
		return nil, err
	}
	for _, err := range []error{
		db.Where("contract_id = ?", contract.ID).Order("decided_at, id").Find(&file.Decisions).Error,
		db.Where("contract_id = ?", contract.ID).Order("uploaded_at, outcome = '', id").Find(&file.Scans).Error,
		db.Where("contract_id = ?", contract.ID).Find(&copies).Error,
		db.Model(&AgreementTemplate{}).Where("id = ?", contract.TemplateID).Pluck("version", &file.Template).Error,
		db.Where(`id IN (SELECT document_id FROM contract_scans WHERE contract_id = @id
			UNION SELECT document_id FROM contract_copies WHERE contract_id = @id
			UNION SELECT document_id FROM contract_evidence WHERE contract_id = @id)`, map[string]any{"id": contract.ID}).Find(&files).Error,
	} {
		if err != nil {
			return nil, err
		}
	}
	for _, kept := range copies {
		file.Copies[kept.Side] = kept
	}
	for _, document := range files {
		file.Documents[document.ID] = document
	}
	return file, file.nameActors(db)
}

// nameActors looks up who countersigned, decided and checked.
func (f *ContractFile) nameActors(db *gorm.DB) error {
	var ids []uuid.UUID
	add := func(people ...*uuid.UUID) {
		for _, id := range people {
			if id != nil {
				ids = append(ids, *id)
			}
		}
	}
	add(f.Contract.CountersignedBy)
	for i := range f.Decisions {
		add(&f.Decisions[i].DecidedBy, f.Decisions[i].CancelledBy)
	}
	for i := range f.Scans {
		add(&f.Scans[i].UploadedBy, f.Scans[i].CheckedBy)
	}
	for i := range f.Evidence {
		add(f.Evidence[i].UploadedBy, f.Evidence[i].CheckedBy)
	}
	people, err := account.Names(db, ids)
	f.People = people
	return err
}
