package account_test

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/internal/account"
	"providerportal/internal/dbtest"
	"providerportal/internal/fault"
)

const wrong = "een verkeerd wachtwoord"

// from is a browser at another network address.
func from(i int) account.Client {
	return account.Client{Origin: fmt.Sprintf("198.51.%d.%d", i/250, i%250+1)}
}

// TestBruteForce pins ASVS 6.1.1 and 6.3.1: of a thousand wrong passwords in a
// row, from a thousand addresses, hardly any is looked at; the owner gets in with
// the right one as soon as the wait is over.
func TestBruteForce(t *testing.T) {
	c := open(t)
	user := c.member(t, "lotte@zorg.example", account.RoleProvider)
	looked := 0
	for i := range 1000 {
		_, err := c.SignIn(t.Context(), user.Email, wrong, from(i))
		if fault.Is(err, fault.KindInvalid) {
			looked++
			continue
		}
		require.True(t, fault.Is(err, fault.KindThrottled), "%v", err)
		c.after(time.Second)
	}
	t.Logf("%d of 1,000 wrong passwords in %d minutes were compared", looked, 1000/60)
	assert.LessOrEqual(t, looked, 15)
	_, err := c.SignIn(t.Context(), user.Email, password, browser)
	refusal := fault.Of(err)
	require.NotNil(t, refusal)
	assert.Equal(t, fault.KindThrottled, refusal.Kind, "the right password waits too")
	assert.LessOrEqual(t, refusal.Wait, 15*time.Minute)
	c.after(refusal.Wait)
	_, err = c.SignIn(t.Context(), user.Email, password, browser)
	require.NoError(t, err, "the owner is not locked out")
	for range 5 {
		_, err = c.SignIn(t.Context(), user.Email, wrong, browser)
		refused(t, err, fault.KindInvalid, "error.sign-in")
	}
	var noted int64
	require.NoError(t, c.db.Table("audit_entries").Where("action = 'session.throttled'").Count(&noted).Error)
	assert.Less(t, noted, int64(20), "once for each wait, not for each try")
}

// TestWaitsGrowAndAreForgotten pins the waits, in seconds.
func TestWaitsGrowAndAreForgotten(t *testing.T) {
	c := open(t)
	c.member(t, "lotte@zorg.example", account.RoleProvider)
	fails := func() time.Duration {
		t.Helper()
		_, err := c.SignIn(t.Context(), "lotte@zorg.example", wrong, browser)
		refused(t, err, fault.KindInvalid, "error.sign-in")
		_, err = c.SignIn(t.Context(), "lotte@zorg.example", wrong, browser)
		if refusal := fault.Of(err); refusal.Kind == fault.KindThrottled {
			c.after(refusal.Wait)
			return refusal.Wait
		}
		return 0
	}
	fails()
	fails()
	var waits []time.Duration
	for range 12 {
		waits = append(waits, fails()/time.Second)
	}
	assert.Equal(t, []time.Duration{1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900}, waits)
	c.after(24 * time.Hour)
	for range 2 {
		assert.Zero(t, fails())
	}
}

// TestThrottleReadsTheSame pins that known and unknown addresses cannot be told
// apart, in any writing of the address.
func TestThrottleReadsTheSame(t *testing.T) {
	c := open(t)
	c.member(t, "lotte@zorg.example", account.RoleProvider)
	for _, email := range []string{"Lotte@Zorg.example", "niemand@zorg.example"} {
		for i := range 5 {
			_, err := c.SignIn(t.Context(), email, wrong, from(i))
			refused(t, err, fault.KindInvalid, "error.sign-in")
		}
	}
	var texts []string
	for _, email := range []string{" lotte@ZORG.example", "NIEMAND@zorg.example"} {
		_, err := c.SignIn(t.Context(), email, password, browser)
		refused(t, err, fault.KindThrottled, "error.throttled-seconds")
		texts = append(texts, fmt.Sprint(fault.Of(err)))
	}
	assert.Equal(t, texts[0], texts[1])
}

