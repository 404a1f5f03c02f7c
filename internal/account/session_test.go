package account_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/dbtest"
	"providerportal/internal/fault"
)

// TestIdleSessionsEnd pins AUTH-9: 15 minutes for staff, 30 for everybody else.
func TestIdleSessionsEnd(t *testing.T) {
	for _, row := range []struct {
		roles []account.Role
		idle  time.Duration
	}{
		{[]account.Role{account.RoleProvider}, 30 * time.Minute},
		{[]account.Role{account.RoleConsultant}, 30 * time.Minute},
		{[]account.Role{account.RoleReviewer}, 15 * time.Minute},
		{[]account.Role{account.RoleDecider}, 15 * time.Minute},
		{[]account.Role{account.RoleContractManager}, 15 * time.Minute},
		{[]account.Role{account.RoleAdministrator}, 15 * time.Minute},
		{[]account.Role{account.RoleConsultant, account.RoleReviewer}, 15 * time.Minute},
	} {
		t.Run(fmt.Sprint(row.roles), func(t *testing.T) {
			c := open(t)
			secret := c.session(t, c.member(t, "lotte@zorg.example", row.roles...))
			c.after(row.idle)
			assert.True(t, c.alive(t, secret), "at the limit")
			c.after(row.idle)
			assert.True(t, c.alive(t, secret), "a request starts the term again")
			c.after(row.idle + time.Second)
			assert.False(t, c.alive(t, secret), "past the limit")
			assert.False(t, c.alive(t, secret), "and it stays over")
		})
	}
}

// TestSessionsEndAfterTwelveHours pins AUTH-9, however busy somebody is.
func TestSessionsEndAfterTwelveHours(t *testing.T) {
	c := open(t)
	secret := c.session(t, c.member(t, "lotte@zorg.example", account.RoleProvider))
	for range 12*6 - 1 {
		c.after(10 * time.Minute)
		require.True(t, c.alive(t, secret))
	}
	c.after(10*time.Minute - time.Second)
	assert.True(t, c.alive(t, secret))
	c.after(time.Second)
	assert.False(t, c.alive(t, secret))
}

// TestWho pins what a cookie says about its owner.
func TestWho(t *testing.T) {
	c := open(t)
	user := c.member(t, "lotte@zorg.example", account.RoleReviewer, account.RoleDecider)
	secret := c.session(t, user)
	actor, err := c.Who(t.Context(), secret, "192.0.2.1")
	require.NoError(t, err)
	assert.Equal(t, user.ID, actor.UserID)
	assert.True(t, actor.Staff() && actor.Has(account.RoleDecider) && !actor.Has(account.RoleProvider))
	assert.Equal(t, "192.0.2.1", actor.Origin)
	for _, other := range []string{"", "verzonnen", secret + "x", secret[1:]} {
		assert.False(t, c.alive(t, other), "%q", other)
	}
	var stored int64
	require.NoError(t, c.db.Raw("SELECT count(*) FROM sessions WHERE encode(token_hash, 'escape') LIKE ?", "%"+secret+"%").Scan(&stored).Error)
	assert.Zero(t, stored, "the database knows only the hash")
}

// TestSessionsThatAreOver pins signing out, closed accounts and the sweep.
func TestSessionsThatAreOver(t *testing.T) {
	c := open(t)
	lotte, ruben := c.member(t, "lotte@zorg.example", account.RoleProvider), c.member(t, "ruben@zorg.example", account.RoleProvider)
	first, second, other := c.session(t, lotte), c.session(t, lotte), c.session(t, ruben)
	require.NoError(t, c.SignOut(t.Context(), first, "192.0.2.1"))
	require.NoError(t, c.SignOut(t.Context(), first, "192.0.2.1"), "twice is no error")
	assert.Equal(t, 1, strings.Count(strings.Join(c.actions(t), " "), "session.closed"))
	assert.Contains(t, c.actions(t), "session.opened-totp")
	assert.False(t, c.alive(t, first))
	assert.True(t, c.alive(t, second), "another browser stays signed in")
	c.close(t, lotte)
	assert.False(t, c.alive(t, second), "a closed account")
	assert.True(t, c.alive(t, other))

	c.after(12*time.Hour + time.Second)
	fresh := c.session(t, ruben)
	require.NoError(t, c.SweepSessions(t.Context()))
	require.NoError(t, c.SweepSessions(t.Context()))
	var left int64
	require.NoError(t, c.db.Table("sessions").Count(&left).Error)
	assert.EqualValues(t, 1, left)
	assert.True(t, c.alive(t, fresh))
}

// TestFinishMeetsAnEnd pins that no session outlives what ends all of them while
// the second factor is checked: a first stage that is over gives no full session,
// and a reset waits for the one that is made.
func TestFinishMeetsAnEnd(t *testing.T) {
	c := openOn(t, dbtest.Database(t).Gorm)
	user := c.member(t, "lotte@zorg.example", account.RoleProvider)
	first := c.firstStage(t, user)
	_, _, err := c.Finish(t.Context(), first, account.MethodTOTP, browser, func(*gorm.DB, *account.User) error {
		return c.SignOut(t.Context(), first, "192.0.2.1")
	})
	refused(t, err, fault.KindMissing, "fault.missing")
	var left int64
	require.NoError(t, c.db.Table("sessions").Count(&left).Error)
	assert.Zero(t, left)

	first = c.firstStage(t, user)
	link := c.link(t, account.PurposeSetPassword, user)
	reset := make(chan error, 1)
	full, _, err := c.Finish(t.Context(), first, account.MethodTOTP, browser, func(*gorm.DB, *account.User) error {
		go func() {
			_, err := c.SetPassword(t.Context(), link, "nieuw wachtwoord met spaties", browser)
			reset <- err
		}()
		select { // as long as the reset needs when nothing holds it
		case err := <-reset:
			reset <- err
		case <-time.After(2 * time.Second):
		}
		return nil
	})
	require.NoError(t, <-reset)
	assert.False(t, err == nil && c.alive(t, full), "a session from before the reset lives on")
}

// TestAgentIsStorable pins that any browser can sign in, whatever it calls itself.
func TestAgentIsStorable(t *testing.T) {
	c := open(t)
	user := c.member(t, "lotte@zorg.example", account.RoleProvider)
	for agent, kept := range map[string]string{
		"Mozilla/5.0 \xff\xfe(Windows)":       "Mozilla/5.0 (Windows)",
		"nul\x00teken":                        "nulteken",
		strings.Repeat("x", 199) + "é staart": strings.Repeat("x", 199),
	} {
		_, err := c.SignIn(t.Context(), user.Email, password, account.Client{Origin: "192.0.2.1", Agent: agent})
		require.NoError(t, err, "%q", agent)
		var stored []string
		require.NoError(t, c.db.Table("sessions").Pluck("agent", &stored).Error)
		assert.Contains(t, stored, kept)
	}
}
