package main

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// good are the settings of a portal in production.
var good = []string{
	"PORTAL_BASE_URL=https://portal.example.nl",
	"PORTAL_SECRET=0123456789abcdef0123456789abcdef",
	"DATABASE_URL=postgres://portal:hunter2@database/portal",
	"S3_ENDPOINT=objects.example.nl", "S3_BUCKET=portal", "S3_ACCESS_KEY=portal", "S3_SECRET_KEY=hunter2",
	"SMTP_HOST=smtp.example.nl", "MAIL_FROM=Portal <portal@example.nl>",
	"CLAMD_ADDR=clamav:3310",
}

// read gives the settings that these variables make, with the mistakes in them.
func read(t *testing.T, variables ...string) (*Settings, []string) {
	t.Helper()
	for _, variable := range append(slices.Clone(good), variables...) {
		name, value, _ := strings.Cut(variable, "=")
		t.Setenv(name, value)
	}
	var serve ServeCommand
	parser, err := newParserOf(&serve, console{os.Stdout, os.Stderr})
	require.NoError(t, err)
	_, err = parser.Parse(nil)
	require.NoError(t, err)
	if err := serve.Settings.Check(); err != nil {
		return &serve.Settings, strings.Split(err.Error(), "\n")
	}
	return &serve.Settings, nil
}

