package webhook

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/storage/database"
)

// LogLength is how many events the log shows.
const LogLength = 50

// OverlapMax is how long both secrets may sign after a change.
const OverlapMax = 7 * 24 * time.Hour

// Of gives the hook of a client with its last events, newest first; nil when
// there is none.
func (s *Service) Of(ctx context.Context, actor account.Actor, client uuid.UUID) (hook *Hook, log []Event, err error) {
	if !actor.Has(account.RoleAdministrator) {
		return nil, nil, fault.Forbidden()
	}
	db := s.DB.WithContext(ctx)
	if hook, err = hookOf(db, client); err != nil || hook == nil {
		return nil, nil, err
	}
	err = db.Where("client_id = ?", client).Order("number DESC").Limit(LogLength).Find(&log).Error
	return hook, log, err
}

// Direct sends the events of a client to an address from now on. The first time
// it gives the secret that signs them, which is not shown again.
func (s *Service) Direct(ctx context.Context, actor account.Actor, client uuid.UUID, url string) (secret string, err error) {
	if err := s.checkURL(url); err != nil {
		return "", err
	}
	err = s.change(ctx, actor, client, "webhook.directed", func(tx *gorm.DB, hook *Hook) error {
		if hook != nil {
			return tx.Model(hook).Update("url", url).Error
		}
		hook = &Hook{ClientID: client, URL: url, CreatedAt: s.Now().UTC()}
		if secret, hook.Secret, err = s.newSecret(client); err != nil {
			return err
		}
		return tx.Create(hook).Error
	})
	return secret, err
}

// Rotate gives a new secret; during the overlap the old one signs as well.
func (s *Service) Rotate(ctx context.Context, actor account.Actor, client uuid.UUID, overlap time.Duration) (secret string, err error) {
	if overlap < 0 || overlap > OverlapMax {
		return "", fault.Invalid(fault.At("hookOverlap", "error.unknown-choice"))
	}
	err = s.change(ctx, actor, client, "webhook.rotated", func(tx *gorm.DB, hook *Hook) error {
		if hook == nil {
			return fault.Missing()
		}
		until := s.Now().UTC().Add(overlap)
		hook.PreviousSecret, hook.PreviousUntil = hook.Secret, &until
		if secret, hook.Secret, err = s.newSecret(client); err != nil {
			return err
		}
		return tx.Model(hook).Select("Secret", "PreviousSecret", "PreviousUntil").Updates(hook).Error
	})
	return secret, err
}

// Disable stops the events of a client; Enable lets them go on where they
// stopped.
func (s *Service) Disable(ctx context.Context, actor account.Actor, client uuid.UUID) error {
	return s.change(ctx, actor, client, "webhook.disabled", func(tx *gorm.DB, hook *Hook) error {
		if hook == nil || hook.DisabledAt != nil {
			return fault.Conflict("client.over")
		}
		return tx.Model(hook).Updates(map[string]any{"disabled_at": s.Now().UTC(), "leased_until": nil}).Error
	})
}

// Enable turns a hook on again; what waits is sent at once.
func (s *Service) Enable(ctx context.Context, actor account.Actor, client uuid.UUID) error {
	return s.change(ctx, actor, client, "webhook.enabled", func(tx *gorm.DB, hook *Hook) error {
		if hook == nil || hook.DisabledAt == nil {
			return fault.Conflict("client.over")
		}
		err := tx.Model(hook).Updates(map[string]any{"disabled_at": nil, "failing_since": nil, "leased_until": nil}).Error
		if err != nil {
			return err
		}
		err = tx.Model(&Event{}).Where("client_id = ? AND delivered_at IS NULL", client).Update("next_attempt_at", s.Now().UTC()).Error
		if err != nil {
			return err
		}
		return s.Jobs.Insert(tx, Delivery{ClientID: client})
	})
}

// Resend sends one event again, with the same id and number.
func (s *Service) Resend(ctx context.Context, actor account.Actor, client, id uuid.UUID) error {
	return s.change(ctx, actor, client, "webhook.resent", func(tx *gorm.DB, hook *Hook) error {
		if hook == nil {
			return fault.Missing()
		}
		if hook.DisabledAt != nil {
			return fault.Conflict("client.webhook-off")
		}
		done := tx.Model(&Event{}).Where("id = ? AND client_id = ?", id, client).
			Updates(map[string]any{"delivered_at": nil, "next_attempt_at": s.Now().UTC()})
		if done.Error != nil {
			return done.Error
		}
		if done.RowsAffected == 0 {
			return fault.Missing()
		}
		return s.Jobs.Insert(tx, Delivery{ClientID: client})
	})
}

// change does an act of an administrator on the hook of a client, or on none.
func (s *Service) change(ctx context.Context, actor account.Actor, client uuid.UUID, action string, act func(tx *gorm.DB, hook *Hook) error) error {
	if !actor.Has(account.RoleAdministrator) {
		return fault.Forbidden()
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		known := tx.Exec("SELECT 1 FROM clients WHERE id = ? AND revoked_at IS NULL FOR UPDATE", client)
		if known.Error != nil {
			return known.Error
		}
		if known.RowsAffected == 0 {
			return fault.Missing()
		}
		hook, err := hookOf(tx.Clauses(forUpdate), client)
		if err != nil {
			return err
		}
		if err := act(tx, hook); err != nil {
			return err
		}
		return audit.Record(tx, actor, action, "client", client.String())
	})
}

// newSecret gives 256 random bits as text, and sealed for the client.
func (s *Service) newSecret(client uuid.UUID) (secret string, sealed []byte, err error) {
	var random [32]byte
	_, _ = rand.Read(random[:]) // never fails since Go 1.24
	secret = "mgrwh_" + base64.RawURLEncoding.EncodeToString(random[:])
	sealed, err = s.Seal.Close([]byte(secret), client[:])
	return secret, sealed, err
}
