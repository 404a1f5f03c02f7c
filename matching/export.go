package matching

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
)

// RequestExport is a request in an export (AVG-7): its course, and nothing that
// was written about the resident, because that is not about who asks.
type RequestExport struct {
	Reference    string        `json:"reference"`
	Provider     string        `json:"provider"`
	Municipality string        `json:"municipality"`
	Status       Status        `json:"status"`
	SentAt       time.Time     `json:"sent_at"`
	DueOn        workday.Date  `json:"due_on"`
	HeldOn       *workday.Date `json:"held_on,omitempty"`
	ClosedAt     *time.Time    `json:"closed_at,omitempty"`
}

// ExportPerson gives the requests that a consultant sent to that consultant, and
// to an administrator who answers for one.
func (s *Service) ExportPerson(ctx context.Context, actor account.Actor, userID uuid.UUID) ([]RequestExport, error) {
	if actor.UserID != userID && !actor.Has(account.RoleAdministrator) {
		return nil, fault.Missing()
	}
	return exportWhere(s.DB.WithContext(ctx), "r.consultant_id = ?", userID)
}

// ExportProvider gives the requests to an organisation to who may export it.
func (s *Service) ExportProvider(ctx context.Context, actor account.Actor, providerID uuid.UUID) ([]RequestExport, error) {
	if !actor.MayExport(providerID) {
		return nil, fault.Missing()
	}
	return exportWhere(s.DB.WithContext(ctx), "r.provider_id = ?", providerID)
}

func exportWhere(db *gorm.DB, condition string, id uuid.UUID) ([]RequestExport, error) {
	var requests []RequestExport
	err := db.Table("requests r").
		Select("r.reference, p.name AS provider, m.name AS municipality, r.status, r.sent_at, r.due_on, r.held_on, r.closed_at").
		Joins("JOIN providers p ON p.id = r.provider_id").
		Joins("JOIN municipalities m ON m.code = r.municipality_code").
		Where("r.erased_at IS NULL").Where(condition, id).Order("r.sent_at, r.id").Scan(&requests).Error
	return requests, err
}
