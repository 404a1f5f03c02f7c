package account_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/fault"
)

// TestOwnSessions pins that people see and end their own sessions only (ASVS
// 7.5.2).
func TestOwnSessions(t *testing.T) {
	c := open(t)
	user, other := c.member(t, "lotte@zorg.example"), c.member(t, "anja@werk.example")
	mine, second, theirs := c.session(t, user), c.session(t, user), c.session(t, other)
	actor := user.Actor("192.0.2.1")

	sessions, err := c.OwnSessions(t.Context(), actor)
	require.NoError(t, err)
	require.Len(t, sessions, 2)
	foreign, err := c.OwnSessions(t.Context(), other.Actor(""))
	require.NoError(t, err)
	require.Len(t, foreign, 1)
	refused(t, c.EndSession(t.Context(), actor, foreign[0].ID), fault.KindMissing, "fault.missing")
	refused(t, c.EndSession(t.Context(), actor, uuid.New()), fault.KindMissing, "fault.missing")
	assert.True(t, c.alive(t, theirs))

	for _, one := range sessions {
		if one.Is(second) {
			require.NoError(t, c.EndSession(t.Context(), actor, one.ID))
		}
	}
	assert.False(t, c.alive(t, second))
	assert.True(t, c.alive(t, mine))
	third := c.session(t, user)
	require.NoError(t, c.EndOtherSessions(t.Context(), actor, mine))
	assert.False(t, c.alive(t, third))
	assert.True(t, c.alive(t, mine))
	assert.True(t, c.alive(t, theirs))
	assert.Subset(t, c.actions(t), []string{"session.ended", "session.others-ended"})
}

// TestExtend pins that one press adds a full idle term, and never moves the end
// after twelve hours (AUTH-9, WCAG 2.2.1).
func TestExtend(t *testing.T) {
	c := open(t)
	user := c.member(t, "lotte@zorg.example")
	secret := c.session(t, user)
	for range 30 {
		c.after(account.SessionIdle - time.Minute)
		if c.now.After(time.Date(2026, 4, 2, 20, 0, 0, 0, time.UTC)) {
			break
		}
		require.True(t, c.alive(t, secret))
		require.NoError(t, c.Extend(t.Context(), secret))
	}
	assert.False(t, c.alive(t, secret), "twelve hours are the end")

	other := c.member(t, "anja@werk.example")
	idle := c.session(t, other)
	c.after(account.SessionIdle + time.Second)
	sessions, err := c.OwnSessions(t.Context(), other.Actor(""))
	require.NoError(t, err)
	assert.Empty(t, sessions, "a session that was idle for too long is over")
	assert.False(t, c.alive(t, idle))
}

// TestChangeOfEmail pins the whole way: nothing changes before the link is
// opened, the old address is told, and links to it stop working.
func TestChangeOfEmail(t *testing.T) {
	c := open(t)
	user, other := c.member(t, "lotte@zorg.example"), c.member(t, "anja@werk.example")
	actor := user.Actor("192.0.2.1")
	for wanted, key := range map[string]string{
		"": "error.required", "lotte": "error.email", "LOTTE@zorg.example": "change-email.same", other.Email: "error.email-used",
	} {
		refused(t, c.AskNewEmail(t.Context(), actor, wanted), fault.KindInvalid, key)
	}
	reset := c.link(t, account.PurposeSetPassword, user)
	require.NoError(t, c.AskNewEmail(t.Context(), actor, "lotte@nieuw.example"))
	assert.Equal(t, []string{"confirm_new_email lotte@nieuw.example"}, c.letters(t))

	secret := c.issueFor(t, user, "lotte@nieuw.example")
	require.NoError(t, c.ConfirmNewEmail(t.Context(), secret, "192.0.2.1"))
	changed, err := c.Find(t.Context(), user.ID)
	require.NoError(t, err)
	assert.Equal(t, "lotte@nieuw.example", changed.Email)
	assert.Contains(t, c.letters(t), "email_changed lotte@zorg.example")
	refused(t, c.ConfirmNewEmail(t.Context(), secret, ""), fault.KindConflict, "fault.link-spent")
	refused(t, c.choose(t, reset, "kaas stoel lantaarn"), fault.KindConflict, "fault.link-spent")
	assert.Subset(t, c.actions(t), []string{"account.email-asked", "account.email-changed"})

	late := c.issueFor(t, user, "gedeeld@nieuw.example")
	c.member(t, "gedeeld@nieuw.example")
	refused(t, c.ConfirmNewEmail(t.Context(), late, ""), fault.KindConflict, "change-email.used-meanwhile")
}

