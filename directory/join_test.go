package directory_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
	"providerportal/internal/traderegister"
)

// secretOf gives the one-time secret in the newest letter of this kind.
func (w *town) secretOf(t *testing.T, kind string) string {
	t.Helper()
	var letter mail.Record
	require.NoError(t, w.db.Where("kind = ? AND links IS NOT NULL", kind).Order("queued_at DESC, id").Take(&letter).Error)
	var links map[string]string
	require.NoError(t, json.Unmarshal([]byte(*letter.Links), &links))
	for _, link := range links {
		_, secret, _ := strings.Cut(link, "sleutel=")
		return secret
	}
	return ""
}

func (w *town) joining(t *testing.T, of account.Actor) directory.Joining {
	t.Helper()
	provider, err := w.Provider(t.Context(), of.ProviderID)
	require.NoError(t, err)
	return directory.Joining{Entry: traderegister.Typed{KvK: provider.Entry.KvK}, Name: "Noor", Email: "noor@zorg.example", Lang: "nl", Origin: "192.0.2.7"}
}

// asked makes a confirmed request to join the actor's organisation.
func (w *town) asked(t *testing.T, of account.Actor) directory.JoinRequest {
	t.Helper()
	require.NoError(t, w.AskToJoin(t.Context(), w.joining(t, of)))
	require.NoError(t, w.ConfirmJoin(t.Context(), w.secretOf(t, "join_confirm"), "192.0.2.7"))
	var request directory.JoinRequest
	require.NoError(t, w.db.Where("provider_id = ? AND answered_at IS NULL", of.ProviderID).Take(&request).Error)
	return request
}

func (w *town) administrator(t *testing.T) account.Actor {
	t.Helper()
	var actor account.Actor
	require.NoError(t, w.db.Transaction(func(tx *gorm.DB) error {
		user, err := w.Accounts.Create(tx, account.NewUser{
			Name: "Ada", Email: "ada@mgr.example", Roles: []account.Role{account.RoleAdministrator},
		})
		if err != nil {
			return err
		}
		actor = user.Actor("test")
		return tx.Model(user).Update("email_confirmed_at", w.now).Error
	}))
	return actor
}

// TestJoin walks the road of who joins: confirmed first, then the admins hear,
// one accepts, and the person chooses a password as a member (AUTH-8).
func TestJoin(t *testing.T) {
	w := open(t)
	admin, other := w.provider(t, "Zorg"), w.provider(t, "Werk")
	member := w.colleague(t, admin, "Mila", false)
	require.NoError(t, w.AskToJoin(t.Context(), w.joining(t, admin)))
	assert.Equal(t, []string{"join_confirm noor@zorg.example"}, w.letters(t), "nobody hears before the address is confirmed")
	requests, err := w.JoinRequests(t.Context(), admin)
	require.NoError(t, err)
	assert.Empty(t, requests)

	secret := w.secretOf(t, "join_confirm")
	require.NoError(t, w.ConfirmJoin(t.Context(), secret, "192.0.2.7"))
	refused(t, w.ConfirmJoin(t.Context(), secret, "192.0.2.7"), fault.KindConflict, "", "fault.link-spent")
	assert.Contains(t, w.letters(t), "join_requested "+admin.Email)
	assert.NotContains(t, w.letters(t), "join_requested "+member.Email)
	assert.NotContains(t, w.letters(t), "join_requested "+other.Email)
	refused(t, w.AskToJoin(t.Context(), w.joining(t, admin)), fault.KindConflict, "", "join.waiting")

	requests, err = w.JoinRequests(t.Context(), admin)
	require.NoError(t, err)
	require.Len(t, requests, 1)
	id := requests[0].ID
	refused(t, w.AnswerJoinRequest(t.Context(), member, id, true), fault.KindForbidden, "", "")
	refused(t, w.AnswerJoinRequest(t.Context(), other, id, true), fault.KindMissing, "", "")
	require.NoError(t, w.AnswerJoinRequest(t.Context(), admin, id, true))
	refused(t, w.AnswerJoinRequest(t.Context(), admin, id, false), fault.KindConflict, "", "join.answered")
	joined, err := account.ByEmail(w.db, "noor@zorg.example")
	require.NoError(t, err)
	assert.Equal(t, admin.ProviderID, *joined.ProviderID)
	assert.False(t, joined.ProviderAdmin, "a member, never an admin")
	_, err = w.Accounts.SetPassword(t.Context(), w.secretOf(t, "join_accepted"), "paard batterij nietje", account.Client{})
	require.NoError(t, err)
	refused(t, w.AskToJoin(t.Context(), w.joining(t, other)), fault.KindInvalid, "email", "error.email-used")
}

// TestJoinRefused pins that a refusal is mailed, makes no account, and lets ask again.
func TestJoinRefused(t *testing.T) {
	w := open(t)
	admin := w.provider(t, "Zorg")
	require.NoError(t, w.AnswerJoinRequest(t.Context(), admin, w.asked(t, admin).ID, false))
	assert.Contains(t, w.letters(t), "join_refused noor@zorg.example")
	_, err := account.ByEmail(w.db, "noor@zorg.example")
	refused(t, err, fault.KindMissing, "", "")
	w.now = w.now.Add(time.Minute)
	require.NoError(t, w.AskToJoin(t.Context(), w.joining(t, admin)))
}

