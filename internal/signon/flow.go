package signon

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"providerportal/storage/database"
)

// flowLife is how long somebody may take at the identity provider.
const flowLife = 10 * time.Minute

// Flow is a sign-in on its way through an identity provider.
type Flow struct {
	StateHash   []byte `gorm:"primaryKey"`
	BrowserHash []byte
	Provider    string
	Next        string // where the visitor wanted to go
	Again       bool   // asks to prove again who it is
	CreatedAt   time.Time
	ExpiresAt   time.Time
}

// TableName is where flows live.
func (Flow) TableName() string { return "sso_flows" }

// nextMax is how long the address may be to which a sign-in leads, in bytes.
const nextMax = 2000

// begin writes a flow down and gives its state: 256 random bits, like the
// browser's secret.
func (s *Service) begin(tx *gorm.DB, provider, browser, next string, again bool) (state string, err error) {
	if len(next) > nextMax {
		next = ""
	}
	state, now := newSecret(), s.Now().UTC()
	return state, tx.Create(&Flow{
		StateHash: hashOf(state), BrowserHash: hashOf(browser), Provider: provider, Next: next, Again: again,
		CreatedAt: now, ExpiresAt: now.Add(flowLife),
	}).Error
}

// spend uses a flow up. It must be of this provider, begun in this browser, and
// not too old; which of them it was not is nobody's business.
func (s *Service) spend(tx *gorm.DB, provider, browser, state string) (*Flow, error) {
	var spent []Flow
	err := tx.Clauses(clause.Returning{}).
		Where("state_hash = ? AND browser_hash = ? AND provider = ? AND expires_at > ?",
			hashOf(state), hashOf(browser), provider, s.Now().UTC()).
		Delete(&spent).Error
	if err != nil {
		return nil, err
	}
	if len(spent) == 0 {
		return nil, refuse(ReasonExpired, "")
	}
	return &spent[0], nil
}

// Sweep removes flows that nobody finished; safe to run anywhere, any number of
// times.
func (s *Service) Sweep(ctx context.Context) error {
	return database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		return tx.Where("expires_at < ?", s.Now().UTC()).Delete(&Flow{}).Error
	})
}

// newSecret gives 256 random bits as URL text.
func newSecret() string {
	var secret [32]byte
	_, _ = rand.Read(secret[:]) // never fails since Go 1.24
	return base64.RawURLEncoding.EncodeToString(secret[:])
}

// isSecret reports whether the text can be a secret of ours.
func isSecret(text string) bool {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	return err == nil && len(raw) == 32
}

func hashOf(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// derive makes nonce and PKCE verifier of one flow from the secret that only the
// browser has: whoever reads the database can finish nobody's sign-in.
func derive(browser, state, purpose string) string {
	mac := hmac.New(sha256.New, []byte(browser))
	mac.Write([]byte(purpose + ":" + state))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}
