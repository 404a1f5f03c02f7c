package enrollment

import (
	"context"
	"errors"
	"strconv"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
	"providerportal/storage/database"
)

// SweepEvidence warns providers whose proof runs out in 60, 30 or 7 days, or has
// (E13): once per step, and after downtime only the latest step.
func (s *Service) SweepEvidence(ctx context.Context) error {
	var ids []uuid.UUID
	err := s.DB.WithContext(ctx).Table("contract_evidence e").
		Joins("JOIN contracts c ON c.id = e.contract_id AND c.status IN ('active', 'suspended')").
		Where("e.state = 'current' AND e.valid_until <= ? AND (e.warned IS NULL OR e.warned > 0)", s.today().AddDays(evidenceSteps[0])).
		Order("e.valid_until, e.id").Pluck("e.id", &ids).Error
	if err != nil {
		return err
	}
	var failed []error
	for _, id := range ids { // one that fails holds up no other
		failed = append(failed, s.warn(ctx, id))
	}
	return errors.Join(failed...)
}

// warn re-reads the proof under lock: it may have been renewed, or warned of by
// another instance.
func (s *Service) warn(ctx context.Context, id uuid.UUID) error {
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		evidence, contract, err := lockEvidence(tx, id, EvidenceCurrent)
		if fault.Is(err, fault.KindMissing) {
			return nil
		}
		if err != nil {
			return err
		}
		step, due := evidence.step(s.today())
		if !due {
			return nil
		}
		if err := tx.Model(evidence).Update("warned", step).Error; err != nil {
			return err
		}
		err = s.tellEvidence(tx, contract, evidence, func(organisation, title string) mail.Letter {
			return mail.EvidenceExpires{Matter: evidence.matter(strconv.Itoa(step)), Organisation: organisation, Evidence: title,
				Until: evidence.ValidUntil, Expired: step == 0, URL: s.Mail.BaseURL + "/mijn/bewijsstukken"}
		})
		if err != nil {
			return err
		}
		return audit.Record(tx, account.System(), "evidence.warned", "contract", contract.ID.String())
	})
}
