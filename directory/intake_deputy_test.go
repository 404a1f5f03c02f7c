package directory_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"providerportal/internal/account"
)

// deputised gives a provider whose intake point is away, with a deputy that was
// proven.
func (w *town) deputised(t *testing.T) (account.Actor, string) {
	t.Helper()
	actor := w.published(t, "Werkpad")
	point, err := w.Intake(t.Context(), actor)
	require.NoError(t, err)
	from, until := w.today(), w.today().AddDays(7)
	point.DeputyName, point.DeputyEmail, point.AbsentFrom, point.AbsentUntil = "Bram", "bram@zorg.example", &from, &until
	require.NoError(t, w.SaveIntake(t.Context(), actor, *point))
	w.proveDeputy(t, actor)
	return actor, point.Email
}

func (w *town) proveDeputy(t *testing.T, actor account.Actor) {
	t.Helper()
	var secret string
	require.NoError(t, w.db.Transaction(func(tx *gorm.DB) (err error) {
		secret, err = w.Accounts.IssueToken(tx, account.PurposeVerifyDeputy, actor.ProviderID, "bram@zorg.example")
		return err
	}))
	_, err := w.VerifyIntake(t.Context(), secret, "test")
	require.NoError(t, err)
}

// TestDeputyWhoseMailboxRefuses pins D11: a request never goes to a deputy alone
// whose letters come back; the provider and the MGR are told once.
func TestDeputyWhoseMailboxRefuses(t *testing.T) {
	w := open(t)
	w.manager(t)
	actor, email := w.deputised(t)
	require.Equal(t, []string{"bram@zorg.example"}, w.recipients(t, actor))
	w.now = w.now.Add(time.Hour)
	bounce := func(addresses ...string) {
		t.Helper()
		require.NoError(t, w.db.Exec(
			"UPDATE letters SET failed_at = ?, last_error = 'refused', attempts = 1, links = NULL WHERE to_address IN ?", w.now, addresses).Error)
		require.NoError(t, w.SweepIntakes(t.Context()))
		require.NoError(t, w.SweepIntakes(t.Context()), "twice changes nothing")
	}
	bounce("bram@zorg.example")
	assert.Equal(t, []string{email, actor.Email, "co@mgr.example"}, w.recipients(t, actor))
	assert.Equal(t, 1, count(w.letters(t), "deputy_unreachable "+actor.Email))
	assert.Equal(t, 1, count(w.letters(t), "deputy_unreachable_staff co@mgr.example"))
	assert.Zero(t, count(w.letters(t), "intake_unreachable "+actor.Email), "the intake point itself works")

	w.now = w.now.Add(time.Hour)
	w.proveDeputy(t, actor)
	require.NoError(t, w.SweepIntakes(t.Context()))
	assert.Equal(t, []string{"bram@zorg.example"}, w.recipients(t, actor), "proven again")
	w.now = w.now.Add(time.Hour)
	bounce("bram@zorg.example", email)
	assert.Equal(t, []string{actor.Email, "co@mgr.example"}, w.recipients(t, actor), "both refuse")
	assert.Equal(t, 2, count(w.letters(t), "deputy_unreachable "+actor.Email))
	assert.Equal(t, 1, count(w.letters(t), "intake_unreachable "+actor.Email))
}

// TestDeputyProvenTooLongAgo pins D11: the deputy has a term of its own, and gets
// one new link when it is over.
func TestDeputyProvenTooLongAgo(t *testing.T) {
	w := open(t)
	actor, email := w.deputised(t)
	w.now = w.now.AddDate(0, 11, 0)
	_, err := w.VerifyIntake(t.Context(), w.intakeLink(t, actor, email), "test") // the deputy's term runs on
	require.NoError(t, err)
	w.now = w.now.AddDate(0, 2, 0)
	before := count(w.letters(t), "verify_deputy bram@zorg.example")
	require.NoError(t, w.SweepIntakes(t.Context()))
	require.NoError(t, w.SweepIntakes(t.Context()))
	assert.Equal(t, before+1, count(w.letters(t), "verify_deputy bram@zorg.example"), "one new link")
	intake, err := w.Intake(t.Context(), actor)
	require.NoError(t, err)
	terms, err := w.Terms(t.Context())
	require.NoError(t, err)
	assert.True(t, intake.DeputyWaits(w.today(), terms))

	asked := count(w.letters(t), "verify_intake "+email)
	w.now = w.now.Add(time.Hour)
	require.NoError(t, w.AskProof(t.Context(), actor))
	assert.Equal(t, before+2, count(w.letters(t), "verify_deputy bram@zorg.example"), "asked again")
	assert.Equal(t, asked, count(w.letters(t), "verify_intake "+email), "a mailbox that works gets no link")
}
