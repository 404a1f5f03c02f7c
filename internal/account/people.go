package account

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/storage/database"
)

// Person is one line of the review of rights: who has what, since when, and when
// last seen (BIO-4).
type Person struct {
	User
	SecondFactor bool // has one besides the password
}

// People gives everybody with an account, open or closed, by name. Only for
// administrators.
func (s *Service) People(ctx context.Context, actor Actor) ([]Person, error) {
	if !actor.Has(RoleAdministrator) {
		return nil, fault.Forbidden()
	}
	var users []User
	db := s.DB.WithContext(ctx)
	if err := db.Preload("Roles", byRole).Order("lower(name), id").Find(&users).Error; err != nil {
		return nil, err
	}
	return withFactors(db, users)
}

// ExportPeople is People for a file that leaves the portal; that is noted.
func (s *Service) ExportPeople(ctx context.Context, actor Actor) ([]Person, error) {
	people, err := s.People(ctx, actor)
	if err != nil {
		return nil, err
	}
	return people, database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		return audit.Record(tx, actor, "account.list-exported", "account", "all")
	})
}

// Person gives one account, open or closed. Only for administrators.
func (s *Service) Person(ctx context.Context, actor Actor, id uuid.UUID) (*Person, error) {
	if !actor.Has(RoleAdministrator) {
		return nil, fault.Forbidden()
	}
	user, err := s.Find(ctx, id)
	if err != nil {
		return nil, err
	}
	people, err := withFactors(s.DB.WithContext(ctx), []User{*user})
	if err != nil {
		return nil, err
	}
	return &people[0], nil
}

func byRole(db *gorm.DB) *gorm.DB { return db.Order("role") }

// RoleNames gives the roles of a user, always in the order of the constants.
func (u User) RoleNames() []Role {
	all := append([]Role{RoleProvider, RoleConsultant}, StaffRoles...)
	return slices.DeleteFunc(all, func(role Role) bool { return !u.Has(role) })
}

// withFactors adds who has a second factor: an authenticator app or a passkey.
func withFactors(db *gorm.DB, users []User) ([]Person, error) {
	people := make([]Person, len(users))
	ids := make([]uuid.UUID, len(users))
	for i, user := range users {
		people[i].User, ids[i] = user, user.ID
	}
	protected, err := withSecondFactor(db, ids)
	for i := range people {
		people[i].SecondFactor = protected[people[i].ID]
	}
	return people, err
}
