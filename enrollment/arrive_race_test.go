package enrollment_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/traderegister"
)

// unconfirmed makes an organisation that somebody registered and nobody confirmed.
func (h *house) unconfirmed(t *testing.T, hash string) (provider, person uuid.UUID, secret string) {
	t.Helper()
	h.serial++
	require.NoError(t, h.db.Transaction(func(tx *gorm.DB) error {
		own, err := h.Directory.NewProvider(tx, traderegister.Entry{KvK: fmt.Sprintf("0007%04d", h.serial)}, fmt.Sprint("Proef ", h.serial))
		if err != nil {
			return err
		}
		user, err := h.Accounts.Create(tx, account.NewUser{
			Name: "Iemand", Email: fmt.Sprintf("iemand%d@proef.example", h.serial), PasswordHash: hash,
			Roles: []account.Role{account.RoleProvider}, ProviderID: own.ID, ProviderAdmin: true,
		})
		if err != nil {
			return err
		}
		provider, person = own.ID, user.ID
		secret, err = h.Accounts.IssueToken(tx, account.PurposeConfirmEmail, user.ID, user.Email)
		return err
	}))
	return provider, person, secret
}

// arrive is what signing on through eHerkenning does.
func (h *house) arrive(provider uuid.UUID) error {
	return h.db.Transaction(func(tx *gorm.DB) error {
		if _, err := enrollment.Arrive(tx, provider); err != nil {
			return err
		}
		return account.LockOrganisation(tx, provider)
	})
}

// TestArriveTakesLocksInOrder pins that who arrives and an administrator who is
// busy with the same unconfirmed organisation wait for each other in one order:
// organisation, account, links.
func TestArriveTakesLocksInOrder(t *testing.T) {
	h := openAlone(t)
	provider, person, _ := h.unconfirmed(t, "x")
	arrived := make(chan error)
	require.NoError(t, h.db.Transaction(func(tx *gorm.DB) error {
		if err := account.LockOrganisation(tx, provider); err != nil {
			return err
		}
		go func() { arrived <- h.arrive(provider) }()
		time.Sleep(300 * time.Millisecond)
		user, err := account.OpenForChange(tx, person)
		if err != nil {
			return err
		}
		return h.Accounts.Close(tx, h.person(t, "Ada Beheer", account.RoleAdministrator), user)
	}))
	require.NoError(t, <-arrived)
}

// TestArriveAmongOthers lets everybody at one unconfirmed organisation at once:
// some are refused, and nobody runs into the others.
func TestArriveAmongOthers(t *testing.T) {
	h := openAlone(t)
	ada := h.person(t, "Ada Beheer", account.RoleAdministrator)
	hash, err := account.HashPassword(t.Context(), "een lang wachtwoord")
	require.NoError(t, err)
	for range 6 {
		provider, person, secret := h.unconfirmed(t, hash)
		acts := []func() error{
			func() error { return h.arrive(provider) },
			func() error { return h.Accounts.ClosePerson(t.Context(), ada, person) },
			func() error {
				_, err := h.Accounts.ConfirmEmail(t.Context(), secret, "een lang wachtwoord", "test")
				return err
			},
			func() error { return h.Enrollment.SweepRegistrations(t.Context()) },
		}
		errs := make([]error, 3*len(acts))
		together(len(errs), func(i int) { errs[i] = acts[i%len(acts)]() })
		for i, err := range errs {
			assert.True(t, err == nil || fault.Of(err) != nil, "act %d: %v", i%len(acts), err)
		}
	}
}
