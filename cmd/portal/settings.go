package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
)

// Settings is everything that `portal serve` can be told, from the environment
// or by flag. Values stay text until Check has passed, so that all mistakes can
// be shown at once.
type Settings struct {
	WebSettings      `embed:"" group:"The website"`
	DatabaseSettings `embed:"" group:"The database"`
	ObjectSettings   `embed:"" group:"The object store for documents"`
	MailSettings     `embed:"" group:"Mail"`
	ScanSettings     `embed:"" group:"Scanning of uploads"`
	HookSettings     `embed:"" group:"Systems of municipalities"`
	UploadSettings   `embed:"" group:"Uploads"`
	SignOnSettings   `embed:"" group:"Single sign-on"`
	ThemeSettings    `embed:"" group:"Looks"`
	LogSettings      `embed:"" group:"Log"`
}

// WebSettings is where the website listens and how the outside reaches it.
type WebSettings struct {
	Addr            string   `env:"PORTAL_ADDR" default:":8080" help:"Where to listen."`
	BaseURL         string   `env:"PORTAL_BASE_URL" placeholder:"URL" help:"Address under which people reach the portal, such as https://portal.example.nl; required."`
	Secret          string   `env:"PORTAL_SECRET" placeholder:"TEXT" help:"At least 32 bytes that nobody can guess, the same on every instance; required. Or the path of a file in $$PORTAL_SECRET_FILE."`
	SecurityContact string   `env:"SECURITY_CONTACT" placeholder:"URI" help:"Where to report a leak, such as mailto:security@example.nl or https://example.nl/report; the mail address of the office when empty."`
	TrustedProxies  []string `env:"PORTAL_TRUSTED_PROXIES" placeholder:"ADDRESS" help:"Addresses or networks of the proxies whose X-Forwarded-For is believed, with commas between."`
}

// DatabaseSettings is where PostgreSQL is.
type DatabaseSettings struct {
	DatabaseURL string `env:"DATABASE_URL" placeholder:"URL" help:"postgres://user:password@host:5432/database; required. Or the path of a file in $$DATABASE_URL_FILE."`
}

// ObjectSettings is where the S3-compatible object store is.
type ObjectSettings struct {
	S3Endpoint  string `name:"s3-endpoint" env:"S3_ENDPOINT" placeholder:"HOST[:PORT]" help:"Object store, without scheme; required."`
	S3Region    string `name:"s3-region" env:"S3_REGION" default:"us-east-1" help:"Region that requests are signed for."`
	S3Bucket    string `name:"s3-bucket" env:"S3_BUCKET" placeholder:"NAME" help:"Bucket, made when it is missing; required."`
	S3AccessKey string `name:"s3-access-key" env:"S3_ACCESS_KEY" placeholder:"TEXT" help:"Account; required. Or a file in $$S3_ACCESS_KEY_FILE."`
	S3SecretKey string `name:"s3-secret-key" env:"S3_SECRET_KEY" placeholder:"TEXT" help:"Its key; required. Or a file in $$S3_SECRET_KEY_FILE."`
	S3Insecure  Switch `name:"s3-insecure" env:"S3_INSECURE" placeholder:"true" help:"Plain HTTP, for a store in the same private network."`
}

// MailSettings is how letters leave.
type MailSettings struct {
	SMTPHost     string `name:"smtp-host" env:"SMTP_HOST" placeholder:"HOST" help:"Mail server; required."`
	SMTPPort     string `name:"smtp-port" env:"SMTP_PORT" default:"587" help:"Its port."`
	SMTPUser     string `name:"smtp-user" env:"SMTP_USER" placeholder:"NAME" help:"Account, when the server wants one."`
	SMTPPassword string `name:"smtp-password" env:"SMTP_PASSWORD" placeholder:"TEXT" help:"Its password. Or a file in $$SMTP_PASSWORD_FILE."`
	SMTPTLS      string `name:"smtp-tls" env:"SMTP_TLS" default:"mandatory" help:"mandatory (STARTTLS, or nothing is sent), implicit (TLS from the first byte), or none (a mail catcher on this machine only)."`
	From         string `name:"mail-from" env:"MAIL_FROM" placeholder:"ADDRESS" help:"Sender, such as \"Portal <portal@example.nl>\"; required."`
	DKIMKeyFile  string `name:"mail-dkim-key-file" env:"MAIL_DKIM_KEY_FILE" placeholder:"FILE" help:"Private key (PEM) with which letters are signed."`
	DKIMSelector string `name:"mail-dkim-selector" env:"MAIL_DKIM_SELECTOR" placeholder:"NAME" help:"Name of its public key in the DNS of the sender's domain."`
}

