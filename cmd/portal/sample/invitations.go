package sample

import (
	"context"

	"providerportal/enrollment"
	"providerportal/internal/account"
)

// invitations leaves two invitations of a consultant: of an organisation that will
// apply, and of one that did not answer yet.
func (s Story) invitations(ctx context.Context, comes Organisation) error {
	users, err := account.WithRole(s.DB.WithContext(ctx), account.RoleConsultant)
	if err != nil || len(users) == 0 {
		return err
	}
	user, err := s.Accounts.Find(ctx, users[0].ID)
	if err != nil {
		return err
	}
	for daysAgo, invitation := range map[int]enrollment.Invitation{
		20: {Organisation: comes.Name, Email: comes.Email(), Reason: "Een inwoner volgt hier al een training en wil graag verder."},
		9:  {Organisation: "Atelier De Zolder", Email: "info@atelier-de-zolder.example", Reason: "Kleine werkplaats met textiel. Die ontbreekt nog in onze gemeente."},
	} {
		s.Clock.Moment = s.End.AddDate(0, 0, -daysAgo)
		if err := s.Enrollment.Invite(ctx, user.Actor("sample"), invitation); err != nil {
			return err
		}
	}
	return nil
}
