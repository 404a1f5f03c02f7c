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
		{varied(11, 'a'), "error.password-short"},
		{varied(11, 'é'), "error.password-short"},
		{varied(12, 'a'), ""},
		{varied(12, 'é'), ""},
		{varied(12, '👍'), ""},
		{"paard  nietje ", ""},
		{varied(128, '👍'), ""},
		{varied(129, 'a'), "error.password-long"},
		{varied(129, 'é'), "error.password-long"},
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

// varied is a text of n characters that is no row and repeats nothing.
func varied(n int, first rune) string {
	text := make([]rune, n)
	for i := range text {
		text[i] = first + rune(i*i%23)
	}
	return string(text)
}

// TestGuessablePasswords pins ASVS 6.2.4, 6.2.11 and 6.2.12, and that a few words
// in a row pass without any rule about capitals or signs (6.2.5).
func TestGuessablePasswords(t *testing.T) {
	known := []string{"Groen & Doen", "Lotte van der Janssen", "lotte.janssen@werkpad.example"}
	for password, key := range map[string]string{
		"1qaz2wsx3edc":                  "error.password-common",
		"1QAZ2wsx3edc":                  "error.password-common",
		"Welkom2026!!":                  "error.password-common",
		"!!password1234":                "error.password-common",
		"welkomwelkom":                  "error.password-common",
		"WelkomWelkom2026":              "error.password-common",
		"aaaaaaaaaaaaaaaa":              "error.password-common",
		"123456789012":                  "error.password-common",
		"zyxwvutsrqpo":                  "error.password-common",
		"Lotte-Janssen-1":               "error.password-own",
		"groen&doen 2026":               "error.password-own",
		"lotte@werkpad.example":         "error.password-own",
		"lotte bakt graag taart":        "",
		"paard batterij nietje":         "",
		"welkom 8316509427 in de tuin":  "",
		"een heel gewoon wachtwoord":    "",
		"alleenkleineletters zijn goed": "",
	} {
		refusal := CheckPassword(password, "password", known...)
		if key == "" {
			assert.Nil(t, refusal, password)
		} else if assert.NotNil(t, refusal, password) {
			assert.Equal(t, key, refusal.Key, password)
		}
	}
	assert.Greater(t, len(common()), 8000)
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
