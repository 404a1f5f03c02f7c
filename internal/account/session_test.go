package account_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/internal/account"
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
	require.NoError(t, c.SignOut(t.Context(), first))
	require.NoError(t, c.SignOut(t.Context(), first), "twice is no error")
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
