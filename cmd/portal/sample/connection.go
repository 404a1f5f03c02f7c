package sample

import (
	"context"

	"providerportal/internal/account"
	"providerportal/internal/client"
	"providerportal/internal/workday"
)

// connection connects the system of the first consultant's municipality, which
// hears at HookURL what becomes of its requests. Token and secret are made as the
// page makes them, and known to nobody.
func (s Story) connection(ctx context.Context) error {
	if s.HookURL == "" {
		return nil
	}
	admin, err := s.first(ctx, account.RoleAdministrator)
	if err != nil || admin == nil {
		return err
	}
	consultant, err := s.first(ctx, account.RoleConsultant)
	if err != nil || consultant == nil {
		return err
	}
	s.Clock.Moment = s.End.AddDate(0, 0, -21)
	actor := admin.Actor("sample")
	made, token, err := s.Clients.Create(ctx, actor, client.New{
		Name: "Zaaksysteem", Consultant: consultant.ID, Scopes: client.Scopes, LastDay: workday.On(s.End).AddMonths(12),
	})
	if err != nil {
		return err
	}
	if _, err := s.Webhooks.Direct(ctx, actor, made.ID, s.HookURL); err != nil {
		return err
	}
	s.Clock.Moment = s.End.AddDate(0, 0, -1)
	_, _, err = s.Clients.Admit(ctx, token, client.ScopeRead, "127.0.0.1") // it has been used
	return err
}

// first gives the first person with a role, nil when there is none.
func (s Story) first(ctx context.Context, role account.Role) (*account.User, error) {
	users, err := account.WithRole(s.DB.WithContext(ctx), role)
	if err != nil || len(users) == 0 {
		return nil, err
	}
	return s.Accounts.Find(ctx, users[0].ID)
}
