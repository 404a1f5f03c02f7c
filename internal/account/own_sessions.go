package account

import (
	"bytes"
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/storage/database"
)

// IdleLimit is how long the actor's session lasts without a request (AUTH-9).
func IdleLimit(actor Actor) time.Duration { return idleLimit(actor) }

// Is reports whether this is the session of the cookie.
func (s Session) Is(secret string) bool { return bytes.Equal(s.TokenHash, hashOf(secret)) }

// OwnSessions gives the sessions in which the actor is signed in now, the last
// used first (ASVS 7.5.2).
func (s *Service) OwnSessions(ctx context.Context, actor Actor) ([]Session, error) {
	now := s.Now().UTC()
	var sessions []Session
	err := s.DB.WithContext(ctx).
		Where("user_id = ? AND stage = ? AND expires_at > ? AND last_seen_at >= ?",
			actor.UserID, StageFull, now, now.Add(-idleLimit(actor))).
		Order("last_seen_at DESC, id").Find(&sessions).Error
	return sessions, err
}

// EndSession ends one session of the actor's own; one of anybody else is missing.
func (s *Service) EndSession(ctx context.Context, actor Actor, id uuid.UUID) error {
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		ended := tx.Where("id = ? AND user_id = ?", id, actor.UserID).Delete(&Session{})
		if ended.Error != nil {
			return ended.Error
		}
		if ended.RowsAffected == 0 {
			return fault.Missing()
		}
		return audit.Record(tx, actor, "session.ended", "user", actor.UserID.String())
	})
}

// EndOtherSessions ends all sessions of the actor but the one of this cookie.
func (s *Service) EndOtherSessions(ctx context.Context, actor Actor, secret string) error {
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		err := tx.Where("user_id = ? AND token_hash <> ?", actor.UserID, hashOf(secret)).Delete(&Session{}).Error
		if err != nil {
			return err
		}
		return audit.Record(tx, actor, "session.others-ended", "user", actor.UserID.String())
	})
}

// Extend counts the idle time of a session from now (WCAG 2.2.1). It does not
// move the end of a session after twelve hours.
func (s *Service) Extend(ctx context.Context, secret string) error {
	return s.DB.WithContext(ctx).Model(&Session{}).
		Where("token_hash = ?", hashOf(secret)).Update("last_seen_at", s.Now().UTC()).Error
}

// SetLang keeps the language in which the actor reads pages and letters.
func (s *Service) SetLang(ctx context.Context, actor Actor, lang string) error {
	if lang != "nl" && lang != "en" {
		return fault.Invalid(fault.At("lang", "error.unknown-choice"))
	}
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		if err := tx.Model(&User{}).Where("id = ?", actor.UserID).Update("lang", lang).Error; err != nil {
			return err
		}
		return audit.Record(tx, actor, "account.lang-set", "user", actor.UserID.String())
	})
}
