package directory

import (
	"time"

	"gorm.io/gorm"
)

// TakedownExport is a time in which staff kept the profile offline, with what the
// provider answered.
type TakedownExport struct {
	TakenAt   time.Time  `json:"taken_at"`
	Reason    string     `json:"reason"`
	Reply     string     `json:"reply,omitempty"`
	RepliedAt *time.Time `json:"replied_at,omitempty"`
	LiftedAt  *time.Time `json:"lifted_at,omitempty"`
}

// JoinExport is somebody who asked to join the organisation.
type JoinExport struct {
	Name       string     `json:"name"`
	Email      string     `json:"email"`
	CreatedAt  time.Time  `json:"created_at"`
	AnsweredAt *time.Time `json:"answered_at,omitempty"`
	Accepted   *bool      `json:"accepted,omitempty"`
}

// addPast adds what happened around the profile and the people.
func (e *ProviderExport) addPast(db *gorm.DB) error {
	err := db.Table("profile_takedowns").Where("provider_id = ?", e.ID).Order("taken_at, id").Find(&e.Takedowns).Error
	if err != nil {
		return err
	}
	return db.Table("join_requests").Where("provider_id = ?", e.ID).Order("created_at, id").Find(&e.Joins).Error
}
