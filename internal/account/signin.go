package account

import (
	"context"
	"errors"

	"gorm.io/gorm"

	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/storage/database"
)

// SignIn checks address and password and opens a first-stage session; it gives
// the secret for the cookie. Every refusal reads the same, and takes the same
// time. The second factor follows (Finish).
func (s *Service) SignIn(ctx context.Context, email, password string, client Client) (secret string, err error) {
	if err := s.try(ctx, limitPassword, addressKey(email), "email", client.Origin); err != nil {
		return "", err
	}
	if err := s.try(ctx, limitOrigin, network(client.Origin), "email", client.Origin); err != nil {
		return "", err
	}
	user, err := byEmail(s.DB.WithContext(ctx), NormalEmail(email))
	if err != nil {
		return "", err
	}
	hash := ""
	if user != nil && user.ClosedAt == nil {
		hash = user.PasswordHash
	}
	matches, err := passwordMatches(ctx, password, hash)
	if err != nil {
		return "", err
	}
	if !matches || user.EmailConfirmedAt == nil {
		return "", errors.Join(
			fault.Invalid(fault.At("email", "error.sign-in")), s.recordRefusal(ctx, user, client.Origin))
	}
	err = database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		if err := errors.Join(s.forgive(tx, limitPassword, addressKey(email)), s.forgive(tx, limitOrigin, network(client.Origin))); err != nil {
			return err
		}
		secret, err = s.begin(tx, user.ID, MethodPassword, client)
		if err != nil {
			return err
		}
		return audit.Record(tx, user.Actor(client.Origin), "session.password-right", "user", user.ID.String())
	})
	return secret, err
}

// recordRefusal notes that somebody failed to sign in, by account when there is
// one; the address that was typed is not kept.
func (s *Service) recordRefusal(ctx context.Context, user *User, origin string) error {
	id := "unknown"
	if user != nil {
		id = user.ID.String()
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		return audit.Refused(tx, Actor{Origin: origin}, "session.refused", "user", id)
	})
}
