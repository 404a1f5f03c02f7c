package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/pquerna/otp/totp"
	"github.com/stretchr/testify/require"

	"providerportal/cmd/portal/sample"
	"providerportal/internal/dbtest"
	"providerportal/internal/proctest"
	"providerportal/internal/s3test"
	"providerportal/internal/smtptest"
	"providerportal/storage/database"
)

// production is `portal serve` with a real database, object store and mail
// server, which may be killed and started again.
type production struct {
	t        testing.TB
	settings []string
	address  string
	process  *exec.Cmd
	log      *os.File // what the portal wrote, over all its lives
	mail     *smtptest.Server
	database string
}

func newProduction(t testing.TB) *production {
	t.Helper()
	p := &production{t: t, mail: smtptest.Start(t, smtptest.Options{User: "portal", Password: "geheim"}), database: dbtest.EmptyURL(t)}
	store := s3test.Start(t)
	certificate := filepath.Join(t.TempDir(), "smtp.pem")
	require.NoError(t, os.WriteFile(certificate, p.mail.PEM, 0o600))
	p.address = proctest.FreeAddress(t)
	p.settings = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "SSL_CERT_FILE=" + certificate, "LOG_FORMAT=text",
		"PORTAL_ADDR=" + p.address, "PORTAL_BASE_URL=http://" + p.address, "PORTAL_SECRET=" + strings.Repeat("geheim", 6),
		"DATABASE_URL=" + p.database, "S3_ENDPOINT=" + store.Endpoint, "S3_BUCKET=" + store.Bucket, "S3_REGION=" + s3test.Region,
		"S3_ACCESS_KEY=" + store.AccessKey, "S3_SECRET_KEY=" + store.SecretKey, "S3_INSECURE=true",
		"SMTP_HOST=" + p.mail.Host, fmt.Sprintf("SMTP_PORT=%d", p.mail.Port), "SMTP_USER=portal", "SMTP_PASSWORD=geheim",
		"MAIL_FROM=portaal@mgr.example", "SCAN_DISABLED=true",
	}
	log, err := os.Create(filepath.Join(t.TempDir(), "log"))
	require.NoError(t, err)
	p.log = log
	t.Cleanup(func() { p.end(syscall.SIGKILL); _ = log.Close() })
	return p
}

