package account_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/dbtest"
	"providerportal/internal/fault"
	"providerportal/internal/jobs"
	"providerportal/internal/mail"
)

// club is the account service on a test database, with a clock.
type club struct {
	*account.Service
	db  *gorm.DB
	now time.Time
}

const password = "paard batterij nietje"

// browser is what the tests ask with.
var browser = account.Client{Origin: "192.0.2.1", Agent: "Testbrowser/1.0"}

// hashed is the hash of password, computed once for all tests.
var hashed string

func open(t testing.TB) *club { return openOn(t, dbtest.Tx(t)) }

func openOn(t testing.TB, db *gorm.DB) *club {
	t.Helper()
	c := &club{db: db, now: time.Date(2026, 4, 2, 8, 0, 0, 0, time.UTC)}
	inserter, err := jobs.Insert()
	require.NoError(t, err)
	now := func() time.Time { return c.now }
	seal, err := account.NewSeal([]byte(strings.Repeat("s", 32)))
	require.NoError(t, err)
	c.Service = &account.Service{DB: db, Now: now, Seal: seal, Mail: &mail.Postbox{
		Now: now, BaseURL: "https://portal.example", Jobs: inserter,
		Region: mail.Region{Name: "MGR", Contact: "info@mgr.example"},
	}}
	if hashed == "" {
		hashed, err = account.HashPassword(t.Context(), password)
		require.NoError(t, err)
	}
	return c
}

// member makes a confirmed account with the password.
func (c *club) member(t testing.TB, email string, roles ...account.Role) *account.User {
	t.Helper()
	user := c.stranger(t, email, roles...)
	user.EmailConfirmedAt = &c.now
	require.NoError(t, c.db.Model(user).Update("email_confirmed_at", c.now).Error)
	return user
}

// stranger makes an account whose address nobody confirmed yet.
func (c *club) stranger(t testing.TB, email string, roles ...account.Role) *account.User {
	t.Helper()
	user, err := c.create(account.NewUser{Email: email, Name: "Lotte", Roles: roles, PasswordHash: hashed})
	require.NoError(t, err)
	return user
}

func (c *club) create(wanted account.NewUser) (user *account.User, err error) {
	err = c.db.Transaction(func(tx *gorm.DB) error { user, err = c.Create(tx, wanted); return err })
	return user, err
}

func (c *club) close(t *testing.T, user *account.User) {
	t.Helper()
	require.NoError(t, c.db.Model(user).Update("closed_at", c.now).Error)
}

// link issues a one-time link to the user's own address.
func (c *club) link(t *testing.T, purpose account.Purpose, user *account.User) (secret string) {
	t.Helper()
	require.NoError(t, c.db.Transaction(func(tx *gorm.DB) (err error) {
		secret, err = c.IssueToken(tx, purpose, user.ID, user.Email)
		return err
	}))
	return secret
}

func (c *club) spend(purpose account.Purpose, secret string) (token *account.Token, err error) {
	err = c.db.Transaction(func(tx *gorm.DB) error { token, err = c.SpendToken(tx, purpose, secret); return err })
	return token, err
}

// choose sets the password behind a link from a mail.
func (c *club) choose(t *testing.T, link, password string) error {
	t.Helper()
	firstStage, err := c.SetPassword(t.Context(), link, password, browser)
	assert.Equal(t, err == nil, firstStage != "")
	return err
}

// session opens one and gives its cookie.
func (c *club) session(t *testing.T, user *account.User) string {
	t.Helper()
	secret, err := c.OpenFor(t.Context(), user.Actor("test"), account.MethodTOTP, browser)
	require.NoError(t, err)
	return secret
}

// alive reports whether the cookie still names somebody.
func (c *club) alive(t *testing.T, secret string) bool {
	t.Helper()
	actor, err := c.Who(t.Context(), secret, "192.0.2.1")
	require.NoError(t, err)
	return actor.SignedIn()
}

// after moves the clock; the moments of one test are counted from its start.
func (c *club) after(d time.Duration) { c.now = c.now.Add(d) }

func (c *club) actions(t *testing.T) (actions []string) {
	t.Helper()
	require.NoError(t, c.db.Table("audit_entries").Order("id").Pluck("action", &actions).Error)
	return actions
}

func (c *club) letters(t *testing.T) (letters []string) {
	t.Helper()
	require.NoError(t, c.db.Table("letters").Order("1").Pluck("kind || ' ' || to_address", &letters).Error)
	return letters
}

func refused(t *testing.T, err error, kind fault.Kind, key string) {
	t.Helper()
	refusal := fault.Of(err)
	if !assert.NotNil(t, refusal, "not a refusal: %v", err) || !assert.Equal(t, kind, refusal.Kind) {
		return
	}
	if len(refusal.Fields) > 0 {
		assert.Equal(t, key, refusal.Fields[0].Key)
		return
	}
	assert.Equal(t, key, refusal.Key)
}
