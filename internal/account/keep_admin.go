package account

import (
	"errors"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/internal/fault"
)

// LockOrganisation lets changes of one organisation's people happen one after
// the other until the transaction ends.
func LockOrganisation(tx *gorm.DB, providerID uuid.UUID) error {
	return tx.Exec("SELECT 1 FROM providers WHERE id = ? FOR NO KEY UPDATE", providerID).Error
}

// LockAdministrators does the same for who may administer the portal. Locks are
// taken in one order: administrators, organisation, user.
func LockAdministrators(tx *gorm.DB) error {
	return tx.Exec("SELECT pg_advisory_xact_lock(hashtext('account.administrators'))").Error
}

// KeepAnAdmin refuses to take the admin's rights from the last admin of an
// organisation (AUTH-8). Call it after LockOrganisation. Who never signed in
// does not count as somebody who is left.
func KeepAnAdmin(tx *gorm.DB, user *User) error {
	if !user.ProviderAdmin || user.ProviderID == nil {
		return nil
	}
	admins, err := AdminsOf(tx, *user.ProviderID)
	return keepOne(admins, user, err, "colleague.last-admin")
}

// KeepAnAdministrator refuses to take the role from the last administrator of
// the portal. Call it after LockAdministrators.
func KeepAnAdministrator(tx *gorm.DB, user *User) error {
	if !user.Has(RoleAdministrator) {
		return nil
	}
	administrators, err := holding(Active(tx), RoleAdministrator)
	return keepOne(administrators, user, err, "account.last-administrator")
}

func keepOne(holders []User, user *User, err error, key string) error {
	if err != nil {
		return err
	}
	for i := range holders {
		if holders[i].ID != user.ID {
			return nil
		}
	}
	if len(holders) == 0 { // the user never signed in, so nobody is lost
		return nil
	}
	return fault.Conflict(key)
}

// AdminsOf gives the active accounts that administer an organisation; not all of
// them need have an address that may get mail.
func AdminsOf(db *gorm.DB, providerID uuid.UUID) ([]User, error) {
	var users []User
	err := Active(db).Where("provider_id = ? AND provider_admin", providerID).Order("email").Find(&users).Error
	return users, err
}

// OpenForChange gives an open account with its roles, locked until the
// transaction ends; fault.Missing when it is closed or does not exist.
func OpenForChange(tx *gorm.DB, id uuid.UUID) (*User, error) {
	var user User
	err := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).
		Take(&user, "id = ? AND closed_at IS NULL", id).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, fault.Missing()
	}
	if err != nil {
		return nil, err
	}
	return &user, tx.Where("user_id = ?", id).Order("role").Find(&user.Roles).Error
}
