package enrollment

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/storage/database"
)

// CloseOwnAccount closes the account of who asks (AVG-8): name and address make
// way for a pseudonym, the sessions end, the audit trail stays. The last admin of
// an organisation with a running contract stays (AUTH-8), because somebody must
// answer for it; so does the last administrator of the portal.
func (s *Service) CloseOwnAccount(ctx context.Context, actor account.Actor) error {
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		if err := account.LockAdministrators(tx); err != nil {
			return err
		}
		if actor.ProviderID != uuid.Nil {
			if err := account.LockOrganisation(tx, actor.ProviderID); err != nil {
				return err
			}
		}
		user, err := account.OpenForChange(tx, actor.UserID)
		if err != nil {
			return err
		}
		running, err := hasRunningContract(tx, actor.ProviderID)
		if err != nil {
			return err
		}
		if running {
			if err := account.KeepAnAdmin(tx, user); err != nil {
				return err
			}
		}
		if err := account.KeepAnAdministrator(tx, user); err != nil {
			return err
		}
		if err := s.Accounts.TellPrivilegedChange(tx, actor, user, user.Has(account.RoleAdministrator), false); err != nil {
			return err
		}
		return s.Accounts.Close(tx, actor, user)
	})
}

// hasRunningContract reports whether both sides signed and nothing ended it.
func hasRunningContract(tx *gorm.DB, providerID uuid.UUID) (bool, error) {
	var running int64
	err := tx.Model(&Contract{}).
		Where("provider_id = ? AND status IN ?", providerID, []ContractStatus{ContractActive, ContractSuspended}).
		Count(&running).Error
	return running > 0, err
}
