package signon_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
	"providerportal/internal/signon"
)

// The first person of a business is its admin, the next one a member; both come
// back to the same account.
func TestBusinessPeopleGetAnAccount(t *testing.T) {
	g := open(t)
	first := g.enter(t, "broker")
	assert.Equal(t, g.business.ID, first.Actor.ProviderID)
	assert.True(t, first.Actor.ProviderAdmin)
	assert.Equal(t, []account.Role{account.RoleProvider}, first.Actor.Roles)
	assert.Equal(t, address, first.Actor.Email)
	actor, err := g.Accounts.Who(t.Context(), first.Secret, "192.0.2.7")
	require.NoError(t, err)
	assert.Equal(t, account.LevelSubstantial, actor.Level)
	assert.True(t, actor.Fresh)

	assert.Equal(t, first.Actor.UserID, g.enter(t, "broker").Actor.UserID)

	g.broker.Person.Claims["person"] = "pseudonym-2"
	g.broker.Person.Claims["email"] = "piet@groenendoen.example"
	second := g.enter(t, "broker")
	assert.NotEqual(t, first.Actor.UserID, second.Actor.UserID)
	assert.False(t, second.Actor.ProviderAdmin)
	assert.EqualValues(t, 2, g.count(t, "identities"))
	var row struct{ Issuer, Subject, Branch string }
	require.NoError(t, g.db.Raw("SELECT issuer, subject, branch FROM identities WHERE user_id = ?", second.Actor.UserID).Scan(&row).Error)
	assert.Equal(t, g.broker.URL+" "+kvk+"/pseudonym-2 000012345678", row.Issuer+" "+row.Subject+" "+row.Branch)
}

// Who came in counts, also when nobody checked an address: the second colleague
// is a member (AUTH-8).
func TestUncheckedAddressStillMakesAnAdmin(t *testing.T) {
	g := open(t)
	delete(g.broker.Person.Claims, "email_verified")
	first := g.enter(t, "broker")
	assert.True(t, first.Actor.ProviderAdmin)
	for _, person := range []string{"2", "3"} {
		g.broker.Person.Claims["person"] = "pseudonym-" + person
		g.broker.Person.Claims["email"] = "collega-" + person + "@groenendoen.example"
		assert.False(t, g.enter(t, "broker").Actor.ProviderAdmin, "colleague %s", person)
	}
	user, err := g.Accounts.Find(t.Context(), first.Actor.UserID)
	require.NoError(t, err)
	require.Nil(t, user.EmailConfirmedAt)
	assert.Error(t, account.KeepAnAdmin(g.db, user), "and the only admin stays")
}

// Who registered a business without proof does not keep its people out: the first
// one of eHerkenning is admin too, until the business applied.
func TestFirstProvenPersonLeads(t *testing.T) {
	for name, engaged := range map[string]bool{"registered only": false, "applied": true} {
		t.Run(name, func(t *testing.T) {
			g := open(t)
			g.engaged = engaged
			first, err := g.Accounts.Create(g.db, account.NewUser{
				Email: "wie@elders.example", Name: "Wie", Roles: []account.Role{account.RoleProvider}, ProviderID: g.business.ID, ProviderAdmin: true,
			})
			require.NoError(t, err)
			require.NoError(t, g.db.Model(first).Update("email_confirmed_at", g.now).Error)
			assert.Equal(t, !engaged, g.enter(t, "broker").Actor.ProviderAdmin)
			g.broker.Person.Claims["person"] = "pseudonym-2"
			delete(g.broker.Person.Claims, "email")
			assert.False(t, g.enter(t, "broker").Actor.ProviderAdmin)
		})
	}
}

