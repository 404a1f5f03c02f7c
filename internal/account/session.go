package account

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/internal/audit"
	"providerportal/internal/fault"
	"providerportal/storage/database"
)

// How long a session lives (AUTH-9): at most twelve hours, and not longer than
// this without a request.
const (
	SessionLife      = 12 * time.Hour
	SessionIdle      = 30 * time.Minute
	SessionIdleStaff = 15 * time.Minute

	// FirstStageLife is how long the second factor may take after the password.
	FirstStageLife = 10 * time.Minute

	// FreshFor is how long a full proof of identity counts for acts that ask for
	// it again: signing, and changes of address or second factor.
	FreshFor = 10 * time.Minute

	// touchEvery bounds how often a session's last request is written down.
	touchEvery = time.Minute
)

// Stage is how far somebody got with signing in.
type Stage string

// The stages: the password was right, and the second factor too.
const (
	StagePassword Stage = "password"
	StageFull     Stage = "full"
)

// Method is how somebody proved who it is.
type Method string

// The methods; demo exists in portal demo only.
const (
	MethodPassword Method = "password"
	MethodTOTP     Method = "totp"
	MethodRecovery Method = "recovery"
	MethodPasskey  Method = "passkey"
	MethodOIDC     Method = "oidc"
	MethodDemo     Method = "demo"
)

// Client is the browser that asks: its network address, and what it calls itself.
type Client struct {
	Origin string
	Agent  string
}

// agentMax is how much of what a browser calls itself is kept, in bytes.
const agentMax = 200

// Session is a browser on its way in, or signed in; known by the hash of its
// cookie. ID names it in lists.
type Session struct {
	TokenHash       []byte `gorm:"primaryKey"`
	ID              uuid.UUID
	UserID          uuid.UUID
	Stage           Stage
	Method          Method
	Level           Level
	CreatedAt       time.Time
	LastSeenAt      time.Time
	ExpiresAt       time.Time
	AuthenticatedAt *time.Time
	Agent           string
	Origin          string
}

// agentText is what is kept of an agent: whole characters that PostgreSQL can
// store, whatever a browser sends.
func agentText(agent string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(agent[:min(len(agent), agentMax)], ""), "\x00", "")
}

// recordOpened notes who is in, and how that was proven.
func recordOpened(tx *gorm.DB, actor Actor, method Method) error {
	return audit.Record(tx, actor, "session.opened-"+string(method), "user", actor.UserID.String())
}

// begin starts a session inside the caller's transaction and gives the secret
// for the cookie. Every stage gets a new secret (ASVS 7.2.4).
func (s *Service) begin(tx *gorm.DB, userID uuid.UUID, method Method, client Client) (string, error) {
	now := s.Now().UTC()
	secret := newSecret()
	session := Session{
		TokenHash: hashOf(secret), ID: uuid.New(), UserID: userID, Stage: StageFull, Method: method, Level: LevelLocal,
		CreatedAt: now, LastSeenAt: now, ExpiresAt: now.Add(SessionLife), AuthenticatedAt: &now,
		Agent: agentText(client.Agent), Origin: client.Origin,
	}
	if method == MethodPassword {
		session.Stage, session.ExpiresAt, session.AuthenticatedAt = StagePassword, now.Add(FirstStageLife), nil
	}
	if err := tx.Create(&session).Error; err != nil || session.Stage != StageFull {
		return secret, err
	}
	return secret, tx.Model(&User{}).Where("id = ?", userID).
		Updates(map[string]any{"last_signed_in_at": now, "last_seen_at": now}).Error
}

// OpenFor opens a full session for an actor whose identity is already proven by
// the method.
func (s *Service) OpenFor(ctx context.Context, actor Actor, method Method, client Client) (secret string, err error) {
	err = database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		secret, err = s.begin(tx, actor.UserID, method, client)
		if err != nil {
			return err
		}
		return recordOpened(tx, actor, method)
	})
	return secret, err
}

