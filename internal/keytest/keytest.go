// Package keytest is an authenticator in software, for tests that need passkeys
// without a browser: it answers the questions of the portal as a browser with a
// security key would (ES256, no attestation).
package keytest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"slices"
	"testing"

	"github.com/go-webauthn/webauthn/protocol/webauthncbor"
	"github.com/go-webauthn/webauthn/protocol/webauthncose"
)

// Key is one passkey on one authenticator. Origin is the page it thinks it is
// on, RPID whom it makes keys for, Count its signature counter.
type Key struct {
	ID     []byte
	Origin string
	RPID   string
	Count  uint32

	handle  []byte
	private *ecdsa.PrivateKey
}

// The bits of the authenticator data: somebody was there, was checked, and a
// key is enclosed.
const (
	userPresent  = 0x01
	userVerified = 0x04
	withKey      = 0x40
)

// New makes a key for a site.
func New(t testing.TB, origin, rpID string) *Key {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	check(t, err)
	id := make([]byte, 32)
	_, _ = rand.Read(id)
	return &Key{ID: id, Origin: origin, RPID: rpID, private: private}
}

// question is what the tests need of the options that the portal gives.
type question struct {
	PublicKey struct {
		Challenge string `json:"challenge"`
		User      struct {
			ID string `json:"id"`
		} `json:"user"`
		ExcludeCredentials []descriptor `json:"excludeCredentials"`
		AllowCredentials   []descriptor `json:"allowCredentials"`
	} `json:"publicKey"`
}

type descriptor struct {
	ID string `json:"id"`
}

// Excluded reports whether the options forbid this key.
func (k *Key) Excluded(t testing.TB, options []byte) bool {
	t.Helper()
	return names(parse(t, options).PublicKey.ExcludeCredentials, k.ID)
}

// Allowed reports whether the options ask for this key.
func (k *Key) Allowed(t testing.TB, options []byte) bool {
	t.Helper()
	return names(parse(t, options).PublicKey.AllowCredentials, k.ID)
}

func names(list []descriptor, id []byte) bool {
	return slices.Contains(list, descriptor{ID: encode(id)})
}

// Create answers the options for a new passkey, as JSON.
func (k *Key) Create(t testing.TB, options []byte) []byte {
	t.Helper()
	asked := parse(t, options).PublicKey
	handle, err := base64.RawURLEncoding.DecodeString(asked.User.ID)
	check(t, err)
	k.handle = handle
	data := k.data(userPresent | userVerified | withKey)
	data = append(data, make([]byte, 16)...)
	data = binary.BigEndian.AppendUint16(data, uint16(len(k.ID)))
	data = append(append(data, k.ID...), k.public(t)...)
	attestation, err := webauthncbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": data})
	check(t, err)
	return k.answer(t, map[string]any{
		"clientDataJSON": encode(k.client(t, "webauthn.create", asked.Challenge)), "attestationObject": encode(attestation),
		"transports": []string{"internal"},
	})
}

// Get answers the options for a proof, as JSON; the counter goes up.
func (k *Key) Get(t testing.TB, options []byte) []byte {
	t.Helper()
	k.Count++
	client := k.client(t, "webauthn.get", parse(t, options).PublicKey.Challenge)
	data := k.data(userPresent | userVerified)
	clientHash := sha256.Sum256(client)
	digest := sha256.Sum256(append(slices.Clone(data), clientHash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, k.private, digest[:])
	check(t, err)
	return k.answer(t, map[string]any{
		"clientDataJSON": encode(client), "authenticatorData": encode(data),
		"signature": encode(signature), "userHandle": encode(k.handle),
	})
}

func (k *Key) data(flags byte) []byte {
	site := sha256.Sum256([]byte(k.RPID))
	return binary.BigEndian.AppendUint32(append(slices.Clone(site[:]), flags), k.Count)
}

func (k *Key) client(t testing.TB, kind, challenge string) []byte {
	t.Helper()
	return marshal(t, map[string]any{"type": kind, "challenge": challenge, "origin": k.Origin, "crossOrigin": false})
}

func (k *Key) public(t testing.TB) []byte {
	t.Helper()
	point, err := k.private.PublicKey.Bytes()
	check(t, err)
	key, err := webauthncbor.Marshal(webauthncose.EC2PublicKeyData{
		PublicKeyData: webauthncose.PublicKeyData{KeyType: int64(webauthncose.EllipticKey), Algorithm: int64(webauthncose.AlgES256)},
		Curve:         int64(webauthncose.P256), XCoord: point[1:33], YCoord: point[33:],
	})
	check(t, err)
	return key
}

func (k *Key) answer(t testing.TB, response map[string]any) []byte {
	t.Helper()
	return marshal(t, map[string]any{
		"id": encode(k.ID), "rawId": encode(k.ID), "type": "public-key",
		"authenticatorAttachment": "platform", "clientExtensionResults": map[string]any{}, "response": response,
	})
}

func parse(t testing.TB, options []byte) (q question) {
	t.Helper()
	check(t, json.Unmarshal(options, &q))
	return q
}

func marshal(t testing.TB, value any) []byte {
	t.Helper()
	text, err := json.Marshal(value)
	check(t, err)
	return text
}

func encode(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
