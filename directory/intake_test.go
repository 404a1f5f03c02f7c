package directory_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/directory"
	"providerportal/internal/fault"
)

// TestAnotherAddressMustBeVerified pins D11.
func TestAnotherAddressMustBeVerified(t *testing.T) {
	w := open(t)
	actor := w.provider(t, "Werkpad")
	point := directory.IntakePoint{Name: "Aanmeldpunt", Email: "een@zorg.example", Phone: "077-0123456"}
	save := func(email string) {
		t.Helper()
		point.Email = email
		require.NoError(t, w.SaveIntake(t.Context(), actor, point))
	}
	verified := func() bool {
		intake, err := w.Intake(t.Context(), actor)
		require.NoError(t, err)
		return intake.Verified()
	}
	save("een@zorg.example")
	assert.False(t, verified())
	one := w.intakeLink(t, actor, point.Email)
	save("twee@zorg.example")
	stale := func(secret string) {
		t.Helper()
		_, err := w.VerifyIntake(t.Context(), secret, "test")
		refused(t, err, fault.KindConflict, "", "fault.link-spent")
		assert.False(t, verified())
	}
	stale(one) // the link to the old address
	stale("")
	stale("verzonnen")
	two := w.intakeLink(t, actor, point.Email)
	provider, err := w.VerifyIntake(t.Context(), two, "192.0.2.1")
	require.NoError(t, err)
	assert.Equal(t, actor.ProviderID, provider.ID)
	assert.True(t, verified())
	_, err = w.VerifyIntake(t.Context(), two, "test")
	refused(t, err, fault.KindConflict, "", "fault.link-spent")

	before := len(w.letters(t))
	point.Phone = "077-7654321"
	save("Twee@ZORG.example ")
	assert.True(t, verified(), "the same address in other letters stays verified")
	assert.Len(t, w.letters(t), before, "and gets no letter")
	save("drie@zorg.example")
	assert.False(t, verified())
	assert.Equal(t, 1, count(w.letters(t), "verify_intake drie@zorg.example"))
	late := w.intakeLink(t, actor, point.Email)
	w.now = w.now.Add(7*24*time.Hour + time.Second)
	stale(late)
	assert.EqualValues(t, 4, w.audited(t, "intake.saved"))
	assert.EqualValues(t, 1, w.audited(t, "intake.verified"))
}

// TestLinkProvesOnlyItsAddress pins D11 for a link that outlived its address
// without being replaced.
func TestLinkProvesOnlyItsAddress(t *testing.T) {
	w := open(t)
	actor := w.provider(t, "Werkpad")
	point := directory.IntakePoint{Name: "Aanmeldpunt", Email: "een@zorg.example", Phone: "077-0123456"}
	require.NoError(t, w.SaveIntake(t.Context(), actor, point))
	other := w.intakeLink(t, actor, "ander@zorg.example")
	_, err := w.VerifyIntake(t.Context(), other, "test")
	refused(t, err, fault.KindConflict, "", "fault.link-spent")
}

func count(list []string, want string) (n int) {
	for _, one := range list {
		if one == want {
			n++
		}
	}
	return n
}

// TestIntakeNeedsItsParts names what is missing (D11).
func TestIntakeNeedsItsParts(t *testing.T) {
	w := open(t)
	actor := w.provider(t, "Werkpad")
	err := w.SaveIntake(t.Context(), actor, directory.IntakePoint{})
	for _, field := range []string{"name", "email", "phone"} {
		refused(t, err, fault.KindInvalid, field, "error.required")
	}
	err = w.SaveIntake(t.Context(), actor, directory.IntakePoint{Name: "A", Email: "a@b", Phone: "077-0123456"})
	refused(t, err, fault.KindInvalid, "email", "error.email")
	long := strings.Repeat("é", directory.LineMax+1)
	err = w.SaveIntake(t.Context(), actor, directory.IntakePoint{Name: long, Email: "a@b.nl", Phone: long, Hours: long})
	for _, field := range []string{"name", "phone", "hours"} {
		refused(t, err, fault.KindInvalid, field, "error.max")
	}
	empty, err := w.Intake(t.Context(), actor)
	require.NoError(t, err)
	assert.Empty(t, empty.Email)
}

// TestIsEmail pins what counts as an address.
func TestIsEmail(t *testing.T) {
	for address, want := range map[string]bool{
		"lotte@zorg.nl": true, "lotte+venlo@mail.zorg.nl": true, "o'brien@zorg.nl": true,
		"": false, "lotte": false, "lotte@": false, "@zorg.nl": false, "lotte@zorg": false, "a@b@c.nl": false,
		"Lotte <lotte@zorg.nl>": false, "lotte@zorg.nl\nBcc: x@y.nl": false, "lotte@zorg.nl, x@y.nl": false,
		strings.Repeat("a", 250) + "@b.nl": false, strings.Repeat("a", 65) + "@zorg.nl": false,
		"lotte@[127.0.0.1]": false, "lotte@10.0.0.1": false, "lotte@-zorg.nl": false, "lotte@zorg_venlo.nl": false, "lo\u200btte@zorg.nl": false,
		"lotte@b\u00fccher.nl": true, "lotte@xn--bcher-kva.nl": true, "lotte@zorg.xn--p1ai": true,
	} {
		assert.Equal(t, want, directory.IsEmail(address), "%q", address)
	}
}
