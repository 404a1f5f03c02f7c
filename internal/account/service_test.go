package account_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/fault"
)

// TestSignInRefusesAlike pins that unknown, wrong, unconfirmed and closed cannot
// be told apart.
func TestSignInRefusesAlike(t *testing.T) {
	c := open(t)
	c.member(t, "lotte@zorg.example", account.RoleProvider)
	c.stranger(t, "nieuw@zorg.example", account.RoleProvider)
	c.close(t, c.member(t, "weg@zorg.example", account.RoleProvider))
	_, err := c.create(account.NewUser{Email: "leeg@zorg.example", Name: "Zonder wachtwoord"})
	require.NoError(t, err)
	var texts []string
	for _, try := range []struct{ email, password string }{
		{"onbekend@zorg.example", password},
		{"lotte@zorg.example", "een ander wachtwoord"},
		{"lotte@zorg.example", ""},
		{"nieuw@zorg.example", password},
		{"weg@zorg.example", password},
		{"leeg@zorg.example", ""},
		{"", ""},
	} {
		secret, err := c.SignIn(t.Context(), try.email, try.password, browser)
		refused(t, err, fault.KindInvalid, "error.sign-in")
		assert.Empty(t, secret)
		texts = append(texts, err.Error())
	}
	for _, text := range texts {
		assert.Equal(t, texts[0], text)
	}
	var sessions int64
	require.NoError(t, c.db.Table("sessions").Count(&sessions).Error)
	assert.Zero(t, sessions)
	assert.Equal(t, len(texts), strings.Count(strings.Join(c.actions(t), " "), "session.refused"))
	var typed int64
	require.NoError(t, c.db.Table("audit_entries").Where("object_id LIKE '%@%'").Count(&typed).Error)
	assert.Zero(t, typed, "what was typed is not kept")

	secret, err := c.SignIn(t.Context(), " LOTTE@Zorg.example ", password, browser)
	require.NoError(t, err)
	assert.False(t, c.alive(t, secret), "the password alone lets nobody in (AUTH-7)")
	user, err := c.Halfway(t.Context(), secret)
	require.NoError(t, err)
	assert.Equal(t, "Lotte", user.Name)
}

// TestPasswordReset pins the whole way: one letter, one use, all sessions end.
func TestPasswordReset(t *testing.T) {
	c := open(t)
	user := c.stranger(t, "lotte@zorg.example", account.RoleProvider)
	other := c.member(t, "ruben@zorg.example", account.RoleProvider)
	mine, theirs := c.session(t, user), c.session(t, other)
	for _, email := range []string{"onbekend@zorg.example", "", "LOTTE@zorg.example"} {
		require.NoError(t, c.AskReset(t.Context(), email, "test"))
	}
	assert.Equal(t, []string{"password_reset lotte@zorg.example"}, c.letters(t))

	asked := func(id string) (n int64) {
		require.NoError(t, c.db.Table("audit_entries").Where("action = 'account.reset-asked' AND object_id = ?", id).Count(&n).Error)
		return n
	}
	assert.EqualValues(t, 2, asked("unknown"))
	assert.EqualValues(t, 1, asked(user.ID.String()))

	const wanted = "nieuw wachtwoord met spaties"
	secret := c.link(t, account.PurposeSetPassword, user)
	refused(t, c.choose(t, secret, "te kort"), fault.KindInvalid, "error.password-short")
	elsewhere := c.link(t, account.PurposeChangeEmail, user)
	require.NoError(t, c.choose(t, secret, wanted), "a refused password does not use the link up")
	refused(t, c.choose(t, secret, wanted), fault.KindConflict, "fault.link-spent")
	refused(t, c.ConfirmNewEmail(t.Context(), elsewhere, "test"), fault.KindConflict, "fault.link-spent")
	assert.False(t, c.alive(t, mine))
	assert.True(t, c.alive(t, theirs))
	_, err := c.SignIn(t.Context(), user.Email, password, browser)
	refused(t, err, fault.KindInvalid, "error.sign-in")
	_, err = c.SignIn(t.Context(), user.Email, wanted, browser)
	require.NoError(t, err, "the link came by mail, so the address is confirmed")
	assert.Contains(t, c.actions(t), "account.password-set")
	assert.Contains(t, c.letters(t), "access_changed lotte@zorg.example", "ASVS 6.3.7")

	c.close(t, other)
	before := len(c.letters(t))
	require.NoError(t, c.AskReset(t.Context(), other.Email, "test"))
	assert.Len(t, c.letters(t), before, "a closed account gets no letter")
}

// TestOneAccountPerAddress pins that case does not make another address.
func TestOneAccountPerAddress(t *testing.T) {
	c := open(t)
	known := c.member(t, "Lotte@Zorg.EXAMPLE ")
	assert.Equal(t, "Lotte@zorg.example", known.Email)
	found, err := c.create(account.NewUser{Email: "lotte@ZORG.example", Name: "Ander"})
	require.ErrorIs(t, err, account.ErrEmailTaken)
	assert.Equal(t, known.ID, found.ID)
	user, err := account.ByEmail(c.db, " lotte@zorg.example")
	require.NoError(t, err)
	assert.Equal(t, known.ID, user.ID)
	_, err = account.ByEmail(c.db, "onbekend@zorg.example")
	refused(t, err, fault.KindMissing, "fault.missing")
}

// TestWhoGetsLetters pins that only open, confirmed accounts are told, once each.
func TestWhoGetsLetters(t *testing.T) {
	c := open(t)
	c.member(t, "beide@mgr.example", account.RoleReviewer, account.RoleDecider)
	c.member(t, "alleen@mgr.example", account.RoleReviewer)
	c.stranger(t, "nieuw@mgr.example", account.RoleReviewer)
	c.close(t, c.member(t, "weg@mgr.example", account.RoleReviewer))
	c.member(t, "gemeente@venray.example", account.RoleConsultant)
	users, err := account.WithRole(c.db, account.RoleReviewer, account.RoleDecider)
	require.NoError(t, err)
	var addresses []string
	for _, user := range users {
		addresses = append(addresses, user.Email)
	}
	assert.Equal(t, []string{"alleen@mgr.example", "beide@mgr.example"}, addresses)
	none, err := account.OfProvider(c.db, uuid.New())
	require.NoError(t, err)
	assert.Empty(t, none)
}

// TestLettersOfAnAccount pins the letters with a link, each exactly once.
func TestLettersOfAnAccount(t *testing.T) {
	c := open(t)
	user := c.stranger(t, "lotte@zorg.example")
	require.NoError(t, c.db.Transaction(func(tx *gorm.DB) error {
		require.NoError(t, c.SendConfirmation(tx, user))
		link, err := c.SendSetUp(tx, user, "Toetser bij de MGR")
		assert.True(t, strings.HasPrefix(link, "https://portal.example/wachtwoord-kiezen?sleutel="))
		return err
	}))
	assert.Equal(t, []string{
		"confirm_email lotte@zorg.example", "set_up_account lotte@zorg.example",
	}, c.letters(t))
}
