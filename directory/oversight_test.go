package directory_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/directory"
	"providerportal/directory/finding"
	"providerportal/internal/account"
	"providerportal/internal/fault"
)

// manager makes a contract manager, who watches over profiles.
func (w *town) manager(t *testing.T) account.Actor {
	t.Helper()
	user, err := w.Accounts.Create(w.db, account.NewUser{Name: "Co Contract", Email: "co@mgr.example", Roles: []account.Role{account.RoleContractManager}})
	require.NoError(t, err)
	require.NoError(t, w.db.Model(user).Update("email_confirmed_at", w.now).Error)
	return user.Actor("test")
}

func (w *town) watched(t *testing.T, actor account.Actor, watch directory.Watch, asked ...uuid.UUID) []string {
	t.Helper()
	looked := directory.Looked{Watch: watch, Asked: asked}
	page, err := w.Watched(t.Context(), actor, looked)
	require.NoError(t, err)
	counts, err := w.WatchCounts(t.Context(), actor, looked)
	require.NoError(t, err)
	assert.Equal(t, len(page.Lines), counts[watch], "the tab counts what the list shows")
	names := []string{}
	for _, line := range page.Lines {
		names = append(names, line.Name)
	}
	return names
}

// TestChangesAreAcknowledgedAsSeen pins D3: staff see the difference with what they
// last acknowledged, and never acknowledge what was published since.
func TestChangesAreAcknowledgedAsSeen(t *testing.T) {
	w := open(t)
	manager, actor := w.manager(t), w.published(t, "Werkpad")
	file, err := w.File(t.Context(), manager, actor.ProviderID)
	require.NoError(t, err)
	assert.True(t, file.First)
	require.NoError(t, w.Acknowledge(t.Context(), manager, actor.ProviderID, file.Latest))
	assert.Empty(t, w.watched(t, manager, directory.WatchChanges))
	refused(t, w.Acknowledge(t.Context(), manager, actor.ProviderID, file.Latest), fault.KindConflict, "", "profile.acknowledged-already")

	profile := complete()
	profile.Mission, profile.Municipalities = "Eerst zo.", []string{"GM0983", "GM0984"}
	require.NoError(t, w.PublishProfile(t.Context(), actor, profile))
	seen, err := w.File(t.Context(), manager, actor.ProviderID)
	require.NoError(t, err)
	assert.Equal(t, []directory.Change{
		{Part: "mission", Before: []string{"Iedereen kan iets."}, After: []string{"Eerst zo."}},
		{Part: "municipalities", After: []string{"GM0983"}},
	}, seen.Changes)
	profile.Mission = "Toen zo."
	require.NoError(t, w.PublishProfile(t.Context(), actor, profile))
	require.NoError(t, w.Acknowledge(t.Context(), manager, actor.ProviderID, seen.Latest))
	after, err := w.File(t.Context(), manager, actor.ProviderID)
	require.NoError(t, err)
	assert.Equal(t, 1, after.Watched.Unseen, "the version since still waits")
	assert.Equal(t, []directory.Change{{Part: "mission", Before: []string{"Eerst zo."}, After: []string{"Toen zo."}}}, after.Changes)
	assert.Equal(t, []string{"Werkpad"}, w.watched(t, manager, directory.WatchChanges))
}

