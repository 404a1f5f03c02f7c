package main

import (
	"fmt"
	"log/slog"
	"net"
	netmail "net/mail"
	"net/netip"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgxpool"

	"providerportal/internal/mail"
)

// exampleSecret begins the value of PORTAL_SECRET in compose.yaml, which
// everybody can read.
const exampleSecret = "development-only"

// Check reads the secrets that come from files and returns an error with one
// line for each mistake in the settings, or nil.
func (s *Settings) Check() error {
	var found mistakes
	s.WebSettings.check(&found)
	s.DatabaseSettings.check(&found)
	s.ObjectSettings.check(&found)
	s.MailSettings.check(&found, s.trial())
	s.ScanSettings.check(&found)
	s.HookSettings.check(&found)
	s.UploadSettings.check(&found)
	s.SignOnSettings.check(&found)
	s.ThemeSettings.check(&found)
	s.LogSettings.check(&found)
	return found.err()
}

// Warnings names what is allowed and yet worth a line at the start.
func (s *Settings) Warnings() []string {
	var lines []string
	switch {
	case s.ScanDisabled.On():
		lines = append(lines, "SCAN_DISABLED: uploads are accepted without a scan")
	case s.ClamdAddr == "":
		lines = append(lines, "CLAMD_ADDR: there is no scanner, so uploads are refused")
	}
	if s.trial() {
		lines = append(lines, "PORTAL_BASE_URL: only this machine can reach the portal")
	}
	return lines
}

// contactURI is an address to report to, on one line of security.txt.
var contactURI = regexp.MustCompile(`^(mailto:|https://)[!-~]+$`)

func (s *WebSettings) check(found *mistakes) {
	found.secret("PORTAL_SECRET", &s.Secret)
	for i, proxy := range s.TrustedProxies {
		s.TrustedProxies[i] = strings.TrimSpace(proxy)
	}
	s.TrustedProxies = slices.DeleteFunc(s.TrustedProxies, func(proxy string) bool { return proxy == "" })

	s.Addr = orDefault(s.Addr, ":8080")
	if !hostAndPort(s.Addr) {
		found.add("PORTAL_ADDR", "must be HOST:PORT or :PORT, and is %q", s.Addr)
	}
	found.baseURL(&s.BaseURL)
	if found.require("PORTAL_SECRET", s.Secret) {
		switch {
		case len(s.Secret) < 32:
			found.add("PORTAL_SECRET", "must be at least 32 bytes")
		case strings.HasPrefix(s.Secret, exampleSecret) && !s.trial():
			found.add("PORTAL_SECRET", "is the public example; make one with: openssl rand -base64 48")
		}
	}
	if s.SecurityContact != "" && !contactURI.MatchString(s.SecurityContact) {
		found.add("SECURITY_CONTACT", "must begin with mailto: or https:// and hold no white space, and is %q", s.SecurityContact)
	}
	for _, proxy := range s.TrustedProxies {
		_, errAddress := netip.ParseAddr(proxy)
		_, errNetwork := netip.ParsePrefix(proxy)
		if errAddress != nil && errNetwork != nil {
			found.add("PORTAL_TRUSTED_PROXIES", "%q is not an address or a network such as 10.0.0.0/8", proxy)
		}
	}
}

// trial reports whether only this machine can reach the portal.
func (s *WebSettings) trial() bool {
	base, err := url.Parse(s.BaseURL)
	return err == nil && loopback(base.Hostname())
}

func baseURLProblem(text string) string {
	base, err := url.Parse(text)
	switch {
	case err != nil || base.Host == "" || base.Scheme != "https" && base.Scheme != "http":
		return "must be an address such as https://portal.example.nl"
	case base.Path != "" || base.RawQuery != "" || base.Fragment != "" || base.User != nil:
		return "must end after the host name"
	case base.Scheme == "http" && !loopback(base.Hostname()):
		return "must begin with https:// unless it is a loopback address"
	}
	return ""
}

