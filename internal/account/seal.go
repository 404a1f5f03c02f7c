package account

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
)

// Seal keeps secrets in the database unreadable for who has only the database:
// AES-256-GCM, and HMAC-SHA-256 for what is only compared. Both keys are derived
// from the portal's secret (ASVS 11.4.4, 13.3.1).
type Seal struct {
	box cipher.AEAD
	key []byte // of the HMAC
}

// errNoSeal says that a command line that needs no secret came where one is.
var errNoSeal = errors.New("account: this needs the portal's secret")

// NewSeal derives the keys from a secret of at least 32 bytes.
func NewSeal(secret []byte) (*Seal, error) {
	if len(secret) < 32 {
		return nil, fmt.Errorf("account: the secret has %d bytes, and needs 32", len(secret))
	}
	boxKey, err := hkdf.Key(sha256.New, secret, nil, "portal account seal", 32)
	if err != nil {
		return nil, err
	}
	macKey, err := hkdf.Key(sha256.New, secret, nil, "portal account hmac", 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(boxKey)
	if err != nil {
		return nil, err
	}
	box, err := cipher.NewGCM(block)
	return &Seal{box, macKey}, err
}

// Close encrypts; what it gives opens only for the same owner.
func (s *Seal) Close(plain, owner []byte) ([]byte, error) {
	if s == nil {
		return nil, errNoSeal
	}
	nonce := make([]byte, s.box.NonceSize())
	_, _ = rand.Read(nonce) // never fails since Go 1.24
	return s.box.Seal(nonce, nonce, plain, owner), nil
}

// Open decrypts what Close made for the owner.
func (s *Seal) Open(sealed, owner []byte) ([]byte, error) {
	if s == nil {
		return nil, errNoSeal
	}
	if len(sealed) < s.box.NonceSize() {
		return nil, errors.New("account: sealed value is too short")
	}
	return s.box.Open(nil, sealed[:s.box.NonceSize()], sealed[s.box.NonceSize():], owner)
}

// mac hashes a text for one purpose with a key.
func (s *Seal) mac(purpose, text string) ([]byte, error) {
	if s == nil {
		return nil, errNoSeal
	}
	hash := hmac.New(sha256.New, s.key)
	hash.Write([]byte(purpose + "\x00" + text))
	return hash.Sum(nil), nil
}
