package matching

import (
	"context"
	"time"

	"github.com/google/uuid"

	"providerportal/internal/account"
	"providerportal/internal/fault"
)

// DraftExport is a request that was not sent yet (AVG-7): to whom and when, and
// nothing that was written about the resident.
type DraftExport struct {
	Provider     string    `json:"provider"`
	Municipality string    `json:"municipality"`
	SavedAt      time.Time `json:"saved_at"`
}

// ExportDrafts gives the drafts of a consultant to that consultant, and to an
// administrator who answers for one.
func (s *Service) ExportDrafts(ctx context.Context, actor account.Actor, userID uuid.UUID) ([]DraftExport, error) {
	if actor.UserID != userID && !actor.Has(account.RoleAdministrator) {
		return nil, fault.Missing()
	}
	var drafts []DraftExport
	err := s.DB.WithContext(ctx).Table("request_drafts d").
		Select("p.name AS provider, m.name AS municipality, d.saved_at").
		Joins("JOIN providers p ON p.id = d.provider_id").
		Joins("JOIN municipalities m ON m.code = d.municipality_code").
		Where("d.consultant_id = ?", userID).Order("d.saved_at, d.id").Scan(&drafts).Error
	return drafts, err
}
