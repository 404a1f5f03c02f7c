package portal

import (
	"strings"
	"testing"
	"time"

	"providerportal/internal/account"
)

// RFC 9116: the file is plain text, valid for months whenever it is asked for,
// and names its own address.
func TestSecurityText(t *testing.T) {
	site := newSite(t)
	for _, now := range []time.Time{
		site.now, time.Date(2026, 12, 31, 23, 59, 59, 0, time.UTC), time.Date(2031, 2, 28, 0, 0, 0, 0, time.UTC),
	} {
		site.now = now
		p := site.visitor().get(t, "/.well-known/security.txt")
		if got := p.header.Get("Content-Type"); p.status != 200 || got != "text/plain; charset=utf-8" {
			t.Fatalf("%d %q", p.status, got)
		}
		fields := map[string]string{}
		for line := range strings.Lines(p.body) {
			name, value, ok := strings.Cut(strings.TrimSpace(line), ": ")
			if !ok || fields[name] != "" {
				t.Errorf("line %q", line)
			}
			fields[name] = value
		}
		expires, err := time.Parse(time.RFC3339, fields["Expires"])
		must(t, err)
		if left := expires.Sub(now); left < 179*24*time.Hour || left > 180*24*time.Hour {
			t.Errorf("valid for %v", left)
		}
		if fields["Contact"] != "mailto:"+site.Server.Office.ContactEmail || fields["Preferred-Languages"] != "nl, en" {
			t.Errorf("fields = %v", fields)
		}
		if fields["Canonical"] != siteURL+"/.well-known/security.txt" {
			t.Errorf("canonical = %q", fields["Canonical"])
		}
	}
	site.SecurityContact = "https://mgr.example/melden"
	if body := site.visitor().get(t, "/.well-known/security.txt").body; !strings.HasPrefix(body, "Contact: https://mgr.example/melden\n") {
		t.Errorf("body = %q", body)
	}
	if link := site.visitor().get(t, "/contact").doc.Find("a[href='/.well-known/security.txt']"); link.Length() != 1 {
		t.Error("the contact page does not lead to it")
	}
}

// Search engines stay out of everything behind an account.
func TestRobotsKeepsOutOfAccounts(t *testing.T) {
	site := newSite(t)
	robots := site.visitor().get(t, "/robots.txt").body
	for _, r := range site.routes {
		if r.method == "GET" && !r.policy.admits(account.Actor{}) && !disallowed(robots, r.path) {
			t.Errorf("%s is open to search engines", r.path)
		}
	}
	if disallowed(robots, "/aanbieders") || disallowed(robots, "/open-house") {
		t.Error("the public pages are closed to search engines")
	}
}

func disallowed(robots, path string) bool {
	for line := range strings.Lines(robots) {
		if prefix, ok := strings.CutPrefix(strings.TrimSpace(line), "Disallow: "); ok && strings.HasPrefix(path, prefix) {
			return true
		}
	}
	return false
}
