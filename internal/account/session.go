package account

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"providerportal/storage/database"
)

// How long a session lives (AUTH-9): at most twelve hours, and not longer than
// this without a request.
const (
	SessionLife      = 12 * time.Hour
	SessionIdle      = 30 * time.Minute
	SessionIdleStaff = 15 * time.Minute

	// touchEvery bounds how often a session's last request is written down.
	touchEvery = time.Minute
)

// Session is a signed-in browser, known by the hash of its cookie.
type Session struct {
	TokenHash  []byte `gorm:"primaryKey"`
	UserID     uuid.UUID
	CreatedAt  time.Time
	LastSeenAt time.Time
	ExpiresAt  time.Time
}

// Open starts a session for the user and gives the secret for the cookie.
func (s *Service) Open(tx *gorm.DB, userID uuid.UUID) (string, error) {
	now := s.Now().UTC()
	secret := newSecret()
	session := Session{
		TokenHash: hashOf(secret), UserID: userID,
		CreatedAt: now, LastSeenAt: now, ExpiresAt: now.Add(SessionLife),
	}
	return secret, tx.Create(&session).Error
}

// Who gives the actor of a session cookie, or the zero Actor when the session is
// unknown, over, idle for too long, or its account is closed.
func (s *Service) Who(ctx context.Context, secret, origin string) (Actor, error) {
	if secret == "" {
		return Actor{}, nil
	}
	now := s.Now().UTC()
	db := s.DB.WithContext(ctx)
	var session Session
	err := db.Take(&session, "token_hash = ? AND expires_at > ?", hashOf(secret), now).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return Actor{}, nil
	}
	if err != nil {
		return Actor{}, err
	}
	var user User
	if err := db.Preload("Roles").Take(&user, "id = ?", session.UserID).Error; err != nil {
		return Actor{}, err
	}
	actor := user.Actor(origin)
	if user.ClosedAt != nil || now.Sub(session.LastSeenAt) > idleLimit(actor) {
		return Actor{}, nil
	}
	if now.Sub(session.LastSeenAt) > touchEvery {
		err = db.Model(&session).Update("last_seen_at", now).Error
	}
	return actor, err
}

func idleLimit(actor Actor) time.Duration {
	if actor.Staff() {
		return SessionIdleStaff
	}
	return SessionIdle
}

// SignOut ends one session; an unknown one is no error.
func (s *Service) SignOut(ctx context.Context, secret string) error {
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		return tx.Where("token_hash = ?", hashOf(secret)).Delete(&Session{}).Error
	})
}

// SweepSessions removes sessions that are over and links out of date for a
// week; safe to run anywhere, any number of times.
func (s *Service) SweepSessions(ctx context.Context) error {
	now := s.Now().UTC()
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		if err := tx.Where("expires_at < ?", now).Delete(&Session{}).Error; err != nil {
			return err
		}
		return tx.Where("expires_at < ?", now.AddDate(0, 0, -7)).Delete(&Token{}).Error
	})
}
