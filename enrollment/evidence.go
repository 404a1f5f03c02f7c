package enrollment

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
	"providerportal/internal/workday"
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
