package workday

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"
)

// Closure is a day on which the region does not work, added by an
// administrator (T5).
type Closure struct {
	Day       Date `gorm:"primaryKey"`
	Name      string
	CreatedAt time.Time
}

// TableName is the table of this package.
func (Closure) TableName() string { return "calendar_closures" }

// LoadClosures reads the local closures, earliest first.
func LoadClosures(ctx context.Context, db *gorm.DB) ([]Closure, error) {
	var closures []Closure
	if err := db.WithContext(ctx).Order("day").Find(&closures).Error; err != nil {
		return nil, fmt.Errorf("read the calendar closures: %w", err)
	}
	return closures, nil
}

// Stored gives the default calendar with the closures that the database holds.
func Stored(ctx context.Context, db *gorm.DB) (*Calendar, error) {
	closures, err := LoadClosures(ctx, db)
	if err != nil {
		return nil, err
	}
	return newCalendar(closures), nil
}
