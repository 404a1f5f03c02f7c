package account_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/keytest"
)

const site, host = "https://portal.example", "portal.example"

// keys is a club whose members may have passkeys.
func keys(t *testing.T) (*club, *account.User) {
	t.Helper()
	c := open(t)
	require.NoError(t, c.OfferPasskeys(site, "MGR"))
	return c, c.member(t, "lotte@zorg.example", account.RoleProvider)
}

// asJSON writes options as the browser gets them.
func asJSON(t *testing.T, options any, err error) []byte {
	t.Helper()
	require.NoError(t, err)
	text, err := json.Marshal(options)
	require.NoError(t, err)
	return text
}

func (c *club) password(t *testing.T, user *account.User) (firstStage string) {
	t.Helper()
	firstStage, err := c.SignIn(t.Context(), user.Email, password, browser)
	require.NoError(t, err)
	return firstStage
}

// setUp signs the user in for the first time, with a passkey.
func (c *club) setUpKey(t *testing.T, user *account.User, key *keytest.Key) (session string, actor account.Actor) {
	t.Helper()
	first := c.password(t, user)
	options, err := c.BeginPasskeySetUp(t.Context(), first, "  Mijn   telefoon ")
	session, actor, codes, err := c.FinishWithPasskeySetUp(t.Context(), first, key.Create(t, asJSON(t, options, err)), browser)
	require.NoError(t, err)
	assert.Len(t, codes, 10)
	actor.Fresh = true
	return session, actor
}

// ask signs in with the password and gives the question to the passkey.
func (c *club) ask(t *testing.T, user *account.User) (firstStage string, options []byte) {
	t.Helper()
	firstStage = c.password(t, user)
	asked, err := c.BeginPasskeyProof(t.Context(), user, firstStage)
	return firstStage, asJSON(t, asked, err)
}

func (c *club) finish(t *testing.T, firstStage string, answer []byte) (string, error) {
	t.Helper()
	session, _, err := c.FinishWithPasskey(t.Context(), firstStage, answer, browser)
	return session, err
}

// TestPasskeyInsteadOfApp pins AUTH-7: a passkey set up at the first sign-in is
// the second factor of the next.
func TestPasskeyInsteadOfApp(t *testing.T) {
	c, user := keys(t)
	key := keytest.New(t, site, host)
	session, actor := c.setUpKey(t, user, key)
	assert.True(t, c.alive(t, session))
	list, err := c.Passkeys(t.Context(), actor.UserID)
	require.NoError(t, err)
	require.Len(t, list, 1)
	assert.Equal(t, "Mijn telefoon", list[0].Name)
	assert.Nil(t, list[0].LastUsedAt)

	c.after(time.Hour)
	first, options := c.ask(t, user)
	assert.True(t, key.Allowed(t, options))
	assert.NotContains(t, string(options), user.Email)
	session, err = c.finish(t, first, key.Get(t, options))
	require.NoError(t, err)
	assert.True(t, c.alive(t, session))
	assert.False(t, c.alive(t, first))
	list, err = c.Passkeys(t.Context(), actor.UserID)
	require.NoError(t, err)
	assert.Equal(t, c.now, list[0].LastUsedAt.UTC())
	assert.EqualValues(t, 1, list[0].SignCount)
	assert.Subset(t, c.actions(t), []string{"passkey.added", "session.opened-passkey"})
}

// TestSetUpIsNoWayAround pins that a password alone adds no passkey to an account
// that has a second factor.
func TestSetUpIsNoWayAround(t *testing.T) {
	c, user := keys(t)
	first, second := c.password(t, user), c.password(t, user)
	late, err := c.BeginPasskeySetUp(t.Context(), second, "Andere")
	require.NoError(t, err)
	options, err := c.BeginPasskeySetUp(t.Context(), first, "Mijn")
	_, _, _, err = c.FinishWithPasskeySetUp(t.Context(), first, keytest.New(t, site, host).Create(t, asJSON(t, options, err)), browser)
	require.NoError(t, err)

	_, _, _, err = c.FinishWithPasskeySetUp(t.Context(), second, keytest.New(t, site, host).Create(t, asJSON(t, late, nil)), browser)
	refused(t, err, fault.KindConflict, "fault.factor-past-step")
	_, err = c.BeginPasskeySetUp(t.Context(), c.password(t, user), "Derde")
	refused(t, err, fault.KindConflict, "fault.factor-past-step")
	_, _, _, err = c.FinishWithSetUp(t.Context(), c.password(t, user), "123456", browser)
	refused(t, err, fault.KindConflict, "fault.factor-past-step")
	list, err := c.Passkeys(t.Context(), user.ID)
	require.NoError(t, err)
	assert.Len(t, list, 1)
}

