package enrollment

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
	"providerportal/internal/workday"
	"providerportal/storage/database"
)

// EvidenceState is how proof stands; migrations/0022 repeats the list.
type EvidenceState string

// Proof is in use, waits for staff as a renewal, made room for a renewal, or was
// refused as one.
const (
	EvidenceCurrent  EvidenceState = "current"
	EvidenceOffered  EvidenceState = "offered"
	EvidenceReplaced EvidenceState = "replaced"
	EvidenceRefused  EvidenceState = "refused"
)

// Evidence is proof with a last day that a contract rests on, such as an
// insurance (E13). It warns before that day and never suspends by itself.
type Evidence struct {
	ID         uuid.UUID `gorm:"primaryKey"`
	ContractID uuid.UUID
	Code       string // of the requirement
	TitleNL    string `gorm:"column:title_nl"`
	TitleEN    string `gorm:"column:title_en"`
	DocumentID *uuid.UUID
	ValidUntil workday.Date
	State      EvidenceState
	UploadedBy *uuid.UUID
	UploadedAt time.Time
	CheckedBy  *uuid.UUID
	CheckedAt  *time.Time
	Reasons    string // why a renewal was refused
	Warned     *int   // the last step that was mailed, in days before the end
}

// TableName is where the proof of contracts lives.
func (Evidence) TableName() string { return "contract_evidence" }

// Title is the name of the requirement in the language.
func (e *Evidence) Title(lang string) string {
	if lang == "en" {
		return e.TitleEN
	}
	return e.TitleNL
}

// Expired reports whether the last day lies before the day.
func (e *Evidence) Expired(today workday.Date) bool { return e.ValidUntil.Before(today) }

// Expiring reports whether the proof in use ends within the first warning.
func (e *Evidence) Expiring(today workday.Date) bool {
	return e.State == EvidenceCurrent && !e.ValidUntil.After(today.AddDays(evidenceSteps[0]))
}

// evidenceSteps are the warnings, in days before the last day; the one of zero
// days says that it has passed (E13).
var evidenceSteps = []int{60, 30, 7, 0}

// step is the warning that is due on the day, if any: the latest one only, so
// that a portal that was down does not send them all.
func (e *Evidence) step(today workday.Date) (due int, ok bool) {
	for _, days := range evidenceSteps {
		reached := !e.ValidUntil.After(today.AddDays(days))
		if days == 0 {
			reached = e.Expired(today)
		}
		if reached {
			due, ok = days, true
		}
	}
	return due, ok && (e.Warned == nil || due < *e.Warned)
}

// collectEvidence copies the proof with a last day that was sent with the
// application to the contract that starts.
func (s *Service) collectEvidence(tx *gorm.DB, contract *Contract) error {
	return tx.Exec(`
INSERT INTO contract_evidence (id, contract_id, code, title_nl, title_en, document_id, valid_until, state, uploaded_by, uploaded_at)
SELECT gen_random_uuid(), ?, r.code, r.title_nl, r.title_en, a.document_id, a.valid_until, 'current', a.updated_by, a.updated_at
FROM sent_answers a JOIN requirements r ON r.id = a.requirement_id AND r.needs_valid_until
WHERE a.application_id = ? AND a.valid_until IS NOT NULL`, contract.ID, contract.ApplicationID).Error
}

// evidenceOf gives the proof of a contract, what is in use first, by requirement.
func evidenceOf(db *gorm.DB, contractID uuid.UUID) ([]Evidence, error) {
	var list []Evidence
	err := db.Where("contract_id = ?", contractID).Find(&list).Error
	rank := map[EvidenceState]int{EvidenceCurrent: 0, EvidenceOffered: 1, EvidenceRefused: 2, EvidenceReplaced: 2}
	slices.SortFunc(list, func(a, b Evidence) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(rank[a.State], rank[b.State]), b.UploadedAt.Compare(a.UploadedAt))
	})
	return list, err
}

// Renewal is new proof for a requirement: the document that was received and its
// last day.
type Renewal struct {
	DocumentID uuid.UUID
	ValidUntil *workday.Date
}

// OwnEvidence gives the proof in use for a requirement of the actor's own running
// contract; fault.Missing when there is none.
func (s *Service) OwnEvidence(ctx context.Context, actor account.Actor, code string) (*Evidence, error) {
	return ownEvidence(s.DB.WithContext(ctx), actor, code)
}

func ownEvidence(db *gorm.DB, actor account.Actor, code string) (*Evidence, error) {
	if !actor.Has(account.RoleProvider) {
		return nil, fault.Forbidden()
	}
	var evidence Evidence
	err := db.Select("contract_evidence.*").Joins("JOIN contracts c ON c.id = contract_evidence.contract_id AND "+runningContract).
		Where("c.provider_id = ? AND contract_evidence.code = ? AND contract_evidence.state = ?", actor.ProviderID, code, EvidenceCurrent).
		Order("c.offered_at DESC").Take(&evidence).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, fault.Missing()
	}
	return &evidence, err
}

