package directory

import (
	"errors"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/internal/workday"
)

// Admission says that a provider may be found and asked in a segment (E10). The
// enrollment package writes it through Admit when a contract starts.
type Admission struct {
	ProviderID  uuid.UUID `gorm:"primaryKey"`
	SegmentCode string    `gorm:"primaryKey"`
	Active      bool
	AdmittedOn  workday.Date
	EndedOn     *workday.Date
}

// Admit makes the provider findable in the segment from the date, inside the
// transaction that activates its contract. A running admission keeps its date; one
// that had ended starts again on the new one.
func Admit(tx *gorm.DB, providerID uuid.UUID, segment string, on workday.Date) error {
	admission := Admission{ProviderID: providerID, SegmentCode: segment, Active: true, AdmittedOn: on}
	err := tx.Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "provider_id"}, {Name: "segment_code"}},
		DoUpdates: clause.Assignments(map[string]any{
			"active": true, "ended_on": nil,
			"admitted_on": gorm.Expr("CASE WHEN admissions.active THEN admissions.admitted_on ELSE excluded.admitted_on END"),
		}),
	}).Create(&admission).Error
	if err != nil {
		return err
	}
	return Reindex(tx, providerID)
}

// admittedIn reports the segments in which the provider is admitted on the day.
func admittedIn(db *gorm.DB, providerID uuid.UUID, today workday.Date) ([]string, error) {
	var segments []string
	err := db.Model(&Admission{}).
		Where("provider_id = ? AND active AND admitted_on <= ?", providerID, today).
		Order("segment_code").Pluck("segment_code", &segments).Error
	return segments, err
}

// Askable reports whether the provider may get a matching request for the
// product now: an active admission in the product's segment and a published
// profile that offers it (E10, D2).
func Askable(tx *gorm.DB, providerID uuid.UUID, productCode string, now time.Time) (bool, error) {
	var product Product
	err := tx.Take(&product, "code = ?", productCode).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	var found int64
	err = tx.Table("admissions").
		Joins("JOIN profiles ON profiles.provider_id = admissions.provider_id AND profiles.published_at IS NOT NULL AND profiles.offline_at IS NULL").
		Joins("JOIN profile_products ON profile_products.provider_id = admissions.provider_id AND profile_products.product_code = ?", productCode).
		Where("admissions.provider_id = ? AND admissions.segment_code = ? AND active AND admitted_on <= ?",
			providerID, product.SegmentCode, workday.On(now)).
		Count(&found).Error
	return found > 0, err
}
