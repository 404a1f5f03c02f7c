package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/internal/account"
	"providerportal/internal/oidctest"
	"providerportal/internal/signon"
)

const (
	tenantVenray = "01234567-89ab-cdef-0123-456789abcdef"
	tenantMGR    = "11234567-89ab-cdef-0123-456789abcdef"
)

// signOnGood are the settings of one identity provider of each kind.
var signOnGood = []string{
	"OIDC_PROVIDERS=broker, gemeente-venray",
	"OIDC_BROKER_KIND=eherkenning", "OIDC_BROKER_ISSUER=https://broker.example.nl", "OIDC_BROKER_CLIENT_ID=portal",
	"OIDC_BROKER_CLIENT_SECRET=hunter2",
	"OIDC_GEMEENTE_VENRAY_KIND=entra", "OIDC_GEMEENTE_VENRAY_CLIENT_ID=portal", "OIDC_GEMEENTE_VENRAY_CLIENT_SECRET=hunter2",
	"OIDC_GEMEENTE_VENRAY_ISSUER=https://login.microsoftonline.com/{tenantid}/v2.0",
	"OIDC_GEMEENTE_VENRAY_TENANTS=" + tenantVenray + "=GM0984, " + tenantMGR + "=mgr",
	"OIDC_GEMEENTE_VENRAY_ROLES=Portaal.Consulent=consultant,Portaal.Toetser=reviewer",
}

func TestSignOnSettings(t *testing.T) {
	settings, found := read(t, signOnGood...)
	require.Empty(t, found)
	require.Len(t, settings.providers, 2)
	broker, venray := settings.providers[0], settings.providers[1]
	assert.Equal(t, account.LevelSubstantial, broker.MinLevel)
	assert.Equal(t, account.LevelSubstantial, broker.Levels["urn:etoegang:core:assurance-class:loa3"])
	assert.Equal(t, []string{"openid"}, broker.Scopes)
	assert.Equal(t, "eHerkenning", broker.Label["en"])
	assert.Equal(t, map[string]string{tenantVenray: "GM0984", tenantMGR: ""}, venray.Tenants)
	assert.Equal(t, map[string]account.Role{"Portaal.Consulent": account.RoleConsultant, "Portaal.Toetser": account.RoleReviewer}, venray.Roles)
	assert.Equal(t, signon.Claims{Name: "name", Email: "email", Roles: "roles"}, venray.Claims)
}