// Finish turns a first-stage session into a full one under a new secret, after
// the second factor was right. prove checks and uses up the factor inside the
// same transaction; what it refuses leaves the first stage as it is.
func (s *Service) Finish(ctx context.Context, firstStage string, method Method, client Client,
	prove func(tx *gorm.DB, user *User) error,
) (secret string, actor Actor, err error) {
	err = database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		user, err := s.halfway(tx, firstStage)
		if err != nil {
			return err
		}
		// Locked, so that a reset or a close that begins meanwhile sees the new session.
		if user, err = OpenForChange(tx, user.ID); err != nil {
			return err
		}
		if err := prove(tx, user); err != nil {
			return err
		}
		ended := tx.Where("token_hash = ?", hashOf(firstStage)).Delete(&Session{})
		if ended.Error != nil {
			return ended.Error
		}
		if ended.RowsAffected != 1 { // a reset or the owner ended it meanwhile
			return fault.Missing()
		}
		actor = user.Actor(client.Origin)
		if secret, err = s.begin(tx, user.ID, method, client); err != nil {
			return err
		}
		return recordOpened(tx, actor, method)
	})
	return secret, actor, err
}

// Halfway gives the person whose password was right and whose second factor is
// still to come; fault.Missing when there is no such session.
func (s *Service) Halfway(ctx context.Context, secret string) (*User, error) {
	return s.halfway(s.DB.WithContext(ctx), secret)
}

func (s *Service) halfway(db *gorm.DB, secret string) (*User, error) {
	var user User
	err := db.Preload("Roles").
		Joins("JOIN sessions ON sessions.user_id = users.id AND sessions.token_hash = ? AND sessions.stage = ? AND sessions.expires_at > ?",
			hashOf(secret), StagePassword, s.Now().UTC()).
		Take(&user, "closed_at IS NULL").Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, fault.Missing()
	}
	return &user, err
}

// Who gives the actor of a session cookie, or the zero Actor when the session is
// unknown, not full, over, idle for too long, or its account is closed.
func (s *Service) Who(ctx context.Context, secret, origin string) (Actor, error) {
	return s.who(ctx, secret, origin, true)
}

// Glance is Who for what a script asks by itself: the session lives no longer by
// it, because nobody need be there (AUTH-9).
func (s *Service) Glance(ctx context.Context, secret, origin string) (Actor, error) {
	return s.who(ctx, secret, origin, false)
}

func (s *Service) who(ctx context.Context, secret, origin string, touch bool) (Actor, error) {
	if secret == "" {
		return Actor{}, nil
	}
	now := s.Now().UTC()
	db := s.DB.WithContext(ctx)
	var session Session
	err := db.Take(&session, "token_hash = ? AND expires_at > ? AND stage = ?", hashOf(secret), now, StageFull).Error
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
	actor.Level = session.Level
	actor.SessionID = session.ID
	actor.Fresh = session.AuthenticatedAt != nil && now.Sub(*session.AuthenticatedAt) <= FreshFor
	if touch && now.Sub(session.LastSeenAt) > touchEvery {
		err = errors.Join(
			db.Model(&session).Update("last_seen_at", now).Error,
			db.Model(&User{}).Where("id = ?", user.ID).Update("last_seen_at", now).Error)
	}
	return actor, err
}

func idleLimit(actor Actor) time.Duration {
	if actor.Staff() {
		return SessionIdleStaff
	}
	return SessionIdle
}

// SignOut ends one session, from the network address origin; an unknown one is
// no error.
func (s *Service) SignOut(ctx context.Context, secret, origin string) error {
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		var ended []Session
		err := tx.Clauses(clause.Returning{Columns: []clause.Column{{Name: "user_id"}}}).
			Where("token_hash = ?", hashOf(secret)).Delete(&ended).Error
		if err != nil || len(ended) == 0 {
			return err
		}
		user, err := ByID(tx, ended[0].UserID)
		if err != nil {
			return err
		}
		return audit.Record(tx, user.Actor(origin), "session.closed", "user", user.ID.String())
	})
}

// idOfSession gives the ID of somebody's session by the secret of its cookie;
// fault.Missing when it is over.
func idOfSession(tx *gorm.DB, userID uuid.UUID, secret string) (uuid.UUID, error) {
	var session Session
	err := tx.Take(&session, "token_hash = ? AND user_id = ?", hashOf(secret), userID).Error
	return session.ID, missing(err)
}

// SweepSessions removes sessions that are over and links out of date for a
// week; safe to run anywhere, any number of times.
func (s *Service) SweepSessions(ctx context.Context) error {
	now := s.Now().UTC()
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		if err := tx.Where("expires_at < ?", now).Delete(&Session{}).Error; err != nil {
			return err
		}
		if err := tx.Where("tried_at < ?", now.AddDate(0, 0, -1)).Delete(&throttle{}).Error; err != nil {
			return err
		}
		return tx.Where("expires_at < ?", now.AddDate(0, 0, -7)).Delete(&Token{}).Error
	})
}