// OfferRenewal hands new proof to staff, in place of the proof in use (E13). The
// old proof stays in use until staff accept the new one; a renewal that still
// waits makes way for this one.
func (s *Service) OfferRenewal(ctx context.Context, actor account.Actor, code string, renewal Renewal) error {
	if _, err := s.OwnEvidence(ctx, actor, code); err != nil {
		return err
	}
	var wrong fault.Check
	switch {
	case renewal.ValidUntil == nil:
		wrong.Add("validUntil", "error.date")
	case renewal.ValidUntil.Before(s.today()):
		wrong.Add("validUntil", "application.expired")
	}
	wrong.Unless(renewal.DocumentID != uuid.Nil, "file", "document.none")
	if err := wrong.Err(); err != nil {
		return err
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		current, err := ownEvidence(tx, actor, code)
		if err != nil {
			return err
		}
		evidence, contract, err := lockEvidence(tx, current.ID, EvidenceCurrent)
		if err != nil {
			return err
		}
		if !renewal.ValidUntil.After(evidence.ValidUntil) {
			return fault.Invalid(fault.At("validUntil", "evidence.not-later", "Until", evidence.ValidUntil))
		}
		document, err := claim(tx, actor, renewal.DocumentID)
		if err != nil {
			return err
		}
		err = tx.Model(&Evidence{}).Where("contract_id = ? AND code = ? AND state = ?", contract.ID, evidence.Code, EvidenceOffered).
			Update("state", EvidenceReplaced).Error
		if err != nil {
			return err
		}
		fresh := Evidence{
			ID: uuid.New(), ContractID: contract.ID, Code: evidence.Code, TitleNL: evidence.TitleNL, TitleEN: evidence.TitleEN,
			DocumentID: &document.ID, ValidUntil: *renewal.ValidUntil, State: EvidenceOffered,
			UploadedBy: &actor.UserID, UploadedAt: s.Now().UTC(),
		}
		if err := tx.Create(&fresh).Error; err != nil {
			return err
		}
		return s.renewalOffered(tx, actor, contract, &fresh)
	})
}

func (s *Service) renewalOffered(tx *gorm.DB, actor account.Actor, contract *Contract, fresh *Evidence) error {
	provider, err := directory.ProviderByID(tx, contract.ProviderID)
	if err != nil {
		return err
	}
	people, err := account.WithRole(tx, account.RoleContractManager)
	if err != nil {
		return err
	}
	for _, user := range people {
		letter := mail.EvidenceOffered{Matter: fresh.matter(""), Organisation: provider.Name, Evidence: fresh.Title(user.Lang),
			URL: s.Mail.BaseURL + "/beheer/bewijsstukken/" + fresh.ID.String()}
		if err := s.Mail.Queue(tx, user.Recipient(), letter); err != nil {
			return err
		}
	}
	return audit.Record(tx, actor, "evidence.offered", "contract", contract.ID.String())
}

// CheckRenewal accepts a renewal, which then takes the place of the proof in use,
// or refuses it with reasons (E13).
func (s *Service) CheckRenewal(ctx context.Context, actor account.Actor, id uuid.UUID, accept, refuse bool, reasons string) error {
	if !actor.Has(account.RoleContractManager) {
		return fault.Forbidden()
	}
	if err := answerProblems(accept, refuse, reasons).Err(); err != nil {
		return err
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		evidence, contract, err := lockEvidence(tx, id, EvidenceOffered)
		if fault.Is(err, fault.KindMissing) {
			return fault.Conflict("evidence.answered-already")
		}
		if err != nil {
			return err
		}
		evidence.State = EvidenceRefused
		if accept {
			evidence.State = EvidenceCurrent
			err := tx.Model(&Evidence{}).Where("contract_id = ? AND code = ? AND state = ?", contract.ID, evidence.Code, EvidenceCurrent).
				Update("state", EvidenceReplaced).Error
			if err != nil {
				return err
			}
		}
		now := s.Now().UTC()
		evidence.Reasons, evidence.CheckedBy, evidence.CheckedAt = reasons, &actor.UserID, &now
		if err := tx.Model(evidence).Select("State", "Reasons", "CheckedBy", "CheckedAt").Updates(evidence).Error; err != nil {
			return err
		}
		if err := s.tellEvidence(tx, contract, evidence, func(organisation, title string) mail.Letter {
			return mail.EvidenceAnswered{Matter: evidence.matter("answer"), Organisation: organisation, Evidence: title,
				Until: evidence.ValidUntil, Accepted: accept, URL: s.Mail.BaseURL + "/mijn/bewijsstukken"}
		}); err != nil {
			return err
		}
		action := "evidence.refused"
		if accept {
			action = "evidence.accepted"
		}
		return audit.Record(tx, actor, action, "contract", contract.ID.String())
	})
}

// lockEvidence holds the contract that the proof belongs to and gives both, when
// the contract still runs and the proof is in the state.
func lockEvidence(tx *gorm.DB, id uuid.UUID, state EvidenceState) (*Evidence, *Contract, error) {
	var evidence Evidence
	contracts := locked(tx).Where("id = (SELECT contract_id FROM contract_evidence WHERE id = ?)", id).
		Where("status IN ?", []ContractStatus{ContractActive, ContractSuspended})
	contract, err := takeContract(contracts)
	if err != nil {
		return nil, nil, err
	}
	err = tx.Where("id = ? AND state = ?", id, state).Take(&evidence).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, nil, fault.Missing()
	}
	return &evidence, contract, err
}

func (e *Evidence) matter(round string) mail.Matter {
	return mail.Matter{Object: "contract", ID: e.ContractID.String(), Round: e.ID.String() + ":" + round}
}

// tellEvidence queues a letter for everybody of the organisation, with the title
// in the language of each.
func (s *Service) tellEvidence(tx *gorm.DB, contract *Contract, evidence *Evidence, letter func(organisation, title string) mail.Letter) error {
	provider, err := directory.ProviderByID(tx, contract.ProviderID)
	if err != nil {
		return err
	}
	people, err := account.OfProvider(tx, contract.ProviderID)
	if err != nil {
		return err
	}
	for _, user := range people {
		if err := s.Mail.Queue(tx, user.Recipient(), letter(provider.Name, evidence.Title(user.Lang))); err != nil {
			return err
		}
	}
	return nil
}
