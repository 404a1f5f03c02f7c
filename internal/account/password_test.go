package account

import (
	"context"
	"strings"
	"testing"

	"github.com/alexedwards/argon2id"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/internal/fault"
)

// TestPasswordLength counts characters, not bytes, and nothing else.
func TestPasswordLength(t *testing.T) {
	for _, row := range []struct{ password, key string }{
		{"", "error.required"},
		{strings.Repeat("a", 11), "error.password-short"},
		{strings.Repeat("é", 11), "error.password-short"},
		{strings.Repeat("a", 12), ""},
		{strings.Repeat("é", 12), ""},
		{strings.Repeat("👍", 12), ""},
		{"            ", ""},
		{strings.Repeat("👍", 128), ""},
		{strings.Repeat("a", 129), "error.password-long"},
		{strings.Repeat("é", 129), "error.password-long"},
	} {
		refusal := CheckPassword(row.password, "password")
		if row.key == "" {
			assert.Nil(t, refusal, "%.20q", row.password)
			continue
		}
		require.NotNil(t, refusal, "%.20q", row.password)
		assert.Equal(t, row.key, refusal.Key)
		assert.Equal(t, "password", refusal.Name)
	}
}

// TestAbsentHashCostsTheSame pins that an address without account is compared
// with a real hash of the same cost, so that time tells nothing either.
func TestAbsentHashCostsTheSame(t *testing.T) {
	params, salt, key, err := argon2id.DecodeHash(absent)
	require.NoError(t, err)
	assert.Equal(t, hashing, params)
	assert.Len(t, salt, int(hashing.SaltLength))
	assert.Len(t, key, int(hashing.KeyLength))
	matches, err := argon2id.ComparePasswordAndHash("", absent)
	require.NoError(t, err)
	assert.False(t, matches)
	matches, err = passwordMatches(t.Context(), "", "")
	require.NoError(t, err)
	assert.False(t, matches)
}

// TestPasswordsOfAnyScript pins that a password is taken as typed.
func TestPasswordsOfAnyScript(t *testing.T) {
	const password = "wachtwoord é 密码 👍"
	hash, err := HashPassword(t.Context(), password)
	require.NoError(t, err)
	for typed, want := range map[string]bool{password: true, password + " ": false, strings.ToUpper(password): false} {
		matches, err := passwordMatches(t.Context(), typed, hash)
		require.NoError(t, err)
		assert.Equal(t, want, matches, "%q", typed)
	}
}

// TestACrowdWaits pins that hashing is bounded, and that who waits too long is
// told so.
func TestACrowdWaits(t *testing.T) {
	for range cap(slots) {
		slots <- struct{}{}
	}
	defer func() {
		for range cap(slots) {
			<-slots
		}
	}()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := HashPassword(ctx, "wachtwoord")
	assert.True(t, fault.Is(err, fault.KindUnavailable), "%v", err)
	_, err = passwordMatches(ctx, "wachtwoord", absent)
	assert.True(t, fault.Is(err, fault.KindUnavailable), "%v", err)
}
