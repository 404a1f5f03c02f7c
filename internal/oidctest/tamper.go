package oidctest

import (
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/go-jose/go-jose/v4"
)

// rewrite changes an answer in JSON on its way out.
func (p *Provider) rewrite(w http.ResponseWriter, r *http.Request, change func(map[string]any)) {
	recorded := httptest.NewRecorder()
	p.handler.ServeHTTP(recorded, r)
	answer := map[string]any{}
	if recorded.Code == http.StatusOK && json.Unmarshal(recorded.Body.Bytes(), &answer) == nil {
		change(answer)
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(answer)
		return
	}
	w.Header().Set("Content-Type", recorded.Header().Get("Content-Type"))
	w.WriteHeader(recorded.Code)
	_, _ = w.Write(recorded.Body.Bytes())
}

// resign changes the claims of the ID token and signs it again.
func (p *Provider) resign(answer map[string]any) {
	raw, _ := answer["id_token"].(string)
	if raw == "" || p.Tamper == nil && !p.Forge && !p.Unsigned {
		return
	}
	payload, _ := base64.RawURLEncoding.DecodeString(strings.Split(raw, ".")[1])
	claims := map[string]any{}
	_ = json.Unmarshal(payload, &claims)
	if p.Tamper != nil {
		p.Tamper(claims)
	}
	payload, _ = json.Marshal(claims)
	key := p.key
	if p.Forge {
		key = p.other
	}
	answer["id_token"] = sign(key, payload)
	if p.Unsigned {
		head := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","typ":"JWT"}`))
		answer["id_token"] = head + "." + base64.RawURLEncoding.EncodeToString(payload) + "."
	}
}

func sign(key *rsa.PrivateKey, payload []byte) string {
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: key}, (&jose.SignerOptions{}).WithHeader("kid", keyID))
	if err != nil {
		panic(err)
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		panic(err)
	}
	text, err := signed.CompactSerialize()
	if err != nil {
		panic(err)
	}
	return text
}
