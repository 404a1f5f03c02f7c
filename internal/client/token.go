package client

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"time"

	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/fault"
)

// ErrNoToken says that a token is missing, unknown, revoked or over; which of
// them is nobody's business.
var ErrNoToken = errors.New("client: no valid token")

// PerMinute is how many calls one token may make in a minute.
const PerMinute = 300

// prefixLength is that of "mgr_" and twelve digits.
const prefixLength = 16

// newPrefix gives the public part of a token: it names the client in the trail.
func newPrefix() string {
	var random [6]byte
	_, _ = rand.Read(random[:]) // never fails since Go 1.24
	return "mgr_" + hex.EncodeToString(random[:])
}

// newToken gives a token with 256 random bits behind the prefix, and its hash.
func newToken(prefix string) (token string, hash []byte) {
	var secret [32]byte
	_, _ = rand.Read(secret[:]) // never fails since Go 1.24
	token = prefix + "_" + base64.RawURLEncoding.EncodeToString(secret[:])
	return token, hashOf([]byte(token))
}

func hashOf(text []byte) []byte {
	sum := sha256.Sum256(text)
	return sum[:]
}

// fits reports whether the token is the present one, or the one before that
// still works.
func (c Client) fits(token string, now time.Time) bool {
	hash := hashOf([]byte(token))
	if subtle.ConstantTimeCompare(hash, c.SecretHash) == 1 {
		return true
	}
	return c.PreviousUntil != nil && now.Before(*c.PreviousUntil) && subtle.ConstantTimeCompare(hash, c.PreviousHash) == 1
}

// Admit finds out which client calls and gives the consultant in whose name it
// acts; the trail names the token behind the address. ErrNoToken without a valid
// token, fault.KindThrottled after too many calls, fault.KindForbidden without
// the scope or when the consultant no longer works for the municipality.
func (s *Service) Admit(ctx context.Context, token string, scope Scope, origin string) (*Client, account.Actor, error) {
	if len(token) <= prefixLength {
		return nil, account.Actor{}, ErrNoToken
	}
	now, db := s.Now().UTC(), s.DB.WithContext(ctx)
	var found Client
	err := db.Take(&found, "prefix = ?", token[:prefixLength]).Error
	if errors.Is(err, gorm.ErrRecordNotFound) || err == nil && (!found.fits(token, now) || !found.Working(now)) {
		return nil, account.Actor{}, ErrNoToken
	}
	if err != nil {
		return nil, account.Actor{}, err
	}
	if err := s.count(db, &found, now); err != nil {
		return nil, account.Actor{}, err
	}
	var user account.User
	if err := db.Preload("Roles").Take(&user, "id = ?", found.ConsultantID).Error; err != nil {
		return nil, account.Actor{}, err
	}
	actor := user.Actor(origin + " via " + found.Prefix)
	if !found.Allows(scope) || user.ClosedAt != nil || !actor.Has(account.RoleConsultant) || actor.Municipality != found.MunicipalityCode {
		return nil, account.Actor{}, fault.Forbidden()
	}
	actor.Roles = []account.Role{account.RoleConsultant} // whatever else the person may do, the system may not
	return &found, actor, nil
}

// count counts a call in the database, so that the limit holds for all instances
// together.
func (s *Service) count(db *gorm.DB, c *Client, now time.Time) error {
	minute, calls := now.Truncate(time.Minute), 0
	err := db.Raw(`UPDATE clients SET last_used_at = ?, calls = CASE WHEN window_at = ? THEN calls + 1 ELSE 1 END, window_at = ?
		WHERE id = ? RETURNING calls`, now, minute, minute, c.ID).Scan(&calls).Error
	if err == nil && calls > PerMinute {
		return fault.Throttled(minute.Add(time.Minute).Sub(now))
	}
	return err
}