// TestWrongAnswers pins what a passkey answer must be: made by this person's key,
// for this site, for this question, once, in time, in this browser.
func TestWrongAnswers(t *testing.T) {
	c, user := keys(t)
	key := keytest.New(t, site, host)
	c.setUpKey(t, user, key)
	other := c.member(t, "ruben@zorg.example", account.RoleProvider)
	theirs := keytest.New(t, site, host)
	c.setUpKey(t, other, theirs)
	for name, answer := range map[string]func(options []byte) []byte{
		"somebody else's key": func(options []byte) []byte { return theirs.Get(t, options) },
		"no answer":           func([]byte) []byte { return nil },
		"not JSON":            func([]byte) []byte { return []byte("<script>") },
		"an empty object":     func([]byte) []byte { return []byte("{}") },
		"our id on another key": func(options []byte) []byte {
			forged := keytest.New(t, site, host)
			forged.ID = key.ID
			return forged.Get(t, options)
		},
		"another site": func(options []byte) []byte {
			fished := *key
			fished.Origin = "https://portal.example.kwaad.example"
			return fished.Get(t, options)
		},
		"another address scheme": func(options []byte) []byte {
			fished := *key
			fished.Origin = "http://portal.example"
			return fished.Get(t, options)
		},
		"another party": func(options []byte) []byte {
			fished := *key
			fished.RPID = "kwaad.example"
			return fished.Get(t, options)
		},
		"an old question": func([]byte) []byte {
			_, old := c.ask(t, user)
			return key.Get(t, old)
		},
	} {
		first, options := c.ask(t, user)
		_, err := c.finish(t, first, answer(options))
		refused(t, err, fault.KindConflict, "passkey.refused")
		_, err = c.finish(t, first, key.Get(t, options))
		refused(t, err, fault.KindConflict, "passkey.too-late")
		assert.False(t, t.Failed(), name)
	}
	assert.Contains(t, c.actions(t), "session.passkey-refused")

	first, options := c.ask(t, user)
	_, err := c.finish(t, c.password(t, user), key.Get(t, options))
	refused(t, err, fault.KindConflict, "passkey.too-late")
	c.after(5 * time.Minute)
	_, err = c.finish(t, first, key.Get(t, options))
	refused(t, err, fault.KindConflict, "passkey.too-late")
	_, err = c.finish(t, "onbekend", key.Get(t, options))
	refused(t, err, fault.KindMissing, "fault.missing")
	first, options = c.ask(t, user)
	_, err = c.finish(t, first, key.Get(t, options))
	require.NoError(t, err, "the key itself still works")
}

// TestCopiedPasskey pins that a counter that runs back takes the passkey out of
// use, without opening another way in.
func TestCopiedPasskey(t *testing.T) {
	c, user := keys(t)
	key := keytest.New(t, site, host)
	c.setUpKey(t, user, key)
	first, options := c.ask(t, user)
	copied := *key
	_, err := c.finish(t, first, key.Get(t, options))
	require.NoError(t, err)
	first, options = c.ask(t, user)
	copied.Count = 0
	_, err = c.finish(t, first, copied.Get(t, options))
	refused(t, err, fault.KindConflict, "passkey.copied")

	list, err := c.Passkeys(t.Context(), user.ID)
	require.NoError(t, err)
	assert.NotNil(t, list[0].CloneWarningAt)
	first = c.password(t, user)
	_, err = c.BeginPasskeyProof(t.Context(), user, first)
	refused(t, err, fault.KindConflict, "passkey.none")
	_, err = c.BeginPasskeySetUp(t.Context(), first, "Nieuw")
	refused(t, err, fault.KindConflict, "fault.factor-past-step")
	assert.Contains(t, c.actions(t), "passkey.copy-suspected")
}

