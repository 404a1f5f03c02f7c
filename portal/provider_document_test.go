package portal

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	demodata "providerportal/cmd/portal/sample"
	"providerportal/internal/account"
)

func TestDocumentLeavesExactlyAsItCame(t *testing.T) {
	s := newSite(t)
	b := s.started(t)
	pdf := demodata.PDF("uittreksel")
	b.sendFile(t, codeKVK, "één (uittreksel).pdf", pdf, dateFields("issuedOn", "1", "3", "2026"))
	link := b.get(t, answerPath(codeKVK)).doc.Find("a[href^='/mijn/documenten/']")
	p := b.get(t, link.AttrOr("href", ""))
	wantStatus(t, p, http.StatusOK)
	if !bytes.Equal([]byte(p.body), pdf) {
		t.Error("the document changed")
	}
	for name, want := range map[string]string{
		"Content-Type": "application/pdf", "Content-Security-Policy": "default-src 'none'; sandbox",
		"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store",
	} {
		if got := p.header.Get(name); got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
	disposition := p.header.Get("Content-Disposition")
	if !strings.HasPrefix(disposition, "inline; filename=") || !strings.Contains(disposition, "filename*=UTF-8''%C3%A9%C3%A9n%20") {
		t.Errorf("Content-Disposition = %q (RFC 6266)", disposition)
	}
	staffPath := strings.Replace(p.location, "/mijn/", "/beheer/", 1)
	reviewer := s.staff(t, account.RoleReviewer)
	wantStatus(t, reviewer.get(t, staffPath), http.StatusNotFound) // not submitted yet
	wantStatus(t, s.applicant(t).get(t, p.location), http.StatusNotFound)
	wantStatus(t, b.get(t, staffPath), http.StatusForbidden)
}

// A reviewer and the applicant open what was replaced; both see the check number
// of what is there now.
func TestReplacedDocumentCanBeOpened(t *testing.T) {
	s := newSite(t)
	b := s.started(t)
	b.sendFile(t, codeKVK, "eerste.pdf", demodata.PDF("eerste"), dateFields("issuedOn", "1", "3", "2026"))
	second := demodata.PDF("tweede")
	b.sendFile(t, codeKVK, "tweede.pdf", second, nil)
	p := b.get(t, answerPath(codeKVK))
	wantText(t, p, "form code.hash", fmt.Sprintf("%x", sha256.Sum256(second)))
	earlier := p.doc.Find("form li a[href^='/mijn/documenten/']")
	if earlier.Length() != 1 || !strings.Contains(earlier.Text(), "eerste.pdf") {
		t.Fatalf("earlier: %q", earlier.Text())
	}
	p = b.get(t, earlier.AttrOr("href", ""))
	wantStatus(t, p, http.StatusOK)
	if p.body != string(demodata.PDF("eerste")) {
		t.Error("another document opened")
	}
}

// A body that is packed is refused before a byte of it is read.
func TestPackedBodyIsRefused(t *testing.T) {
	b := newSite(t).started(t)
	for _, path := range []string{answerPath(codeKVK), "/mijn/aanmelding/contact", "/inloggen"} {
		request := httptest.NewRequest(http.MethodPost, path, strings.NewReader("\x1f\x8b"))
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Content-Encoding", "gzip")
		wantStatus(t, b.send(t, request), http.StatusUnsupportedMediaType)
	}
}
