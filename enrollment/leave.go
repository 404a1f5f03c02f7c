package enrollment

import (
	"context"
	"database/sql"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/storage/database"
)

// CloseOwnAccount closes the account of who asks (AVG-8): name and address make
// way for a pseudonym, the sessions end, the audit trail stays. The last admin of
// an organisation that has colleagues, an open application or a contract stays
// (AUTH-8), because somebody must answer for it; so does the last administrator of the portal.
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
		needed, err := needsAnAdmin(tx, actor)
		if err != nil {
			return err
		}
		if needed {
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

// needsAnAdmin reports whether the actor's organisation has colleagues, an open
// application or a contract that has not ended: then somebody must answer for it.
func needsAnAdmin(tx *gorm.DB, actor account.Actor) (needed bool, err error) {
	err = tx.Raw(`SELECT
	EXISTS (SELECT 1 FROM contracts WHERE provider_id = @provider AND status <> 'ended')
	OR EXISTS (SELECT 1 FROM applications WHERE provider_id = @provider AND status IN ('submitted', 'under-review', 'supplement-requested'))
	OR EXISTS (SELECT 1 FROM users WHERE provider_id = @provider AND closed_at IS NULL AND id <> @person)`,
		sql.Named("provider", actor.ProviderID), sql.Named("person", actor.UserID)).Scan(&needed).Error
	return needed, err
}
