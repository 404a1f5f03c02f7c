package main

import (
	"bytes"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"providerportal/cmd/portal/sample"
	"providerportal/cmd/portal/wire"
	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/clamdtest"
	"providerportal/internal/jobs"
	"providerportal/storage/database"
	"providerportal/storage/documents"
)

// BenchmarkUpload25MB brings twenty documents of 25 MB at once through the website
// of `portal serve`, with clamd and S3, and reports how far the process grew above
// what it held before, as the kernel counts it. The issue allows 16 MB.
func BenchmarkUpload25MB(b *testing.B) {
	const uploads, size = 20, 25 << 20
	p := newProduction(b)
	p.settings = append(p.settings, "SCAN_DISABLED=false", "CLAMD_ADDR="+clamdtest.Start(b).TCPAddr, "UPLOAD_DIR="+b.TempDir())
	p.start()
	people := make([]*person, uploads)
	for i := range people {
		people[i] = p.draftOf(b, sample.Organisations(uploads)[i])
	}
	document := largePDF(size)
	require.NoError(b, people[0].upload(b.Context(), "UEA", bytes.NewReader(document))) // the code is there already
	for _, person := range people {
		person.page("/mijn/aanmelding/eisen/KVK") // twenty people have the form before them
	}
	time.Sleep(time.Second)
	before := residentOf(b, p.process.Process.Pid)
	most, stop := before, make(chan struct{})
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		for {
			select {
			case <-stop:
				return
			case <-time.After(5 * time.Millisecond):
				most = max(most, residentOf(b, p.process.Process.Pid))
			}
		}
	}()
	b.SetBytes(uploads * size)
	for b.Loop() {
		var wait sync.WaitGroup
		for _, person := range people {
			wait.Go(func() {
				if err := person.upload(b.Context(), "KVK", bytes.NewReader(document)); err != nil {
					b.Error(err)
				}
			})
		}
		wait.Wait()
	}
	close(stop)
	<-watched
	b.ReportMetric(float64(before)/(1<<20), "MB-before")
	b.ReportMetric(float64(most-before)/(1<<20), "MB-extra")
	for _, person := range people {
		require.Contains(b, person.page("/mijn/aanmelding/eisen/KVK").Find("main").Text(), "KVK.pdf (25 MB)")
	}
	require.Zero(b, p.end(syscall.SIGTERM), p.written())
}

// draftOf makes an organisation with a draft, and a browser that is signed in.
func (p *production) draftOf(b *testing.B, organisation sample.Organisation) *person {
	b.Helper()
	db, err := database.Open(b.Context(), p.database)
	require.NoError(b, err)
	defer db.Close()
	inserter, err := jobs.Insert()
	require.NoError(b, err)
	domain, err := wire.Build(b.Context(), wire.Parts{
		DB: db.Gorm, Now: time.Now, BaseURL: "http://" + p.address, Scanner: documents.NoScanner{},
		MaxUpload: documents.DefaultMaxBytes, Jobs: inserter, Secret: []byte(strings.Repeat("geheim", 6)),
	})
	require.NoError(b, err)
	actor, err := sample.Maker{Domain: domain, DB: db.Gorm}.Applicant(b.Context(), organisation)
	require.NoError(b, err)
	id, err := domain.Enrollment.Start(b.Context(), actor)
	require.NoError(b, err)
	require.NoError(b, domain.Enrollment.SaveContact(b.Context(), actor, id, enrollment.Contact{
		Name: organisation.Person, Email: organisation.Email(), Phone: "077-0123456",
	}))
	secret, err := domain.Accounts.OpenFor(b.Context(), actor, account.MethodDemo, account.Client{})
	require.NoError(b, err)
	person := p.person()
	person.http.Timeout = 2 * time.Minute
	base, err := url.Parse(person.base)
	require.NoError(b, err)
	person.http.Jar.SetCookies(base, []*http.Cookie{{Name: "portal", Value: secret, Path: "/"}})
	return person
}

// largePDF is a document with a stream of this size that nothing shows.
func largePDF(size int) []byte {
	small := sample.PDF("groot")
	at := bytes.LastIndex(small, []byte("xref\n0 "))
	filler := bytes.Repeat([]byte("%"+strings.Repeat("x", 62)+"\n"), (size-len(small))/64)
	return append(append(bytes.Clone(small[:at]), filler...), small[at:]...)
}

func residentOf(b *testing.B, pid int) uint64 {
	text, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/statm")
	if err != nil {
		b.Error(err)
		return 0
	}
	pages, _ := strconv.ParseUint(strings.Fields(string(text))[1], 10, 64)
	return pages * uint64(os.Getpagesize())
}