// TestTakenOffline pins D3: a profile that staff took offline is nowhere to be
// found or asked, the provider is told and answers once, and staff put it back.
func TestTakenOffline(t *testing.T) {
	w := open(t)
	manager, actor := w.manager(t), w.published(t, "Werkpad")
	slug := w.slug(t, actor.ProviderID)
	refused(t, w.TakeOffline(t.Context(), manager, actor.ProviderID, ""), fault.KindInvalid, "reason", "error.required")
	refused(t, w.TakeOffline(t.Context(), manager, actor.ProviderID, "BSN 111222333"), fault.KindInvalid, "reason", "error.bsn")
	refused(t, w.ReplyTakedown(t.Context(), actor, "Waarom?"), fault.KindConflict, "", "takedown.not-offline")
	require.NoError(t, w.TakeOffline(t.Context(), manager, actor.ProviderID, "Er staat een naam in."))
	refused(t, w.TakeOffline(t.Context(), manager, actor.ProviderID, "Nog een keer."), fault.KindConflict, "", "takedown.not-online")
	assert.Zero(t, w.find(t, directory.Search{}).Total)
	_, err := w.Public(t.Context(), slug)
	refused(t, err, fault.KindMissing, "", "")
	askable, err := directory.Askable(w.db, actor.ProviderID, "individuele-toeleiding", w.now)
	require.NoError(t, err)
	assert.False(t, askable)
	assert.Equal(t, 1, count(w.letters(t), "profile_taken_offline "+actor.Email))

	edited := complete()
	edited.Mission = "Zonder naam."
	require.NoError(t, w.PublishProfile(t.Context(), actor, edited), "the provider may mend it")
	assert.Zero(t, w.find(t, directory.Search{}).Total, "and stays offline")
	require.NoError(t, w.ReplyTakedown(t.Context(), actor, "De naam is weg."))
	refused(t, w.ReplyTakedown(t.Context(), actor, "Hallo?"), fault.KindConflict, "", "takedown.replied")
	assert.Equal(t, 1, count(w.letters(t), "takedown_answered co@mgr.example"))
	assert.Equal(t, []string{"Werkpad"}, w.watched(t, manager, directory.WatchOffline))

	require.NoError(t, w.PutOnline(t.Context(), manager, actor.ProviderID))
	refused(t, w.PutOnline(t.Context(), manager, actor.ProviderID), fault.KindConflict, "", "takedown.not-offline")
	public, err := w.Public(t.Context(), slug)
	require.NoError(t, err)
	assert.Equal(t, "Zonder naam.", public.Profile.Mission)
	assert.Equal(t, 1, count(w.letters(t), "profile_back_online "+actor.Email))
	file, err := w.File(t.Context(), manager, actor.ProviderID)
	require.NoError(t, err)
	assert.Equal(t, "De naam is weg.", file.History[0].Reply)
}

// TestWatchLists pins who stands on which list of staff.
func TestWatchLists(t *testing.T) {
	w := open(t)
	manager := w.manager(t)
	fine, silent := w.published(t, "Fijn"), w.published(t, "Stil")
	w.provider(t, "Aanvrager")
	bare := w.provider(t, "Kaal")
	w.admitted(t, bare, individual, w.today())
	assert.Equal(t, []string{"Fijn", "Kaal", "Stil"}, w.watched(t, manager, directory.WatchAll), "not who has no contract")
	assert.Equal(t, []string{"Stil"}, w.watched(t, manager, directory.WatchDormant, fine.ProviderID))
	assert.Equal(t, []string{"Kaal"}, w.watched(t, manager, directory.WatchIntake))
	assert.Empty(t, w.watched(t, manager, directory.WatchUnconfirmed))

	w.now = w.now.AddDate(0, 6, 0)
	assert.Empty(t, w.watched(t, manager, directory.WatchUnconfirmed), "the last day still counts")
	require.NoError(t, w.Confirm(t.Context(), fine))
	w.now = w.now.AddDate(0, 0, 1)
	assert.Equal(t, []string{"Stil"}, w.watched(t, manager, directory.WatchUnconfirmed))
	w.now = w.now.AddDate(0, 6, 0)
	assert.Equal(t, []string{"Fijn", "Kaal", "Stil"}, w.watched(t, manager, directory.WatchIntake), "the proof of a mailbox runs out")

	page, err := w.Watched(t.Context(), manager, directory.Looked{Watch: directory.WatchAll, Search: "STI"})
	require.NoError(t, err)
	assert.Len(t, page.Lines, 1)
	assert.Equal(t, directory.IntakeExpired, page.Lines[0].State)
	_, err = w.Watched(t.Context(), silent, directory.Looked{Watch: directory.WatchAll})
	refused(t, err, fault.KindForbidden, "", "")
	_, err = w.File(t.Context(), silent, silent.ProviderID)
	refused(t, err, fault.KindForbidden, "", "")
	refused(t, w.TakeOffline(t.Context(), silent, silent.ProviderID, "Ik"), fault.KindForbidden, "", "")
}

