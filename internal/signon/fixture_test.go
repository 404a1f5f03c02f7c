package signon_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/dbtest"
	"providerportal/internal/fault"
	"providerportal/internal/jobs"
	"providerportal/internal/mail"
	"providerportal/internal/oidctest"
	"providerportal/internal/signon"
)

const (
	base    = "https://portal.example"
	tenant  = "11111111-aaaa-4444-8888-000000000001"
	mgr     = "22222222-bbbb-4444-8888-000000000002"
	oid     = "99999999-cccc-4444-8888-000000000009"
	kvk     = "12345678"
	loa2    = "urn:etoegang:core:assurance-class:loa2plus"
	loa3    = "urn:etoegang:core:assurance-class:loa3"
	address = "lotte@groenendoen.example"
)

// gate is the service with one provider of each kind, on a test database.
type gate struct {
	*signon.Service
	db       *gorm.DB
	now      time.Time
	broker   *oidctest.Provider
	entra    *oidctest.Provider
	business signon.Organisation
	engaged  bool
}

func open(t *testing.T) *gate {
	t.Helper()
	g := &gate{db: dbtest.Tx(t), now: time.Now()}
	g.broker = oidctest.Start(t, base+"/inloggen/sso/broker/terug", base+"/inloggen/sso/ander/terug")
	g.entra = oidctest.Start(t, base+"/inloggen/sso/gemeente/terug")
	inserter, err := jobs.Insert()
	require.NoError(t, err)
	now := func() time.Time { return g.now }
	seal, err := account.NewSeal([]byte(strings.Repeat("s", 32)))
	require.NoError(t, err)
	accounts := &account.Service{DB: g.db, Now: now, Seal: seal, Mail: &mail.Postbox{
		Now: now, BaseURL: base, Jobs: inserter, Region: mail.Region{Name: "MGR", Contact: "info@mgr.example"},
	}}
	g.business = signon.Organisation{ID: uuid.New(), Name: "Groen & Doen"}
	require.NoError(t, g.db.Exec("INSERT INTO providers (id, kvk, name, slug, created_at) VALUES (?, ?, ?, 'groen-doen', now())",
		g.business.ID, kvk, g.business.Name).Error)
	g.Service = &signon.Service{DB: g.db, Now: now, BaseURL: base, Accounts: accounts, Organisation: g.organisation, Arrive: g.arrive}
	g.Use([]signon.Settings{eherkenning(g.broker.URL), entra(g.entra.URL)})
	g.broker.Person = businessPerson()
	g.entra.Person = worker(mgr, "Portaal.Toetser")
	return g
}

func (g *gate) organisation(_ *gorm.DB, number string) (signon.Organisation, error) {
	if number != kvk {
		return signon.Organisation{}, fault.Missing()
	}
	return g.business, nil
}

func (g *gate) arrive(*gorm.DB, uuid.UUID) (bool, error) { return g.engaged, nil }

func eherkenning(issuer string) signon.Settings {
	return signon.Settings{
		Name: "broker", Kind: signon.KindEHerkenning, Issuer: issuer, Label: map[string]string{"nl": "eHerkenning", "en": "eHerkenning"},
		ClientID: oidctest.ClientID, ClientSecret: oidctest.Secret, Scopes: []string{"openid"},
		Claims: signon.Claims{
			KvK: "kvk", KvKType: "qualifier", Branch: "branch", Person: "person", Level: "acr", Name: "name", Email: "email",
		},
		KvKTypes: []string{"KvKnr"}, MinLevel: account.LevelSubstantial,
		Levels: map[string]account.Level{loa2: account.LevelBasic, loa3: account.LevelSubstantial},
	}
}

