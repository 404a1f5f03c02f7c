package account_test

import (
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/internal/account"
	"providerportal/internal/dbtest"
	"providerportal/internal/fault"
)

func (c *club) administrator(t *testing.T, email string) account.Actor {
	t.Helper()
	return c.member(t, email, account.RoleAdministrator).Actor("test")
}

func (c *club) user(t *testing.T, id uuid.UUID) *account.User {
	t.Helper()
	user, err := c.Find(t.Context(), id)
	require.NoError(t, err)
	return user
}

func roles(list ...account.Role) account.Rights { return account.Rights{Roles: list} }

// TestInvite pins whom an administrator may invite, with which rights.
func TestInvite(t *testing.T) {
	c := open(t)
	ada := c.administrator(t, "ada@mgr.example")
	reviewer := c.member(t, "rik@mgr.example", account.RoleReviewer).Actor("test")
	wanted := account.Invitation{Name: "Cas", Email: "cas@venray.example", Rights: roles(account.RoleConsultant)}
	_, err := c.Invite(t.Context(), reviewer, wanted)
	refused(t, err, fault.KindForbidden, "fault.forbidden")
	for _, row := range []struct {
		rights account.Rights
		key    string
	}{
		{roles(), "error.chosen"},
		{roles(account.RoleProvider), "error.unknown-choice"},
		{roles(account.RoleReviewer, account.RoleProvider), "error.unknown-choice"},
		{roles("root"), "error.unknown-choice"},
		{roles(account.RoleConsultant), "account.municipality-needed"},
		{account.Rights{Roles: []account.Role{account.RoleConsultant, account.RoleReviewer}, Municipality: "GM0984"}, "account.consultant-or-staff"},
		{account.Rights{Roles: []account.Role{account.RoleReviewer}, Municipality: "GM0984"}, "account.municipality-consultant"},
		{account.Rights{Roles: []account.Role{account.RoleConsultant}, Municipality: "GM9999"}, "error.unknown-choice"},
	} {
		wanted.Rights = row.rights
		_, err := c.Invite(t.Context(), ada, wanted)
		refused(t, err, fault.KindInvalid, row.key)
	}
	wanted.Rights = account.Rights{Roles: []account.Role{account.RoleConsultant}, Municipality: "GM0984", ProviderAdmin: true}
	user, err := c.Invite(t.Context(), ada, wanted)
	require.NoError(t, err)
	kept := c.user(t, user.ID)
	assert.True(t, kept.Invited())
	assert.False(t, kept.ProviderAdmin)
	assert.Equal(t, "GM0984", *kept.MunicipalityCode)
	assert.Contains(t, c.letters(t), "set_up_account cas@venray.example")
	_, err = c.Invite(t.Context(), ada, wanted)
	refused(t, err, fault.KindInvalid, "error.email-used")
	require.NoError(t, c.Reinvite(t.Context(), ada, user.ID))
	refused(t, c.Reinvite(t.Context(), ada, ada.UserID), fault.KindConflict, "account.active-already")
}

// TestChangeRights pins that other rights hold at once: sessions end (ASVS 7.2.4).
func TestChangeRights(t *testing.T) {
	c := open(t)
	ada := c.administrator(t, "ada@mgr.example")
	rik := c.member(t, "rik@mgr.example", account.RoleReviewer)
	secret := c.session(t, rik)
	require.NoError(t, c.ChangeRights(t.Context(), ada, rik.ID, roles(account.RoleReviewer)))
	assert.True(t, c.alive(t, secret), "nothing changed")
	require.NoError(t, c.ChangeRights(t.Context(), ada, rik.ID, roles(account.RoleDecider, account.RoleReviewer, account.RoleDecider)))
	assert.False(t, c.alive(t, secret))
	changed := c.user(t, rik.ID)
	assert.Equal(t, []account.Role{account.RoleReviewer, account.RoleDecider}, changed.RoleNames())
	assert.Equal(t, c.now, changed.RightsAt.UTC())
	assert.Contains(t, c.actions(t), "account.rights-changed")

	refused(t, c.ChangeRights(t.Context(), rik.Actor("test"), rik.ID, roles(account.RoleAdministrator)), fault.KindForbidden, "fault.forbidden")
	refused(t, c.ChangeRights(t.Context(), ada, rik.ID, roles(account.RoleProvider)), fault.KindInvalid, "error.unknown-choice")
	refused(t, c.ChangeRights(t.Context(), ada, uuid.New(), roles(account.RoleReviewer)), fault.KindMissing, "fault.missing")
}

