package directory

import (
	"context"

	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	letters "providerportal/internal/mail"
	"providerportal/storage/database"
)

// ConfirmJoin spends the link and tells those who answer: the organisation's
// admins, or the administrators when none is left.
func (s *Service) ConfirmJoin(ctx context.Context, secret, origin string) error {
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		token, err := s.Accounts.SpendToken(tx, account.PurposeConfirmJoin, secret)
		if err != nil {
			return account.RefuseSpent(err)
		}
		request, err := taken[JoinRequest](tx.Where("id = ? AND confirmed_at IS NULL AND answered_at IS NULL", token.SubjectID))
		if fault.Is(err, fault.KindMissing) {
			return fault.Conflict("fault.link-spent")
		}
		if err != nil {
			return err
		}
		now := s.Now().UTC()
		if err := tx.Model(request).Update("confirmed_at", now).Error; err != nil {
			return err
		}
		if err := s.tellJoin(tx, request); err != nil {
			return err
		}
		return audit.Record(tx, account.Actor{Origin: origin}, "join.confirmed", "join", request.ID.String())
	})
}

func (s *Service) tellJoin(tx *gorm.DB, request *JoinRequest) error {
	provider, err := ProviderByID(tx, request.ProviderID)
	if err != nil {
		return err
	}
	people, err := account.AdminsOf(tx, provider.ID)
	if err != nil {
		return err
	}
	letter := letters.JoinRequested{
		Matter: request.matter(), Organisation: provider.Name, Name: request.Name, URL: "/mijn/collegas",
	}
	if len(people) == 0 {
		letter.NobodyLeft, letter.URL = true, "/beheer/accounts"
		if people, err = account.WithRole(tx, account.RoleAdministrator); err != nil {
			return err
		}
	}
	for i := range people {
		if people[i].EmailConfirmedAt == nil { // sees the request in the portal
			continue
		}
		if err := s.Mail.Queue(tx, people[i].Recipient(), letter); err != nil {
			return err
		}
	}
	return nil
}