func entra(issuer string) signon.Settings {
	return signon.Settings{
		Name: "gemeente", Kind: signon.KindEntra, Issuer: issuer, Label: map[string]string{"nl": "uw werk", "en": "your work"},
		ClientID: oidctest.ClientID, ClientSecret: oidctest.Secret, Scopes: []string{"openid", "profile", "email"},
		Claims:  signon.Claims{Name: "name", Email: "email", Roles: "roles"},
		Tenants: map[string]string{tenant: "GM0984", mgr: ""}, FactorValues: []string{"mfa"}, FactorACRs: []string{"c1"},
		Roles: map[string]account.Role{
			"Portaal.Toetser": account.RoleReviewer, "Portaal.Beheer": account.RoleAdministrator, "Portaal.Consulent": account.RoleConsultant,
		},
	}
}

func businessPerson() oidctest.Person {
	return oidctest.Person{Subject: "transient", ACR: loa3, Claims: map[string]any{
		"kvk": kvk, "qualifier": "KvKnr", "person": "pseudonym-1", "branch": "000012345678",
		"name": "Lotte Janssen", "email": address, "email_verified": true,
	}}
}

func worker(tenant string, roles ...string) oidctest.Person {
	return oidctest.Person{Subject: "pairwise", AMR: []string{"pwd", "mfa"}, Claims: map[string]any{
		"tid": tenant, "oid": oid, "roles": roles, "name": "Rik Toetser", "email": "rik@mgr.example", "xms_edov": true,
	}}
}

func (g *gate) idp(name string) *oidctest.Provider {
	if name == "gemeente" {
		return g.entra
	}
	return g.broker
}

// journey is a sign-in that is back from the identity provider.
type journey struct {
	name   string
	answer signon.Answer
}

// travel goes to the provider and back.
func (g *gate) travel(t *testing.T, name string, wish signon.Wish) *journey {
	t.Helper()
	to, browser, err := g.Begin(t.Context(), name, wish)
	require.NoError(t, err)
	back, err := url.Parse(g.idp(name).Visit(t, to))
	require.NoError(t, err)
	require.Equal(t, "/inloggen/sso/"+name+"/terug", back.Path)
	query := back.Query()
	return &journey{name, signon.Answer{
		State: query.Get("state"), Code: query.Get("code"), Error: query.Get("error"), Issuer: query.Get("iss"), Browser: browser,
	}}
}

func (g *gate) finish(t *testing.T, j *journey) (*signon.Entry, error) {
	t.Helper()
	return g.Finish(t.Context(), j.name, j.answer, account.Client{Origin: "192.0.2.7", Agent: "test"})
}

// enter signs on and gets in.
func (g *gate) enter(t *testing.T, name string) *signon.Entry {
	t.Helper()
	entry, err := g.finish(t, g.travel(t, name, signon.Wish{}))
	require.NoError(t, err)
	return entry
}

// turnedAway signs on and must be refused for the reason.
func (g *gate) turnedAway(t *testing.T, name string, reason signon.Reason) {
	t.Helper()
	entry, err := g.finish(t, g.travel(t, name, signon.Wish{}))
	g.refused(t, entry, err, reason)
}

// refused checks the reason, that nobody got in, and what the trail says.
func (g *gate) refused(t *testing.T, entry *signon.Entry, err error, reason signon.Reason) {
	t.Helper()
	refusal := signon.RefusalOf(err)
	require.NotNil(t, refusal, "%v", err)
	assert.Equal(t, reason, refusal.Reason, refusal.Error())
	assert.Nil(t, entry)
	var last struct{ Action, Object, ObjectID, Result string }
	require.NoError(t, g.db.Raw("SELECT action, object, object_id, result FROM audit_entries ORDER BY id DESC LIMIT 1").Scan(&last).Error)
	assert.Equal(t, "session.refused identity-provider refused", last.Action+" "+last.Object+" "+last.Result)
	assert.Regexp(t, `^[a-z]+/`+string(reason)+`$`, last.ObjectID)
}

func (g *gate) count(t *testing.T, table string) (count int64) {
	t.Helper()
	require.NoError(t, g.db.Table(table).Count(&count).Error)
	return count
}
