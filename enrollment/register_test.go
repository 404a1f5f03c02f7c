package enrollment_test

import (
	"strings"
	"testing"

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
		KvK: o.KvK, Organisation: o.Name, Name: o.Person, Email: o.Email(), Password: sample.Password, Lang: "en", Origin: "192.0.2.7",
	}
}

// TestRegister pins the first step of the road: an organisation, one account that
// must confirm its address, one letter.
func TestRegister(t *testing.T) {
	h := open(t)
	wanted := registration()
	wanted.KvK = "00 00.00-20"
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
	assert.Equal(t, "00000020", provider.KvK)
	var origin string
	require.NoError(t, h.db.Table("audit_entries").Where("action = 'provider.registered'").Pluck("origin", &origin).Error)
	assert.Equal(t, "192.0.2.7", origin)

	again := registration()
	again.Email = strings.ToUpper(again.Email)
	err = h.Enrollment.Register(t.Context(), again)
	refused(t, err, fault.KindInvalid, "kvk", "error.kvk-used")
	refused(t, err, fault.KindInvalid, "email", "error.email-used")
}

// TestRegisterNamesEverythingAtOnce pins the refusals.
func TestRegisterNamesEverythingAtOnce(t *testing.T) {
	h := open(t)
	empty := h.Enrollment.Register(t.Context(), enrollment.Registration{})
	for _, field := range []string{"kvk", "organisation", "name", "email", "password"} {
		refused(t, empty, fault.KindInvalid, field, "error.required")
	}
	wrong := registration()
	wrong.KvK, wrong.Email, wrong.Password = "1234567", "lotte@", "kort"
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

// TestRegistrationsRace pins that the same organisation twice at once is a
// refusal for the second, not an accident.
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
	assert.Equal(t, 1, accepted)
}
