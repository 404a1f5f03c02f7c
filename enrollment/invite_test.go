package enrollment_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
)

func invitation(change func(*enrollment.Invitation)) enrollment.Invitation {
	wanted := enrollment.Invitation{Organisation: "Stichting Nieuw", Email: "info@nieuw.example", Reason: "Er is hier niemand voor hout."}
	if change != nil {
		change(&wanted)
	}
	return wanted
}

// E14: one letter, without the reason, and the road that follows is seen.
func TestInvitationAndWhatCameOfIt(t *testing.T) {
	h := open(t)
	consultant := h.consultant(t)
	require.NoError(t, h.Enrollment.Invite(t.Context(), consultant, invitation(nil)))
	var letter mail.Record
	require.NoError(t, h.db.Take(&letter, "kind = 'provider_invited'").Error)
	assert.Contains(t, letter.TextBody, "Venray")
	assert.Contains(t, letter.TextBody, "/open-house?uitnodiging=")
	assert.NotContains(t, letter.TextBody+letter.HTMLBody, "hout")

	outcome := func() enrollment.InviteOutcome {
		t.Helper()
		page, err := h.Enrollment.Invitations(t.Context(), consultant, "", 1)
		require.NoError(t, err)
		require.Len(t, page.Lines, 1)
		return page.Lines[0].Outcome
	}
	assert.Equal(t, enrollment.InviteSent, outcome())
	provider := h.applicant(t)
	require.NoError(t, h.db.Exec("UPDATE invitations SET provider_id = ?", provider.ProviderID).Error)
	assert.Equal(t, enrollment.InviteRegistered, outcome())
	_, err := h.make.Submitted(t.Context(), provider)
	require.NoError(t, err)
	assert.Equal(t, enrollment.InviteApplied, outcome())
	counts, err := h.Enrollment.InvitationCounts(t.Context(), h.desk.Manager)
	require.NoError(t, err)
	assert.Equal(t, map[enrollment.InviteOutcome]int{enrollment.InviteApplied: 1}, counts)
	other := h.account(t, account.NewUser{Name: "Ander", Email: "ander@venlo.example", Roles: []account.Role{account.RoleConsultant}, Municipality: "GM0983"})
	page, err := h.Enrollment.Invitations(t.Context(), other, "", 1)
	require.NoError(t, err)
	assert.Empty(t, page.Lines, "another consultant sees only their own")
	_, err = h.Enrollment.Invitations(t.Context(), provider, "", 1)
	assert.True(t, fault.Is(err, fault.KindForbidden))
}

func TestWhatIsNotInvited(t *testing.T) {
	h := open(t)
	consultant, known := h.consultant(t), h.applicant(t)
	require.NoError(t, h.make.Contracted(t.Context(), h.desk, known))
	own, err := h.Directory.Provider(t.Context(), known.ProviderID)
	require.NoError(t, err)
	for key, change := range map[string]func(*enrollment.Invitation){
		"organisation=error.required":      func(i *enrollment.Invitation) { i.Organisation = "" },
		"organisation=invite.in-house":     func(i *enrollment.Invitation) { i.Organisation = "NLW Groep" },
		"organisation=invite.has-contract": func(i *enrollment.Invitation) { i.Organisation = strings.ToUpper(own.Name) },
		"email=invite.has-account":         func(i *enrollment.Invitation) { i.Email = known.Email },
		"email=error.email":                func(i *enrollment.Invitation) { i.Email = "geen" },
		"reason=error.required":            func(i *enrollment.Invitation) { i.Reason = "" },
		"reason=error.max":                 func(i *enrollment.Invitation) { i.Reason = strings.Repeat("x", 501) },
		"reason=error.bsn":                 func(i *enrollment.Invitation) { i.Reason = "Voor bsn 123456782" },
	} {
		err := h.Enrollment.Invite(t.Context(), consultant, invitation(change))
		require.Error(t, err, key)
		assert.Contains(t, err.Error(), key)
	}
	assert.True(t, fault.Is(h.Enrollment.Invite(t.Context(), h.desk.Manager, invitation(nil)), fault.KindForbidden))
	assert.Zero(t, h.count(t, "invitations"))

	require.NoError(t, h.Enrollment.Invite(t.Context(), consultant, invitation(nil)))
	err = h.Enrollment.Invite(t.Context(), consultant, invitation(func(i *enrollment.Invitation) { i.Email = "ander@nieuw.example" }))
	require.ErrorContains(t, err, "organisation=invite.lately")
	err = h.Enrollment.Invite(t.Context(), consultant, invitation(func(i *enrollment.Invitation) { i.Organisation = "Anders" }))
	require.ErrorContains(t, err, "organisation=invite.lately")
	h.wait(184 * 24 * time.Hour)
	require.NoError(t, h.Enrollment.Invite(t.Context(), consultant, invitation(nil)), "after six months")
}

// TestInviteAgainAtTheEndOfTheMonth pins that the day that was named is the day:
// half a year after 31 August is the last of February.
func TestInviteAgainAtTheEndOfTheMonth(t *testing.T) {
	h := open(t)
	consultant := h.consultant(t)
	h.now = moment(2026, 8, 31, 10)
	again := func() error { return h.Enrollment.Invite(t.Context(), consultant, invitation(nil)) }
	require.NoError(t, again())
	h.now = moment(2027, 2, 27, 10)
	require.ErrorContains(t, again(), "organisation=invite.lately")
	h.now = moment(2027, 2, 28, 10)
	require.NoError(t, again())
}

// Two consultants think of the same organisation at once: it gets one letter.
func TestTwoInvitationsAtOnce(t *testing.T) {
	h := openAlone(t)
	consultant := h.consultant(t)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() { _ = h.Enrollment.Invite(t.Context(), consultant, invitation(nil)) })
	}
	group.Wait()
	assert.EqualValues(t, 1, h.count(t, "invitations"))
	assert.EqualValues(t, 1, h.count(t, "letters"))
}
