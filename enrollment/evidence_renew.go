package enrollment

import (
	"context"
	"errors"

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

// Renewal is new proof for a requirement: the document that was received and its
// last day.
type Renewal struct {
	DocumentID uuid.UUID
	ValidUntil *workday.Date
}

func (r *Renewal) problems(today workday.Date) (wrong fault.Check) {
	switch {
	case r.ValidUntil == nil:
		wrong.Add("validUntil", "error.date")
	case r.ValidUntil.Before(today):
		wrong.Add("validUntil", "application.expired")
	}
	wrong.Unless(r.DocumentID != uuid.Nil, "file", "document.none")
	return wrong
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
	if err := renewal.problems(s.today()).Err(); err != nil {
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
		if err := replaceEvidence(tx, evidence, EvidenceOffered); err != nil {
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

// replaceEvidence takes what the requirement has in the state out of use.
func replaceEvidence(tx *gorm.DB, evidence *Evidence, state EvidenceState) error {
	return tx.Model(&Evidence{}).Where("contract_id = ? AND code = ? AND state = ?", evidence.ContractID, evidence.Code, state).
		Update("state", EvidenceReplaced).Error
}

// renewalOffered tells the contract managers that a renewal waits for them.
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
			if err := replaceEvidence(tx, evidence, EvidenceCurrent); err != nil {
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
