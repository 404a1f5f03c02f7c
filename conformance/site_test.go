//go:build conformance

package conformance

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/textproto"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/PuerkitoBio/goquery"
	"github.com/stretchr/testify/require"

	"providerportal/cmd/portal/sample"
	"providerportal/cmd/portal/wire"
	"providerportal/internal/account"
	"providerportal/internal/clamdtest"
	"providerportal/internal/dbtest"
	"providerportal/internal/jobs"
	"providerportal/internal/s3test"
	"providerportal/portal"
	"providerportal/storage/documents"
)

// testSite is the whole portal on a port of this machine, with a real database,
// object store and scanner, and an applicant who is signed in.
type testSite struct {
	base   string
	http   *http.Client
	domain *wire.Domain
	make   sample.Maker
}

// answerAddress is where the applicant uploads.
const answerAddress = "/mijn/aanmelding/eisen/UEA"

func openSite(t *testing.T) *testSite {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	site := &testSite{base: "http://" + listener.Addr().String()}
	secret := []byte(strings.Repeat("s", 32))
	db, server := dbtest.Database(t), s3test.Start(t)
	store, err := documents.NewS3(documents.S3Settings{
		Endpoint: server.Endpoint, Region: s3test.Region, Bucket: server.Bucket,
		AccessKey: server.AccessKey, SecretKey: server.SecretKey, Insecure: true,
	})
	require.NoError(t, err)
	inserter, err := jobs.Insert()
	require.NoError(t, err)
	domain, err := wire.Build(t.Context(), wire.Parts{
		DB: db.Gorm, Now: time.Now, BaseURL: site.base, Store: store, Scanner: documents.Clamd{Addr: clamdtest.Start(t).Addr},
		MaxUpload: documents.DefaultMaxBytes, SpoolDir: t.TempDir(), Jobs: inserter, Secret: secret,
	})
	require.NoError(t, err)
	web, err := portal.New(portal.Config{BaseURL: site.base, Secret: secret, Office: domain.Office, MaxUpload: documents.DefaultMaxBytes},
		portal.Services{
			Accounts: domain.Accounts, SignOn: domain.SignOn, Directory: domain.Directory, Enrollment: domain.Enrollment,
			Matching: domain.Matching, Letters: domain.Letters, Clients: domain.Clients, Webhooks: domain.Webhooks, Ready: func(context.Context) error { return nil },
		}, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- web.Serve(ctx, listener, time.Second) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		store.Close()
	})

	site.domain, site.make = domain, sample.Maker{Domain: domain, DB: db.Gorm}
	actor, err := site.make.Applicant(t.Context(), sample.Organisations(1)[0])
	require.NoError(t, err)
	_, err = domain.Enrollment.Start(t.Context(), actor)
	require.NoError(t, err)
	session, err := domain.Accounts.OpenFor(t.Context(), actor, account.MethodDemo, account.Client{})
	require.NoError(t, err)
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	address, err := url.Parse(site.base)
	require.NoError(t, err)
	jar.SetCookies(address, []*http.Cookie{{Name: "portal", Value: session, Path: "/"}})
	site.http = &http.Client{Jar: jar, Timeout: time.Minute}
	return site
}

// do sends one request, following redirects, and reads the answer.
func (s *testSite) do(t *testing.T, method, address string, header http.Header, body io.Reader) (*http.Response, []byte) {
	t.Helper()
	request, err := http.NewRequest(method, s.base+address, body)
	require.NoError(t, err)
	for name, values := range header {
		request.Header[name] = values
	}
	response, err := s.http.Do(request)
	require.NoError(t, err)
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response, content
}

func (s *testSite) page(t *testing.T, address string) *goquery.Document {
	t.Helper()
	response, body := s.do(t, http.MethodGet, address, nil, nil)
	require.Equal(t, http.StatusOK, response.StatusCode, address)
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(body))
	require.NoError(t, err)
	return doc
}

// uploaded is what became of a file: the words beside the field, or where it is.
type uploaded struct {
	refusal string
	link    string
	page    string // what the page says about the document
}

// upload sends a file to the applicant's answer, as a program would that does not
// mind what is in a name.
func (s *testSite) upload(t *testing.T, name, contentType string, content []byte) uploaded {
	t.Helper()
	form := s.page(t, answerAddress).Find("form[enctype]")
	var body bytes.Buffer
	writer := multipart.NewWriter(&body)
	form.Find("input[type=hidden]").Each(func(_ int, field *goquery.Selection) {
		require.NoError(t, writer.WriteField(field.AttrOr("name", ""), field.AttrOr("value", "")))
	})
	quoted := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(name)
	part, err := writer.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {fmt.Sprintf(`form-data; name="file"; filename="%s"`, quoted)}, "Content-Type": {contentType},
	})
	require.NoError(t, err)
	_, err = part.Write(content)
	require.NoError(t, err)
	require.NoError(t, writer.Close())
	response, answer := s.do(t, http.MethodPost, answerAddress, http.Header{"Content-Type": {writer.FormDataContentType()}}, &body)
	require.Less(t, response.StatusCode, 500, "%q", name)
	if response.StatusCode != http.StatusOK {
		doc, err := goquery.NewDocumentFromReader(bytes.NewReader(answer))
		require.NoError(t, err)
		refusal := strings.TrimSpace(doc.Find("#file-error").Text())
		if strings.ContainsFunc(name, unicode.IsControl) && response.StatusCode == http.StatusBadRequest {
			return uploaded{refusal: doc.Find("h1").Text()} // no browser sends such a header
		}
		require.NotEmpty(t, refusal, "%q is refused with %d, and nothing stands beside the field", name, response.StatusCode)
		require.Equal(t, http.StatusUnprocessableEntity, response.StatusCode)
		return uploaded{refusal: refusal}
	}
	document := s.page(t, answerAddress).Find("form[enctype] a[href^='/mijn/documenten/']").First()
	require.Equal(t, 1, document.Length(), "%q was taken and is not there", name)
	return uploaded{link: document.AttrOr("href", ""), page: document.Text()}
}

// wantPackedRefused sends a packed body to a form and to an upload.
func (s *testSite) wantPackedRefused(t *testing.T, content []byte) {
	t.Helper()
	before := heapOf()
	for _, address := range []string{"/inloggen", answerAddress, "/mijn/aanmelding/contact"} {
		response, _ := s.do(t, http.MethodPost, address, http.Header{
			"Content-Type": {"application/x-www-form-urlencoded"}, "Content-Encoding": {"gzip"},
		}, bytes.NewReader(content))
		require.Contains(t, []int{http.StatusUnsupportedMediaType, http.StatusRequestEntityTooLarge}, response.StatusCode)
	}
	require.Less(t, heapOf()-before, int64(8<<20))
}

func (s *testSite) wantAlive(t *testing.T) {
	t.Helper()
	response, _ := s.do(t, http.MethodGet, "/health/live", nil, nil)
	require.Equal(t, http.StatusOK, response.StatusCode)
}
