package account_test

import (
	"context"
	"encoding/hex"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/internal/account"
	"providerportal/internal/dbtest"
	"providerportal/internal/fault"
)

// app is a code app with somebody's secret.
type app struct{ secret string }

func (c *club) code(t *testing.T, a app) string {
	t.Helper()
	code, err := totp.GenerateCode(a.secret, c.now)
	require.NoError(t, err)
	return code
}

// firstStage signs in with the password.
func (c *club) firstStage(t *testing.T, user *account.User) string {
	t.Helper()
	secret, err := c.SignIn(t.Context(), user.Email, password, browser)
	require.NoError(t, err)
	return secret
}

// setUp signs in for the first time; the code of this step is used after it.
func (c *club) setUp(t *testing.T, user *account.User) (a app, codes []string) {
	t.Helper()
	first := c.firstStage(t, user)
	key, err := c.StartTOTP(t.Context(), user, first)
	require.NoError(t, err)
	a = app{key.Secret()}
	secret, actor, codes, err := c.FinishWithSetUp(t.Context(), first, c.code(t, a), browser)
	require.NoError(t, err)
	assert.Equal(t, user.ID, actor.UserID)
	assert.True(t, c.alive(t, secret))
	return a, codes
}

// TestCodesOfAnApp pins ASVS 6.5.1 and 6.5.5: one step of grace, and every code
// once.
func TestCodesOfAnApp(t *testing.T) {
	c := open(t)
	user := c.member(t, "lotte@zorg.example", account.RoleProvider)
	a, codes := c.setUp(t, user)
	assert.Len(t, codes, 10)
	try := func(code string) error {
		t.Helper()
		_, _, err := c.FinishWithCode(t.Context(), c.firstStage(t, user), code, browser)
		return err
	}
	refused(t, try(c.code(t, a)), fault.KindInvalid, "error.code")
	c.after(30 * time.Second)
	now := c.code(t, a)
	refused(t, try(""), fault.KindInvalid, "error.required")
	require.NoError(t, try(" "+now[:3]+" "+now[3:]+" "), "spaces do not matter")
	refused(t, try(now), fault.KindInvalid, "error.code")
	c.after(30 * time.Second)
	refused(t, try(now), fault.KindInvalid, "error.code")
	late := c.code(t, a)
	c.after(30 * time.Second)
	require.NoError(t, try(late), "one step late")
	late = c.code(t, a)
	c.after(61 * time.Second)
	refused(t, try(late), fault.KindInvalid, "error.code")
	c.after(-31 * time.Second)
	ahead := c.code(t, a)
	c.after(-30 * time.Second)
	require.NoError(t, try(ahead), "one step early")
	assert.Contains(t, c.actions(t), "session.code-refused")
}

// TestFirstStageIsNobody pins AUTH-7: the password alone opens nothing, for ten
// minutes, and one second factor ends it.
func TestFirstStageIsNobody(t *testing.T) {
	c := open(t)
	user := c.member(t, "lotte@zorg.example", account.RoleProvider)
	a, codes := c.setUp(t, user)
	first := c.firstStage(t, user)
	assert.False(t, c.alive(t, first))
	full, _, err := c.FinishWithCode(t.Context(), first, codes[0], browser)
	require.NoError(t, err)
	assert.NotEqual(t, first, full, "a new secret (ASVS 7.2.4)")
	assert.False(t, c.alive(t, first))
	_, _, err = c.FinishWithCode(t.Context(), first, codes[1], browser)
	refused(t, err, fault.KindMissing, "fault.missing")
	_, _, err = c.FinishWithCode(t.Context(), full, codes[1], browser)
	refused(t, err, fault.KindMissing, "fault.missing")

	first = c.firstStage(t, user)
	other, err := c.StartTOTP(t.Context(), user, first)
	require.NoError(t, err)
	_, _, _, err = c.FinishWithSetUp(t.Context(), first, c.code(t, app{other.Secret()}), browser)
	refused(t, err, fault.KindConflict, "fault.factor-past-step")
	c.after(10 * time.Minute)
	_, _, err = c.FinishWithCode(t.Context(), first, c.code(t, a), browser)
	refused(t, err, fault.KindMissing, "fault.missing")
}

