package mail

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/fault"
)

// Archive shows the letters as they were sent. Who may look is decided by the
// route: staff only.
type Archive struct{ DB *gorm.DB }

// listMax is how many letters a list shows at most.
const listMax = 200

// The states of letters, each with its condition.
var states = map[string]string{
	"waiting":  "sent_at IS NULL AND failed_at IS NULL AND recalled_at IS NULL",
	"sent":     "sent_at IS NOT NULL",
	"failed":   "failed_at IS NOT NULL",
	"recalled": "recalled_at IS NOT NULL",
}

// List gives the newest letters without their text; a state of "waiting", "sent",
// "failed" or "recalled" narrows.
func (a *Archive) List(ctx context.Context, state string) ([]Record, error) {
	query := a.DB.WithContext(ctx).Omit("TextBody", "HTMLBody", "Links").Order("queued_at DESC, id").Limit(listMax)
	if condition, known := states[state]; known {
		query = query.Where(condition)
	}
	var letters []Record
	return letters, query.Find(&letters).Error
}

// Find gives one letter with its text but never its one-time link; fault.Missing
// when there is none.
func (a *Archive) Find(ctx context.Context, id uuid.UUID) (*Record, error) {
	letter, err := find(ctx, a.DB.Omit("Links"), id)
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, fault.Missing()
	}
	return letter, err
}

// Count gives the number of letters in one state, or of all when it is empty.
func (a *Archive) Count(ctx context.Context, state string) (int, error) {
	query := a.DB.WithContext(ctx).Model(&Record{})
	if condition, known := states[state]; known {
		query = query.Where(condition)
	}
	var count int64
	err := query.Count(&count).Error
	return int(count), err
}

// To gives the letters to one address with their text but never their one-time
// link, oldest first.
func To(db *gorm.DB, address string) ([]Record, error) {
	var letters []Record
	err := db.Omit("Links", "HTMLBody").Where("lower(to_address) = lower(?)", address).
		Order("queued_at, id").Find(&letters).Error
	return letters, err
}
