package signon

import (
	"context"
	"encoding/json"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
	"gorm.io/gorm"

	"providerportal/storage/database"
)

// Wish is how somebody wants to sign on.
type Wish struct {
	Next    string // page of the portal to go to afterwards, checked by the caller
	Again   bool   // prove again who it is, for acts that ask for a fresh proof
	Lang    string
	Browser string // the secret that the browser has already, or empty
}

// Begin gives the address at the identity provider to send the browser to, and
// the secret that it must keep until it comes back. fault.Missing when there is
// no such provider, fault.Unavailable when it does not answer.
func (s *Service) Begin(ctx context.Context, name string, wish Wish) (address, browser string, err error) {
	p, err := s.provider(name)
	if err != nil {
		return "", "", err
	}
	found, err := p.describe(ctx)
	if err != nil {
		return "", "", err
	}
	browser = wish.Browser
	if !isSecret(browser) {
		browser = newSecret()
	}
	var state string
	err = database.Write(ctx, s.DB, func(tx *gorm.DB) error {
		state, err = s.begin(tx, name, browser, wish.Next, wish.Again)
		return err
	})
	if err != nil {
		return "", "", err
	}
	return p.config(found, s.BaseURL).AuthCodeURL(state, p.asks(wish, browser, state)...), browser, nil
}

// asks are the parameters of the authorization request.
func (p *provider) asks(wish Wish, browser, state string) []oauth2.AuthCodeOption {
	options := []oauth2.AuthCodeOption{
		oidc.Nonce(derive(browser, state, "nonce")),
		oauth2.S256ChallengeOption(derive(browser, state, "pkce")),
		oauth2.SetAuthURLParam("ui_locales", wish.Lang),
	}
	if wish.Again {
		options = append(options, oauth2.SetAuthURLParam("prompt", "login"), oauth2.SetAuthURLParam("max_age", "0"))
	}
	if len(p.ACRValues) > 0 {
		options = append(options, oauth2.SetAuthURLParam("acr_values", join(p.ACRValues)))
	}
	if p.Kind == KindEntra && len(p.FactorACRs) > 0 {
		wanted, _ := json.Marshal(map[string]any{"id_token": map[string]any{
			"acrs": map[string]any{"essential": true, "values": p.FactorACRs},
		}})
		options = append(options, oauth2.SetAuthURLParam("claims", string(wanted)))
	}
	return options
}
