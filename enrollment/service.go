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
	"providerportal/internal/fault"
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
	ActLevel  account.Level // of eHerkenning that submitting and signing ask for (AUTH-2)
}

// assure refuses who came in through eHerkenning at a level too low to bind the
// organisation.
func (s *Service) assure(actor account.Actor) error {
	if actor.Assured(s.ActLevel) {
		return nil
	}
	return &fault.Error{Kind: fault.KindForbidden, Key: "fault.level"}
}

func (s *Service) today() workday.Date { return workday.On(s.Now()) }

// Calendar gives the stored calendar, to show how many working days are left.
func (s *Service) Calendar(ctx context.Context) (*workday.Calendar, error) {
	return workday.Stored(ctx, s.DB.WithContext(ctx))
}

// due counts working days from a moment with the stored calendar.
func due(ctx context.Context, tx *gorm.DB, from time.Time, days int) (workday.Date, error) {
	calendar, err := workday.Stored(ctx, tx)
	if err != nil {
		return workday.Date{}, err
	}
	return calendar.Due(from, days), nil
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