func (s *DatabaseSettings) check(found *mistakes) {
	found.secret("DATABASE_URL", &s.DatabaseURL)
	if !found.require("DATABASE_URL", s.DatabaseURL) {
		return
	}
	// The parser's own error repeats parts of the address: it stays unsaid.
	if _, err := pgxpool.ParseConfig(s.DatabaseURL); err != nil {
		found.add("DATABASE_URL", "must be like postgres://user:password@host:5432/database, with special characters in the password percent-encoded")
	}
}

// bucketName is what every S3-compatible store accepts.
var bucketName = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)

func (s *ObjectSettings) check(found *mistakes) {
	found.secret("S3_ACCESS_KEY", &s.S3AccessKey)
	found.secret("S3_SECRET_KEY", &s.S3SecretKey)
	s.S3Region = orDefault(s.S3Region, "us-east-1")

	if found.require("S3_ENDPOINT", s.S3Endpoint) && strings.ContainsAny(s.S3Endpoint, "/?#@ ") {
		found.add("S3_ENDPOINT", "must be HOST or HOST:PORT without scheme or path, and is %q", s.S3Endpoint)
	}
	if found.require("S3_BUCKET", s.S3Bucket) && !bucketName.MatchString(s.S3Bucket) {
		found.add("S3_BUCKET", "must be 3 to 63 lower-case letters, digits, dots and hyphens, and is %q", s.S3Bucket)
	}
	found.require("S3_ACCESS_KEY", s.S3AccessKey)
	found.require("S3_SECRET_KEY", s.S3SecretKey)
	s.S3Insecure.check(found, "S3_INSECURE")
}

func (s *MailSettings) check(found *mistakes, trial bool) {
	found.secret("SMTP_PASSWORD", &s.SMTPPassword)
	s.SMTPPort = orDefault(s.SMTPPort, "587")
	s.SMTPTLS = orDefault(s.SMTPTLS, string(mail.TLSMandatory))

	found.require("SMTP_HOST", s.SMTPHost)
	if port(s.SMTPPort) < 1 {
		found.add("SMTP_PORT", "must be a port from 1 to 65535, and is %q", s.SMTPPort)
	}
	if (s.SMTPUser == "") != (s.SMTPPassword == "") {
		found.add("SMTP_USER", "and SMTP_PASSWORD come together: set both or none")
	}
	s.checkTLS(found, trial)
	if found.require("MAIL_FROM", s.From) {
		if _, err := netmail.ParseAddress(s.From); err != nil {
			found.add("MAIL_FROM", "must be a mail address, and is %q", s.From)
		}
	}
	s.checkDKIM(found)
}

func (s *MailSettings) checkTLS(found *mistakes, trial bool) {
	switch mail.TLSMode(s.SMTPTLS) {
	case mail.TLSMandatory, mail.TLSImplicit:
	case mail.TLSNone:
		switch {
		case !loopback(s.SMTPHost) && !trial:
			found.add("SMTP_TLS", "none is for a mail catcher on this machine; letters to %s must be protected", s.SMTPHost)
		case s.SMTPUser != "":
			found.add("SMTP_TLS", "none would send the password of SMTP_USER in the clear")
		}
	default:
		found.add("SMTP_TLS", "must be mandatory, implicit or none, and is %q", s.SMTPTLS)
	}
}

func (s *MailSettings) checkDKIM(found *mistakes) {
	if s.DKIMKeyFile == "" && s.DKIMSelector == "" {
		return
	}
	if s.DKIMKeyFile == "" || s.DKIMSelector == "" {
		found.add("MAIL_DKIM_KEY_FILE", "and MAIL_DKIM_SELECTOR come together: set both or none")
		return
	}
	if _, err := mail.ReadDKIM(s.DKIMKeyFile, s.DKIMSelector, s.sender().Address); err != nil {
		found.add("MAIL_DKIM_KEY_FILE", "cannot be used: %v", err)
	}
}

