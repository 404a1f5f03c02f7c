package directory

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/storage/database"
)

// Stranded is a request for an organisation in which no admin is left.
type Stranded struct {
	JoinRequest
	Organisation string
}

// StrandedRequests gives the requests that only an administrator of the portal
// can answer, oldest first.
func (s *Service) StrandedRequests(ctx context.Context, actor account.Actor) ([]Stranded, error) {
	if !actor.Has(account.RoleAdministrator) {
		return nil, fault.Forbidden()
	}
	return strandedIn(s.DB.WithContext(ctx))
}

func strandedIn(db *gorm.DB) (found []Stranded, err error) {
	return found, waiting(db).Model(&JoinRequest{}).Select("join_requests.*, providers.name AS organisation").
		Joins("JOIN providers ON providers.id = provider_id").
		Where("NOT EXISTS (?)", account.Active(db.Model(&account.User{})).Select("1").
			Where("users.provider_id = join_requests.provider_id AND provider_admin")).Find(&found).Error
}

// AnswerStranded does for an organisation without admin what its admin would; who
// is accepted becomes its admin. Missing when it has an admin after all.
func (s *Service) AnswerStranded(ctx context.Context, actor account.Actor, id uuid.UUID, accept bool) error {
	if !actor.Has(account.RoleAdministrator) {
		return fault.Forbidden()
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		request, err := taken[JoinRequest](tx.Where("id = ? AND confirmed_at IS NOT NULL", id))
		if err != nil {
			return err
		}
		if err := account.LockOrganisation(tx, request.ProviderID); err != nil {
			return err
		}
		admins, err := account.AdminsOf(tx, request.ProviderID)
		if err != nil {
			return err
		}
		if len(admins) > 0 {
			return fault.Missing()
		}
		provider, err := ProviderByID(tx, request.ProviderID)
		if err != nil {
			return err
		}
		return s.answerJoin(tx, actor, provider, request, accept, true)
	})
}
