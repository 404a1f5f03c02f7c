// Package signon lets people in whom an identity provider vouches for, over
// OpenID Connect: the authorization code flow with PKCE S256, state, nonce, an
// exact issuer and a redirect address per provider (AUTH-1…6, ASVS 10). It knows
// the protocol and whose identity is whose account; pages are portal's.
package signon

import (
	"crypto"
	"strings"

	"providerportal/internal/account"
)

// Kind is the sort of identity provider.
type Kind string

// The kinds: a broker for eHerkenning vouches for people who act for a business,
// a tenant of Entra ID for people who work for a municipality or the MGR.
const (
	KindEHerkenning Kind = "eherkenning"
	KindEntra       Kind = "entra"
)

// TenantMark stands in the issuer of an Entra ID provider that serves several
// tenants, where each token has the id of its own.
const TenantMark = "{tenantid}"

// Settings say how one identity provider is reached and believed.
type Settings struct {
	Name   string // in addresses of the portal: lower-case letters, digits, hyphens
	Kind   Kind
	Issuer string // exactly as the provider writes it; https unless loopback
	Label  map[string]string

	ClientID     string
	ClientSecret string     // when there is no key
	Key          *ClientKey // private_key_jwt (AUTH-4)

	Scopes    []string
	ACRValues []string // asked for; what comes back is judged on its own
	Claims    Claims

	// For eHerkenning.
	KvKTypes []string                 // values of Claims.KvKType that mean a KvK number
	Levels   map[string]account.Level // by value of Claims.Level
	MinLevel account.Level            // to sign in at all (AUTH-2)

	// For Entra ID.
	Tenants      map[string]string       // tenant id to municipality code; empty for the MGR
	Roles        map[string]account.Role // app role to role in the portal
	FactorValues []string                // of amr that mean a second factor
	FactorACRs   []string                // of acrs or acr that mean one
}

// Claims are the names under which a provider gives what the portal needs.
type Claims struct {
	KvK     string // number of the business
	KvKType string // what sort of number that is; empty when the provider does not say
	Branch  string // number of the establishment, optional
	Person  string // pseudonym of who acts
	Level   string
	Name    string
	Email   string
	Roles   string
}

// ClientKey proves the portal to the provider instead of a secret.
type ClientKey struct {
	Signer     crypto.Signer // RSA or ECDSA P-256
	Thumbprint string        // x5t#S256 of the certificate, empty without one
}

// Identity is somebody whom a provider vouches for, after every check of the
// token. Issuer and Subject together are the key (AUTH-6).
type Identity struct {
	Issuer        string
	Subject       string // eHerkenning: KvK number/pseudonym; Entra ID: tid/oid (AUTH-5)
	Kind          Kind
	KvK           string
	Branch        string
	Level         account.Level
	Tenant        string
	Roles         []account.Role
	Municipality  string
	Name          string
	Email         string
	EmailVerified bool
	MFA           bool
	ACR           string
}

// documentAddress is the issuer under which the provider's description of itself
// lies; it is another one only for an Entra ID provider of several tenants.
func (s *Settings) documentAddress() string {
	return strings.ReplaceAll(s.Issuer, TenantMark, "organizations")
}

// severalTenants reports whether the issuer depends on the tenant.
func (s *Settings) severalTenants() bool { return strings.Contains(s.Issuer, TenantMark) }

// issuerOf gives the only issuer that a token of this tenant may name.
func (s *Settings) issuerOf(tenant string) string {
	return strings.ReplaceAll(s.Issuer, TenantMark, tenant)
}
