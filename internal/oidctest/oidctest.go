// Package oidctest runs a real OpenID provider in the process of a test, with
// people who sign in without being asked anything, and with ways to lie.
package oidctest

import (
	"crypto/rand"
	"crypto/rsa"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// The client that the provider knows.
const (
	ClientID = "portal"
	Secret   = "a secret of the portal & its provider"
)

// Person signs in at the provider.
type Person struct {
	Subject  string
	ACR      string
	AMR      []string
	Claims   map[string]any
	AuthTime time.Time // when they proved who they are; zero is now
}

// Provider is an OpenID provider on a loopback address. Its fields may change
// between requests, not during one.
type Provider struct {
	*httptest.Server
	Person    Person
	Declines  bool                        // the person says no
	Down      bool                        // every answer is 503
	NoTokens  bool                        // the token endpoint answers 503
	Tamper    func(claims map[string]any) // changes the ID token before it is signed
	Describe  func(document map[string]any)
	Forge     bool             // sign the ID token with a key that is not ours
	Unsigned  bool             // alg none
	ClientKey *jose.JSONWebKey // of the portal; then the secret is refused
	Requests  []url.Values     // authorization requests so far, oldest first
	Fetched   int              // discovery documents given so far

	key, other *rsa.PrivateKey
	mu         sync.Mutex
	requests   map[string]*request
	codes      map[string]string
	handler    http.Handler
	redirects  []string
}

// The keys are made once: each takes a tenth of a second.
var ours, foreign = sync.OnceValue(newKey), sync.OnceValue(newKey)

func newKey() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
}

// Start gives a provider that knows the portal by these redirect addresses.
func Start(t testing.TB, redirects ...string) *Provider {
	t.Helper()
	p := &Provider{
		requests: map[string]*request{}, codes: map[string]string{}, redirects: redirects, key: ours(), other: foreign(),
	}
	p.Server = httptest.NewServer(http.HandlerFunc(p.serve))
	t.Cleanup(p.Close)
	config := &op.Config{CodeMethodS256: true, AuthMethodPost: true, AuthMethodPrivateKeyJWT: true}
	_, _ = rand.Read(config.CryptoKey[:])
	provider, err := op.NewProvider(config, &storage{p}, op.StaticIssuer(p.URL), op.WithAllowInsecure(),
		op.WithLogger(slog.New(slog.DiscardHandler)))
	if err != nil {
		t.Fatal(err)
	}
	p.handler = provider
	return p
}

// Visit follows the browser from the portal's redirect through the provider and
// gives the address at the portal to which it is sent back.
func (p *Provider) Visit(t testing.TB, address string) string {
	t.Helper()
	browser := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for range 10 {
		response, err := browser.Get(address)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		to, err := response.Location()
		if err != nil {
			t.Fatalf("%s: %s, and no redirect", address, response.Status)
		}
		if address = to.String(); !strings.HasPrefix(address, p.URL) {
			return address
		}
	}
	t.Fatal("the provider redirects for ever")
	return ""
}

// serve is the provider with its lies around it.
func (p *Provider) serve(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	// As Entra ID has it for several tenants, under an address of no tenant.
	r.URL.Path = strings.TrimPrefix(r.URL.Path, "/organizations/v2.0")
	switch {
	case p.Down, p.NoTokens && r.URL.Path == "/oauth/token":
		http.Error(w, "down", http.StatusServiceUnavailable)
	case r.URL.Path == "/login":
		p.login(w, r)
	case r.URL.Path == "/oauth/token":
		p.rewrite(w, r, p.resign)
	case strings.HasPrefix(r.URL.Path, "/.well-known/"):
		p.Fetched++
		p.rewrite(w, r, func(document map[string]any) {
			if p.Describe != nil {
				p.Describe(document)
			}
		})
	default:
		if r.URL.Path == "/authorize" {
			p.Requests = append(p.Requests, r.URL.Query())
		}
		p.handler.ServeHTTP(w, r)
	}
}

// login is the page where a person would type a password.
func (p *Provider) login(w http.ResponseWriter, r *http.Request) {
	asked := p.requests[r.URL.Query().Get("id")]
	if asked == nil {
		http.NotFound(w, r)
		return
	}
	if p.Declines {
		back := asked.RedirectURI + "?" + url.Values{"error": {"access_denied"}, "state": {asked.State}}.Encode()
		http.Redirect(w, r, back, http.StatusFound)
		return
	}
	asked.person = &p.Person
	http.Redirect(w, r, "/authorize/callback?id="+asked.id, http.StatusFound)
}
