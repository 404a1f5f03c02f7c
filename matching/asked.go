package matching

import (
	"context"

	"github.com/google/uuid"

	"providerportal/internal/account"
	"providerportal/internal/fault"
)

// EverAsked gives the providers that ever got a matching request; who is not
// among them is dormant (T10).
func (s *Service) EverAsked(ctx context.Context, actor account.Actor) ([]uuid.UUID, error) {
	if !actor.Staff() {
		return nil, fault.Forbidden()
	}
	var ids []uuid.UUID
	err := s.DB.WithContext(ctx).Model(&Request{}).Distinct("provider_id").Pluck("provider_id", &ids).Error
	return ids, err
}
