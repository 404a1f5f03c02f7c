//go:build bench

package portal

import (
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/valyala/fasthttp"

	"providerportal/internal/proctest"
	"providerportal/internal/s3test"
)

// buildPortal makes the program that is measured, as `make build` does.
func buildPortal(t *testing.T, folder string) string {
	t.Helper()
	program := filepath.Join(folder, "portal")
	build := exec.Command("go", "build", "-trimpath", "-o", program, "../cmd/portal")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, output)
	}
	return program
}

// importProviders takes the generated providers over as an operator would.
func importProviders(t *testing.T, program, database, file string) {
	t.Helper()
	began := time.Now()
	load := exec.Command(program, "import", "providers", "--add-target-groups", file)
	load.Env = append(os.Environ(), "DATABASE_URL="+database)
	output, err := load.CombinedOutput()
	if err != nil {
		t.Fatalf("import: %v\n%s", err, output)
	}
	lines := strings.Split(strings.TrimSpace(string(output)), "\n")
	fmt.Printf("\n%s (%.1f s in all)\n", lines[len(lines)-1], time.Since(began).Seconds())
}

// servePortal runs `portal serve` on the database, its log thrown away, and gives
// its address and process id.
func servePortal(t *testing.T, program, database string) (string, int) {
	t.Helper()
	store := s3test.Start(t)
	host := proctest.FreeAddress(t)
	for name, value := range map[string]string{
		"DATABASE_URL": database, "PORTAL_ADDR": host, "PORTAL_BASE_URL": "http://" + host, "PORTAL_SECRET": strings.Repeat("geheim", 6),
		"S3_ENDPOINT": store.Endpoint, "S3_BUCKET": store.Bucket, "S3_REGION": s3test.Region, "S3_ACCESS_KEY": store.AccessKey,
		"S3_SECRET_KEY": store.SecretKey, "S3_INSECURE": "true", "SMTP_HOST": "127.0.0.1", "SMTP_PORT": "1", "SMTP_USER": "portal",
		"SMTP_PASSWORD": "geheim", "MAIL_FROM": "portaal@mgr.example", "SCAN_DISABLED": "true", // it sends no mail
	} {
		t.Setenv(name, value)
	}
	folder := t.TempDir()
	noted, log := filepath.Join(folder, "pid"), filepath.Join(folder, "log")
	proctest.Start(t, "sh", "-c", `echo $$ > "$1"; exec "$2" serve > "$3" 2>/dev/null`, "sh", noted, program, log)
	eventually(t, "portal serve", func() bool { return codeOf("http://"+host+"/aanbieders") == fasthttp.StatusOK })
	content, err := os.ReadFile(noted)
	must(t, err)
	pid, err := strconv.Atoi(strings.TrimSpace(string(content)))
	must(t, err)
	return "http://" + host, pid
}

func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Minute); !holds(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%s does not get ready", what)
		}
	}
}

func parseAddress(address string) (url.Values, error) {
	parsed, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	return parsed.Query(), nil
}