func (s *ScanSettings) check(found *mistakes) {
	s.ScanDisabled.check(found, "SCAN_DISABLED")
	if s.ClamdAddr != "" && s.ScanDisabled.On() {
		found.add("SCAN_DISABLED", "is true while CLAMD_ADDR names a scanner: keep one")
	}
	if s.ClamdAddr != "" && !strings.HasPrefix(s.ClamdAddr, "unix:/") && !hostAndPort(s.ClamdAddr) {
		found.add("CLAMD_ADDR", "must be HOST:PORT or unix:/path/to/socket, and is %q", s.ClamdAddr)
	}
}

// uploadMost is the largest setting, in MB: above it scanners give up.
const uploadMost = 100

func (s *UploadSettings) check(found *mistakes) {
	s.UploadMaxMB = orDefault(s.UploadMaxMB, "25")
	if n, err := strconv.Atoi(s.UploadMaxMB); err != nil || n < 1 || n > uploadMost {
		found.add("UPLOAD_MAX_MB", "must be a whole number from 1 to %d, and is %q", uploadMost, s.UploadMaxMB)
	}
}

// maxUpload is the setting in bytes, after check.
func (s *UploadSettings) maxUpload() int64 {
	n, _ := strconv.ParseInt(s.UploadMaxMB, 10, 64)
	return n << 20
}

// className is one class of a stylesheet, never something that ends an attribute.
var className = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]*$`)

func (s *ThemeSettings) check(found *mistakes) {
	if s.ThemeCSS != "" {
		if info, err := os.Stat(s.ThemeCSS); err != nil || !info.Mode().IsRegular() {
			found.add("THEME_CSS", "must be a file that can be read, and is %q", s.ThemeCSS)
		}
	}
	if s.ThemeClass != "" && !className.MatchString(s.ThemeClass) {
		found.add("THEME_CLASS", "must be one class name such as venray-theme, and is %q", s.ThemeClass)
	}
}

func (s *LogSettings) check(found *mistakes) {
	s.LogLevel = orDefault(s.LogLevel, "info")
	s.LogFormat = orDefault(s.LogFormat, "json")
	var level slog.Level
	if err := level.UnmarshalText([]byte(s.LogLevel)); err != nil {
		found.add("LOG_LEVEL", "must be debug, info, warn or error, and is %q", s.LogLevel)
	}
	if s.LogFormat != "json" && s.LogFormat != "text" {
		found.add("LOG_FORMAT", "must be json or text, and is %q", s.LogFormat)
	}
}

func (s Switch) check(found *mistakes, name string) {
	if !s.valid() {
		found.add(name, "must be true or false, and is %q", string(s))
	}
}

// orDefault gives the value, or the default when a file such as compose.yaml
// passes the variable on empty.
func orDefault(value, whenEmpty string) string {
	if value == "" {
		return whenEmpty
	}
	return value
}

// port gives the number, or -1 when the text is not a port.
func port(text string) int {
	number, err := strconv.ParseUint(text, 10, 16)
	if err != nil {
		return -1
	}
	return int(number)
}

func hostAndPort(text string) bool {
	_, number, err := net.SplitHostPort(text)
	return err == nil && port(number) >= 0
}

// loopback reports whether the host name can only be this machine.
func loopback(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.IsLoopback()
}

// sender gives MAIL_FROM in its two parts.
func (s *MailSettings) sender() mail.Sender {
	address, err := netmail.ParseAddress(s.From)
	if err != nil {
		return mail.Sender{}
	}
	return mail.Sender{Name: address.Name, Address: address.Address}
}

// LogValue keeps the values of secrets out of logs, and String out of messages.
func (s Settings) LogValue() slog.Value { return slog.StringValue(s.String()) }

// String names the settings by the portal's address.
func (s Settings) String() string { return fmt.Sprintf("settings of %s", s.BaseURL) }
