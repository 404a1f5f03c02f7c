// Package enrollment is the open house: whoever meets the published requirements
// is admitted, and there is no other ground for refusal (E2). It holds
// procedures, requirement sets, applications, reviews, decisions, framework
// agreements and contracts.
package enrollment

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/mail"
	"providerportal/internal/workday"
	"providerportal/storage/documents"
)

// Service does what applicants, reviewers, deciders and contract managers do.
type Service struct {
	DB        *gorm.DB
	Now       func() time.Time
	Mail      *mail.Postbox
	Accounts  *account.Service
	Directory *directory.Service
	Documents *documents.Vault
}

func (s *Service) today() workday.Date { return workday.On(s.Now()) }

// Calendar gives the stored calendar, to show how many working days are left.
func (s *Service) Calendar(ctx context.Context) (*workday.Calendar, error) {
	return workday.Stored(ctx, s.DB.WithContext(ctx))
}

// due counts working days from now with the stored calendar.
func (s *Service) due(ctx context.Context, tx *gorm.DB, days int) (workday.Date, error) {
	calendar, err := workday.Stored(ctx, tx)
	if err != nil {
		return workday.Date{}, err
	}
	return calendar.Due(s.Now(), days), nil
}

// tell queues one letter for every person.
func (s *Service) tell(tx *gorm.DB, people []account.User, letter mail.Letter) error {
	for _, user := range people {
		if err := s.Mail.Queue(tx, user.Recipient(), letter); err != nil {
			return err
		}
	}
	return nil
}

// tellProvider queues a letter for everybody of the organisation.
func (s *Service) tellProvider(tx *gorm.DB, providerID uuid.UUID, letter mail.Letter) error {
	people, err := account.OfProvider(tx, providerID)
	if err != nil {
		return err
	}
	return s.tell(tx, people, letter)
}

// tellStaff queues a letter for everybody with the role.
func (s *Service) tellStaff(tx *gorm.DB, role account.Role, letter mail.Letter) error {
	people, err := account.WithRole(tx, role)
	if err != nil {
		return err
	}
	return s.tell(tx, people, letter)
}
