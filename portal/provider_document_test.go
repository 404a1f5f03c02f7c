package portal

import (
	"bytes"
	"net/http"
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
