package signon

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"os"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/google/uuid"
)

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

// assertionLife is how long the portal's proof of itself holds.
const assertionLife = time.Minute

// errKey says what a key file must hold.
var errKey = errors.New("must hold a private key in PEM: RSA of at least 2048 bits, or ECDSA P-256")

// ReadKey reads the private key that proves the portal to a provider. When the
// file holds its certificate too, proofs name that (Entra ID asks for it).
func ReadKey(path string) (*ClientKey, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, errors.Unwrap(err)
	}
	key := &ClientKey{}
	for block, rest := pem.Decode(content); block != nil; block, rest = pem.Decode(rest) {
		switch block.Type {
		case "CERTIFICATE":
			if key.Thumbprint == "" {
				sum := sha256.Sum256(block.Bytes)
				key.Thumbprint = base64.RawURLEncoding.EncodeToString(sum[:])
			}
		default:
			key.Signer = parseKey(block)
		}
	}
	if _, err := key.algorithm(); err != nil {
		return nil, err
	}
	return key, nil
}

func parseKey(block *pem.Block) crypto.Signer {
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		if parsed, err = x509.ParsePKCS1PrivateKey(block.Bytes); err != nil {
			parsed, _ = x509.ParseECPrivateKey(block.Bytes)
		}
	}
	signer, _ := parsed.(crypto.Signer)
	return signer
}

func (k *ClientKey) algorithm() (jose.SignatureAlgorithm, error) {
	switch key := k.Signer.(type) {
	case *rsa.PrivateKey:
		if key.N.BitLen() >= 2048 {
			return jose.PS256, nil
		}
	case *ecdsa.PrivateKey:
		if key.Curve == elliptic.P256() {
			return jose.ES256, nil
		}
	}
	return "", errKey
}

// ID names the key: the thumbprint of RFC 7638.
func (k *ClientKey) ID() string {
	web := jose.JSONWebKey{Key: k.Signer.Public()}
	sum, err := web.Thumbprint(crypto.SHA256)
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(sum)
}

// assert signs that the portal is the client, for one request (RFC 7523).
func (k *ClientKey) assert(clientID string, audience []string, now time.Time) (string, error) {
	algorithm, err := k.algorithm()
	if err != nil {
		return "", err
	}
	options := (&jose.SignerOptions{}).WithType("JWT").WithHeader("kid", k.ID())
	if k.Thumbprint != "" {
		options = options.WithHeader("x5t#S256", k.Thumbprint)
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: k.Signer}, options)
	if err != nil {
		return "", err
	}
	var aud any = audience
	if len(audience) == 1 {
		aud = audience[0]
	}
	claims, err := json.Marshal(map[string]any{
		"iss": clientID, "sub": clientID, "aud": aud, "jti": uuid.NewString(),
		"iat": now.Unix(), "nbf": now.Unix(), "exp": now.Add(assertionLife).Unix(),
	})
	if err != nil {
		return "", err
	}
	signed, err := signer.Sign(claims)
	if err != nil {
		return "", err
	}
	return signed.CompactSerialize()
}
