package retention

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
)

// Objects is the vault of documents.
type Objects interface {
	// Locked reports whether one of the documents may not be removed yet.
	Locked(tx *gorm.DB, ids []uuid.UUID) (bool, error)
	// Release marks as removed those that nothing refers to any more, and gives them.
	Release(tx *gorm.DB, ids []uuid.UUID) ([]uuid.UUID, error)
	// Sweep destroys the bytes of removed documents.
	Sweep(ctx context.Context) (int, error)
	// Forget deletes what is known of documents whose bytes are gone, and gives how
	// many are not gone yet.
	Forget(tx *gorm.DB, ids []uuid.UUID) (left int, err error)
}

// Service lists, holds, approves and destroys.
type Service struct {
	DB      *gorm.DB
	Now     func() time.Time
	Classes []Class
	Objects Objects
}

func (s *Service) today() workday.Date { return workday.On(s.Now()) }

func (s *Service) class(code string) (Class, bool) {
	for _, class := range s.Classes {
		if class.Code == code {
			return class, true
		}
	}
	return Class{}, false
}

func mayLook(actor account.Actor) error {
	if !actor.Has(account.RoleAdministrator) {
		return fault.Forbidden()
	}
	return nil
}

// mayDecide asks for a fresh proof of identity too.
func mayDecide(actor account.Actor) error {
	if !actor.Has(account.RoleAdministrator) || !actor.Fresh {
		return fault.Forbidden()
	}
	return nil
}

// rules gives the terms that have a class, in order.
func (s *Service) rules(db *gorm.DB) ([]Rule, error) {
	var codes []string
	for _, class := range s.Classes {
		codes = append(codes, class.Code)
	}
	var rules []Rule
	return rules, db.Where("code IN ?", codes).Order("position").Find(&rules).Error
}