func TestSettings(t *testing.T) {
	dir := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
		return path
	}
	for _, row := range []struct {
		name      string
		variables []string
		mistakes  []string
	}{
		{"production", nil, nil},
		{"empty is unset", []string{"S3_REGION=", "SMTP_PORT=", "SMTP_TLS=", "LOG_LEVEL=", "LOG_FORMAT=", "PORTAL_TRUSTED_PROXIES="}, nil},
		{"slash after the address", []string{"PORTAL_BASE_URL=https://portal.example.nl/"}, nil},
		{"http", []string{"PORTAL_BASE_URL=http://portal.example.nl"},
			[]string{`PORTAL_BASE_URL: must begin with https:// unless it is a loopback address, and is "http://portal.example.nl"`}},
		{"http on loopback", []string{"PORTAL_BASE_URL=http://127.0.0.1:8080"}, nil},
		{"http on IPv6 loopback", []string{"PORTAL_BASE_URL=http://[::1]:8080"}, nil},
		{"http on localhost", []string{"PORTAL_BASE_URL=http://localhost:8080"}, nil},
		{"http on a name that begins like loopback", []string{"PORTAL_BASE_URL=http://127.0.0.1.example.nl"},
			[]string{`PORTAL_BASE_URL: must begin with https:// unless it is a loopback address, and is "http://127.0.0.1.example.nl"`}},
		{"path", []string{"PORTAL_BASE_URL=https://example.nl/portal"},
			[]string{`PORTAL_BASE_URL: must end after the host name, and is "https://example.nl/portal"`}},
		{"no scheme", []string{"PORTAL_BASE_URL=portal.example.nl"},
			[]string{`PORTAL_BASE_URL: must be an address such as https://portal.example.nl, and is "portal.example.nl"`}},
		{"short secret", []string{"PORTAL_SECRET=0123456789abcdef0123456789abcde"}, []string{"PORTAL_SECRET: must be at least 32 bytes"}},
		{"example secret", []string{"PORTAL_SECRET=development-only-0123456789abcdef"},
			[]string{"PORTAL_SECRET: is the public example; make one with: openssl rand -base64 48"}},
		{"example secret on loopback", []string{"PORTAL_SECRET=development-only-0123456789abcdef", "PORTAL_BASE_URL=http://localhost"}, nil},
		{"empty address", []string{"PORTAL_ADDR="}, nil},
		{"address", []string{"PORTAL_ADDR=8080"}, []string{`PORTAL_ADDR: must be HOST:PORT or :PORT, and is "8080"`}},
		{"security contact", []string{"SECURITY_CONTACT=security@example.nl"},
			[]string{`SECURITY_CONTACT: must begin with mailto: or https:// and hold no white space, and is "security@example.nl"`}},
		{"proxies", []string{"PORTAL_TRUSTED_PROXIES=10.0.0.0/8, ::1,proxy"},
			[]string{`PORTAL_TRUSTED_PROXIES: "proxy" is not an address or a network such as 10.0.0.0/8`}},
		{"networks of systems", []string{"WEBHOOK_NETWORKS=10.20.0.0/16, fd00::/8,10.0.0.1"},
			[]string{`WEBHOOK_NETWORKS: "10.0.0.1" is not a network such as 10.20.0.0/16`}},
		{"database", []string{"DATABASE_URL=mysql://portal:hunter2@database/portal"},
			[]string{"DATABASE_URL: must be like postgres://user:password@host:5432/database, with special characters in the password percent-encoded"}},
		{"object store", []string{"S3_ENDPOINT=https://objects.example.nl", "S3_BUCKET=Portal", "S3_INSECURE=maybe"}, []string{
			`S3_ENDPOINT: must be HOST or HOST:PORT without scheme or path, and is "https://objects.example.nl"`,
			`S3_BUCKET: must be 3 to 63 lower-case letters, digits, dots and hyphens, and is "Portal"`,
			`S3_INSECURE: must be true or false, and is "maybe"`,
		}},
		{"uploads", []string{"UPLOAD_MAX_MB=0"}, []string{`UPLOAD_MAX_MB: must be a whole number from 1 to 100, and is "0"`}},
		{"mail port", []string{"SMTP_PORT=70000"}, []string{`SMTP_PORT: must be a port from 1 to 65535, and is "70000"`}},
		{"mail account without password", []string{"SMTP_USER=portal"}, []string{"SMTP_USER: and SMTP_PASSWORD come together: set both or none"}},
		{"mail TLS", []string{"SMTP_TLS=sometimes"}, []string{`SMTP_TLS: must be mandatory, implicit or none, and is "sometimes"`}},
		{"mail without TLS", []string{"SMTP_TLS=none"},
			[]string{"SMTP_TLS: none is for a mail catcher on this machine; letters to smtp.example.nl must be protected"}},
		{"mail without TLS on loopback", []string{"SMTP_TLS=none", "SMTP_HOST=127.0.0.1"}, nil},
		{"mail without TLS on trial", []string{"SMTP_TLS=none", "SMTP_HOST=mail", "PORTAL_BASE_URL=http://localhost:8080"}, nil},
		{"mail password without TLS", []string{"SMTP_TLS=none", "SMTP_HOST=localhost", "SMTP_USER=portal", "SMTP_PASSWORD=hunter2"},
			[]string{"SMTP_TLS: none would send the password of SMTP_USER in the clear"}},
		{"sender", []string{"MAIL_FROM=portal"}, []string{`MAIL_FROM: must be a mail address, and is "portal"`}},
		{"half a DKIM", []string{"MAIL_DKIM_SELECTOR=portal"},
			[]string{"MAIL_DKIM_KEY_FILE: and MAIL_DKIM_SELECTOR come together: set both or none"}},
		{"scanner", []string{"CLAMD_ADDR=clamav"}, []string{`CLAMD_ADDR: must be HOST:PORT or unix:/path/to/socket, and is "clamav"`}},
		{"scanner on a socket", []string{"CLAMD_ADDR=unix:/run/clamav/clamd.ctl"}, nil},
		{"scanner and none", []string{"SCAN_DISABLED=true"}, []string{"SCAN_DISABLED: is true while CLAMD_ADDR names a scanner: keep one"}},
		{"scanning off", []string{"SCAN_DISABLED=true", "CLAMD_ADDR="}, nil},
		{"theme", []string{"THEME_CSS=/nowhere.css", `THEME_CLASS=a" onload="`}, []string{
			`THEME_CSS: must be a file that can be read, and is "/nowhere.css"`,
			`THEME_CLASS: must be one class name such as venray-theme, and is "a\" onload=\""`,
		}},
		{"log", []string{"LOG_LEVEL=loud", "LOG_FORMAT=xml"}, []string{
			`LOG_LEVEL: must be debug, info, warn or error, and is "loud"`,
			`LOG_FORMAT: must be json or text, and is "xml"`,
		}},
		{"secret in a file", []string{"PORTAL_SECRET=", "PORTAL_SECRET_FILE=" + file("secret", "0123456789abcdef0123456789abcdef\n")}, nil},
		{"short secret in a file", []string{"PORTAL_SECRET=", "PORTAL_SECRET_FILE=" + file("short", "0123456789abcdef0123456789abcde\n")},
			[]string{"PORTAL_SECRET: must be at least 32 bytes"}},
		{"secret twice", []string{"PORTAL_SECRET_FILE=" + file("twice", "x")},
			[]string{"PORTAL_SECRET: is set, and so is PORTAL_SECRET_FILE: keep one"}},
		{"secret in a missing file", []string{"S3_SECRET_KEY=", "S3_SECRET_KEY_FILE=/nowhere"}, []string{
			"S3_SECRET_KEY_FILE: cannot be read: no such file or directory",
			"S3_SECRET_KEY: is required",
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, found := read(t, row.variables...)
			assert.Equal(t, row.mistakes, found)
			assert.NotContains(t, strings.Join(found, "\n"), "hunter2", "no secret is shown")
		})
	}
}