// TestManyPasskeys pins adding and removing: only one's own, only lately proven,
// one per device, never the last.
func TestManyPasskeys(t *testing.T) {
	c, user := keys(t)
	key, spare := keytest.New(t, site, host), keytest.New(t, site, host)
	session, actor := c.setUpKey(t, user, key)
	c.after(time.Minute)
	options, err := c.BeginPasskey(t.Context(), actor, session, "Reserve")
	text := asJSON(t, options, err)
	assert.True(t, key.Excluded(t, text))
	require.NoError(t, c.FinishPasskey(t.Context(), actor, session, spare.Create(t, text)))
	options, err = c.BeginPasskey(t.Context(), actor, session, "Nog eens")
	refused(t, c.FinishPasskey(t.Context(), actor, session, spare.Create(t, asJSON(t, options, err))), fault.KindConflict, "passkey.known")
	for name, want := range map[string]string{"": "error.required", " \n": "error.required", string(make([]rune, 61)): "error.max"} {
		_, err = c.BeginPasskey(t.Context(), actor, session, name)
		refused(t, err, fault.KindInvalid, want)
	}

	list, err := c.Passkeys(t.Context(), user.ID)
	require.NoError(t, err)
	require.Len(t, list, 2)
	stranger := c.member(t, "ruben@zorg.example", account.RoleProvider)
	_, other := c.setUpKey(t, stranger, keytest.New(t, site, host))
	refused(t, c.RemovePasskey(t.Context(), other, list[0].ID), fault.KindMissing, "fault.missing")
	refused(t, c.RemovePasskey(t.Context(), actor, uuid.New()), fault.KindMissing, "fault.missing")
	stale := actor
	stale.Fresh = false
	refused(t, c.RemovePasskey(t.Context(), stale, list[0].ID), fault.KindForbidden, "fault.forbidden")
	_, err = c.BeginPasskey(t.Context(), stale, session, "Oud")
	refused(t, err, fault.KindForbidden, "fault.forbidden")

	first, asked := c.ask(t, user)
	require.NoError(t, c.RemovePasskey(t.Context(), actor, list[0].ID))
	_, err = c.finish(t, first, key.Get(t, asked))
	refused(t, err, fault.KindConflict, "passkey.refused")
	refused(t, c.RemovePasskey(t.Context(), actor, list[1].ID), fault.KindConflict, "passkey.last")
	first, asked = c.ask(t, user)
	_, err = c.finish(t, first, spare.Get(t, asked))
	require.NoError(t, err)
	assert.Equal(t, []string{
		"passkey_changed lotte@zorg.example", "passkey_changed lotte@zorg.example", "passkey_changed lotte@zorg.example",
		"passkey_changed ruben@zorg.example",
	}, c.letters(t))
}

// TestProveAgainWithPasskey pins that a proof makes the session fresh under a new
// secret, also with an open question of another kind.
func TestProveAgainWithPasskey(t *testing.T) {
	c, user := keys(t)
	key := keytest.New(t, site, host)
	session, actor := c.setUpKey(t, user, key)
	_, err := c.BeginPasskey(t.Context(), actor, session, "Reserve")
	require.NoError(t, err)
	c.after(account.FreshFor + time.Second)
	who, err := c.Who(t.Context(), session, "192.0.2.1")
	require.NoError(t, err)
	assert.False(t, who.Fresh)
	options, err := c.BeginPasskeyProof(t.Context(), user, session)
	renewed, err := c.ProveWithPasskey(t.Context(), who, session, key.Get(t, asJSON(t, options, err)))
	require.NoError(t, err)
	assert.False(t, c.alive(t, session))
	who, err = c.Who(t.Context(), renewed, "192.0.2.1")
	require.NoError(t, err)
	assert.True(t, who.Fresh)
}

// TestNoPasskeysOnAnAddress pins that a portal without a host name has none.
func TestNoPasskeysOnAnAddress(t *testing.T) {
	for address, offered := range map[string]bool{
		"https://portal.example": true, "http://localhost:8080": true, "http://127.0.0.1:8080": false, "http://[::1]:8080": false,
	} {
		var s account.Service
		require.NoError(t, s.OfferPasskeys(address, "MGR"))
		assert.Equal(t, offered, s.PasskeysOffered(), address)
	}
	c := open(t)
	user := c.member(t, "lotte@zorg.example", account.RoleProvider)
	_, err := c.BeginPasskeySetUp(t.Context(), c.password(t, user), "Mijn")
	refused(t, err, fault.KindMissing, "fault.missing")
}
