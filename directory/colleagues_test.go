package directory_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/dbtest"
	"providerportal/internal/fault"
)

// colleague adds somebody who is active to the actor's organisation.
func (w *town) colleague(t *testing.T, of account.Actor, name string, admin bool) account.Actor {
	t.Helper()
	var actor account.Actor
	require.NoError(t, w.db.Transaction(func(tx *gorm.DB) error {
		user, err := w.Accounts.Create(tx, account.NewUser{
			Name: name, Email: strings.ToLower(name) + "@" + of.ProviderID.String() + ".example",
			Roles: []account.Role{account.RoleProvider}, ProviderID: of.ProviderID, ProviderAdmin: admin,
		})
		if err != nil {
			return err
		}
		actor = user.Actor("test")
		return tx.Model(user).Update("email_confirmed_at", w.now).Error
	}))
	return actor
}

// session opens one and gives its cookie.
func (w *town) session(t *testing.T, actor account.Actor) string {
	t.Helper()
	secret, err := w.Accounts.OpenFor(t.Context(), actor, account.MethodDemo, account.Client{})
	require.NoError(t, err)
	return secret
}

func (w *town) alive(t *testing.T, secret string) bool {
	t.Helper()
	actor, err := w.Accounts.Who(t.Context(), secret, "test")
	require.NoError(t, err)
	return actor.SignedIn()
}

func (w *town) user(t *testing.T, id uuid.UUID) *account.User {
	t.Helper()
	user, err := w.Accounts.Find(t.Context(), id)
	require.NoError(t, err)
	return user
}

// TestInviteColleague pins whom an admin invites, and that nobody else does.
func TestInviteColleague(t *testing.T) {
	w := open(t)
	admin := w.provider(t, "Zorg")
	member := w.colleague(t, admin, "Mila", false)
	wanted := directory.NewColleague{Name: "Ruben", Email: "ruben@zorg.example"}
	refused(t, w.InviteColleague(t.Context(), member, wanted), fault.KindForbidden, "", "")
	require.NoError(t, w.InviteColleague(t.Context(), admin, wanted))
	assert.Contains(t, w.letters(t), "set_up_account ruben@zorg.example")
	invited, err := account.ByEmail(w.db, wanted.Email)
	require.NoError(t, err)
	assert.True(t, invited.Invited())
	assert.False(t, invited.ProviderAdmin)
	assert.Equal(t, admin.ProviderID, *invited.ProviderID)
	assert.Equal(t, []account.Role{account.RoleProvider}, invited.RoleNames())

	refused(t, w.InviteColleague(t.Context(), admin, wanted), fault.KindInvalid, "email", "error.email-used")
	refused(t, w.InviteColleague(t.Context(), admin, directory.NewColleague{}), fault.KindInvalid, "name", "error.required")
	require.NoError(t, w.ReinviteColleague(t.Context(), admin, invited.ID))
	refused(t, w.ReinviteColleague(t.Context(), admin, member.UserID), fault.KindConflict, "", "account.active-already")
	people, err := w.Colleagues(t.Context(), member)
	require.NoError(t, err)
	assert.Len(t, people, 3, "members see the list")
	assert.EqualValues(t, 1, w.audited(t, "colleague.invited"))
	assert.EqualValues(t, 1, w.audited(t, "account.invited-again"))
}

// TestRemovedColleagueIsOutAtOnce pins that sessions and links end with the
// account, and that only a pseudonym stays.
func TestRemovedColleagueIsOutAtOnce(t *testing.T) {
	w := open(t)
	admin := w.provider(t, "Zorg")
	gone := w.colleague(t, admin, "Mila", false)
	secret := w.session(t, gone)
	require.True(t, w.alive(t, secret))
	require.NoError(t, w.RemoveColleague(t.Context(), admin, gone.UserID))
	assert.False(t, w.alive(t, secret))
	closed := w.user(t, gone.UserID)
	assert.NotNil(t, closed.ClosedAt)
	assert.Equal(t, "afgesloten account "+gone.UserID.String()[:8], closed.Name)
	assert.NotContains(t, closed.Email, "mila")
	assert.Empty(t, closed.Roles)
	assert.EqualValues(t, 1, w.audited(t, "account.closed"))
	people, err := account.OfProvider(w.db, admin.ProviderID)
	require.NoError(t, err)
	assert.Len(t, people, 1, "no mail for who is gone")
	require.NoError(t, w.InviteColleague(t.Context(), admin, directory.NewColleague{Name: "Mila", Email: gone.Email}), "the address can be used again")
	refused(t, w.RemoveColleague(t.Context(), admin, gone.UserID), fault.KindMissing, "", "")
}