func TestSignOnMistakes(t *testing.T) {
	for name, row := range map[string]struct {
		variables []string
		mistakes  []string
	}{
		"kind":      {[]string{"OIDC_GEMEENTE_VENRAY_KIND=saml"}, nil},
		"no kind":   {[]string{"OIDC_BROKER_KIND="}, []string{"OIDC_BROKER_KIND: is required"}},
		"name":      {[]string{"OIDC_PROVIDERS=broker,gemeente-venray,Foo!"}, []string{`OIDC_PROVIDERS: "Foo!" must be at most 30 lower-case letters, digits and hyphens`}},
		"twice":     {[]string{"OIDC_PROVIDERS=broker,gemeente-venray,broker"}, []string{`OIDC_PROVIDERS: names "broker" twice`}},
		"http":      {[]string{"OIDC_BROKER_ISSUER=http://broker.example.nl"}, []string{`OIDC_BROKER_ISSUER: must begin with https:// unless it is a loopback address, and is "http://broker.example.nl"`}},
		"no issuer": {[]string{"OIDC_BROKER_ISSUER="}, []string{"OIDC_BROKER_ISSUER: is required"}},
		"tenants of a broker": {[]string{"OIDC_BROKER_ISSUER=https://x.nl/{tenantid}"},
			[]string{"OIDC_BROKER_ISSUER: has {tenantid}, which is for kind entra"}},
		"no secret": {[]string{"OIDC_BROKER_CLIENT_SECRET="},
			[]string{"OIDC_BROKER_KEY_FILE: is required, or OIDC_BROKER_CLIENT_SECRET for a provider that takes no key"}},
		"key and secret": {[]string{"OIDC_BROKER_KEY_FILE=/nowhere"},
			[]string{"OIDC_BROKER_KEY_FILE: is set, and so is OIDC_BROKER_CLIENT_SECRET: keep one"}},
		"no key": {[]string{"OIDC_BROKER_KEY_FILE=/nowhere", "OIDC_BROKER_CLIENT_SECRET="},
			[]string{"OIDC_BROKER_KEY_FILE: cannot be used: no such file or directory"}},
		"BSN":         {[]string{"OIDC_BROKER_SCOPES=openid,bsn"}, []string{"OIDC_BROKER_SCOPES: asks for a BSN, which the portal never does"}},
		"no openid":   {[]string{"OIDC_BROKER_SCOPES=profile"}, []string{"OIDC_BROKER_SCOPES: must have openid"}},
		"level":       {[]string{"OIDC_BROKER_MIN_LEVEL=EH3"}, []string{`OIDC_BROKER_MIN_LEVEL: must be basic, substantial or high, and is "EH3"`}},
		"levels":      {[]string{"OIDC_BROKER_LEVELS=loa3=EH3"}, []string{`OIDC_BROKER_LEVELS: must be like urn:etoegang:core:assurance-class:loa3=substantial, and has "loa3=EH3"`}},
		"act level":   {[]string{"OIDC_ACT_LEVEL=none"}, []string{`OIDC_ACT_LEVEL: must be basic, substantial or high, and is "none"`}},
		"tenant":      {[]string{"OIDC_GEMEENTE_VENRAY_TENANTS=venray=GM0984"}, []string{`OIDC_GEMEENTE_VENRAY_TENANTS: "venray" is not the id of a tenant in lower case`}},
		"role":        {[]string{"OIDC_GEMEENTE_VENRAY_ROLES=Baas=boss"}, []string{`OIDC_GEMEENTE_VENRAY_ROLES: must be like Portaal.Toetser=reviewer, and has "Baas=boss"`}},
		"provider":    {[]string{"OIDC_GEMEENTE_VENRAY_ROLES=Baas=provider"}, []string{`OIDC_GEMEENTE_VENRAY_ROLES: must be like Portaal.Toetser=reviewer, and has "Baas=provider"`}},
		"typing":      {[]string{"OIDC_BROKER_MINLEVEL=high"}, []string{"OIDC_BROKER_MINLEVEL: is no setting of an identity provider that OIDC_PROVIDERS names"}},
		"wrong kind":  {[]string{"OIDC_BROKER_TENANTS=x"}, []string{"OIDC_BROKER_TENANTS: is no setting of an identity provider that OIDC_PROVIDERS names"}},
		"secret file": {[]string{"OIDC_BROKER_CLIENT_SECRET_FILE=/nowhere"}, []string{"OIDC_BROKER_CLIENT_SECRET: is set, and so is OIDC_BROKER_CLIENT_SECRET_FILE: keep one"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, found := read(t, append(append([]string{}, signOnGood...), row.variables...)...)
			if row.mistakes == nil {
				assert.Contains(t, found, `OIDC_GEMEENTE_VENRAY_KIND: must be eherkenning or entra, and is "saml"`)
				return
			}
			assert.Equal(t, row.mistakes, found)
		})
	}
}

func TestSignOnKeyFromFile(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	der, err := x509.MarshalECPrivateKey(key)
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "key.pem")
	require.NoError(t, os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: der}), 0o600))
	settings, found := read(t, append(append([]string{}, signOnGood...), "OIDC_BROKER_CLIENT_SECRET=", "OIDC_BROKER_KEY_FILE="+path)...)
	require.Empty(t, found)
	assert.NotNil(t, settings.providers[0].Key)
}

// portal check asks each identity provider to describe itself.
func TestCheckAsksIdentityProviders(t *testing.T) {
	idp := oidctest.Start(t)
	settings, found := read(t, "OIDC_PROVIDERS=broker", "OIDC_BROKER_KIND=eherkenning", "OIDC_BROKER_CLIENT_ID=portal",
		"OIDC_BROKER_CLIENT_SECRET=hunter2", "OIDC_BROKER_ISSUER="+idp.URL)
	require.Empty(t, found)
	check := CheckCommand{Settings: *settings}
	probes := check.probes()
	last := probes[len(probes)-1]
	var out strings.Builder
	assert.True(t, last.report(t.Context(), &out))
	assert.Regexp(t, `^sign-on broker +ok +describes itself; people sign in at http://127.0.0.1:\d+/authorize\n$`, out.String())
	idp.Down = true
	assert.False(t, last.report(t.Context(), &out))
}
