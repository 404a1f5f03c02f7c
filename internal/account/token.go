package account

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Purpose is what a one-time link is for.
type Purpose string

// The purposes of one-time links.
const (
	PurposeConfirmEmail Purpose = "confirm-email"
	PurposeSetPassword  Purpose = "set-password"
	PurposeVerifyIntake Purpose = "verify-intake"
	PurposeVerifyDeputy Purpose = "verify-deputy"
	PurposeConfirmJoin  Purpose = "confirm-join"
)

// lifetimes of the links; a set-up link for a new colleague may lie in a mailbox
// over a weekend, so it lives as long as a confirmation.
var lifetimes = map[Purpose]time.Duration{
	PurposeConfirmEmail: 72 * time.Hour,
	PurposeSetPassword:  72 * time.Hour,
	PurposeConfirmJoin:  72 * time.Hour,
	PurposeVerifyIntake: 7 * 24 * time.Hour,
	PurposeVerifyDeputy: 7 * 24 * time.Hour,
}

// Hours is how long a link works.
func (p Purpose) Hours() int { return int(lifetimes[p] / time.Hour) }

// Token is a one-time link as the database knows it: by its hash.
type Token struct {
	Hash      []byte `gorm:"primaryKey"`
	Purpose   Purpose
	SubjectID uuid.UUID
	Email     string
	CreatedAt time.Time
	ExpiresAt time.Time
	UsedAt    *time.Time
}

// ErrTokenSpent says that a link is unknown, used or out of date; which of the
// three is nobody's business.
var ErrTokenSpent = errors.New("account: link is not valid")

// newSecret gives 256 random bits as URL text.
func newSecret() string {
	var secret [32]byte
	_, _ = rand.Read(secret[:]) // never fails since Go 1.24
	return base64.RawURLEncoding.EncodeToString(secret[:])
}

func hashOf(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// IssueToken makes a one-time link for the subject (a user or a provider) and
// the address it is mailed to; earlier unused links of the same purpose and
// subject stop working.
func (s *Service) IssueToken(tx *gorm.DB, purpose Purpose, subject uuid.UUID, email string) (string, error) {
	now := s.Now().UTC()
	if err := endLinks(tx, purpose, subject); err != nil {
		return "", err
	}
	secret := newSecret()
	token := Token{
		Hash: hashOf(secret), Purpose: purpose, SubjectID: subject, Email: email,
		CreatedAt: now, ExpiresAt: now.Add(lifetimes[purpose]),
	}
	return secret, tx.Create(&token).Error
}

// endLinks makes the unused links of a purpose and subject stop working.
func endLinks(tx *gorm.DB, purpose Purpose, subject uuid.UUID) error {
	return tx.Where("purpose = ? AND subject_id = ? AND used_at IS NULL", purpose, subject).Delete(&Token{}).Error
}

// SpendToken uses a link up inside the caller's transaction, or gives
// ErrTokenSpent.
func (s *Service) SpendToken(tx *gorm.DB, purpose Purpose, secret string) (*Token, error) {
	now := s.Now().UTC()
	var token Token
	err := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).
		Take(&token, "hash = ? AND purpose = ? AND used_at IS NULL AND expires_at > ?", hashOf(secret), purpose, now).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, ErrTokenSpent
	}
	if err != nil {
		return nil, err
	}
	return &token, tx.Model(&token).Update("used_at", now).Error
}
