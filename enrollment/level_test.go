package enrollment_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"providerportal/internal/account"
	"providerportal/internal/fault"
)

// AUTH-2: who came in through eHerkenning submits and signs at level substantial
// or higher; a session with a second factor of our own has no level.
func TestSubmittingAndSigningAskForALevel(t *testing.T) {
	h := open(t)
	applicant := h.applicant(t)
	id := h.filled(t, applicant)
	low := applicant
	low.Level = account.LevelBasic
	refused := fault.Of(h.Enrollment.Submit(t.Context(), low, id))
	require.NotNil(t, refused)
	require.Equal(t, fault.KindForbidden, refused.Kind)
	require.Equal(t, "fault.level", refused.Key)

	other := h.applicant(t)
	contract := h.offered(t, other)
	other.Fresh, other.ProviderAdmin = true, true
	for level, may := range map[account.Level]bool{
		account.LevelBasic: false, "unknown": false, account.LevelLocal: true,
	} {
		other.Level = level
		err := h.Enrollment.Sign(t.Context(), other, contract.ID, signature(contract))
		require.Equal(t, !may, fault.Is(err, fault.KindForbidden), "%s: %v", level, err)
		contract, err = h.Enrollment.OwnContract(t.Context(), other)
		require.NoError(t, err)
	}
	high := applicant
	high.Level = account.LevelHigh
	require.NoError(t, h.Enrollment.Submit(t.Context(), high, id))
}