// TestColleagueOfAnotherOrganisationIsMissing pins the border between
// organisations, for every act.
func TestColleagueOfAnotherOrganisationIsMissing(t *testing.T) {
	w := open(t)
	admin, other := w.provider(t, "Zorg"), w.provider(t, "Werk")
	stranger := w.colleague(t, other, "Mila", false)
	staff := uuid.New()
	for _, id := range []uuid.UUID{stranger.UserID, other.UserID, staff} {
		refused(t, w.ChangeColleague(t.Context(), admin, id, true), fault.KindMissing, "", "")
		refused(t, w.RemoveColleague(t.Context(), admin, id), fault.KindMissing, "", "")
		refused(t, w.ReinviteColleague(t.Context(), admin, id), fault.KindMissing, "", "")
	}
	assert.False(t, w.user(t, stranger.UserID).ProviderAdmin)
	assert.Nil(t, w.user(t, stranger.UserID).ClosedAt)
}

// TestRightsChangeEndsSessions pins that another role asks to sign in again.
func TestRightsChangeEndsSessions(t *testing.T) {
	w := open(t)
	admin := w.provider(t, "Zorg")
	member := w.colleague(t, admin, "Mila", false)
	refused(t, w.ChangeColleague(t.Context(), member, member.UserID, true), fault.KindForbidden, "", "")
	secret := w.session(t, member)
	require.NoError(t, w.ChangeColleague(t.Context(), admin, member.UserID, false))
	assert.True(t, w.alive(t, secret), "nothing changed")
	require.NoError(t, w.ChangeColleague(t.Context(), admin, member.UserID, true))
	assert.False(t, w.alive(t, secret))
	assert.True(t, w.user(t, member.UserID).ProviderAdmin)
}

// TestLastAdminStays pins AUTH-8; somebody who never signed in is not left over.
func TestLastAdminStays(t *testing.T) {
	w := open(t)
	admin := w.provider(t, "Zorg")
	w.colleague(t, admin, "Mila", false)
	require.NoError(t, w.InviteColleague(t.Context(), admin, directory.NewColleague{Name: "R", Email: "r@zorg.example", Admin: true}))
	refused(t, w.ChangeColleague(t.Context(), admin, admin.UserID, false), fault.KindConflict, "", "colleague.last-admin")
	refused(t, w.RemoveColleague(t.Context(), admin, admin.UserID), fault.KindConflict, "", "colleague.last-admin")
	second := w.colleague(t, admin, "Noor", true)
	require.NoError(t, w.RemoveColleague(t.Context(), admin, admin.UserID), "one of two may leave")
	refused(t, w.ChangeColleague(t.Context(), second, second.UserID, false), fault.KindConflict, "", "colleague.last-admin")
	refused(t, w.InviteColleague(t.Context(), admin, directory.NewColleague{Name: "X", Email: "x@zorg.example"}), fault.KindForbidden, "", "")
}

// TestLastAdminRace pins that two admins who go at the same moment do not leave
// their organisation without one, whatever they do to themselves or each other.
func TestLastAdminRace(t *testing.T) {
	w := openOn(t, dbtest.Database(t).Gorm)
	acts := map[string]func(ctx context.Context, from, to account.Actor) error{
		"both leave": func(ctx context.Context, from, _ account.Actor) error {
			return w.RemoveColleague(ctx, from, from.UserID)
		},
		"both step down": func(ctx context.Context, from, _ account.Actor) error {
			return w.ChangeColleague(ctx, from, from.UserID, false)
		},
		"remove another": func(ctx context.Context, from, to account.Actor) error {
			return w.RemoveColleague(ctx, from, to.UserID)
		},
		"demote another": func(ctx context.Context, from, to account.Actor) error {
			return w.ChangeColleague(ctx, from, to.UserID, false)
		},
	}
	for name, act := range acts {
		for range 5 {
			one := w.provider(t, "Zorg")
			two := w.colleague(t, one, "Noor", true)
			var both sync.WaitGroup
			errs := make([]error, 2)
			both.Go(func() { errs[0] = act(t.Context(), one, two) })
			both.Go(func() { errs[1] = act(t.Context(), two, one) })
			both.Wait()
			admins, err := account.AdminsOf(w.db, one.ProviderID)
			require.NoError(t, err)
			assert.Len(t, admins, 1, name)
			assert.Equal(t, 1, len(errs)-countRefused(errs), "%s: %v", name, errs)
		}
	}
}

func countRefused(errs []error) (count int) {
	for _, err := range errs {
		if fault.Of(err) != nil {
			count++
		}
	}
	return count
}
