package account

import (
	"context"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/internal/fault"
	"providerportal/storage/database"
)

// challengeLife is how long a person has to use the passkey after asking.
const challengeLife = 5 * time.Minute

// challengePurpose is what a question to a passkey is for.
type challengePurpose string

const (
	challengeAdd   challengePurpose = "add"
	challengeProve challengePurpose = "prove"
)

// passkeyChallenge is the open question to a browser. It hangs on the session
// that asked, is answered once, and never leaves the server but for its random
// part.
type passkeyChallenge struct {
	SessionHash []byte           `gorm:"primaryKey"`
	Purpose     challengePurpose `gorm:"primaryKey"`
	Name        string
	Ceremony    webauthn.SessionData `gorm:"serializer:json"`
	ExpiresAt   time.Time
}

// TableName is where the questions live.
func (passkeyChallenge) TableName() string { return "passkey_challenges" }

// ask keeps a question; an earlier one of the same session and purpose can no
// longer be answered.
func (s *Service) ask(tx *gorm.DB, session string, purpose challengePurpose, name string, ceremony *webauthn.SessionData) error {
	challenge := passkeyChallenge{
		SessionHash: hashOf(session), Purpose: purpose, Name: name, Ceremony: *ceremony,
		ExpiresAt: s.Now().UTC().Add(challengeLife),
	}
	return tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&challenge).Error
}

// answered takes the question of this session away and gives it. It stands on its
// own, so that a wrong answer uses the question up too.
func (s *Service) answered(ctx context.Context, session string, purpose challengePurpose) (*passkeyChallenge, error) {
	var challenge passkeyChallenge
	err := database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		return tx.Clauses(clause.Returning{}).Where("session_hash = ? AND purpose = ?", hashOf(session), purpose).
			Delete(&challenge).Error
	})
	if err != nil {
		return nil, err
	}
	if challenge.SessionHash == nil || !challenge.ExpiresAt.After(s.Now()) {
		return nil, fault.Conflict("passkey.too-late")
	}
	return &challenge, nil
}