// TestJoinNamesWhatIsWrong pins the refusals of the form, and that asking twice
// keeps one request with one working link.
func TestJoinNamesWhatIsWrong(t *testing.T) {
	w := open(t)
	admin := w.provider(t, "Zorg")
	empty := w.AskToJoin(t.Context(), directory.Joining{})
	for _, field := range []string{"kvk", "name", "email"} {
		refused(t, empty, fault.KindInvalid, field, "error.required")
	}
	unknown := w.joining(t, admin)
	unknown.Entry.KvK = "99999999"
	refused(t, w.AskToJoin(t.Context(), unknown), fault.KindInvalid, "kvk", "join.kvk-unknown")
	require.NoError(t, w.AskToJoin(t.Context(), w.joining(t, admin)))
	first := w.secretOf(t, "join_confirm")
	w.now = w.now.Add(time.Minute)
	require.NoError(t, w.AskToJoin(t.Context(), w.joining(t, admin)))
	refused(t, w.ConfirmJoin(t.Context(), first, "test"), fault.KindConflict, "", "fault.link-spent")
	require.NoError(t, w.ConfirmJoin(t.Context(), w.secretOf(t, "join_confirm"), "test"))
}

// TestAdminWithoutConfirmedAddressCounts pins that who came in through single
// sign-on is an admin, also when nobody confirmed the address: the request is for
// that person, but no mail goes to an address that nobody proved.
func TestAdminWithoutConfirmedAddressCounts(t *testing.T) {
	w := open(t)
	staff, admin := w.administrator(t), w.provider(t, "Zorg")
	require.NoError(t, w.db.Exec("UPDATE users SET email_confirmed_at = NULL, last_signed_in_at = now() WHERE id = ?", admin.UserID).Error)
	before := len(w.letters(t))
	request := w.asked(t, admin)
	stranded, err := w.StrandedRequests(t.Context(), staff)
	require.NoError(t, err)
	assert.Empty(t, stranded)
	refused(t, w.AnswerStranded(t.Context(), staff, request.ID, true), fault.KindMissing, "", "")
	for _, letter := range w.letters(t)[before:] {
		assert.NotContains(t, letter, "join_requested")
	}
	require.NoError(t, w.AnswerJoinRequest(t.Context(), admin, request.ID, true))
}

// TestNobodyLeft pins that administrators help an organisation without admin, and
// only then.
func TestNobodyLeft(t *testing.T) {
	w := open(t)
	staff, admin := w.administrator(t), w.provider(t, "Zorg")
	answered := w.asked(t, admin)
	refused(t, w.AnswerStranded(t.Context(), staff, answered.ID, true), fault.KindMissing, "", "")
	require.NoError(t, w.Accounts.ClosePerson(t.Context(), staff, admin.UserID))
	stranded, err := w.StrandedRequests(t.Context(), staff)
	require.NoError(t, err)
	require.Len(t, stranded, 1)
	assert.Equal(t, "Zorg", stranded[0].Organisation)
	_, err = w.StrandedRequests(t.Context(), admin)
	refused(t, err, fault.KindForbidden, "", "")
	refused(t, w.AnswerStranded(t.Context(), admin, answered.ID, true), fault.KindForbidden, "", "")
	require.NoError(t, w.AnswerStranded(t.Context(), staff, answered.ID, true))
	joined, err := account.ByEmail(w.db, "noor@zorg.example")
	require.NoError(t, err)
	assert.True(t, joined.ProviderAdmin, "somebody must be")
}

// TestJoinWithNobodyLeftTellsStaff pins who hears when no admin is left.
func TestJoinWithNobodyLeftTellsStaff(t *testing.T) {
	w := open(t)
	staff, admin := w.administrator(t), w.provider(t, "Zorg")
	require.NoError(t, w.Accounts.ClosePerson(t.Context(), staff, admin.UserID))
	w.asked(t, admin)
	assert.Contains(t, w.letters(t), "join_requested "+staff.Email)
}

// TestSweepJoinRequests pins how long requests are kept (AVG-8), and that a sweep
// may run twice.
func TestSweepJoinRequests(t *testing.T) {
	w := open(t)
	admin := w.provider(t, "Zorg")
	require.NoError(t, w.AnswerJoinRequest(t.Context(), admin, w.asked(t, admin).ID, false))
	w.now = w.now.Add(time.Minute)
	require.NoError(t, w.AskToJoin(t.Context(), w.joining(t, admin)))
	for _, row := range []struct {
		days int
		left int64
	}{{6, 2}, {8, 1}, {80, 1}, {91, 0}} {
		begin := w.now
		w.now = w.now.AddDate(0, 0, row.days)
		require.NoError(t, w.SweepJoinRequests(t.Context()))
		require.NoError(t, w.SweepJoinRequests(t.Context()))
		var left int64
		require.NoError(t, w.db.Model(&directory.JoinRequest{}).Count(&left).Error)
		assert.Equal(t, row.left, left, "after %d days", row.days)
		w.now = begin
	}
}