// The address of a tenant's person is confirmed when the tenant says that it
// owns it, else with a letter and without a password.
func TestTenantAddressIsConfirmedFirst(t *testing.T) {
	for name, row := range map[string]struct {
		proof     any
		confirmed bool
	}{
		"owned": {true, true}, "as text": {"1", true}, "as number": {1, true}, "not owned": {false, false}, "silent": {nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			g := open(t)
			g.entra.Tamper = func(c map[string]any) { c["xms_edov"] = row.proof }
			user, err := g.Accounts.Find(t.Context(), g.enter(t, "gemeente").Actor.UserID)
			require.NoError(t, err)
			assert.Equal(t, row.confirmed, user.EmailConfirmedAt != nil)
			if row.confirmed {
				assert.Zero(t, g.count(t, "letters"))
				return
			}
			assert.EqualValues(t, 1, g.count(t, "letters"))
			secret, err := g.Accounts.IssueToken(g.db, account.PurposeConfirmEmail, user.ID, user.Email)
			require.NoError(t, err)
			confirmed, err := g.Accounts.ConfirmEmail(t.Context(), secret, "", "192.0.2.7")
			require.NoError(t, err, "no password to ask for")
			assert.NotNil(t, confirmed.EmailConfirmedAt)
		})
	}
}

// A closed account comes back as a new one when an administrator says so.
func TestReadmittedAfterClosing(t *testing.T) {
	g := open(t)
	entry := g.enter(t, "broker")
	boss, err := g.Accounts.Create(g.db, account.NewUser{Email: "baas@mgr.example", Name: "Baas", Roles: []account.Role{account.RoleAdministrator}})
	require.NoError(t, err)
	by, id := boss.Actor("192.0.2.9"), entry.Actor.UserID
	assert.True(t, fault.Is(g.Accounts.Readmit(t.Context(), by, id), fault.KindMissing), "an open account")
	require.NoError(t, g.Accounts.ClosePerson(t.Context(), by, id))
	g.turnedAway(t, "broker", signon.ReasonClosed)
	assert.True(t, fault.Is(g.Accounts.Readmit(t.Context(), entry.Actor, id), fault.KindForbidden))
	require.NoError(t, g.Accounts.Readmit(t.Context(), by, id))
	var action string
	require.NoError(t, g.db.Raw("SELECT action FROM audit_entries ORDER BY id DESC LIMIT 1").Scan(&action).Error)
	assert.Equal(t, "account.readmitted", action)
	assert.NotEqual(t, id, g.enter(t, "broker").Actor.UserID)
	assert.True(t, fault.Is(g.Accounts.Readmit(t.Context(), by, id), fault.KindMissing), "nothing to let in any more")
}

// Without auth_time a sign-in proves who it is, but not that it was just now.
func TestSignInWithoutMomentIsNotFresh(t *testing.T) {
	g := open(t)
	for _, moment := range []any{nil, "gisteren", 0} {
		g.broker.Tamper = func(c map[string]any) { c["auth_time"] = moment }
		actor := g.who(t, g.enter(t, "broker").Secret)
		assert.True(t, actor.SignedIn())
		assert.False(t, actor.Fresh, "auth_time %v", moment)
	}
}

// AUTH-6: an address that has an account links to nothing and stays whose it is.
func TestEmailNeverLinksAccounts(t *testing.T) {
	g := open(t)
	owner, err := g.Accounts.Create(g.db, account.NewUser{Email: address, Name: "Iemand anders", Roles: []account.Role{account.RoleAdministrator}})
	require.NoError(t, err)
	entry := g.enter(t, "broker")
	assert.NotEqual(t, owner.ID, entry.Actor.UserID)
	assert.Equal(t, []account.Role{account.RoleProvider}, entry.Actor.Roles)
	assert.True(t, entry.NoAddress)
	assert.Regexp(t, mail.Nowhere+"$", entry.Actor.Email)
}

// An address that the broker did not check gets a letter first; a person without
// address gets none.
func TestAddressIsConfirmedFirst(t *testing.T) {
	g := open(t)
	delete(g.broker.Person.Claims, "email_verified")
	entry := g.enter(t, "broker")
	user, err := g.Accounts.Find(t.Context(), entry.Actor.UserID)
	require.NoError(t, err)
	assert.Nil(t, user.EmailConfirmedAt)
	assert.EqualValues(t, 1, g.count(t, "letters"))

	g.broker.Person.Claims["person"] = "pseudonym-2"
	delete(g.broker.Person.Claims, "email")
	assert.True(t, g.enter(t, "broker").NoAddress)
	assert.EqualValues(t, 1, g.count(t, "letters"))
}