// TestTrailIsForAdministrators pins who reads the trail, that reading is in it,
// and the search by person, action, result and page (BIO-5).
func TestTrailIsForAdministrators(t *testing.T) {
	c := open(t)
	user, boss := c.member(t, "lotte@zorg.example"), c.member(t, "baas@mgr.example", account.RoleAdministrator)
	_, err := c.Trail(t.Context(), user.Actor(""), account.TrailQuery{Query: audit.Query{Limit: 10}})
	refused(t, err, fault.KindForbidden, "fault.forbidden")
	c.session(t, user)
	_, err = c.NoteRefusal(t.Context(), user.Actor("192.0.2.9"), "GET /beheer", "-")
	require.NoError(t, err)

	ask := func(q account.TrailQuery) []account.TrailLine {
		q.Limit = 2
		lines, err := c.Trail(t.Context(), boss.Actor(""), q)
		require.NoError(t, err)
		return lines
	}
	lines := ask(account.TrailQuery{Person: "LOTTE@zorg"})
	require.Len(t, lines, 2)
	assert.Equal(t, "access.refused", lines[0].Action, "the newest first")
	assert.Equal(t, "Lotte", lines[0].Actor)
	assert.Equal(t, audit.ResultRefused, lines[0].Result)
	older := ask(account.TrailQuery{Query: audit.Query{Before: lines[1].ID, People: []uuid.UUID{user.ID}}})
	for _, line := range older {
		assert.Less(t, line.ID, lines[1].ID)
	}
	assert.Len(t, ask(account.TrailQuery{Query: audit.Query{Result: audit.ResultRefused}}), 1)
	assert.Equal(t, "session.opened-totp", ask(account.TrailQuery{Query: audit.Query{Action: "session."}})[0].Action)
	assert.Empty(t, ask(account.TrailQuery{Person: "%"}), "a percent sign is a percent sign")
	assert.Empty(t, ask(account.TrailQuery{Query: audit.Query{Until: time.Now().Add(-time.Hour)}}))
	assert.Contains(t, c.actions(t), "audit.read")
}

// TestRefusalsAreBounded pins that one person cannot fill the trail.
func TestRefusalsAreBounded(t *testing.T) {
	c := open(t)
	user := c.member(t, "lotte@zorg.example")
	var noted int
	for range 50 {
		ok, err := c.NoteRefusal(t.Context(), user.Actor(""), "GET /beheer", "-")
		require.NoError(t, err)
		if ok {
			noted++
		}
	}
	assert.Equal(t, 20, noted)
}

// TestExportPerson pins that people get all that is theirs and nothing else, and
// never a secret (AVG-7).
func TestExportPerson(t *testing.T) {
	c := open(t)
	user, other := c.member(t, "lotte@zorg.example"), c.member(t, "anja@werk.example")
	boss := c.member(t, "baas@mgr.example", account.RoleAdministrator)
	c.session(t, user)
	c.session(t, other)
	require.NoError(t, c.AskReset(t.Context(), user.Email, "192.0.2.1"))
	require.NoError(t, c.AskReset(t.Context(), other.Email, "192.0.2.1"))

	_, err := c.ExportPerson(t.Context(), user.Actor(""), other.ID)
	refused(t, err, fault.KindMissing, "fault.missing")
	export, err := c.ExportPerson(t.Context(), user.Actor("192.0.2.1"), user.ID)
	require.NoError(t, err)
	assert.Equal(t, user.Email, export.Account.Email)
	assert.Len(t, export.Sessions, 1)
	require.Len(t, export.Letters, 1)
	assert.NotContains(t, export.Letters[0].Text, "sleutel=")
	for name, confirmedAt := range map[string]any{"never confirmed": nil, "confirmed after it": c.now.Add(time.Hour)} {
		require.NoError(t, c.db.Model(user).Update("email_confirmed_at", confirmedAt).Error)
		unproven, err := c.ExportPerson(t.Context(), user.Actor(""), user.ID)
		require.NoError(t, err)
		assert.Empty(t, unproven.Letters, name)
	}
	for _, entry := range export.Trail {
		assert.NotContains(t, entry.ObjectID, other.ID.String())
	}
	for _, actor := range []account.Actor{boss.Actor("")} {
		_, err = c.ExportPerson(t.Context(), actor, user.ID)
		require.NoError(t, err)
	}
	assert.Contains(t, c.actions(t), "person.exported")
}

// issueFor makes the link that is mailed to a new address.
func (c *club) issueFor(t *testing.T, user *account.User, address string) (secret string) {
	t.Helper()
	require.NoError(t, c.db.Transaction(func(tx *gorm.DB) (err error) {
		secret, err = c.IssueToken(tx, account.PurposeChangeEmail, user.ID, address)
		return err
	}))
	return secret
}