// start runs the portal until it says that it is ready.
func (p *production) start() {
	p.t.Helper()
	path, err := binary()
	require.NoError(p.t, err)
	p.process = exec.Command(path, "serve")
	p.process.Env, p.process.Stderr = p.settings, p.log
	out, err := p.process.StdoutPipe()
	require.NoError(p.t, err)
	require.NoError(p.t, p.process.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(p.t, err, p.written())
	require.Contains(p.t, line, "portal is ready on http://"+p.address)
}

// end sends the signal and gives the exit code.
func (p *production) end(signal os.Signal) int {
	if p.process == nil {
		return 0
	}
	_ = p.process.Process.Signal(signal)
	_ = p.process.Wait()
	code := p.process.ProcessState.ExitCode()
	p.process = nil
	return code
}

// written is the portal's log so far.
func (p *production) written() string {
	text, err := os.ReadFile(p.log.Name())
	require.NoError(p.t, err)
	return string(text)
}

// person is a browser without scripts.
type person struct {
	t    testing.TB
	base string
	http *http.Client
}

func (p *production) person() *person {
	jar, err := cookiejar.New(nil)
	require.NoError(p.t, err)
	return &person{p.t, "http://" + p.address, &http.Client{Jar: jar, Timeout: 20 * time.Second}}
}

func (p *person) page(path string) *goquery.Document {
	p.t.Helper()
	answer, err := p.http.Get(p.base + path)
	require.NoError(p.t, err)
	return p.read(answer)
}

func (p *person) read(answer *http.Response) *goquery.Document {
	p.t.Helper()
	defer answer.Body.Close()
	doc, err := goquery.NewDocumentFromReader(answer.Body)
	require.NoError(p.t, err)
	require.Less(p.t, answer.StatusCode, 400, strings.TrimSpace(doc.Find("main").Text()))
	return doc
}

// post sends a form of the page at path, with its token and these fields.
func (p *person) post(path, action string, fields url.Values) *goquery.Document {
	p.t.Helper()
	return p.send(p.page(path), action, fields)
}

// send sends a form of this page, with its token and these fields.
func (p *person) send(doc *goquery.Document, action string, fields url.Values) *goquery.Document {
	p.t.Helper()
	doc.Find("form[method=post] input[type=hidden]").Each(func(_ int, hidden *goquery.Selection) {
		if name := hidden.AttrOr("name", ""); !fields.Has(name) {
			fields.Set(name, hidden.AttrOr("value", ""))
		}
	})
	answer, err := p.http.PostForm(p.base+action, fields)
	require.NoError(p.t, err)
	return p.read(answer)
}

// setUpApp enters the first code of a code app, with the secret on the page.
func (p *person) setUpApp() {
	p.t.Helper()
	page := p.page("/inloggen/code") // every time it opens it shows another secret
	secret := strings.ReplaceAll(page.Find("code.secret").Text(), " ", "")
	code, err := totp.GenerateCode(secret, time.Now())
	require.NoError(p.t, err)
	codes := p.send(page, "/inloggen/instellen", url.Values{"code": {code}}).Find("ol.codes code").Length()
	require.Equal(p.t, 10, codes, "recovery codes")
}

// upload sends the answer to a document requirement; content may never end.
func (p *person) upload(ctx context.Context, code string, content io.Reader) error {
	p.t.Helper()
	path := "/mijn/aanmelding/eisen/" + code
	token := p.page(path).Find("main input[name=_csrf]").AttrOr("value", "")
	var head bytes.Buffer
	form := multipart.NewWriter(&head)
	require.NoError(p.t, form.WriteField("_csrf", token))
	_, err := form.CreateFormFile("file", code+".pdf")
	require.NoError(p.t, err)
	tail := "\r\n--" + form.Boundary() + "--\r\n"
	size := int64(head.Len()) + int64(len(tail)) + 4<<20
	if known, ok := content.(*bytes.Reader); ok {
		size = int64(head.Len()) + int64(len(tail)) + known.Size()
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, p.base+path, io.MultiReader(&head, content, strings.NewReader(tail)))
	require.NoError(p.t, err)
	request.ContentLength = size
	request.Header.Set("Content-Type", form.FormDataContentType())
	answer, err := p.http.Do(request)
	if err != nil {
		return err
	}
	return answer.Body.Close()
}

var linkInMail = regexp.MustCompile(`http://[^\s]+sleutel=[\w-]+`)

// mailTo waits for the newest letter to the address with a one-time link.
func (p *production) linkFor(address string, patience time.Duration) (link, messageID string) {
	p.t.Helper()
	require.Eventually(p.t, func() bool {
		for _, message := range p.mail.Received() {
			if message.To == address && linkInMail.MatchString(message.Text) {
				link = linkInMail.FindString(message.Text)
				messageID = message.Header.Get("Message-Id")
			}
		}
		return link != ""
	}, patience, 100*time.Millisecond, "no letter for %s", address)
	return link, messageID
}

// The crash test of the road: a kill -9 between the mail server's acceptance and
// our record, and one in the middle of an upload. Nothing is lost; the letter
// goes out again with the same Message-ID, and only that one letter.
func TestKilledPortalLosesNothing(t *testing.T) {
	t.Parallel()
	p := newProduction(t)
	p.start()
	accepted, release := make(chan struct{}), make(chan struct{})
	var times atomic.Int32
	p.mail.Set(smtptest.Hooks{Accepted: func(smtptest.Message, net.Conn) {
		if times.Add(1) == 1 {
			close(accepted)
			<-release
		}
	}})
	organisation := sample.Organisations(1)[0]
	applicant := p.person()
	applicant.post("/registreren", "/registreren", url.Values{
		"kvk": {organisation.KvK}, "organisation": {organisation.Name}, "name": {organisation.Person},
		"email": {organisation.Email()}, "password": {sample.Password},
	})
	<-accepted
	p.end(syscall.SIGKILL)
	close(release)
	_, first := p.linkFor(organisation.Email(), time.Second)

	p.start()
	require.Eventually(t, func() bool { return len(p.mail.Received()) == 2 }, 3*time.Minute, 200*time.Millisecond, "the letter did not go out again")
	link, second := p.linkFor(organisation.Email(), time.Second)
	require.Equal(t, first, second, "Message-ID")

	applicant.post(strings.TrimPrefix(link, applicant.base), "/registreren/bevestigen", url.Values{"password": {sample.Password}})
	applicant.post("/inloggen", "/inloggen", url.Values{"email": {organisation.Email()}, "password": {sample.Password}})
	applicant.setUpApp()
	applicant.post("/mijn/aanmelding", "/mijn/aanmelding", url.Values{})
	applicant.post("/mijn/aanmelding/contact", "/mijn/aanmelding/contact", url.Values{
		"name": {organisation.Person}, "email": {organisation.Email()}, "phone": {"077-0123456"},
	})
	require.NoError(t, applicant.upload(t.Context(), "UEA", bytes.NewReader(sample.PDF("Eigen verklaring"))))

	endless, writer := io.Pipe()
	uploading := make(chan error, 1)
	go func() { uploading <- applicant.upload(t.Context(), "KVK", endless) }()
	_, err := writer.Write(append(sample.PDF("half"), make([]byte, 1<<20)...))
	require.NoError(t, err)
	p.end(syscall.SIGKILL)
	_ = writer.CloseWithError(io.ErrClosedPipe)
	require.Error(t, <-uploading)

	p.start()
	doc := applicant.page("/mijn/aanmelding/eisen/UEA")
	require.Contains(t, doc.Find("main").Text(), "UEA.pdf", "the first document is gone")
	require.NotContains(t, applicant.page("/mijn/aanmelding/eisen/KVK").Find("main").Text(), "KVK.pdf")
	require.NoError(t, applicant.upload(t.Context(), "KVK", bytes.NewReader(sample.PDF("Uittreksel"))))
	require.Contains(t, applicant.page("/mijn/aanmelding/eisen/KVK").Find("main").Text(), "KVK.pdf")
	require.Len(t, p.mail.Received(), 2, "only the letter of the crash may go out twice")

	db, err := database.Open(t.Context(), p.database)
	require.NoError(t, err)
	defer db.Close()
	var waiting int64
	require.NoError(t, db.Gorm.Table("letters").Where("sent_at IS NULL").Count(&waiting).Error)
	require.Zero(t, waiting, "letters that never left")

	require.Zero(t, p.end(syscall.SIGTERM), "a stop by SIGTERM is clean: %s", p.written())
}
