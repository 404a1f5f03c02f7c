package directory

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/workday"
)

// Suspend takes the provider out of the finder for the segment, inside the
// transaction that suspends its contract (E12). The date of admission stays.
func Suspend(tx *gorm.DB, providerID uuid.UUID, segment string, _ workday.Date) error {
	return setAdmission(tx, providerID, segment, map[string]any{"active": false})
}

// Readmit undoes Suspend.
func Readmit(tx *gorm.DB, providerID uuid.UUID, segment string, _ workday.Date) error {
	return setAdmission(tx, providerID, segment, map[string]any{"active": true})
}

// EndAdmission ends the admission on the date, inside the transaction that ends
// the contract.
func EndAdmission(tx *gorm.DB, providerID uuid.UUID, segment string, on workday.Date) error {
	return setAdmission(tx, providerID, segment, map[string]any{"active": false, "ended_on": on})
}

// TakesRequests reports whether the provider is admitted today, and so can get new
// requests; those it has go on either way (E12).
func (s *Service) TakesRequests(ctx context.Context, providerID uuid.UUID) (bool, error) {
	segments, err := admittedIn(s.DB.WithContext(ctx), providerID, workday.On(s.Now()))
	return len(segments) > 0, err
}

func setAdmission(tx *gorm.DB, providerID uuid.UUID, segment string, columns map[string]any) error {
	err := tx.Model(&Admission{}).Where("provider_id = ? AND segment_code = ? AND ended_on IS NULL", providerID, segment).
		Updates(columns).Error
	if err != nil {
		return err
	}
	return Reindex(tx, providerID)
}
