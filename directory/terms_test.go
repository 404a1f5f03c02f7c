package directory_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/directory"
	"providerportal/internal/fault"
)

// TestTermsHoldForEveryReader pins that the stored terms decide what the public
// reads, which letters leave and who stands on which list (D4, D11).
func TestTermsHoldForEveryReader(t *testing.T) {
	w := open(t)
	manager, administrator, actor := w.manager(t), w.administrator(t), w.published(t, "Werkpad")
	w.now = w.now.AddDate(0, 4, 0)
	slug, before := w.slug(t, actor.ProviderID), w.state(t)
	wanted := func(confirm, verify, revision int) directory.NewTerms {
		return directory.NewTerms{Terms: directory.Terms{ConfirmMonths: confirm, VerifyMonths: verify, Revision: revision}, Reason: "Afgesproken"}
	}
	would, err := w.WouldWatch(t.Context(), administrator, wanted(3, 3, 1))
	require.NoError(t, err)
	assert.Equal(t, map[directory.Watch]int{directory.WatchUnconfirmed: 1, directory.WatchIntake: 1}, would)
	assert.Empty(t, w.watched(t, manager, directory.WatchUnconfirmed), "a look changes nothing")

	require.NoError(t, w.ChangeTerms(t.Context(), administrator, wanted(3, 3, 1)))
	assert.NotEqual(t, before, w.state(t), "public pages made before are stale")
	assert.Equal(t, []string{"Werkpad"}, w.watched(t, manager, directory.WatchUnconfirmed))
	assert.Equal(t, []string{"Werkpad"}, w.watched(t, manager, directory.WatchIntake))
	public, err := w.Public(t.Context(), slug)
	require.NoError(t, err)
	assert.True(t, public.Unconfirmed)
	many, err := w.Publics(t.Context(), []uuid.UUID{actor.ProviderID})
	require.NoError(t, err)
	assert.True(t, many[0].Unconfirmed)
	stand, err := w.Standing(t.Context(), actor)
	require.NoError(t, err)
	assert.True(t, stand.Unconfirmed)
	assert.Equal(t, directory.IntakeExpired, stand.Intake)
	recipients, err := w.Recipients(w.db, actor.ProviderID)
	require.NoError(t, err)
	assert.Greater(t, len(recipients), 1, "the mailbox was proven too long ago")
	require.NoError(t, w.SweepProfiles(t.Context()))
	require.NoError(t, w.SweepIntakes(t.Context()))
	var texts []string
	require.NoError(t, w.db.Table("letters").Where("kind IN ('profile_unconfirmed', 'intake_expired')").Pluck("text_body", &texts).Error)
	assert.Len(t, texts, 2)
	for _, text := range texts {
		assert.Contains(t, text, " 3 maanden")
	}

	require.NoError(t, w.ChangeTerms(t.Context(), administrator, wanted(6, 12, 2)))
	assert.Empty(t, w.watched(t, manager, directory.WatchUnconfirmed))
	assert.Equal(t, int64(2), w.audited(t, "directory-terms.changed"))
	_, changes, err := w.KeptTerms(t.Context(), administrator)
	require.NoError(t, err)
	assert.Equal(t, []int{3, 6, 6, 3}, []int{changes[0].OldConfirm, changes[0].NewConfirm, changes[1].OldConfirm, changes[1].NewConfirm})
}

// TestTermsAreRefused pins the bounds, the reason, two savers and who may.
func TestTermsAreRefused(t *testing.T) {
	w := open(t)
	manager, administrator := w.manager(t), w.administrator(t)
	for _, row := range []struct {
		confirm, verify, revision int
		reason                    string
		kind                      fault.Kind
		field, key                string
	}{
		{2, 12, 1, "Reden", fault.KindInvalid, "confirm", "freshness.bounds"},
		{25, 12, 1, "Reden", fault.KindInvalid, "confirm", "freshness.bounds"},
		{6, 2, 1, "Reden", fault.KindInvalid, "verify", "freshness.bounds"},
		{6, 25, 1, "Reden", fault.KindInvalid, "verify", "freshness.bounds"},
		{7, 12, 1, "", fault.KindInvalid, "reason", "error.required"},
		{7, 12, 1, strings.Repeat("a", directory.TermReasonMax+1), fault.KindInvalid, "reason", "error.max"},
		{7, 12, 1, "BSN 111222333", fault.KindInvalid, "reason", "error.bsn"},
		{6, 12, 1, "Reden", fault.KindInvalid, "confirm", "freshness.same"},
		{7, 12, 2, "Reden", fault.KindConflict, "", "freshness.other-saved"},
	} {
		wanted := directory.NewTerms{Terms: directory.Terms{ConfirmMonths: row.confirm, VerifyMonths: row.verify, Revision: row.revision}, Reason: row.reason}
		refused(t, w.ChangeTerms(t.Context(), administrator, wanted), row.kind, row.field, row.key)
	}
	fine := directory.NewTerms{Terms: directory.Terms{ConfirmMonths: directory.LeastMonths, VerifyMonths: directory.MostMonths, Revision: 1}, Reason: "Reden"}
	refused(t, w.ChangeTerms(t.Context(), manager, fine), fault.KindForbidden, "", "")
	_, err := w.WouldWatch(t.Context(), manager, fine)
	refused(t, err, fault.KindForbidden, "", "")
	_, _, err = w.KeptTerms(t.Context(), manager)
	refused(t, err, fault.KindForbidden, "", "")
	require.NoError(t, w.ChangeTerms(t.Context(), administrator, fine))
}
