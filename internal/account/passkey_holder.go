package account

import (
	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"gorm.io/gorm"
)

// keyHolder is a person as the passkey library wants to know it.
type keyHolder struct {
	user   *User
	handle []byte
	keys   []Passkey
}

// WebAuthnID is random and says nothing about the person (WebAuthn 14.6.1).
func (h *keyHolder) WebAuthnID() []byte { return h.handle }

// WebAuthnName is what the person's own device shows.
func (h *keyHolder) WebAuthnName() string { return h.user.Email }

// WebAuthnDisplayName is what the person's own device shows.
func (h *keyHolder) WebAuthnDisplayName() string { return h.user.Name }

// WebAuthnCredentials gives the passkeys that are accepted.
func (h *keyHolder) WebAuthnCredentials() []webauthn.Credential {
	var accepted []webauthn.Credential
	for _, key := range h.keys {
		if key.CloneWarningAt == nil {
			accepted = append(accepted, key.credential())
		}
	}
	return accepted
}

func (k Passkey) credential() webauthn.Credential {
	return webauthn.Credential{
		ID: k.CredentialID, PublicKey: k.PublicKey, Transport: k.Transports,
		Flags: webauthn.CredentialFlags{
			UserPresent: true, UserVerified: k.UserVerified, BackupEligible: k.BackupEligible, BackupState: k.BackedUp,
		},
		Authenticator: webauthn.Authenticator{SignCount: k.SignCount},
	}
}

// all names every passkey, so that no device gets a second one.
func (h *keyHolder) all() []protocol.CredentialDescriptor {
	descriptors := make([]protocol.CredentialDescriptor, len(h.keys))
	for i, key := range h.keys {
		credential := key.credential()
		descriptors[i] = credential.Descriptor()
	}
	return descriptors
}

func holderOf(db *gorm.DB, user *User) (*keyHolder, error) {
	keys, err := passkeysOf(db, user.ID)
	if err != nil {
		return nil, err
	}
	h := &keyHolder{user: user, keys: keys}
	return h, db.Raw("SELECT passkey_handle FROM users WHERE id = ?", user.ID).Row().Scan(&h.handle)
}
