package enrollment_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/cmd/portal/sample"
	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/fault"
)

func registration() enrollment.Registration {
	o := sample.Organisations(20)[19]
	return enrollment.Registration{
		Entry: o.Entry(), Organisation: o.Name, Name: o.Person, Email: o.Email(), Password: sample.Password, Lang: "en", Origin: "192.0.2.7",
	}
}

// TestRegister pins the first step of the road: an organisation, one account that
// must confirm its address, one letter.
func TestRegister(t *testing.T) {
	h := open(t)
	wanted := registration()
	wanted.Entry.KvK = "00 00.00-20"
	got := h.trailOf(t, func() error { return h.Enrollment.Register(t.Context(), wanted) })
	assert.Equal(t, []string{"confirm_email " + wanted.Email}, got.letters)
	assert.Equal(t, []string{"provider.registered"}, got.actions)
	user, err := account.ByEmail(h.db, strings.ToUpper(wanted.Email))
	require.NoError(t, err)
	assert.Nil(t, user.EmailConfirmedAt)
	assert.True(t, user.ProviderAdmin)
	assert.Equal(t, "en", user.Lang)
	provider, err := h.Directory.Provider(t.Context(), *user.ProviderID)
	require.NoError(t, err)
	assert.Equal(t, "00000020", provider.Entry.KvK)
	var origin string
	require.NoError(t, h.db.Table("audit_entries").Where("action = 'provider.registered'").Pluck("origin", &origin).Error)
	assert.Equal(t, "192.0.2.7", origin)

	h.confirmed(t, wanted)
	again := registration()
	again.Email = strings.ToUpper(again.Email)
	err = h.Enrollment.Register(t.Context(), again)
	refused(t, err, fault.KindInvalid, "kvk", "error.kvk-used")
	refused(t, err, fault.KindInvalid, "email", "error.email-used")
}

// confirmed follows a fresh confirmation link of a registration.
func (h *house) confirmed(t *testing.T, registered enrollment.Registration) *account.User {
	t.Helper()
	user, err := account.ByEmail(h.db, registered.Email)
	require.NoError(t, err)
	secret, err := h.Accounts.IssueToken(h.db, account.PurposeConfirmEmail, user.ID, user.Email)
	require.NoError(t, err)
	user, err = h.Accounts.ConfirmEmail(t.Context(), secret, registered.Password, "test")
	require.NoError(t, err)
	return user
}

// TestUnconfirmedRegistrationMakesRoom pins that nobody can occupy an
// organisation or an address without confirming it.
func TestUnconfirmedRegistrationMakesRoom(t *testing.T) {
	for name, other := range map[string]func(*enrollment.Registration){
		"same KvK number": func(r *enrollment.Registration) { r.Email = "dief@elders.example" },
		"same address":    func(r *enrollment.Registration) { r.Entry.KvK = "00009999" },
		"same both":       func(*enrollment.Registration) {},
	} {
		t.Run(name, func(t *testing.T) {
			h := open(t)
			taken := registration()
			taken.Password = "het wachtwoord van een dief"
			other(&taken)
			require.NoError(t, h.Enrollment.Register(t.Context(), taken))
			thief, err := account.ByEmail(h.db, taken.Email)
			require.NoError(t, err)
			mine := registration()
			got := h.trailOf(t, func() error { return h.Enrollment.Register(t.Context(), mine) })
			assert.Equal(t, []string{"confirm_email " + mine.Email}, got.letters)
			_, err = h.Accounts.Find(t.Context(), thief.ID)
			assert.True(t, fault.Is(err, fault.KindMissing), "the unconfirmed account stayed")
			_, err = h.Directory.Provider(t.Context(), *thief.ProviderID)
			assert.True(t, fault.Is(err, fault.KindMissing), "the unconfirmed organisation stayed")
			assert.NotNil(t, h.confirmed(t, mine).EmailConfirmedAt)
		})
	}
}

// TestArrive pins that somebody of eHerkenning gets an organisation without whom
// registered it unconfirmed, and that who confirmed stays.
func TestArrive(t *testing.T) {
	for name, confirmed := range map[string]bool{"never confirmed": false, "confirmed": true} {
		t.Run(name, func(t *testing.T) {
			h := open(t)
			taken := registration()
			require.NoError(t, h.Enrollment.Register(t.Context(), taken))
			user, err := account.ByEmail(h.db, taken.Email)
			require.NoError(t, err)
			if confirmed {
				user = h.confirmed(t, taken)
			}
			engaged, err := enrollment.Arrive(h.db, *user.ProviderID)
			require.NoError(t, err)
			assert.False(t, engaged)
			_, err = h.Accounts.Find(t.Context(), user.ID)
			assert.Equal(t, !confirmed, fault.Is(err, fault.KindMissing))
			_, err = h.Directory.Provider(t.Context(), *user.ProviderID)
			require.NoError(t, err, "the organisation stays")
		})
	}
}