// ScanSettings is who looks for harmful content in uploads.
type ScanSettings struct {
	ClamdAddr    string `env:"CLAMD_ADDR" placeholder:"HOST:PORT" help:"clamd that scans uploads, or unix:/path/to/socket. When empty, uploads are refused."`
	ScanDisabled Switch `env:"SCAN_DISABLED" placeholder:"true" help:"Say aloud that uploads are accepted without a scan."`
}

// UploadSettings is how large a document may be, and where it waits on its way to
// the object store.
type UploadSettings struct {
	UploadMaxMB string `name:"upload-max-mb" env:"UPLOAD_MAX_MB" default:"25" help:"Largest document, in MB, from 1 to 100."`
	UploadDir   string `env:"UPLOAD_DIR" placeholder:"DIRECTORY" help:"Where uploads wait while they come in and are scanned: a disk, not memory; the system's directory for temporary files when empty."`
}

// ThemeSettings lets a municipality's NL Design System theme in.
type ThemeSettings struct {
	ThemeCSS   string `name:"theme-css" env:"THEME_CSS" placeholder:"FILE" help:"Stylesheet with design tokens of a theme."`
	ThemeClass string `name:"theme-class" env:"THEME_CLASS" placeholder:"NAME" help:"Class under which that stylesheet sets its tokens, such as venray-theme."`
}

// LogSettings is how the portal talks to its operators.
type LogSettings struct {
	LogLevel  string `env:"LOG_LEVEL" default:"info" help:"debug, info, warn or error."`
	LogFormat string `env:"LOG_FORMAT" default:"json" help:"json or text."`
}

// Switch is a setting that is true or false; empty is false.
type Switch string

// On reports whether the switch is set.
func (s Switch) On() bool { return s == "true" || s == "1" }

func (s Switch) valid() bool { return s.On() || s == "" || s == "false" || s == "0" }

// A mistake is one thing that is wrong with the settings: the name of the
// setting and what it must be. It never holds the value of a secret.
type mistake struct{ name, text string }

// mistakes collects what is wrong.
type mistakes []mistake

func (m *mistakes) add(name, format string, values ...any) {
	*m = append(*m, mistake{name, fmt.Sprintf(format, values...)})
}

// require notes an empty setting and reports whether it is there.
func (m *mistakes) require(name, value string) bool {
	if value == "" {
		m.add(name, "is required")
	}
	return value != ""
}

// baseURL wants an address that links can begin with; a slash at its end is dropped.
func (m *mistakes) baseURL(value *string) {
	*value = strings.TrimRight(*value, "/")
	if !m.require("PORTAL_BASE_URL", *value) {
		return
	}
	if problem := baseURLProblem(*value); problem != "" {
		m.add("PORTAL_BASE_URL", "%s, and is %q", problem, *value)
	}
}

// secret reads the value of a setting from the file that NAME_FILE names.
func (m *mistakes) secret(name string, value *string) {
	path := os.Getenv(name + "_FILE")
	if path == "" {
		return
	}
	if *value != "" {
		m.add(name, "is set, and so is %s_FILE: keep one", name)
		return
	}
	content, err := os.ReadFile(path)
	if err != nil {
		m.add(name+"_FILE", "cannot be read: %v", errors.Unwrap(err))
		return
	}
	*value = strings.TrimSpace(string(content))
}

// err gives the mistakes as one error of wrong usage, or nil.
func (m mistakes) err() error {
	if len(m) == 0 {
		return nil
	}
	lines := make([]string, len(m))
	for i, mistake := range m {
		lines[i] = mistake.name + ": " + mistake.text
	}
	return usageError{errors.New(strings.Join(lines, "\n"))}
}
