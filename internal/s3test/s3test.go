// Package s3test gives tests a real S3 server: versitygw on a temporary
// directory. A test that needs it fails when the program is not installed; it
// never skips.
package s3test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"providerportal/internal/proctest"
)

// Region is the region the server says it is in.
const Region = "us-east-1"

// Server is a running S3 server with one empty bucket. It speaks plain HTTP.
type Server struct {
	Endpoint  string // host:port
	AccessKey string
	SecretKey string
	Bucket    string

	t       testing.TB
	dir     string
	process *proctest.Process
	locking bool
}

// Start runs a server until the end of the test, or until the test process dies.
func Start(t testing.TB) *Server {
	t.Helper()
	return start(t, false)
}

// StartLocking is Start with a bucket that keeps versions and can lock objects.
func StartLocking(t testing.TB) *Server {
	t.Helper()
	return start(t, true)
}

func start(t testing.TB, locking bool) *Server {
	t.Helper()
	server := &Server{
		Endpoint: proctest.FreeAddress(t), AccessKey: "portal", SecretKey: "portal-secret", Bucket: "documents",
		t: t, dir: t.TempDir(), locking: locking,
	}
	for _, dir := range []string{"objects", "attributes", "versions"} {
		if err := os.Mkdir(filepath.Join(server.dir, dir), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(server.Stop)
	server.Restart()
	if err := server.Client().MakeBucket(context.Background(), server.Bucket, minio.MakeBucketOptions{ObjectLocking: locking}); err != nil {
		t.Fatalf("s3test: make bucket: %v", err)
	}
	return server
}

// Stop kills the server, as a broken machine would. What it stored stays.
func (s *Server) Stop() {
	if s.process != nil {
		s.process.Kill()
		s.process = nil
	}
}

// Restart runs the server again on the same address with the same objects and
// returns when it answers.
func (s *Server) Restart() {
	s.t.Helper()
	s.Stop()
	args := []string{
		"--access", s.AccessKey, "--secret", s.SecretKey, "--region", Region,
		"--port", s.Endpoint, "--health", "/health", "--quiet",
		"posix", "--sidecar", filepath.Join(s.dir, "attributes"),
	}
	if s.locking {
		args = append(args, "--versioning-dir", filepath.Join(s.dir, "versions"))
	}
	s.process = proctest.Start(s.t, proctest.Tool(s.t, "versitygw"), append(args, filepath.Join(s.dir, "objects"))...)
	s.process.WaitUntil(s.t, 10*time.Second, func() error {
		answer, err := http.Get("http://" + s.Endpoint + "/health")
		if err != nil {
			return err
		}
		answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			return fmt.Errorf("health says %s", answer.Status)
		}
		return nil
	})
}

// Client gives a client with the rights of the server's owner, to look at what
// the code under test left in the bucket.
func (s *Server) Client() *minio.Core {
	s.t.Helper()
	client, err := minio.NewCore(s.Endpoint, &minio.Options{
		Creds: credentials.NewStaticV4(s.AccessKey, s.SecretKey, ""), Region: Region,
		Transport: &http.Transport{
			DisableKeepAlives: true,
			DialContext:       (&net.Dialer{Timeout: time.Second}).DialContext,
		},
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return client
}
