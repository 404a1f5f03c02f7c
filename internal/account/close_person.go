package account

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/fault"
	"providerportal/storage/database"
)

// ClosePerson closes somebody's account for an administrator. The last
// administrator stays; the last admin of an organisation may go, because staff
// can make another.
func (s *Service) ClosePerson(ctx context.Context, actor Actor, id uuid.UUID) error {
	if !actor.Has(RoleAdministrator) {
		return fault.Forbidden()
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		user, err := s.forAdministrator(tx, actor, id)
		if err != nil {
			return err
		}
		if err := KeepAnAdministrator(tx, user); err != nil {
			return err
		}
		if err := s.TellPrivilegedChange(tx, actor, user, user.Has(RoleAdministrator), false); err != nil {
			return err
		}
		return s.Close(tx, actor, user)
	})
}

// missing makes a row that is not there a refusal.
func missing(err error) error {
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return fault.Missing()
	}
	return err
}
