package portal

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	demodata "providerportal/cmd/portal/sample"
)

// BenchmarkPagesWhilePeopleSignIn measures the finder's page for one visitor, at
// rest and while 50 people send their password at once. It reports the median and
// the slowest page of both, and how long the 50 took.
func BenchmarkPagesWhilePeopleSignIn(b *testing.B) {
	site := newSite(b)
	site.contracted(b)
	address, _ := site.listen(b, time.Second)
	emails := make([]string, 50)
	for i := range emails {
		emails[i] = site.consultant(b, "GM0984").actor.Email
	}
	for b.Loop() {
		rest := pageTimes(b, address, func(n int) bool { return n < 200 })
		var busy atomic.Bool
		busy.Store(true)
		started := time.Now()
		go func() { site.signInAll(b, address, emails); busy.Store(false) }()
		crowd := pageTimes(b, address, func(int) bool { return busy.Load() })
		b.ReportMetric(float64(time.Since(started).Milliseconds()), "ms/50-sign-ins")
		for name, times := range map[string][]time.Duration{"rest": rest, "crowd": crowd} {
			slices.Sort(times)
			b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "ms-median-"+name)
			b.ReportMetric(float64(times[len(times)-1].Microseconds())/1000, "ms-slowest-"+name)
		}
	}
}

// pageTimes gets the finder again and again while more says so.
func pageTimes(b *testing.B, address string, more func(n int) bool) (times []time.Duration) {
	b.Helper()
	for n := 0; more(n) || n == 0; n++ {
		started := time.Now()
		answer, err := http.Get("http://" + address + "/aanbieders")
		if err != nil {
			b.Error(err)
			return times
		}
		_, _ = io.Copy(io.Discard, answer.Body)
		_ = answer.Body.Close()
		times = append(times, time.Since(started))
	}
	return times
}

// signInAll sends the passwords of all these people at the same time.
func (s *site) signInAll(b *testing.B, address string, emails []string) {
	var everybody sync.WaitGroup
	for _, email := range emails {
		everybody.Go(func() {
			if err := passwordOf(address, s.formCookie(), email); err != nil {
				b.Error(err)
			}
		})
	}
	everybody.Wait()
}

// passwordOf signs one person in as far as the password goes. The cookies are
// for https, so they are carried by hand.
func passwordOf(address, formCookie, email string) error {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return err
	}
	client := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	page, err := client.Get("http://" + address + "/inloggen")
	if err != nil {
		return err
	}
	defer func() { _ = page.Body.Close() }()
	doc, err := goquery.NewDocumentFromReader(page.Body)
	if err != nil {
		return err
	}
	fields := url.Values{
		csrfField: {doc.Find("main input[name=_csrf]").AttrOr("value", "")}, "email": {email}, "password": {demodata.Password},
	}
	request, err := http.NewRequest(http.MethodPost, "http://"+address+"/inloggen", bytes.NewReader([]byte(fields.Encode())))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for _, cookie := range page.Cookies() {
		if cookie.Name == formCookie {
			request.AddCookie(&http.Cookie{Name: cookie.Name, Value: cookie.Value})
		}
	}
	answer, err := client.Do(request)
	if err != nil {
		return err
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther {
		return fmt.Errorf("sign-in of %s: status %d", email, answer.StatusCode)
	}
	return nil
}