func TestSecretsComeFromFiles(t *testing.T) {
	dir := t.TempDir()
	variables := []string{}
	for _, name := range []string{"PORTAL_SECRET", "DATABASE_URL", "S3_ACCESS_KEY", "S3_SECRET_KEY", "SMTP_PASSWORD"} {
		path := filepath.Join(dir, name)
		value := "postgres://" + name + "/of-at-least-thirty-two-bytes"
		require.NoError(t, os.WriteFile(path, []byte(value+"\n"), 0o600))
		variables = append(variables, name+"=", name+"_FILE="+path)
	}
	settings, found := read(t, append(variables, "SMTP_USER=portal")...)
	require.Empty(t, found)
	assert.Equal(t, "postgres://PORTAL_SECRET/of-at-least-thirty-two-bytes", settings.Secret)
	assert.Equal(t, "postgres://DATABASE_URL/of-at-least-thirty-two-bytes", settings.DatabaseURL)
	assert.Equal(t, "postgres://S3_ACCESS_KEY/of-at-least-thirty-two-bytes", settings.S3AccessKey)
	assert.Equal(t, "postgres://S3_SECRET_KEY/of-at-least-thirty-two-bytes", settings.S3SecretKey)
	assert.Equal(t, "postgres://SMTP_PASSWORD/of-at-least-thirty-two-bytes", settings.SMTPPassword)
}

func TestDefaults(t *testing.T) {
	settings, found := read(t)
	require.Empty(t, found)
	assert.Equal(t, ":8080", settings.Addr)
	assert.Equal(t, "587", settings.SMTPPort)
	assert.Equal(t, "mandatory", settings.SMTPTLS)
	assert.Equal(t, "json", settings.LogFormat)
	assert.Empty(t, settings.Warnings())
}

func TestWarnings(t *testing.T) {
	settings, _ := read(t, "CLAMD_ADDR=")
	assert.Equal(t, []string{"CLAMD_ADDR: there is no scanner, so uploads are refused"}, settings.Warnings())
	assert.Nil(t, settings.scanner())
	settings, _ = read(t, "CLAMD_ADDR=", "SCAN_DISABLED=1", "PORTAL_BASE_URL=http://localhost:8080")
	assert.Len(t, settings.Warnings(), 2)
	assert.NotNil(t, settings.scanner())
}

func TestSettingsAreNotLogged(t *testing.T) {
	settings, _ := read(t)
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("started", "settings", *settings, "pointer", settings)
	fmt.Fprintf(&log, "%v %+v %s", settings, *settings, settings)
	assert.NotContains(t, log.String(), "hunter2")
	assert.NotContains(t, log.String(), "0123456789abcdef")
}

// compose.yaml as it stands must make a portal that starts.
func TestComposeFile(t *testing.T) {
	content, err := os.ReadFile("../../compose.yaml")
	require.NoError(t, err)
	var compose struct {
		Services map[string]struct{ Environment map[string]string }
	}
	require.NoError(t, yaml.Unmarshal(content, &compose))
	variables := []string{}
	help := runPortal(t, nil, "help", "serve").out
	for name, value := range compose.Services["portal"].Environment {
		value = os.Expand(value, func(inner string) string {
			_, whenEmpty, _ := strings.Cut(inner, ":-")
			return whenEmpty
		})
		assert.Regexp(t, `\$`+name+`\b`, help, "compose.yaml sets a variable that the portal reads")
		variables = append(variables, name+"="+value)
	}
	_, found := read(t, variables...)
	assert.Empty(t, found)
}
