package account_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/internal/account"
	"providerportal/internal/dbtest"
	"providerportal/internal/fault"
)

// TestLinksLiveAsLongAsPromised pins the end of each kind of link.
func TestLinksLiveAsLongAsPromised(t *testing.T) {
	for purpose, life := range map[account.Purpose]time.Duration{
		account.PurposeConfirmEmail: 72 * time.Hour,
		account.PurposeSetPassword:  72 * time.Hour,
		account.PurposeVerifyIntake: 7 * 24 * time.Hour,
	} {
		t.Run(string(purpose), func(t *testing.T) {
			c := open(t)
			user := c.member(t, "lotte@zorg.example")
			secret := c.link(t, purpose, user)
			c.after(life - time.Second)
			_, err := c.spend(purpose, secret)
			assert.NoError(t, err)
			secret = c.link(t, purpose, user)
			c.after(life)
			_, err = c.spend(purpose, secret)
			assert.ErrorIs(t, err, account.ErrTokenSpent)
		})
	}
}

// TestLinksWorkOnce pins single use, one purpose, and that a newer link replaces
// an older one of the same person only.
func TestLinksWorkOnce(t *testing.T) {
	c := open(t)
	lotte, ruben := c.member(t, "lotte@zorg.example"), c.member(t, "ruben@zorg.example")
	spent := func(purpose account.Purpose, secret string) {
		t.Helper()
		_, err := c.spend(purpose, secret)
		assert.ErrorIs(t, err, account.ErrTokenSpent)
	}
	older := c.link(t, account.PurposeSetPassword, lotte)
	confirmation := c.link(t, account.PurposeConfirmEmail, lotte)
	others := c.link(t, account.PurposeSetPassword, ruben)
	newer := c.link(t, account.PurposeSetPassword, lotte)
	spent(account.PurposeSetPassword, older)
	spent(account.PurposeConfirmEmail, newer)
	spent(account.PurposeSetPassword, "")
	token, err := c.spend(account.PurposeSetPassword, newer)
	require.NoError(t, err)
	assert.Equal(t, lotte.ID, token.SubjectID)
	spent(account.PurposeSetPassword, newer)
	for purpose, secret := range map[account.Purpose]string{account.PurposeConfirmEmail: confirmation, account.PurposeSetPassword: others} {
		_, err := c.spend(purpose, secret)
		assert.NoError(t, err, purpose)
	}
	c.after(10*24*time.Hour + time.Second)
	require.NoError(t, c.SweepSessions(t.Context()))
	var left int64
	require.NoError(t, c.db.Table("tokens").Count(&left).Error)
	assert.Zero(t, left)
}

// TestLinkRace pins single use when two browsers follow it at the same moment.
func TestLinkRace(t *testing.T) {
	c := openOn(t, dbtest.Database(t).Gorm)
	secret := c.link(t, account.PurposeConfirmEmail, c.member(t, "lotte@zorg.example"))
	errs := make([]error, 4)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() { _, errs[i] = c.ConfirmEmail(t.Context(), secret, password, "test") })
	}
	all.Wait()
	accepted := 0
	for _, err := range errs {
		if err == nil {
			accepted++
			continue
		}
		refused(t, err, fault.KindConflict, "fault.link-spent")
	}
	assert.Equal(t, 1, accepted, "%v", errors.Join(errs...))
}

// TestConfirmEmail pins that a link proves the address it was mailed to.
func TestConfirmEmail(t *testing.T) {
	c := open(t)
	user := c.stranger(t, "lotte@zorg.example", account.RoleProvider)
	confirmed, err := c.ConfirmEmail(t.Context(), c.link(t, account.PurposeConfirmEmail, user), password, "192.0.2.1")
	require.NoError(t, err)
	assert.Equal(t, c.now, confirmed.EmailConfirmedAt.UTC())
	assert.Equal(t, []string{"account.confirmed"}, c.actions(t))

	victim := c.stranger(t, "noor@zorg.example", account.RoleProvider)
	secret := c.link(t, account.PurposeConfirmEmail, victim)
	_, err = c.ConfirmEmail(t.Context(), secret, "not what the registrar chose", "test")
	refused(t, err, fault.KindInvalid, "confirm-email.other-password")
	shown, err := c.Confirming(t.Context(), secret)
	require.NoError(t, err, "a wrong password leaves the link as it is")
	assert.Equal(t, victim.ID, shown.ID)
	assert.Nil(t, shown.EmailConfirmedAt)
	for name, spoil := range map[string]func(){
		"moved":  func() { require.NoError(t, c.db.Model(user).Update("email", "nieuw@zorg.example").Error) },
		"closed": func() { c.close(t, user) },
	} {
		t.Run(name, func(t *testing.T) {
			confirm, reset := c.link(t, account.PurposeConfirmEmail, user), c.link(t, account.PurposeSetPassword, user)
			spoil()
			_, err := c.ConfirmEmail(t.Context(), confirm, password, "test")
			refused(t, err, fault.KindConflict, "fault.link-spent")
			refused(t, c.choose(t, reset, password), fault.KindConflict, "fault.link-spent")
		})
	}
	_, err = c.Find(t.Context(), uuid.New())
	refused(t, err, fault.KindMissing, "fault.missing")
}