// TestRecoveryCodes pins that each works once, in any writing, for its owner, and
// that new ones replace all.
func TestRecoveryCodes(t *testing.T) {
	c := open(t)
	user, other := c.member(t, "lotte@zorg.example", account.RoleProvider), c.member(t, "ruben@zorg.example", account.RoleProvider)
	_, codes := c.setUp(t, user)
	_, theirs := c.setUp(t, other)
	try := func(code string) error {
		t.Helper()
		_, _, err := c.FinishWithCode(t.Context(), c.firstStage(t, user), code, browser)
		return err
	}
	require.NoError(t, try(strings.ToLower(strings.ReplaceAll(codes[0], "-", " "))))
	assert.Contains(t, c.letters(t), "access_changed lotte@zorg.example", "ASVS 6.3.7")
	refused(t, try(codes[0]), fault.KindInvalid, "error.code")
	require.NoError(t, try(strings.NewReplacer("0", "o", "1", "l").Replace(codes[1])))
	refused(t, try(theirs[0]), fault.KindInvalid, "error.code")
	factors, err := c.Factors(t.Context(), user.ID)
	require.NoError(t, err)
	assert.Equal(t, 8, factors.CodesLeft)
	assert.Equal(t, c.now, factors.AppSince.UTC())

	actor := user.Actor("test")
	_, err = c.RenewRecoveryCodes(t.Context(), actor)
	refused(t, err, fault.KindForbidden, "fault.forbidden")
	actor.Fresh = true
	renewed, err := c.RenewRecoveryCodes(t.Context(), actor)
	require.NoError(t, err)
	refused(t, try(codes[2]), fault.KindInvalid, "error.code")
	require.NoError(t, try(renewed[0]))
	assert.Contains(t, c.letters(t), "access_changed lotte@zorg.example", "ASVS 6.3.7")
	for _, code := range append(codes, renewed...) {
		assert.Regexp(t, `^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$`, code)
	}
}

// TestRecoveryCodeRace pins single use when two browsers try at the same moment.
func TestRecoveryCodeRace(t *testing.T) {
	c := openOn(t, dbtest.Database(t).Gorm)
	user := c.member(t, "lotte@zorg.example", account.RoleProvider)
	a, codes := c.setUp(t, user)
	c.after(time.Minute)
	for _, code := range []string{codes[0], c.code(t, a)} {
		stages := []string{c.firstStage(t, user), c.firstStage(t, user), c.firstStage(t, user)}
		var accepted sync.Map
		var all sync.WaitGroup
		for _, stage := range stages {
			all.Go(func() {
				if secret, _, err := c.FinishWithCode(t.Context(), stage, code, browser); err == nil {
					accepted.Store(secret, true)
				}
			})
		}
		all.Wait()
		count := 0
		accepted.Range(func(any, any) bool { count++; return true })
		assert.Equal(t, 1, count)
	}
}

// TestSecretsAreSealed pins what the database knows, and that a sealed secret
// opens for its owner and with the portal's secret only.
func TestSecretsAreSealed(t *testing.T) {
	c := open(t)
	user, other := c.member(t, "lotte@zorg.example"), c.member(t, "ruben@zorg.example")
	_, codes := c.setUp(t, user)
	first := c.firstStage(t, other)
	key, err := c.StartTOTP(t.Context(), other, first)
	require.NoError(t, err)
	var stored []string
	require.NoError(t, c.db.Raw(`SELECT encode(coalesce(secret, pending), 'hex') FROM totp_factors
		UNION ALL SELECT encode(hash, 'hex') FROM recovery_codes UNION ALL SELECT encode(key, 'hex') FROM throttles`).Scan(&stored).Error)
	all := strings.Join(stored, " ")
	for _, secret := range []string{key.Secret(), codes[0], strings.ReplaceAll(codes[0], "-", ""), user.Email} {
		assert.NotContains(t, all, hex.EncodeToString([]byte(secret)))
	}
	require.NoError(t, c.db.Exec("UPDATE totp_factors SET secret = (SELECT pending FROM totp_factors WHERE user_id = ?) WHERE user_id = ?", other.ID, user.ID).Error)
	_, _, err = c.FinishWithCode(t.Context(), c.firstStage(t, user), c.code(t, app{key.Secret()}), browser)
	assert.Error(t, err, "a secret moved to another person")
	assert.Nil(t, fault.Of(err))
	c.Seal, err = account.NewSeal([]byte(strings.Repeat("x", 32)))
	require.NoError(t, err)
	_, err = c.PendingTOTP(t.Context(), other, first)
	assert.Error(t, err, "another portal secret")
	_, err = account.NewSeal([]byte("kort"))
	assert.Error(t, err)
}

