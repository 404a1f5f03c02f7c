package signon_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/internal/fault"
	"providerportal/internal/oidctest"
	"providerportal/internal/signon"
)

// AUTH-4: what the portal asks of a provider.
func TestRequestHasPKCEStateAndNonce(t *testing.T) {
	g := open(t)
	g.travel(t, "broker", signon.Wish{Lang: "nl"})
	g.travel(t, "broker", signon.Wish{Lang: "nl", Again: true})
	first, second := g.broker.Requests[0], g.broker.Requests[1]
	assert.Equal(t, "code", first.Get("response_type"))
	assert.Equal(t, "openid", first.Get("scope"))
	assert.Equal(t, "S256", first.Get("code_challenge_method"))
	assert.Equal(t, base+"/inloggen/sso/broker/terug", first.Get("redirect_uri"))
	for _, name := range []string{"state", "nonce", "code_challenge"} {
		assert.GreaterOrEqual(t, len(first.Get(name)), 43, "%s has 256 bits", name)
		assert.NotEqual(t, first.Get(name), second.Get(name), name)
	}
	assert.Empty(t, first.Get("prompt"))
	assert.Equal(t, "login 0", second.Get("prompt")+" "+second.Get("max_age"))
}

// A sign-in counts once, in the browser that began it, at the provider it was
// begun with, for ten minutes.
func TestFlowIsBoundToItsBrowser(t *testing.T) {
	for name, change := range map[string]func(*gate, *testing.T, *journey){
		"forged state":   func(_ *gate, _ *testing.T, j *journey) { j.answer.State = strings.Repeat("A", 43) },
		"no state":       func(_ *gate, _ *testing.T, j *journey) { j.answer.State = "" },
		"other browser":  func(_ *gate, _ *testing.T, j *journey) { j.answer.Browser = strings.Repeat("B", 43) },
		"no cookie":      func(_ *gate, _ *testing.T, j *journey) { j.answer.Browser = "" },
		"expired":        func(g *gate, _ *testing.T, _ *journey) { g.now = g.now.Add(11 * time.Minute) },
		"other provider": func(_ *gate, _ *testing.T, j *journey) { j.name = "gemeente" },
		"replayed":       func(g *gate, t *testing.T, j *journey) { _, err := g.finish(t, j); require.NoError(t, err) },
		"state of others": func(g *gate, t *testing.T, j *journey) {
			j.answer.State = g.travel(t, "broker", signon.Wish{}).answer.State
		},
	} {
		t.Run(name, func(t *testing.T) {
			g := open(t)
			j := g.travel(t, "broker", signon.Wish{})
			change(g, t, j)
			entry, err := g.finish(t, j)
			g.refused(t, entry, err, signon.ReasonExpired)
		})
	}
}

// An attacker who tries somebody's state does not use it up.
func TestForeignBrowserDoesNotSpendTheFlow(t *testing.T) {
	g := open(t)
	j := g.travel(t, "broker", signon.Wish{Next: "/mijn/verzoeken"})
	thief := *j
	thief.answer.Browser = strings.Repeat("B", 43)
	_, err := g.finish(t, &thief)
	require.Error(t, err)
	entry, err := g.finish(t, j)
	require.NoError(t, err)
	assert.Equal(t, "/mijn/verzoeken", entry.Next)
}

// ASVS 10.5: a token that is not for us, of us, now, or of this provider.
func TestForgedTokensAreRefused(t *testing.T) {
	set := func(name string, value any) func(*oidctest.Provider) {
		return func(p *oidctest.Provider) { p.Tamper = func(claims map[string]any) { claims[name] = value } }
	}
	for name, lie := range map[string]func(*oidctest.Provider){
		"wrong nonce":      set("nonce", "another"),
		"no nonce":         set("nonce", ""),
		"wrong issuer":     set("iss", "https://elders.example"),
		"issuer and slash": func(p *oidctest.Provider) { set("iss", p.URL+"/")(p) },
		"wrong audience":   set("aud", "another"),
		"two audiences":    set("aud", []string{oidctest.ClientID, "another"}),
		"wrong azp":        set("azp", "another"),
		"no subject":       set("sub", ""),
		"expired":          set("exp", time.Now().Add(-time.Second).Unix()),
		"from the future":  set("iat", time.Now().Add(time.Hour).Unix()),
		"other key":        func(p *oidctest.Provider) { p.Forge = true },
		"unsigned":         func(p *oidctest.Provider) { p.Unsigned = true },
	} {
		t.Run(name, func(t *testing.T) {
			g := open(t)
			lie(g.broker)
			g.turnedAway(t, "broker", signon.ReasonUntrusted)
			assert.Zero(t, g.count(t, "identities"))
			assert.Zero(t, g.count(t, "sessions"))
		})
	}
}

// Mix-up: an answer that names another issuer, and a code of somebody else.
func TestAnswerOfAnotherIssuerIsRefused(t *testing.T) {
	g := open(t)
	j := g.travel(t, "broker", signon.Wish{})
	j.answer.Issuer = g.entra.URL
	entry, err := g.finish(t, j)
	g.refused(t, entry, err, signon.ReasonUntrusted)

	j, other := g.travel(t, "broker", signon.Wish{}), g.travel(t, "broker", signon.Wish{})
	j.answer.Code = other.answer.Code
	entry, err = g.finish(t, j)
	g.refused(t, entry, err, signon.ReasonUntrusted)
}

