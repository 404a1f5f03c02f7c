package enrollment

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
	"providerportal/internal/reference"
	"providerportal/internal/words"
	"providerportal/internal/workday"
	"providerportal/storage/database"
)

// ContractStatus is where a contract stands (E12).
type ContractStatus string

// The statuses of a contract.
const (
	ContractOffered   ContractStatus = "offered"
	ContractSigned    ContractStatus = "signed"
	ContractActive    ContractStatus = "active"
	ContractSuspended ContractStatus = "suspended"
	ContractEnded     ContractStatus = "ended"
)

// contractNext is the life of a contract (E12).
var contractNext = map[ContractStatus][]ContractStatus{
	ContractOffered:   {ContractSigned, ContractEnded},
	ContractSigned:    {ContractActive, ContractEnded},
	ContractActive:    {ContractSuspended, ContractEnded},
	ContractSuspended: {ContractActive, ContractEnded},
	ContractEnded:     {},
}

// Contract is a framework agreement with one provider (E10). The text and its
// SHA-256 never change after the offer.
type Contract struct {
	ID                   uuid.UUID `gorm:"primaryKey"`
	Reference            string
	ProviderID           uuid.UUID
	SegmentCode          string
	ApplicationID        *uuid.UUID
	Status               ContractStatus
	AgreementText        string
	AgreementSHA256      string `gorm:"column:agreement_sha256"`
	OfferedAt            time.Time
	SignedAt             *time.Time
	SignedBy             *uuid.UUID
	SignatoryName        string
	SignatoryFunction    string
	CountersignedAt      *time.Time
	CountersignedBy      *uuid.UUID
	CountersignatoryName string // as it was on that day
	ActiveFrom           *workday.Date
	EndedOn              *workday.Date
	Origin               Origin
	TemplateID           *uuid.UUID    // the version of the text; empty when imported
	SignedByScan         bool          // signed on paper, checked by staff
	CountersignByOn      *workday.Date // the latest date for MGR's signature
	SuspendedOn          *workday.Date
}

// Origin says where a contract came from; migrations/0022 repeats the list.
type Origin string

// A contract follows from an application, or was signed on paper before the open
// house and imported (E11). An imported one may lack template, text and the
// accounts of who signed.
const (
	OriginPortal Origin = "portal"
	OriginImport Origin = "import"
)

// move changes the status along the life of the contract, or refuses.
func (c *Contract) move(to ContractStatus) error {
	if !slices.Contains(contractNext[c.Status], to) {
		return fault.Conflict("contract.past-step")
	}
	c.Status = to
	return nil
}

// offer makes the framework agreement of an admission.
func (s *Service) offer(tx *gorm.DB, actor account.Actor, application *Application, dossier *Dossier) error {
	var segment directory.Segment
	if err := tx.Take(&segment, "code = ?", dossier.Procedure.SegmentCode).Error; err != nil {
		return err
	}
	template, err := templateInForce(tx)
	if err != nil {
		return err
	}
	contract := Contract{
		ID: uuid.New(), Reference: reference.New("RO"), ProviderID: application.ProviderID,
		SegmentCode: segment.Code, ApplicationID: &application.ID, Status: ContractOffered, OfferedAt: s.Now().UTC(),
		Origin: OriginPortal, TemplateID: &template.ID,
	}
	contract.AgreementText = fillAgreement(template.Body, map[MergeField]string{
		FieldReference: contract.Reference, FieldProvider: dossier.Provider.Name, FieldKvK: dossier.Provider.Entry.Short(words.For(words.Default)),
		FieldSegment: segment.NameNL, FieldApplication: application.Reference,
		FieldAdmittedOn: words.For(words.Default).Date(s.today()), FieldVersion: strconv.Itoa(dossier.Set.Version),
	})
	sum := sha256.Sum256([]byte(contract.AgreementText))
	contract.AgreementSHA256 = hex.EncodeToString(sum[:])
	if err := tx.Create(&contract).Error; err != nil {
		return err
	}
	err = s.tellProvider(tx, contract.ProviderID, mail.AgreementOffered{
		Matter: contract.matter(), Organisation: dossier.Provider.Name, Reference: contract.Reference,
		URL: s.Mail.BaseURL + "/mijn/overeenkomst",
	})
	if err != nil {
		return err
	}
	return audit.Record(tx, actor, "contract.offered", "contract", contract.ID.String())
}

func (c *Contract) matter() mail.Matter {
	return mail.Matter{Object: "contract", ID: c.ID.String()}
}

// OwnContract gives the newest contract of the actor's organisation;
// fault.Missing when it has none.
func (s *Service) OwnContract(ctx context.Context, actor account.Actor) (*Contract, error) {
	if !actor.Has(account.RoleProvider) {
		return nil, fault.Forbidden()
	}
	return takeContract(s.DB.WithContext(ctx).Where("provider_id = ?", actor.ProviderID).Order("offered_at DESC"))
}

// Contract gives a contract to staff; fault.Missing when there is none.
func (s *Service) Contract(ctx context.Context, actor account.Actor, id uuid.UUID) (*Contract, *directory.Provider, error) {
	if !actor.Has(account.RoleContractManager, account.RoleDecider, account.RoleReviewer) {
		return nil, nil, fault.Forbidden()
	}
	contract, err := takeContract(s.DB.WithContext(ctx).Where("id = ?", id))
	if err != nil {
		return nil, nil, err
	}
	provider, err := s.Directory.Provider(ctx, contract.ProviderID)
	return contract, provider, err
}

