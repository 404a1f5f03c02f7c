// Package matching keeps matching requests: a consultant asks one provider for
// a conversation with one resident, and the conversation is held within five
// working days (T4). It never knows who the resident is (T1).
package matching

import (
	"time"

	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/internal/mail"
	"providerportal/internal/workday"
)

// Service does what consultants, providers and staff do with matching requests.
type Service struct {
	DB        *gorm.DB
	Now       func() time.Time
	Mail      *mail.Postbox
	Directory *directory.Service

	// TermWorkdays is how many working days after the request the conversation
	// must be held (H §2); 5 unless the region agreed otherwise.
	TermWorkdays int

	// RemindFromHour is the hour of the day, in Europe/Amsterdam, before which nobody
	// is reminded: a letter at midnight helps nobody (T6).
	RemindFromHour int

	// Outbox hears what changed, for the systems of municipalities; nil is nobody.
	Outbox Outbox
}

// Today is the local date on which the terms are counted (T5).
func (s *Service) Today() workday.Date { return s.today() }

func (s *Service) today() workday.Date { return workday.On(s.Now()) }