// TestProviderGetsNoStaffRole pins that rights of staff never reach people of an
// organisation, whatever the form holds (ASVS 15.3.3).
func TestProviderGetsNoStaffRole(t *testing.T) {
	c := open(t)
	ada := c.administrator(t, "ada@mgr.example")
	lotte := c.member(t, "lotte@zorg.example", account.RoleProvider)
	c.organisation(t, lotte)
	secret := c.session(t, lotte)
	require.NoError(t, c.ChangeRights(t.Context(), ada, lotte.ID, account.Rights{
		Roles: []account.Role{account.RoleAdministrator}, Municipality: "GM0984", ProviderAdmin: true,
	}))
	changed := c.user(t, lotte.ID)
	assert.Equal(t, []account.Role{account.RoleProvider}, changed.RoleNames())
	assert.Nil(t, changed.MunicipalityCode)
	assert.True(t, changed.ProviderAdmin)
	assert.False(t, c.alive(t, secret))
	refused(t, c.ChangeRights(t.Context(), ada, lotte.ID, account.Rights{}), fault.KindConflict, "colleague.last-admin")
}

// organisation makes the user the only person of a new organisation.
func (c *club) organisation(t *testing.T, user *account.User) {
	t.Helper()
	id := uuid.New()
	require.NoError(t, c.db.Exec("INSERT INTO providers (id, kvk, name, slug, created_at) VALUES (?, '12345678', 'Zorg', 'zorg', ?)", id, c.now).Error)
	require.NoError(t, c.db.Model(user).Update("provider_id", id).Error)
}

// TestLastAdministratorStays pins that the portal is never left without one, and
// that the others hear of every change (BIO-4).
func TestLastAdministratorStays(t *testing.T) {
	c := open(t)
	ada := c.administrator(t, "ada@mgr.example")
	refused(t, c.ChangeRights(t.Context(), ada, ada.UserID, roles(account.RoleReviewer)), fault.KindConflict, "account.last-administrator")
	refused(t, c.ClosePerson(t.Context(), ada, ada.UserID), fault.KindConflict, "account.last-administrator")
	bob := c.member(t, "bob@mgr.example", account.RoleReviewer)
	require.NoError(t, c.ChangeRights(t.Context(), ada, bob.ID, roles(account.RoleAdministrator)))
	assert.NotContains(t, c.letters(t), "privileged_change ada@mgr.example", "who did it knows")
	eve := c.administrator(t, "eve@mgr.example")
	require.NoError(t, c.ClosePerson(t.Context(), ada, bob.ID))
	assert.Contains(t, c.letters(t), "privileged_change eve@mgr.example")
	require.NoError(t, c.ClosePerson(t.Context(), ada, ada.UserID))
	refused(t, c.ClosePerson(t.Context(), eve, eve.UserID), fault.KindConflict, "account.last-administrator")
	refused(t, c.ClosePerson(t.Context(), ada, eve.UserID), fault.KindForbidden, "fault.forbidden")
}

// TestLastAdministratorRace pins the same when two go at one moment.
func TestLastAdministratorRace(t *testing.T) {
	c := openOn(t, dbtest.Database(t).Gorm)
	for range 8 {
		require.NoError(t, c.db.Exec("UPDATE users SET closed_at = ?", c.now).Error)
		one, two := c.administrator(t, uuid.NewString()+"@mgr.example"), c.administrator(t, uuid.NewString()+"@mgr.example")
		var both sync.WaitGroup
		errs := make([]error, 2)
		both.Go(func() { errs[0] = c.ClosePerson(t.Context(), one, one.UserID) })
		both.Go(func() { errs[1] = c.ChangeRights(t.Context(), two, two.UserID, roles(account.RoleDecider)) })
		both.Wait()
		left, err := account.WithRole(c.db, account.RoleAdministrator)
		require.NoError(t, err)
		assert.Len(t, left, 1)
		assert.True(t, (errs[0] == nil) != (errs[1] == nil), "%v", errs)
	}
}

// TestCloseLeavesAPseudonym pins what of a closed account stays (AVG-8).
func TestCloseLeavesAPseudonym(t *testing.T) {
	c := open(t)
	ada := c.administrator(t, "ada@mgr.example")
	rik := c.member(t, "rik@mgr.example", account.RoleReviewer)
	secret, link := c.session(t, rik), c.link(t, account.PurposeSetPassword, rik)
	require.NoError(t, c.db.Exec(`INSERT INTO identities (issuer, subject, user_id, provider, kind, created_at, last_seen_at)
		VALUES ('https://login.example', 'tid/oid', ?, 'mgr', 'entra', ?, ?)`, rik.ID, c.now, c.now).Error)
	require.NoError(t, c.ClosePerson(t.Context(), ada, rik.ID))
	assert.False(t, c.alive(t, secret))
	var identities int64
	require.NoError(t, c.db.Table("identities").Where("user_id = ?", rik.ID).Count(&identities).Error)
	assert.EqualValues(t, 1, identities, "single sign-on must know who is not welcome")
	refused(t, c.choose(t, link, "een heel ander wachtwoord"), fault.KindConflict, "fault.link-spent")
	closed := c.user(t, rik.ID)
	assert.Equal(t, "afgesloten account "+rik.ID.String()[:8], closed.Name)
	assert.Equal(t, rik.ID.String()+"@afgesloten.invalid", closed.Email)
	assert.Empty(t, closed.PasswordHash)
	people, err := account.WithRole(c.db, account.RoleReviewer)
	require.NoError(t, err)
	assert.Empty(t, people)
	c.member(t, "rik@mgr.example", account.RoleReviewer)
	refused(t, c.ClosePerson(t.Context(), ada, rik.ID), fault.KindMissing, "fault.missing")
	refused(t, c.ChangeRights(t.Context(), ada, rik.ID, roles(account.RoleReviewer)), fault.KindMissing, "fault.missing")
}