// TestOneNetworkAddress pins the limit per network address: many wrong tries on
// many accounts wait, an own account does not reset it, and others are free.
func TestOneNetworkAddress(t *testing.T) {
	c := open(t)
	c.member(t, "lotte@zorg.example", account.RoleProvider)
	home := func(i int) account.Client {
		return account.Client{Origin: fmt.Sprintf("2001:db8:1:2::%x", i)}
	}
	for i := range 100 {
		_, err := c.SignIn(t.Context(), fmt.Sprintf("iemand%d@zorg.example", i), wrong, home(i))
		refused(t, err, fault.KindInvalid, "error.sign-in")
		if i == 50 {
			_, err := c.SignIn(t.Context(), "lotte@zorg.example", password, home(i))
			require.NoError(t, err)
		}
	}
	_, err := c.SignIn(t.Context(), "lotte@zorg.example", password, home(101))
	refused(t, err, fault.KindThrottled, "error.throttled-seconds")
	_, err = c.SignIn(t.Context(), "lotte@zorg.example", password, account.Client{Origin: "2001:db8:1:3::1"})
	require.NoError(t, err)
}

// TestManyAtOnce pins that tries at the same moment are no way around (ASVS 2.4.1).
func TestManyAtOnce(t *testing.T) {
	c := openOn(t, dbtest.Database(t).Gorm)
	c.member(t, "lotte@zorg.example", account.RoleProvider)
	var looked atomic.Int32
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			_, err := c.SignIn(t.Context(), "lotte@zorg.example", wrong, from(i))
			if fault.Is(err, fault.KindInvalid) {
				looked.Add(1)
			}
		})
	}
	all.Wait()
	assert.EqualValues(t, 5, looked.Load())
}

// TestCodesAreThrottled pins the limit of codes per account, over any number of
// first stages.
func TestCodesAreThrottled(t *testing.T) {
	c := open(t)
	user := c.member(t, "lotte@zorg.example", account.RoleProvider)
	a, _ := c.setUp(t, user)
	c.after(time.Minute)
	for i := range 5 {
		_, _, err := c.FinishWithCode(t.Context(), c.firstStage(t, user), fmt.Sprintf("00000%d", i), browser)
		refused(t, err, fault.KindInvalid, "error.code")
	}
	_, _, err := c.FinishWithCode(t.Context(), c.firstStage(t, user), c.code(t, a), browser)
	refused(t, err, fault.KindThrottled, "error.throttled-seconds")
	c.after(time.Second)
	_, _, err = c.FinishWithCode(t.Context(), c.firstStage(t, user), c.code(t, a), browser)
	require.NoError(t, err)
}

// TestResetsAreThrottled pins that nobody's mailbox is filled, and that the link
// of before stays good.
func TestResetsAreThrottled(t *testing.T) {
	c := open(t)
	user := c.member(t, "lotte@zorg.example", account.RoleProvider)
	for range 20 {
		require.NoError(t, c.AskReset(t.Context(), user.Email, "192.0.2.1"))
	}
	assert.Len(t, c.letters(t), 3)
	c.after(15 * time.Minute)
	require.NoError(t, c.AskReset(t.Context(), user.Email, "192.0.2.1"))
	assert.Len(t, c.letters(t), 4)
}

// TestNewPasswordsAreThrottled pins that nobody makes the portal hash passwords
// without a valid link, and that one network address cannot keep trying links; who
// has the right one is not counted.
func TestNewPasswordsAreThrottled(t *testing.T) {
	c := open(t)
	user := c.member(t, "lotte@zorg.example", account.RoleProvider)
	before := allocated()
	for range 99 {
		refused(t, c.choose(t, "verzonnen", password), fault.KindConflict, "fault.link-spent")
	}
	assert.Less(t, (allocated()-before)/99, uint64(1<<20), "bytes for each; a hash takes many more")
	require.NoError(t, c.choose(t, c.link(t, account.PurposeSetPassword, user), password))
	refused(t, c.choose(t, "verzonnen", password), fault.KindConflict, "fault.link-spent")
	link := c.link(t, account.PurposeSetPassword, user)
	refused(t, c.choose(t, link, password), fault.KindThrottled, "error.throttled-seconds")
	c.after(time.Second)
	require.NoError(t, c.choose(t, link, password))
}

// allocated is how many bytes the process ever asked for.
func allocated() uint64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.TotalAlloc
}
