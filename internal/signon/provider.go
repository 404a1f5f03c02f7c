package signon

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"providerportal/internal/fault"
)

// How the portal deals with the servers of identity providers.
const (
	// patience is for one answer of a provider.
	patience = 5 * time.Second
	// describedFor is how long a provider's description of itself is used.
	describedFor = time.Hour
	// pauseAfterFailure keeps visitors from waiting one after the other for a
	// provider that is down.
	pauseAfterFailure = 10 * time.Second
	// answerMax bounds an answer of a provider, in bytes.
	answerMax = 1 << 20
)

// provider is one identity provider with what it says about itself, which is
// asked when somebody needs it: a provider that is down never keeps the portal
// from starting.
type provider struct {
	Settings
	now func() time.Time

	mu       sync.Mutex
	found    *description
	foundAt  time.Time
	failedAt time.Time
}

// description is what a provider's discovery document says.
type description struct {
	*oidc.Provider
	Issuer      string `json:"issuer"`
	NamesItself bool   `json:"authorization_response_iss_parameter_supported"`
}

// client speaks to identity providers: https as configured, no redirects, no
// endless answers.
var client = &http.Client{
	Timeout:       patience,
	Transport:     bounded{http.DefaultTransport},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

type bounded struct{ http.RoundTripper }

func (b bounded) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := b.RoundTripper.RoundTrip(request)
	if err == nil {
		response.Body = http.MaxBytesReader(nil, response.Body, answerMax)
	}
	return response, err
}

// Discover asks a provider to describe itself and checks that it is the one that
// the settings name; it gives the address where people sign in.
func Discover(ctx context.Context, settings Settings) (string, error) {
	found, err := discover(ctx, &settings)
	if err != nil {
		return "", err
	}
	return found.Endpoint().AuthURL, nil
}

func discover(ctx context.Context, settings *Settings) (*description, error) {
	ctx, cancel := context.WithTimeout(oidc.ClientContext(ctx, client), patience)
	defer cancel()
	if settings.severalTenants() { // the library would want the address as issuer; we look ourselves
		ctx = oidc.InsecureIssuerURLContext(ctx, settings.Issuer)
	}
	asked, err := oidc.NewProvider(ctx, settings.documentAddress())
	if err != nil {
		return nil, fmt.Errorf("discovery: %w", err)
	}
	found := &description{Provider: asked}
	if err := asked.Claims(found); err != nil {
		return nil, fmt.Errorf("discovery: %w", err)
	}
	if found.Issuer != settings.Issuer {
		return nil, fmt.Errorf("discovery: the issuer is %q there", found.Issuer)
	}
	return found, nil
}

// describe gives the provider's description, asked anew when it is old.
// fault.Unavailable when it does not answer and never did.
func (p *provider) describe(ctx context.Context) (*description, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	if p.found != nil && now.Sub(p.foundAt) < describedFor {
		return p.found, nil
	}
	if now.Sub(p.failedAt) >= pauseAfterFailure {
		found, err := discover(context.WithoutCancel(ctx), &p.Settings)
		if err == nil {
			p.found, p.foundAt = found, now
			return found, nil
		}
		p.failedAt = now
		if p.found == nil {
			return nil, errors.Join(fault.Unavailable("sso.down"), err)
		}
	}
	if p.found == nil {
		return nil, fault.Unavailable("sso.down")
	}
	return p.found, nil
}

// config is the provider as the OAuth library knows it. The redirect address has
// the provider's name in it, so that an answer of one is never taken for that of
// another (mix-up, ASVS 10.2.2).
func (p *provider) config(found *description, baseURL string) *oauth2.Config {
	config := &oauth2.Config{
		ClientID: p.ClientID, ClientSecret: p.ClientSecret, Endpoint: found.Endpoint(), Scopes: p.Scopes,
		RedirectURL: baseURL + "/inloggen/sso/" + p.Name + "/terug",
	}
	if p.Key != nil {
		config.ClientSecret, config.Endpoint.AuthStyle = "", oauth2.AuthStyleInParams
	}
	return config
}

// audience is whom the portal's proof of itself is for: the token endpoint, which
// is all that Entra ID takes, and for others the issuer too.
func (p *provider) audience(tokenURL string) []string {
	if p.Kind == KindEntra {
		return []string{tokenURL}
	}
	return []string{tokenURL, p.Issuer}
}

// exchange trades the code for the ID token; the access token is thrown away.
func (p *provider) exchange(ctx context.Context, found *description, baseURL, code, verifier string) (string, error) {
	config := p.config(found, baseURL)
	options := []oauth2.AuthCodeOption{oauth2.VerifierOption(verifier)}
	if p.Key != nil {
		assertion, err := p.Key.assert(p.ClientID, p.audience(config.Endpoint.TokenURL), p.now())
		if err != nil {
			return "", err
		}
		options = append(options, oauth2.SetAuthURLParam("client_assertion_type", assertionType),
			oauth2.SetAuthURLParam("client_assertion", assertion))
	}
	token, err := config.Exchange(oidc.ClientContext(ctx, client), code, options...)
	var answered *oauth2.RetrieveError
	switch {
	case errors.As(err, &answered) && answered.Response.StatusCode < http.StatusInternalServerError:
		return "", refuse(ReasonUntrusted, "token endpoint says "+answered.Response.Status+" "+answered.ErrorCode)
	case err != nil:
		return "", errors.Join(fault.Unavailable("sso.down"), errors.New("token endpoint does not answer"))
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return "", refuse(ReasonUntrusted, "no id_token")
	}
	return raw, nil
}