// A provider that says it names itself must do so (RFC 9207).
func TestProviderThatNamesItselfMustDoSo(t *testing.T) {
	g := open(t)
	g.broker.Describe = func(document map[string]any) { document["authorization_response_iss_parameter_supported"] = true }
	j := g.travel(t, "broker", signon.Wish{})
	entry, err := g.finish(t, j)
	g.refused(t, entry, err, signon.ReasonUntrusted)
	j = g.travel(t, "broker", signon.Wish{})
	j.answer.Issuer = g.broker.URL
	_, err = g.finish(t, j)
	assert.NoError(t, err)
}

func TestDeclined(t *testing.T) {
	g := open(t)
	g.broker.Declines = true
	g.turnedAway(t, "broker", signon.ReasonDeclined)
}

// A provider that is down is asked again after a pause, and never by everybody.
func TestProviderThatIsDown(t *testing.T) {
	g := open(t)
	g.broker.Down = true
	_, _, err := g.Begin(t.Context(), "broker", signon.Wish{})
	assert.True(t, fault.Is(err, fault.KindUnavailable), "%v", err)
	g.broker.Down = false
	_, _, err = g.Begin(t.Context(), "broker", signon.Wish{})
	assert.True(t, fault.Is(err, fault.KindUnavailable), "not asked again at once")
	assert.Zero(t, g.broker.Fetched)
	g.now = g.now.Add(11 * time.Second)
	g.travel(t, "broker", signon.Wish{})
	g.travel(t, "broker", signon.Wish{})
	assert.Equal(t, 1, g.broker.Fetched, "the description is kept")

	g.broker.Down, g.now = true, g.now.Add(2*time.Hour)
	_, _, err = g.Begin(t.Context(), "broker", signon.Wish{})
	assert.NoError(t, err, "an old description is better than none")

	g.broker.Down = false
	j := g.travel(t, "broker", signon.Wish{})
	g.broker.NoTokens = true
	_, err = g.finish(t, j)
	assert.True(t, fault.Is(err, fault.KindUnavailable), "%v", err)

	_, _, err = g.Begin(t.Context(), "bestaat-niet", signon.Wish{})
	assert.True(t, fault.Is(err, fault.KindMissing))
}

// A description that names another issuer is not believed.
func TestDiscoveryOfAnotherIssuer(t *testing.T) {
	g := open(t)
	g.broker.Describe = func(document map[string]any) { document["issuer"] = "https://elders.example" }
	_, err := signon.Discover(t.Context(), eherkenning(g.broker.URL))
	assert.ErrorContains(t, err, "issuer")
	g.broker.Describe = nil
	seen, err := signon.Discover(t.Context(), eherkenning(g.broker.URL))
	require.NoError(t, err)
	assert.Equal(t, g.broker.URL+"/authorize", seen)
}

// AUTH-4: the portal proves itself with a key, and without secret.
func TestPrivateKeyJWT(t *testing.T) {
	g := open(t)
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	der, err := x509.MarshalPKCS8PrivateKey(key)
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "key.pem")
	require.NoError(t, os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), 0o600))
	settings := eherkenning(g.broker.URL)
	settings.ClientSecret = ""
	settings.Key, err = signon.ReadKey(path)
	require.NoError(t, err)
	g.Use([]signon.Settings{settings})
	g.broker.ClientKey = &jose.JSONWebKey{Key: &key.PublicKey, KeyID: settings.Key.ID()}
	g.enter(t, "broker")

	other, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	g.broker.ClientKey.Key = &other.PublicKey
	g.turnedAway(t, "broker", signon.ReasonUntrusted)

	for _, content := range []string{"", "no key", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: []byte("x")}))} {
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
		_, err := signon.ReadKey(path)
		assert.ErrorContains(t, err, "must hold a private key")
	}
}

// ASVS 7.5.1: proving again means that the provider asked again.
func TestAgainNeedsAFreshProof(t *testing.T) {
	g := open(t)
	g.broker.Person.AuthTime = time.Now().Add(-time.Hour)
	entry, err := g.finish(t, g.travel(t, "broker", signon.Wish{Again: true}))
	g.refused(t, entry, err, signon.ReasonNotAgain)

	entry = g.enter(t, "broker")
	actor, err := g.Accounts.Who(t.Context(), entry.Secret, "")
	require.NoError(t, err)
	assert.False(t, actor.Fresh, "signed in with a proof of an hour ago")

	g.broker.Person.AuthTime = time.Time{}
	j := g.travel(t, "broker", signon.Wish{Again: true})
	j.answer.Session = entry.Secret
	again, err := g.finish(t, j)
	require.NoError(t, err)
	fresh, err := g.Accounts.Who(t.Context(), again.Secret, "")
	require.NoError(t, err)
	assert.True(t, fresh.Fresh)
	assert.Equal(t, actor.SessionID, fresh.SessionID, "the same session goes on, so that open forms live")
	gone, err := g.Accounts.Who(t.Context(), entry.Secret, "")
	require.NoError(t, err)
	assert.False(t, gone.SignedIn(), "under a new secret")
}

func TestSweepRemovesOldFlows(t *testing.T) {
	g := open(t)
	g.travel(t, "broker", signon.Wish{})
	require.NoError(t, g.Sweep(t.Context()))
	assert.EqualValues(t, 1, g.count(t, "sso_flows"))
	g.now = g.now.Add(11 * time.Minute)
	require.NoError(t, g.Sweep(t.Context()))
	assert.Zero(t, g.count(t, "sso_flows"))
}