// TestReviewOfRights pins the list: who has what, last seen, second factor.
func TestReviewOfRights(t *testing.T) {
	c := open(t)
	ada := c.administrator(t, "ada@mgr.example")
	rik := c.member(t, "rik@mgr.example", account.RoleReviewer)
	_, err := c.People(t.Context(), rik.Actor("test"))
	refused(t, err, fault.KindForbidden, "fault.forbidden")
	_, err = c.Person(t.Context(), rik.Actor("test"), ada.UserID)
	refused(t, err, fault.KindForbidden, "fault.forbidden")
	c.session(t, rik)
	require.NoError(t, c.db.Exec("INSERT INTO totp_factors (user_id, secret, confirmed_at) VALUES (?, '\\x00', ?)", rik.ID, c.now).Error)
	person, err := c.Person(t.Context(), ada, rik.ID)
	require.NoError(t, err)
	assert.True(t, person.SecondFactor)
	assert.Equal(t, c.now, person.LastSignedInAt.UTC())
	people, err := c.ExportPeople(t.Context(), ada)
	require.NoError(t, err)
	assert.Len(t, people, 2)
	assert.Contains(t, c.actions(t), "account.list-exported")
	other, err := c.Person(t.Context(), ada, ada.UserID)
	require.NoError(t, err)
	assert.False(t, other.SecondFactor)
	assert.Nil(t, other.LastSeenAt)
}

// TestResetFactors pins that only an administrator clears a lost factor, never the
// own one, and that the owner and the other administrators hear.
func TestResetFactors(t *testing.T) {
	c := open(t)
	ada := c.administrator(t, "ada@mgr.example")
	bob := c.administrator(t, "bob@mgr.example")
	rik := c.member(t, "rik@mgr.example", account.RoleReviewer)
	for _, user := range []uuid.UUID{rik.ID, bob.UserID} {
		require.NoError(t, c.db.Exec("INSERT INTO totp_factors (user_id, secret, confirmed_at) VALUES (?, '\\x00', ?)", user, c.now).Error)
	}
	secret := c.session(t, rik)
	refused(t, c.ResetFactors(t.Context(), rik.Actor("test"), rik.ID), fault.KindForbidden, "fault.forbidden")
	refused(t, c.ResetFactors(t.Context(), ada, ada.UserID), fault.KindForbidden, "fault.forbidden")
	require.NoError(t, c.ResetFactors(t.Context(), ada, rik.ID))
	factors, err := c.Factors(t.Context(), rik.ID)
	require.NoError(t, err)
	assert.False(t, factors.Any())
	assert.False(t, c.alive(t, secret))
	assert.Equal(t, []string{"factor_reset rik@mgr.example"}, c.letters(t))
	assert.Contains(t, c.actions(t), "account.factor-reset")
	eve := c.administrator(t, "eve@mgr.example")
	require.NoError(t, c.ResetFactors(t.Context(), ada, bob.UserID))
	assert.Contains(t, c.letters(t), "privileged_change "+eve.Email)
}

// TestSignedOnAdministratorCounts pins that an administrator who came in counts as
// somebody who is left, also without confirmed address, and gets no mail.
func TestSignedOnAdministratorCounts(t *testing.T) {
	c := open(t)
	boss := c.member(t, "baas@mgr.example", account.RoleAdministrator)
	other := c.stranger(t, "tweede@mgr.example", account.RoleAdministrator)
	refused(t, account.KeepAnAdministrator(c.db, boss), fault.KindConflict, "account.last-administrator")
	require.NoError(t, c.db.Model(other).Update("last_signed_in_at", c.now).Error)
	require.NoError(t, account.KeepAnAdministrator(c.db, boss))
	told, err := account.WithRole(c.db, account.RoleAdministrator)
	require.NoError(t, err)
	assert.Len(t, told, 1)
}
