package webhook

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"providerportal/internal/fault"
	"providerportal/internal/jobs"
)

// Patience is how long a receiver may take to answer.
const Patience = 10 * time.Second

// URLMax is the longest address of a receiver.
const URLMax = 500

// errAddress says that a name leads to an address that is not of the outside
// world.
var errAddress = errors.New("webhook: the address is not public")

// Sign gives the value of Portal-Signature: the moment in seconds, and for each
// secret HMAC-SHA-256 over "<moment>.<body>".
func Sign(at time.Time, body string, secrets ...[]byte) string {
	moment := strconv.FormatInt(at.Unix(), 10)
	value := "t=" + moment
	for _, secret := range secrets {
		hash := hmac.New(sha256.New, secret)
		hash.Write([]byte(moment + "." + body))
		value += ",v1=" + hex.EncodeToString(hash.Sum(nil))
	}
	return value
}

// checkURL refuses what is no address of a receiver; the numbers behind a name
// are looked at when it is called.
func (s *Service) checkURL(text string) error {
	var wrong fault.Check
	parsed, err := url.Parse(text)
	address, numeric := netip.Addr{}, false
	if err == nil {
		address, err = netip.ParseAddr(parsed.Hostname())
		numeric, err = err == nil, nil
	}
	switch {
	case text == "":
		wrong.Add("url", "error.required")
	case len(text) > URLMax:
		wrong.Add("url", "error.max", "Max", URLMax)
	case err != nil || parsed == nil || parsed.Hostname() == "" || parsed.User != nil || parsed.Fragment != "":
		wrong.Add("url", "webhook.no-url")
	case parsed.Scheme != "https" && (!s.Local || parsed.Scheme != "http"):
		wrong.Add("url", "webhook.not-https")
	case numeric && !s.reachable(address), parsed.Hostname() == "localhost" && !s.Local:
		wrong.Add("url", "webhook.not-public")
	}
	return wrong.Err()
}

// inside are networks that are not of the outside world, besides those that
// netip knows: carriers, tests, benchmarks, translations and the future.
var inside = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("198.51.100.0/24"),
	netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("240.0.0.0/4"), netip.MustParsePrefix("64:ff9b::/96"),
	netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("2001::/23"), netip.MustParsePrefix("2001:db8::/32"),
	netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("fec0::/10"),
}

// reachable reports whether an address may be called: never this machine, the
// networks around it, or the services of the cloud that it runs in,
// unless the operator named their network.
func (s *Service) reachable(address netip.Addr) bool {
	address = address.Unmap().WithZone("")
	if s.Local && address.IsLoopback() {
		return true
	}
	if slices.ContainsFunc(s.Networks, func(n netip.Prefix) bool { return n.Contains(address) }) {
		return true
	}
	if !address.IsGlobalUnicast() || address.IsPrivate() || address.IsLoopback() || address.IsLinkLocalUnicast() {
		return false
	}
	for _, network := range inside {
		if network.Contains(address) {
			return false
		}
	}
	return true
}

// control looks at the address that is really called, after its name was
// resolved, so that a name that changes between two looks helps nobody.
func (s *Service) control(_, address string, _ syscall.RawConn) error {
	called, err := netip.ParseAddrPort(address)
	if err != nil || !s.reachable(called.Addr()) {
		return errAddress
	}
	return nil
}

// client makes the HTTP client of all receivers: no proxy, no redirect, no
// connection that is kept.
func (s *Service) client() *http.Client {
	dialer := &net.Dialer{Timeout: 5 * time.Second, Control: s.control}
	return &http.Client{
		Timeout: Patience,
		Transport: &http.Transport{
			DialContext: dialer.DialContext, DisableKeepAlives: true, TLSHandshakeTimeout: 5 * time.Second,
			TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12}, MaxResponseHeaderBytes: 64 << 10,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// send delivers an event once. The result is a status or the class of what went
// wrong, never what the receiver answered.
func (s *Service) send(ctx context.Context, hook *Hook, event *Event) (result string, err error) {
	secrets, err := s.secrets(hook)
	if err != nil {
		return "secret", err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, hook.URL, strings.NewReader(event.Body))
	if err != nil {
		return "address", err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "providerportal-webhook/1")
	request.Header.Set("Portal-Event-Id", event.ID.String())
	request.Header.Set("Portal-Signature", Sign(s.Now(), event.Body, secrets...))
	response, err := s.client().Do(request)
	switch {
	case errors.Is(err, errAddress):
		return "not public", err
	case err != nil:
		return jobs.Class(err), err
	}
	defer func() { _ = response.Body.Close() }()
	_, _ = io.CopyN(io.Discard, response.Body, 4<<10) // whatever it says is not kept
	result = strconv.Itoa(response.StatusCode)
	if response.StatusCode < 200 || response.StatusCode > 299 {
		return result, fmt.Errorf("webhook: the receiver answered %s", result)
	}
	return result, nil
}

// secrets gives those that sign now, the present one first.
func (s *Service) secrets(hook *Hook) ([][]byte, error) {
	present, err := s.Seal.Open(hook.Secret, hook.ClientID[:])
	if err != nil {
		return nil, err
	}
	if hook.PreviousUntil == nil || !s.Now().Before(*hook.PreviousUntil) {
		return [][]byte{present}, nil
	}
	before, err := s.Seal.Open(hook.PreviousSecret, hook.ClientID[:])
	return [][]byte{present, before}, err
}
