package account

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/audit"
	"providerportal/internal/bsn"
	"providerportal/internal/fault"
	"providerportal/internal/words"
	"providerportal/storage/database"
)

// NameMax is the longest name of a person, in characters.
const NameMax = 200

// Rights is what an administrator may give: staff and consultants have roles,
// people of an organisation are its admin or not.
type Rights struct {
	Roles         []Role
	Municipality  string // code, of a consultant and of nobody else
	ProviderAdmin bool
}

// Invitation is what it takes to invite staff or a consultant.
type Invitation struct {
	Name  string
	Email string
	Lang  string
	Rights
}

// Invite makes an account for staff or a consultant and mails a link to choose a
// password. The role of a provider cannot be given here: it comes with an
// organisation (AUTH-8).
func (s *Service) Invite(ctx context.Context, actor Actor, wanted Invitation) (*User, error) {
	if !actor.Has(RoleAdministrator) {
		return nil, fault.Forbidden()
	}
	wrong := CheckPerson(wanted.Name, wanted.Email)
	if err := s.checkRoles(ctx, &wrong, wanted.Rights); err != nil {
		return nil, err
	}
	if err := wrong.Err(); err != nil {
		return nil, err
	}
	var user *User
	err := database.Write(ctx, s.DB, func(tx *gorm.DB) (err error) {
		if err := s.stillAdministrator(tx, actor); err != nil {
			return err
		}
		user, err = s.Create(tx, NewUser{
			Email: wanted.Email, Name: wanted.Name, Lang: wanted.Lang, Roles: wanted.Roles, Municipality: wanted.Municipality,
		})
		if errors.Is(err, ErrEmailTaken) {
			return fault.Invalid(fault.At("email", "error.email-used"))
		}
		if err != nil {
			return err
		}
		if _, err := s.SendSetUp(tx, user, rolesText(user)); err != nil {
			return err
		}
		if err := s.TellPrivilegedChange(tx, actor, user, false, user.Has(RoleAdministrator)); err != nil {
			return err
		}
		return audit.Record(tx, actor, "account.invited", "user", user.ID.String())
	})
	return user, err
}

// Reinvite mails a new link to somebody who did not follow the first one.
func (s *Service) Reinvite(ctx context.Context, actor Actor, id uuid.UUID) error {
	if !actor.Has(RoleAdministrator) {
		return fault.Forbidden()
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		user, err := OpenForChange(tx, id)
		if err != nil {
			return err
		}
		return s.InviteAgain(tx, actor, user, rolesText(user))
	})
}

// InviteAgain mails a new set-up link inside the caller's transaction; a conflict
// when the person is active already.
func (s *Service) InviteAgain(tx *gorm.DB, actor Actor, user *User, roleText string) error {
	if !user.Invited() {
		return fault.Conflict("account.active-already")
	}
	if _, err := s.SendSetUp(tx, user, roleText); err != nil {
		return err
	}
	return audit.Record(tx, actor, "account.invited-again", "user", user.ID.String())
}

// CheckPerson collects what is wrong with a name and an e-mail address.
func CheckPerson(name, email string) fault.Check {
	wrong := checkName(name)
	wrong.Unless(email != "", "email", "error.required")
	wrong.Unless(email == "" || IsEmail(email), "email", "error.email")
	return wrong
}

func checkName(name string) fault.Check {
	var wrong fault.Check
	wrong.Unless(name != "", "name", "error.required")
	wrong.Unless(utf8.RuneCountInString(name) <= NameMax, "name", "error.max", "Max", NameMax)
	wrong.Unless(!bsn.In(name), "name", "error.bsn")
	return wrong
}

// checkRoles refuses roles that do not go together: a consultant works for one
// municipality and is no staff; nobody becomes a provider here.
func (s *Service) checkRoles(ctx context.Context, wrong *fault.Check, rights Rights) error {
	wrong.Unless(len(rights.Roles) > 0, "roles", "error.chosen")
	isConsultant := slices.Contains(rights.Roles, RoleConsultant)
	for _, role := range rights.Roles {
		if role != RoleConsultant && !slices.Contains(StaffRoles, role) {
			wrong.Add("roles", "error.unknown-choice")
			return nil
		}
	}
	wrong.Unless(!isConsultant || len(rights.Roles) == 1, "roles", "account.consultant-or-staff")
	wrong.Unless(!isConsultant || rights.Municipality != "", "municipality", "account.municipality-needed")
	wrong.Unless(isConsultant || rights.Municipality == "", "municipality", "account.municipality-consultant")
	if rights.Municipality == "" {
		return nil
	}
	var known int64
	err := s.DB.WithContext(ctx).Table("municipalities").Where("code = ?", rights.Municipality).Count(&known).Error
	wrong.Unless(known == 1, "municipality", "error.unknown-choice")
	return err
}

// rolesText says in the user's language what the account is for.
func rolesText(user *User) string {
	w := words.For(user.Lang)
	var names []string
	for _, role := range user.RoleNames() {
		names = append(names, w.T("role."+string(role)))
	}
	return strings.Join(names, ", ")
}