// Nobody can make a password for an account that an identity provider vouches
// for: its tenant stays in charge (AUTH-5).
func TestNoPasswordBesideSingleSignOn(t *testing.T) {
	g := open(t)
	entry := g.enter(t, "gemeente")
	require.NoError(t, g.Accounts.AskReset(t.Context(), entry.Actor.Email, "192.0.2.7"))
	assert.Zero(t, g.count(t, "letters"))
}

func TestBusinessPeopleWhoAreTurnedAway(t *testing.T) {
	for name, row := range map[string]struct {
		change func(*gate)
		reason signon.Reason
	}{
		"unknown business":   {func(g *gate) { g.broker.Person.Claims["kvk"] = "87654321" }, signon.ReasonOrganisation},
		"no number":          {func(g *gate) { delete(g.broker.Person.Claims, "kvk") }, signon.ReasonIncomplete},
		"a BSN":              {func(g *gate) { g.broker.Person.Claims["kvk"] = "999990019" }, signon.ReasonIncomplete},
		"another number":     {func(g *gate) { g.broker.Person.Claims["qualifier"] = "RSIN" }, signon.ReasonIncomplete},
		"no person":          {func(g *gate) { delete(g.broker.Person.Claims, "person") }, signon.ReasonIncomplete},
		"level too low":      {func(g *gate) { g.broker.Person.ACR = loa2 }, signon.ReasonLevel},
		"level unknown":      {func(g *gate) { g.broker.Person.ACR = "loa9" }, signon.ReasonLevel},
		"no level":           {func(g *gate) { g.broker.Person.ACR = "" }, signon.ReasonLevel},
		"closed account":     {func(g *gate) { g.db.Exec("UPDATE users SET closed_at = now()") }, signon.ReasonClosed},
		"other organisation": {func(g *gate) { g.db.Exec("UPDATE users SET provider_id = NULL") }, signon.ReasonMoved},
	} {
		t.Run(name, func(t *testing.T) {
			g := open(t)
			g.enter(t, "broker")
			row.change(g)
			g.turnedAway(t, "broker", row.reason)
		})
	}
}

// The KvK number of an unknown business comes along, to register with.
func TestUnknownBusinessKeepsItsNumber(t *testing.T) {
	g := open(t)
	g.broker.Person.Claims["kvk"] = "87654321"
	_, err := g.finish(t, g.travel(t, "broker", signon.Wish{}))
	assert.Equal(t, "87654321", signon.RefusalOf(err).KvK)
	assert.NotContains(t, err.Error(), "87654321", "and in no log")
	assert.Zero(t, g.count(t, "users"))
}

// A broker may let people in at a lower level than signing asks for (AUTH-2).
func TestLowerLevelStandsOnTheSession(t *testing.T) {
	g := open(t)
	settings := eherkenning(g.broker.URL)
	settings.MinLevel = account.LevelBasic
	g.Use([]signon.Settings{settings})
	g.broker.Person.ACR = loa2
	actor, err := g.Accounts.Who(t.Context(), g.enter(t, "broker").Secret, "")
	require.NoError(t, err)
	assert.Equal(t, account.LevelBasic, actor.Level)
	assert.False(t, actor.Assured(account.LevelSubstantial))
}

// AUTH-5: roles come from the tenant, at every sign-in; without any nobody gets
// in, and what was open ends.
func TestStaffRolesFollowTheTenant(t *testing.T) {
	g := open(t)
	first := g.enter(t, "gemeente")
	assert.Equal(t, []account.Role{account.RoleReviewer}, first.Actor.Roles)
	var row struct{ Issuer, Subject string }
	require.NoError(t, g.db.Raw("SELECT issuer, subject FROM identities").Scan(&row).Error)
	assert.Equal(t, g.entra.URL+" "+mgr+"/"+oid, row.Issuer+" "+row.Subject)
	assert.Equal(t, account.LevelLocal, g.who(t, first.Secret).Level)

	g.entra.Person = worker(mgr, "Portaal.Beheer", "Iets.Anders", "Portaal.Toetser")
	g.entra.Person.Claims["name"] = "Rik de Toetser"
	second := g.enter(t, "gemeente")
	assert.Equal(t, first.Actor.UserID, second.Actor.UserID)
	assert.ElementsMatch(t, []account.Role{account.RoleReviewer, account.RoleAdministrator}, g.who(t, second.Secret).Roles)
	assert.Equal(t, "Rik de Toetser", second.Actor.Name)
	assert.False(t, g.who(t, first.Secret).SignedIn(), "sessions with the old rights end (ASVS 7.2.4)")
	third := g.enter(t, "gemeente")
	assert.True(t, g.who(t, second.Secret).SignedIn(), "same rights: the other browser stays in")

	g.entra.Person = worker(mgr, "Iets.Anders")
	g.turnedAway(t, "gemeente", signon.ReasonRole)
	assert.False(t, g.who(t, third.Secret).SignedIn())
	assert.Zero(t, g.count(t, "user_roles"))
}

