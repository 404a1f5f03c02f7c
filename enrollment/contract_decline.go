package enrollment

import (
	"context"
	"unicode/utf8"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/bsn"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
	"providerportal/storage/database"
)

// CauseDeclined is the ground of an offer that the provider does not want.
const CauseDeclined = "declined"

// Decline ends an offered agreement because the provider will not sign it (E12):
// an admin of the organisation says why. The contract ends today, and the
// organisation may apply again. A scan that still waits is no longer needed.
func (s *Service) Decline(ctx context.Context, actor account.Actor, id uuid.UUID, reasons string) error {
	if !actor.Has(account.RoleProvider) || !actor.ProviderAdmin {
		return fault.Forbidden()
	}
	var wrong fault.Check
	wrong.Unless(reasons != "", "reasons", "error.required")
	wrong.Unless(utf8.RuneCountInString(reasons) <= TextMax, "reasons", "error.max", "Max", TextMax)
	wrong.Unless(!bsn.In(reasons), "reasons", "error.bsn")
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		contract, err := takeContract(locked(tx).Where("id = ? AND provider_id = ?", id, actor.ProviderID))
		if err != nil {
			return err
		}
		if contract.Status != ContractOffered {
			return fault.Conflict("contract.past-step")
		}
		if err := wrong.Err(); err != nil {
			return err
		}
		now := s.Now().UTC()
		decision := ContractDecision{
			ID: uuid.New(), ContractID: id, Kind: RulingEnd, Cause: CauseDeclined, Reasons: reasons,
			OnDay: s.today(), DecidedBy: actor.UserID, DecidedAt: now, AppliedAt: &now,
		}
		if err := tx.Create(&decision).Error; err != nil {
			return err
		}
		if err := s.applyRuling(tx, actor, contract, &decision); err != nil {
			return err
		}
		provider, err := directory.ProviderByID(tx, contract.ProviderID)
		if err != nil {
			return err
		}
		return s.tellStaff(tx, account.RoleContractManager, mail.AgreementDeclined{
			Matter: contract.matter(), Organisation: provider.Name, Reference: contract.Reference, URL: s.contractURL(contract),
		})
	})
}
