package main

import (
	"context"

	"github.com/google/uuid"

	"providerportal/cmd/portal/wire"
	"providerportal/internal/account"
	"providerportal/portal"
	"providerportal/storage/database"
)

// hookURL is where the sample system of a municipality listens: in the demo itself.
func hookURL(baseURL string) string { return baseURL + portal.DemoSystemPath }

// moveHook has the messages of the sample system follow the demo when it listens
// on another port than the last time.
func moveHook(ctx context.Context, domain *wire.Domain, db *database.DB, baseURL string) error {
	var moved []uuid.UUID
	err := db.Gorm.WithContext(ctx).Table("webhooks").Joins("JOIN clients c ON c.id = client_id AND c.revoked_at IS NULL").
		Where("url LIKE ? AND url <> ?", "http://%"+portal.DemoSystemPath, hookURL(baseURL)).Pluck("client_id", &moved).Error
	if err != nil || len(moved) == 0 {
		return err
	}
	admins, err := account.WithRole(db.Gorm.WithContext(ctx), account.RoleAdministrator)
	if err != nil || len(admins) == 0 {
		return err
	}
	admin, err := domain.Accounts.Find(ctx, admins[0].ID)
	if err != nil {
		return err
	}
	for _, id := range moved {
		if _, err := domain.Webhooks.Direct(ctx, admin.Actor("demo"), id, hookURL(baseURL)); err != nil {
			return err
		}
	}
	return nil
}
