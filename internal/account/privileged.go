package account

import (
	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/mail"
)

// TellPrivilegedChange mails all administrators but the actor that somebody got
// or lost the administrator's role (BIO-4); nothing when was equals will. Called
// before the role goes, so that who loses it hears too.
func (s *Service) TellPrivilegedChange(tx *gorm.DB, actor Actor, user *User, was, will bool) error {
	switch {
	case was == will:
		return nil
	case will:
		return s.tellAdministrators(tx, actor, user, mail.PrivilegeGiven)
	}
	return s.tellAdministrators(tx, actor, user, mail.PrivilegeTaken)
}

func (s *Service) tellAdministrators(tx *gorm.DB, actor Actor, user *User, change mail.Privilege) error {
	others, err := WithRole(tx, RoleAdministrator)
	if err != nil {
		return err
	}
	round := uuid.NewString()
	for i := range others {
		if others[i].ID == actor.UserID {
			continue
		}
		err := s.Mail.Queue(tx, others[i].Recipient(), mail.PrivilegedChange{
			Matter: user.matter(round), Name: user.Name, By: actor.Name, Change: change,
			URL: "/beheer/accounts/" + user.ID.String(),
		})
		if err != nil {
			return err
		}
	}
	return nil
}