// TestProveAgain pins ASVS 7.5.1: how long a proof counts, that a new one renews
// it under another secret of the same session, and who may change factors.
func TestProveAgain(t *testing.T) {
	c := open(t)
	user := c.member(t, "lotte@zorg.example", account.RoleProvider)
	a, codes := c.setUp(t, user)
	secret := c.session(t, user)
	who := func() account.Actor {
		t.Helper()
		actor, err := c.Who(t.Context(), secret, "192.0.2.1")
		require.NoError(t, err)
		return actor
	}
	assert.True(t, who().Fresh)
	session := who().SessionID
	c.after(account.FreshFor + time.Second)
	old := who()
	assert.True(t, old.SignedIn() && !old.Fresh)
	_, err := c.ReplaceTOTP(t.Context(), old, c.code(t, a))
	refused(t, err, fault.KindForbidden, "fault.forbidden")
	_, err = c.ProveAgain(t.Context(), old, secret, "123")
	refused(t, err, fault.KindInvalid, "error.code")
	stolen := secret
	secret, err = c.ProveAgain(t.Context(), old, secret, c.code(t, a))
	require.NoError(t, err)
	assert.True(t, who().Fresh)
	assert.Equal(t, session, who().SessionID, "forms in other tabs stay valid")
	assert.False(t, c.alive(t, stolen))
	_, err = c.ProveAgain(t.Context(), who(), stolen, codes[0])
	refused(t, err, fault.KindMissing, "fault.missing")

	key, err := c.StartTOTP(t.Context(), user, secret)
	require.NoError(t, err)
	assert.NotEqual(t, a.secret, key.Secret())
	c.after(time.Minute)
	_, err = c.ReplaceTOTP(t.Context(), who(), c.code(t, a))
	refused(t, err, fault.KindInvalid, "error.code")
	elsewhere, theirs := c.session(t, user), c.session(t, c.member(t, "ruben@zorg.example"))
	renewed, err := c.ReplaceTOTP(t.Context(), who(), c.code(t, app{key.Secret()}))
	require.NoError(t, err)
	assert.Len(t, renewed, 10)
	assert.False(t, c.alive(t, elsewhere), "the other sessions end")
	assert.True(t, c.alive(t, secret) && c.alive(t, theirs))
	c.after(time.Minute)
	_, err = c.ProveAgain(t.Context(), who(), secret, c.code(t, a))
	refused(t, err, fault.KindInvalid, "error.code")
}

// TestResetKeepsTheSecondFactor pins ASVS 6.4.3.
func TestResetKeepsTheSecondFactor(t *testing.T) {
	c := open(t)
	user := c.member(t, "lotte@zorg.example", account.RoleProvider)
	a, _ := c.setUp(t, user)
	require.NoError(t, c.choose(t, c.link(t, account.PurposeSetPassword, user), "nieuw wachtwoord met spaties"))
	first, err := c.SignIn(t.Context(), user.Email, "nieuw wachtwoord met spaties", browser)
	require.NoError(t, err)
	assert.False(t, c.alive(t, first))
	_, _, _, err = c.FinishWithSetUp(t.Context(), first, c.code(t, a), browser)
	refused(t, err, fault.KindConflict, "fault.factor-past-step")
	c.after(time.Minute)
	_, _, err = c.FinishWithCode(t.Context(), first, c.code(t, a), browser)
	require.NoError(t, err)
}

// TestPendingApp pins that a secret which somebody saw before opens nothing: a new
// page has a new one, it is of one session and ten minutes, and a reset ends it.
func TestPendingApp(t *testing.T) {
	c := open(t)
	user := c.member(t, "lotte@zorg.example", account.RoleProvider)
	first := c.firstStage(t, user)
	secretOf := func(give func(context.Context, *account.User, string) (*otp.Key, error), session string) app {
		t.Helper()
		key, err := give(t.Context(), user, session)
		require.NoError(t, err)
		return app{key.Secret()}
	}
	finish := func(session string, a app) error {
		t.Helper()
		_, _, _, err := c.FinishWithSetUp(t.Context(), session, c.code(t, a), browser)
		return err
	}
	seen := secretOf(c.StartTOTP, first)
	assert.Equal(t, seen, secretOf(c.PendingTOTP, first), "the QR code, and the page after a wrong code")
	fresh := secretOf(c.StartTOTP, first)
	assert.NotEqual(t, seen, fresh)
	refused(t, finish(first, seen), fault.KindInvalid, "error.code")

	other := c.firstStage(t, user)
	refused(t, finish(other, fresh), fault.KindInvalid, "error.setup-expired")
	assert.NotEqual(t, fresh, secretOf(c.PendingTOTP, other), "another session")
	_, err := c.PendingTOTP(t.Context(), c.member(t, "ruben@zorg.example"), other)
	refused(t, err, fault.KindMissing, "fault.missing")

	full := c.session(t, user)
	late := secretOf(c.StartTOTP, full)
	actor, err := c.Who(t.Context(), full, "192.0.2.1")
	require.NoError(t, err)
	c.after(10 * time.Minute)
	_, err = c.ReplaceTOTP(t.Context(), actor, c.code(t, late))
	refused(t, err, fault.KindInvalid, "error.setup-expired")
	assert.NotEqual(t, late, secretOf(c.PendingTOTP, full), "out of date")

	require.NoError(t, c.choose(t, c.link(t, account.PurposeSetPassword, user), password))
	var left int64
	require.NoError(t, c.db.Table("totp_factors").Where("pending IS NOT NULL").Count(&left).Error)
	assert.Zero(t, left, "a reset")
}
