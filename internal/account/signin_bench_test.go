package account_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"providerportal/internal/account"
	"providerportal/internal/dbtest"
)

// BenchmarkSignIn50 lets fifty people sign in with their password at the same
// moment: ms/all is until the last one is in, ms/sign-in that time shared.
func BenchmarkSignIn50(b *testing.B) {
	c := openOn(b, dbtest.Database(b).Gorm)
	const crowd = 50
	emails := make([]string, crowd)
	for i := range emails {
		emails[i] = fmt.Sprintf("iemand%d@zorg.example", i)
		c.member(b, emails[i], account.RoleProvider)
	}
	for b.Loop() {
		var all sync.WaitGroup
		for i, email := range emails {
			all.Go(func() {
				_, err := c.SignIn(b.Context(), email, password, from(i))
				require.NoError(b, err)
			})
		}
		all.Wait()
	}
	perRound := float64(b.Elapsed().Milliseconds()) / float64(b.N)
	b.ReportMetric(perRound, "ms/all")
	b.ReportMetric(perRound/crowd, "ms/sign-in")
}
