package directory_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"providerportal/directory"
	"providerportal/internal/fault"
)

// TestNobodysMailboxIsFilled pins ASVS 2.4.1: saving an intake point again and
// again, or asking to join again and again, does not mail an address without end.
func TestNobodysMailboxIsFilled(t *testing.T) {
	w := open(t)
	actor := w.provider(t, "Werkpad")
	save := func() error {
		return w.SaveIntake(t.Context(), actor, directory.IntakePoint{Name: "A", Email: "slachtoffer@elders.example", Phone: "077-0123456"})
	}
	for range 3 {
		require.NoError(t, save())
	}
	refused(t, save(), fault.KindThrottled, "email", "error.throttled-seconds")
}
