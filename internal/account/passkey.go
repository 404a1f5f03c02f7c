package account

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/google/uuid"
	"gorm.io/gorm"
)

// How many passkeys one person may have, and how long the name of one may be in
// characters.
const (
	PasskeyMax     = 10
	PasskeyNameMax = 60
)

// Passkey is a key on somebody's telephone, computer or security key (AUTH-7).
type Passkey struct {
	ID             uuid.UUID `gorm:"primaryKey"`
	UserID         uuid.UUID
	Name           string
	CredentialID   []byte
	PublicKey      []byte
	SignCount      uint32
	Transports     []protocol.AuthenticatorTransport `gorm:"serializer:json"`
	BackupEligible bool
	BackedUp       bool
	UserVerified   bool
	CreatedAt      time.Time
	LastUsedAt     *time.Time
	CloneWarningAt *time.Time // since when it is not accepted, because a copy may exist
}

// OfferPasskeys makes passkeys possible on a portal with this address. Browsers
// know no passkeys for a network address (WebAuthn 5.1.3), so on one, such as
// http://127.0.0.1:8080, there are none.
func (s *Service) OfferPasskeys(baseURL, name string) error {
	address, err := url.Parse(baseURL)
	if err != nil {
		return fmt.Errorf("passkeys: %w", err)
	}
	if net.ParseIP(address.Hostname()) != nil {
		return nil
	}
	s.passkeys, err = webauthn.New(&webauthn.Config{
		RPID: address.Hostname(), RPDisplayName: name, RPOrigins: []string{address.Scheme + "://" + address.Host},
		AttestationPreference:  protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{UserVerification: protocol.VerificationPreferred},
		Timeouts: webauthn.TimeoutsConfig{
			Login:        webauthn.TimeoutConfig{Timeout: challengeLife},
			Registration: webauthn.TimeoutConfig{Timeout: challengeLife},
		},
	})
	return err
}

// PasskeysOffered reports whether this portal takes passkeys.
func (s *Service) PasskeysOffered() bool { return s.passkeys != nil }

// Passkeys lists the person's passkeys, oldest first.
func (s *Service) Passkeys(ctx context.Context, userID uuid.UUID) ([]Passkey, error) {
	return passkeysOf(s.DB.WithContext(ctx), userID)
}

func passkeysOf(db *gorm.DB, userID uuid.UUID) (keys []Passkey, err error) {
	return keys, db.Order("created_at, id").Find(&keys, "user_id = ?", userID).Error
}
