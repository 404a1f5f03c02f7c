package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/internal/dbtest"
	"providerportal/storage/database"
)

// binary is the program as make build makes it.
var binary = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "portal-test-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "portal")
	build := exec.Command("go", "build", "-trimpath", "-ldflags", "-X main.version=v0.0.0-test", "-o", path, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	output, err := build.CombinedOutput()
	if err != nil {
		return "", errors.Join(err, errors.New(string(output)))
	}
	return path, nil
})

func TestMain(m *testing.M) {
	status := m.Run()
	if path, err := binary(); err == nil {
		_ = os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(status)
}

type answer struct {
	status   int
	out, err string
}

// runPortal runs the built program with these settings and no others.
func runPortal(t *testing.T, settings []string, args ...string) answer {
	t.Helper()
	path, err := binary()
	require.NoError(t, err)
	command := exec.Command(path, args...)
	command.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir()}, settings...)
	var out, errors bytes.Buffer
	command.Stdout, command.Stderr = &out, &errors
	err = command.Run()
	if command.ProcessState == nil {
		t.Fatal(err)
	}
	return answer{command.ProcessState.ExitCode(), out.String(), errors.String()}
}

func TestExitCodes(t *testing.T) {
	for _, row := range []struct {
		name     string
		settings []string
		args     []string
		status   int
		err      string
	}{
		{"version", nil, []string{"version"}, 0, ""},
		{"help", nil, []string{"help"}, 0, ""},
		{"help of a command", nil, []string{"help", "serve"}, 0, ""},
		{"nothing asked", nil, nil, 2, "Usage: portal <command>"},
		{"unknown command", nil, []string{"fly"}, 2, "portal: unexpected argument fly"},
		{"unknown flag", nil, []string{"version", "--loud"}, 2, "portal: unknown flag --loud"},
		{"no settings", nil, []string{"serve"}, 2, "portal: DATABASE_URL: is required"},
		{"no settings to check", nil, []string{"check"}, 2, "portal: S3_BUCKET: is required"},
		{"no database to migrate", nil, []string{"migrate"}, 2, "portal: DATABASE_URL: is required"},
		{"not a date", nil, []string{"workdays", "2026-02-30"}, 2, `portal: "2026-02-30" is not a date`},
		{"no days", nil, []string{"workdays", "2026-02-27", "--days", "0"}, 2, "portal: --days: must be 1 to 1000"},
		{"too many days", nil, []string{"workdays", "2026-02-27", "--days", "1001"}, 2, "portal: --days"},
		{"nobody alive", nil, []string{"check", "--live", "http://127.0.0.1:1"}, 1, "portal: "},
		{"two questions", nil, []string{"check", "--live", "http://127.0.0.1:1", "--ready", "http://127.0.0.1:1"}, 2, "portal: --live"},
		{"wrong address", []string{"DATABASE_URL=postgres://portal:hunter2%zz@database/portal"}, []string{"workdays", "2026-02-27"}, 1, "portal: "},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			got := runPortal(t, row.settings, row.args...)
			assert.Equal(t, row.status, got.status, got.err)
			assert.Contains(t, got.err, row.err)
			assert.NotContains(t, got.err, "hunter2")
			if row.status == 1 {
				assert.Equal(t, 1, strings.Count(got.err, "\n"), "the reason is one line: %s", got.err)
			}
		})
	}
}

func TestVersionOfTheBuild(t *testing.T) {
	assert.Regexp(t, `^portal v0\.0\.0-test \(go1\.`, runPortal(t, nil, "version").out)
}

// Each setting of interface is told by `portal help serve`.
func TestHelpNamesEverySetting(t *testing.T) {
	help := runPortal(t, nil, "help", "serve").out
	for _, name := range []string{
		"PORTAL_ADDR", "PORTAL_BASE_URL", "PORTAL_SECRET", "SECURITY_CONTACT", "PORTAL_TRUSTED_PROXIES", "DATABASE_URL",
		"S3_ENDPOINT", "S3_REGION", "S3_BUCKET", "S3_ACCESS_KEY", "S3_SECRET_KEY", "S3_INSECURE",
		"SMTP_HOST", "SMTP_PORT", "SMTP_USER", "SMTP_PASSWORD", "SMTP_TLS",
		"MAIL_FROM", "MAIL_DKIM_KEY_FILE", "MAIL_DKIM_SELECTOR", "CLAMD_ADDR", "SCAN_DISABLED",
		"THEME_CSS", "THEME_CLASS", "LOG_LEVEL", "LOG_FORMAT",
		"PORTAL_SECRET_FILE", "DATABASE_URL_FILE", "S3_ACCESS_KEY_FILE", "S3_SECRET_KEY_FILE", "SMTP_PASSWORD_FILE",
	} {
		assert.Regexp(t, `\$`+name+`\b`, help)
	}
}

func TestWorkdaysOfEveryExample(t *testing.T) {
	file, err := os.Open("../../internal/workday/testdata/workdays.csv")
	require.NoError(t, err)
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	require.NoError(t, err)
	for _, row := range rows[1:] {
		got := runPortal(t, nil, "workdays", row[0])
		assert.Equal(t, answer{0, row[1] + "\n", got.err}, got, row[2])
	}
}

func TestWorkdaysSaysWhatItCannotKnow(t *testing.T) {
	assert.Empty(t, runPortal(t, nil, "workdays", "2028-11-01").err)
	assert.Contains(t, runPortal(t, nil, "workdays", "2029-05-09").err, "royal decrees after 2028")
}

func TestWorkdaysWithStoredClosures(t *testing.T) {
	url := dbtest.URL(t)
	db, err := database.Open(t.Context(), url)
	require.NoError(t, err)
	defer db.Close()
	_, err = db.Pool.Exec(t.Context(), "insert into calendar_closures (day, name) values ('2026-02-16', 'Carnaval')")
	require.NoError(t, err)

	got := runPortal(t, []string{"DATABASE_URL=" + url}, "workdays", "2026-02-13", "--days", "5")
	assert.Equal(t, answer{0, "2026-02-23\n", ""}, got)
	assert.Equal(t, answer{0, "2026-02-20\n", ""}, runPortal(t, nil, "workdays", "2026-02-13", "--days", "5"))
}

func TestMigrate(t *testing.T) {
	settings := []string{"DATABASE_URL=" + dbtest.EmptyURL(t)}

	before := runPortal(t, settings, "migrate", "--check")
	assert.Equal(t, 1, before.status)
	assert.Contains(t, before.err, "0008_calendar.sql")

	first := runPortal(t, settings, "migrate")
	assert.Equal(t, 0, first.status, first.err)
	assert.Contains(t, first.out, "migrations applied")

	assert.Equal(t, "nothing is pending\n", runPortal(t, settings, "migrate").out)
	assert.Equal(t, answer{0, "nothing is pending\n", ""}, runPortal(t, settings, "migrate", "--check"))
}
