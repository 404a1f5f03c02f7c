package main

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"testing"

	"github.com/minio/minio-go/v7"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/internal/clamdtest"
	"providerportal/internal/dbtest"
	"providerportal/internal/s3test"
	"providerportal/internal/smtptest"
)

func TestCheckTriesEveryService(t *testing.T) {
	objects, scanner := s3test.Start(t), clamdtest.Start(t)
	mail := smtptest.Start(t, smtptest.Options{NoTLS: true})
	secured := smtptest.Start(t, smtptest.Options{}) // with a certificate that nobody trusts
	settings := func(more ...string) []string {
		all := append([]string{}, good...)
		all = append(all,
			"PORTAL_BASE_URL=http://localhost:8080", "DATABASE_URL="+dbtest.URL(t),
			"S3_ENDPOINT="+objects.Endpoint, "S3_REGION="+s3test.Region, "S3_BUCKET="+objects.Bucket,
			"S3_ACCESS_KEY="+objects.AccessKey, "S3_SECRET_KEY="+objects.SecretKey, "S3_INSECURE=true",
			"SMTP_HOST=127.0.0.1", fmt.Sprintf("SMTP_PORT=%d", mail.Port), "SMTP_TLS=none",
			"CLAMD_ADDR="+scanner.Addr)
		return append(all, more...)
	}

	got := runPortal(t, settings(), "check")
	assert.Equal(t, 0, got.status, got.err)
	assert.Regexp(t, `(?m)\Adatabase +ok +PostgreSQL \d.*, schema up to date
object store +ok +put, get and delete in bucket .*; no object lock: .*
mail +ok +127.0.0.1:\d+, TLS none
scanner +ok +clamd answers at .*
uploads +ok +up to 25 MB, waiting in /.*
\z`, got.out)
	locking := s3test.StartLocking(t)
	got = runPortal(t, settings("S3_ENDPOINT="+locking.Endpoint, "S3_BUCKET="+locking.Bucket), "check")
	assert.Regexp(t, `object store +ok +put, get and delete in bucket .*; object lock: signed agreements cannot be removed`, got.out)
	for left := range objects.Client().Client.ListObjects(t.Context(), objects.Bucket, minio.ListObjectsOptions{Recursive: true}) {
		assert.Fail(t, "the check leaves nothing behind", "%+v", left)
	}

	for _, row := range []struct{ name, setting, line string }{
		{"database", "DATABASE_URL=" + missingDatabase(t), `database +FAILED `},
		{"object store key", "S3_SECRET_KEY=wrong", `object store +FAILED `},
		{"mail certificate", fmt.Sprintf("SMTP_PORT=%d", secured.Port), `mail +FAILED +127.0.0.1:\d+: .*certificate`},
		{"scanner", "CLAMD_ADDR=" + nobody(t), `scanner +FAILED `},
		{"uploads", "UPLOAD_DIR=/dev/null", `uploads +FAILED `},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			more := []string{row.setting}
			if row.name == "mail certificate" {
				more = append(more, "SMTP_TLS=mandatory")
			}
			got := runPortal(t, settings(more...), "check")
			assert.Equal(t, 1, got.status)
			assert.Regexp(t, `(?m)^`+row.line, got.out)
			assert.Len(t, regexp.MustCompile(`(?m)^.* FAILED `).FindAllString(got.out, -1), 1, got.out)
			assert.Len(t, regexp.MustCompile(`(?m)^.* ok `).FindAllString(got.out, -1), 4, got.out)
			assert.Regexp(t, `\Aportal: .* failed\n\z`, got.err)
		})
	}

	got = runPortal(t, settings("CLAMD_ADDR="), "check")
	assert.Equal(t, 0, got.status, got.err)
	assert.Contains(t, got.out, "not configured: uploads are refused")
}

// missingDatabase gives the address of a database that a running server does
// not have; a server that does not run is waited for.
func missingDatabase(t *testing.T) string {
	t.Helper()
	address, err := url.Parse(dbtest.URL(t))
	require.NoError(t, err)
	address.Path = "/nowhere"
	return address.String()
}

// nobody gives an address at which nothing listens.
func nobody(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	return listener.Addr().String()
}

func TestCheckAsksTheHealthOfARunningPortal(t *testing.T) {
	running := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/health/ready" {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	defer running.Close()

	assert.Equal(t, answer{0, "", ""}, runPortal(t, nil, "check", "--live", running.URL))
	got := runPortal(t, nil, "check", "--ready", running.URL+"/")
	assert.Equal(t, 1, got.status)
	assert.Contains(t, got.err, "/health/ready says 503 Service Unavailable")
}