// TestArriveKnowsWhoApplied pins that an application counts from its submission.
func TestArriveKnowsWhoApplied(t *testing.T) {
	h := open(t)
	applicant := h.applicant(t)
	engaged, err := enrollment.Arrive(h.db, applicant.ProviderID)
	require.NoError(t, err)
	assert.False(t, engaged)
	h.submitted(t, applicant)
	engaged, err = enrollment.Arrive(h.db, applicant.ProviderID)
	require.NoError(t, err)
	assert.True(t, engaged)
}

// TestSweepRegistrations pins that an unconfirmed registration goes when its link
// no longer works, and no other organisation.
func TestSweepRegistrations(t *testing.T) {
	h := open(t)
	wanted := registration()
	require.NoError(t, h.Enrollment.Register(t.Context(), wanted))
	kept := wanted
	kept.Entry.KvK, kept.Email = "00009999", "blijft@elders.example"
	require.NoError(t, h.Enrollment.Register(t.Context(), kept))
	h.confirmed(t, kept)
	known := func() (kvks []string) {
		require.NoError(t, h.db.Table("providers").Order("kvk").Pluck("kvk", &kvks).Error)
		return kvks
	}
	h.now = h.now.Add(72*time.Hour - time.Second)
	require.NoError(t, h.Sweep(t.Context()))
	assert.Equal(t, []string{wanted.Entry.KvK, kept.Entry.KvK}, known())
	h.now = h.now.Add(time.Second)
	require.NoError(t, h.Sweep(t.Context()))
	assert.Equal(t, []string{kept.Entry.KvK}, known())
	_, err := account.ByEmail(h.db, wanted.Email)
	assert.True(t, fault.Is(err, fault.KindMissing))
	require.NoError(t, h.Enrollment.Register(t.Context(), wanted))
}

// TestRegisterNamesEverythingAtOnce pins the refusals.
func TestRegisterNamesEverythingAtOnce(t *testing.T) {
	h := open(t)
	empty := h.Enrollment.Register(t.Context(), enrollment.Registration{})
	for _, field := range []string{"kvk", "organisation", "name", "email", "password"} {
		refused(t, empty, fault.KindInvalid, field, "error.required")
	}
	wrong := registration()
	wrong.Entry.KvK, wrong.Email, wrong.Password = "1234567", "lotte@", "kort"
	wrong.Organisation, wrong.Name = strings.Repeat("é", 201), strings.Repeat("é", 201)
	before := h.state(t)
	err := h.Enrollment.Register(t.Context(), wrong)
	refused(t, err, fault.KindInvalid, "kvk", "error.kvk")
	refused(t, err, fault.KindInvalid, "email", "error.email")
	refused(t, err, fault.KindInvalid, "password", "error.password-short")
	refused(t, err, fault.KindInvalid, "organisation", "error.max")
	refused(t, err, fault.KindInvalid, "name", "error.max")
	assert.JSONEq(t, before, h.state(t))
}

// TestRegistrationsRace pins that the same organisation twice at once stays one
// organisation with one account: the last one, or a refusal for the others.
func TestRegistrationsRace(t *testing.T) {
	h := openAlone(t)
	errs := make([]error, 3)
	together(3, func(i int) {
		wanted := registration()
		wanted.Email = strings.Repeat("x", i) + wanted.Email
		errs[i] = h.Enrollment.Register(t.Context(), wanted)
	})
	accepted := 0
	for _, err := range errs {
		if err == nil {
			accepted++
			continue
		}
		refused(t, err, fault.KindInvalid, "kvk", "error.kvk-used")
	}
	assert.Positive(t, accepted)
	var providers, users int64
	require.NoError(t, h.db.Table("providers").Where("kvk = ?", registration().Entry.KvK).Count(&providers).Error)
	require.NoError(t, h.db.Table("users").Where("provider_id IS NOT NULL").Count(&users).Error)
	assert.Equal(t, [2]int64{1, 1}, [2]int64{providers, users})
}

// TestRegistrationsAreThrottled pins that one network address cannot make the
// portal hash passwords without end; others are free.
func TestRegistrationsAreThrottled(t *testing.T) {
	h := open(t)
	wanted := registration()
	for range 100 {
		require.NoError(t, h.Accounts.TryFrom(t.Context(), wanted.Origin, "email"))
	}
	refused(t, h.Enrollment.Register(t.Context(), wanted), fault.KindThrottled, "email", "error.throttled-seconds")
	wanted.Origin = "198.51.100.9"
	require.NoError(t, h.Enrollment.Register(t.Context(), wanted))
}