func (g *gate) who(t *testing.T, secret string) account.Actor {
	t.Helper()
	actor, err := g.Accounts.Who(t.Context(), secret, "192.0.2.7")
	require.NoError(t, err)
	return actor
}

// The tenant of a municipality makes consultants of that municipality and
// nothing more, whatever roles its administrators hand out.
func TestTenantsStayWithTheirOwnRoles(t *testing.T) {
	g := open(t)
	g.entra.Person = worker(tenant, "Portaal.Consulent", "Portaal.Beheer")
	entry := g.enter(t, "gemeente")
	assert.Equal(t, []account.Role{account.RoleConsultant}, entry.Actor.Roles)
	assert.Equal(t, "GM0984", entry.Actor.Municipality)

	g.entra.Person = worker(tenant, "Portaal.Beheer")
	g.entra.Person.Claims["oid"] = uuid.NewString()
	g.turnedAway(t, "gemeente", signon.ReasonRole)
	g.entra.Person = worker(mgr, "Portaal.Consulent")
	g.turnedAway(t, "gemeente", signon.ReasonRole)
}

func TestStaffWhoAreTurnedAway(t *testing.T) {
	for name, row := range map[string]struct {
		change func(claims map[string]any)
		reason signon.Reason
	}{
		"other tenant":     {func(c map[string]any) { c["tid"] = uuid.NewString() }, signon.ReasonTenant},
		"no tenant":        {func(c map[string]any) { delete(c, "tid") }, signon.ReasonIncomplete},
		"no object id":     {func(c map[string]any) { delete(c, "oid") }, signon.ReasonIncomplete},
		"no second factor": {func(c map[string]any) { c["amr"] = []string{"pwd"} }, signon.ReasonFactor},
		"wrong context":    {func(c map[string]any) { c["amr"], c["acrs"] = nil, []string{"c2"} }, signon.ReasonFactor},
	} {
		t.Run(name, func(t *testing.T) {
			g := open(t)
			g.entra.Tamper = row.change
			g.turnedAway(t, "gemeente", row.reason)
			assert.Zero(t, g.count(t, "users"))
		})
	}
	g := open(t)
	g.entra.Tamper = func(c map[string]any) { c["amr"], c["acrs"] = nil, []string{"c1"} }
	g.enter(t, "gemeente")
	assert.JSONEq(t, `{"id_token": {"acrs": {"essential": true, "values": ["c1"]}}}`, g.entra.Requests[0].Get("claims"))
}

// One provider for several tenants: each token names the issuer of its own.
func TestSeveralTenantsBehindOneProvider(t *testing.T) {
	g := open(t)
	several := g.entra.URL + "/" + signon.TenantMark + "/v2.0"
	g.Use([]signon.Settings{entra(several)})
	g.entra.Describe = func(document map[string]any) { document["issuer"] = several }
	as := func(tid string) func(map[string]any) {
		return func(c map[string]any) { c["iss"] = g.entra.URL + "/" + tid + "/v2.0" }
	}
	g.entra.Tamper = as(mgr)
	entry := g.enter(t, "gemeente")
	assert.Equal(t, []account.Role{account.RoleReviewer}, entry.Actor.Roles)
	g.entra.Tamper = as(tenant)
	g.turnedAway(t, "gemeente", signon.ReasonUntrusted)
	g.entra.Tamper = as(signon.TenantMark)
	g.turnedAway(t, "gemeente", signon.ReasonUntrusted)

	g.entra.Describe = nil // names the issuer without tenant
	_, err := signon.Discover(t.Context(), entra(several))
	assert.ErrorContains(t, err, "issuer")
}