// TestReminders pins D4: 30 and 7 days before and after the term, once each, and
// never when it is no longer true.
func TestReminders(t *testing.T) {
	w := open(t)
	w.manager(t)
	actor := w.published(t, "Werkpad")
	start := w.now
	sent := func() []int {
		t.Helper()
		require.NoError(t, w.SweepProfiles(t.Context()))
		require.NoError(t, w.SweepProfiles(t.Context()), "twice changes nothing")
		letters := w.letters(t)
		return []int{
			count(letters, "profile_confirm_soon "+actor.Email), count(letters, "profile_unconfirmed "+actor.Email),
			count(letters, "profile_unconfirmed_staff co@mgr.example"),
		}
	}
	due := start.AddDate(0, 6, 0) // 2 October
	for _, row := range []struct {
		at   time.Time
		want []int
	}{
		{due.AddDate(0, 0, -31), []int{0, 0, 0}}, {due.AddDate(0, 0, -30), []int{1, 0, 0}}, {due.AddDate(0, 0, -8), []int{1, 0, 0}},
		{due.AddDate(0, 0, -7), []int{2, 0, 0}}, {due, []int{2, 0, 0}}, {due.AddDate(0, 0, 1), []int{2, 1, 1}}, {due.AddDate(0, 1, 0), []int{2, 1, 1}},
	} {
		w.now = row.at
		assert.Equal(t, row.want, sent(), row.at.String())
	}
	public, err := w.Public(t.Context(), w.slug(t, actor.ProviderID))
	require.NoError(t, err)
	assert.True(t, public.Unconfirmed)
	require.NoError(t, w.Confirm(t.Context(), actor))
	assert.Equal(t, []int{2, 1, 1}, sent(), "nothing more once it is confirmed")
	public, err = w.Public(t.Context(), w.slug(t, actor.ProviderID))
	require.NoError(t, err)
	assert.False(t, public.Unconfirmed)
	w.now = w.now.AddDate(0, 6, -20)
	w.ended(t, actor)
	assert.Equal(t, []int{2, 1, 1}, sent(), "and nothing without a contract")
}

// TestTargetGroupsAreKeptByStaff pins that a retired group stays with who chose it
// and cannot be chosen anew.
func TestTargetGroupsAreKeptByStaff(t *testing.T) {
	w := open(t)
	manager := w.manager(t)
	require.NoError(t, w.AddTargetGroup(t.Context(), manager, "Jongeren onder 27 jaar", "People under 27"))
	refused(t, w.AddTargetGroup(t.Context(), manager, "jongeren onder 27 jaar", "Youth"), fault.KindInvalid, "nameNL", "target-groups.known")
	refused(t, w.AddTargetGroup(t.Context(), manager, "", ""), fault.KindInvalid, "nameEN", "error.required")
	const code = "jongeren-onder-27-jaar"
	chosen := func(p *directory.Profile) { p.TargetGroups = []string{code} }
	actor, other := w.published(t, "Werkpad", chosen), w.published(t, "Groene Stap")
	var search directory.Search
	search.Chosen[finding.TargetGroup] = []string{code}
	assert.Equal(t, 1, w.find(t, search).Total)
	require.NoError(t, w.RenameTargetGroup(t.Context(), manager, code, "Jongeren", "Young people"))
	require.NoError(t, w.RetireTargetGroup(t.Context(), manager, code))
	edited := complete()
	chosen(&edited)
	require.NoError(t, w.SaveProfile(t.Context(), actor, edited), "who had it keeps it")
	refused(t, w.SaveProfile(t.Context(), other, edited), fault.KindInvalid, "targetGroups", "error.unknown-choice")
	require.NoError(t, w.RestoreTargetGroup(t.Context(), manager, code))
	require.NoError(t, w.SaveProfile(t.Context(), other, edited))
	refused(t, w.RetireTargetGroup(t.Context(), manager, "bestaat-niet"), fault.KindMissing, "", "")
	refused(t, w.AddTargetGroup(t.Context(), actor, "A", "A"), fault.KindForbidden, "", "")
}