// contractOver reports whether the contract that came of the application ended.
func contractOver(tx *gorm.DB, applicationID uuid.UUID) (bool, error) {
	var ended int64
	err := tx.Model(&Contract{}).Where("application_id = ? AND status = ?", applicationID, ContractEnded).Count(&ended).Error
	return ended > 0, err
}

func takeContract(query *gorm.DB) (*Contract, error) {
	var contract Contract
	err := query.Take(&contract).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, fault.Missing()
	}
	return &contract, err
}

// Signature is how an authorised person of the provider signs.
type Signature struct {
	Name     string
	Function string
	Agreed   bool
	SHA256   string // of the text that was shown
}

// Sign records the provider's signature (E10): by an admin of the organisation,
// who says to be authorised, on exactly the text that was offered, and who proved
// lately who it is (ASVS 7.5.1).
func (s *Service) Sign(ctx context.Context, actor account.Actor, id uuid.UUID, signature Signature) error {
	if err := s.maySign(actor); err != nil {
		return err
	}
	if !actor.Fresh {
		return fault.Conflict("fault.prove-again")
	}
	var wrong fault.Check
	checkSignatory(&wrong, signature.Name, signature.Function)
	wrong.Unless(signature.Agreed, "agreed", "agreement.agree")
	if err := wrong.Err(); err != nil {
		return err
	}
	return s.thenKeep(ctx, id, database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		contract, err := takeContract(locked(tx).Where("id = ? AND provider_id = ?", id, actor.ProviderID))
		if err != nil {
			return err
		}
		if contract.AgreementSHA256 != signature.SHA256 {
			return fault.Conflict("agreement.other-text")
		}
		contract.SignatoryName, contract.SignatoryFunction = signature.Name, signature.Function
		if err := s.markSigned(ctx, tx, contract, actor.UserID); err != nil {
			return err
		}
		if err := audit.Record(tx, actor, "contract.text-signed", "agreement", contract.AgreementSHA256); err != nil {
			return err
		}
		return audit.Record(tx, actor, "contract.signed", "contract", id.String())
	}))
}

// markSigned records the provider's signature, sets the latest date for MGR's,
// and asks contract managers for it. A scan that still waits is no longer needed.
func (s *Service) markSigned(ctx context.Context, tx *gorm.DB, contract *Contract, by uuid.UUID) error {
	if err := contract.move(ContractSigned); err != nil {
		return err
	}
	var procedure Procedure
	if err := tx.Take(&procedure, "segment_code = ?", contract.SegmentCode).Error; err != nil {
		return err
	}
	now := s.Now().UTC()
	countersignBy, err := due(ctx, tx, now, procedure.CountersignWorkdays)
	if err != nil {
		return err
	}
	contract.SignedAt, contract.SignedBy, contract.CountersignByOn = &now, &by, &countersignBy
	err = tx.Model(contract).Select("Status", "SignedAt", "SignedBy", "SignedByScan", "SignatoryName", "SignatoryFunction", "CountersignByOn").
		Updates(contract).Error
	if err != nil {
		return err
	}
	provider, err := directory.ProviderByID(tx, contract.ProviderID)
	if err != nil {
		return err
	}
	return s.tellStaff(tx, account.RoleContractManager, mail.AgreementSigned{
		Matter: contract.matter(), Organisation: provider.Name, URL: s.contractURL(contract),
	})
}

func (s *Service) contractURL(contract *Contract) string {
	return s.Mail.BaseURL + "/beheer/contracten/" + contract.ID.String()
}

// Countersign records MGR's signature and activates the contract from the day;
// from then on the provider may be found and asked (E10).
func (s *Service) Countersign(ctx context.Context, actor account.Actor, id uuid.UUID, from workday.Date) error {
	if !actor.Has(account.RoleContractManager) {
		return fault.Forbidden()
	}
	if from.IsZero() || from.Before(s.today()) {
		return fault.Invalid(fault.At("from", "contract.from-past"))
	}
	return s.thenKeep(ctx, id, database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		contract, err := takeContract(locked(tx).Where("id = ?", id))
		if err != nil {
			return err
		}
		if err := contract.move(ContractActive); err != nil {
			return err
		}
		now := s.Now().UTC()
		contract.CountersignedAt, contract.CountersignedBy, contract.ActiveFrom = &now, &actor.UserID, &from
		contract.CountersignatoryName = strings.Clone(actor.Name)
		err = tx.Model(contract).Select("Status", "CountersignedAt", "CountersignedBy", "CountersignatoryName", "ActiveFrom").Updates(contract).Error
		if err != nil {
			return err
		}
		if err := s.collectEvidence(tx, contract); err != nil {
			return err
		}
		if err := directory.Admit(tx, contract.ProviderID, contract.SegmentCode, from); err != nil {
			return err
		}
		provider, err := directory.ProviderByID(tx, contract.ProviderID)
		if err != nil {
			return err
		}
		err = s.tellProvider(tx, contract.ProviderID, mail.ContractActive{
			Matter: contract.matter(), Organisation: provider.Name, From: from, URL: s.Mail.BaseURL + "/mijn",
		})
		if err != nil {
			return err
		}
		return audit.Record(tx, actor, "contract.activated", "contract", id.String())
	}))
}
