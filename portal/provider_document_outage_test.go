package portal

import (
	"archive/zip"
	"bytes"
	"image"
	"image/png"
	"net/http"
	"strings"
	"testing"

	demodata "providerportal/cmd/portal/sample"
	"providerportal/cmd/portal/wire"
	"providerportal/internal/account"
	"providerportal/internal/clamdtest"
	"providerportal/internal/s3test"
	"providerportal/storage/documents"
)

// TestUploadDuringAnOutage walks through an upload while the object store, the
// scanner or the disk is away: the words beside the field say which, what was
// typed stays, and the same form works when it is back.
func TestUploadDuringAnOutage(t *testing.T) {
	server, daemon := s3test.Start(t), clamdtest.Start(t)
	store, err := documents.NewS3(documents.S3Settings{
		Endpoint: server.Endpoint, Region: s3test.Region, Bucket: server.Bucket,
		AccessKey: server.AccessKey, SecretKey: server.SecretKey, Insecure: true,
	})
	must(t, err)
	t.Cleanup(store.Close)
	s := newSite(t, func(parts *wire.Parts) { parts.Store, parts.Scanner = store, documents.Clamd{Addr: daemon.Addr} })
	vault := s.Domain.Documents
	for _, outage := range []struct {
		name, words string
		away, back  func()
	}{
		{"store", "geen bestanden bewaren", server.Stop, server.Restart},
		{"disk", "geen ruimte", func() { vault.SpoolDir = "/dev/null" }, func() { vault.SpoolDir = "" }},
		{"scanner", "niet op virussen controleren", daemon.Stop, func() { vault.Scanner = documents.Clamd{Addr: clamdtest.Start(t).Addr} }},
	} {
		t.Run(outage.name, func(t *testing.T) {
			b := s.started(t)
			outage.away()
			p := b.sendFile(t, codeKVK, "uittreksel.pdf", demodata.PDF("x"), dateFields("issuedOn", "1", "3", "2026"))
			wantStatus(t, p, http.StatusServiceUnavailable)
			wantText(t, p, "#file-error", outage.words)
			if got := p.doc.Find("#issuedOn-year").AttrOr("value", ""); got != "2026" {
				t.Errorf("year = %q, want what was typed", got)
			}
			outage.back()
			p = b.sendFile(t, codeKVK, "uittreksel.pdf", demodata.PDF("x"), nil)
			wantStatus(t, p, http.StatusOK)
			wantText(t, b.get(t, answerPath(codeKVK)), "form a[href^='/mijn/documenten/']", "uittreksel.pdf")
		})
	}
}

// TestOpenDocumentDuringAnOutage: who wants to read hears that it is for now.
func TestOpenDocumentDuringAnOutage(t *testing.T) {
	s := newSite(t)
	b := s.started(t)
	b.sendFile(t, codeKVK, "uittreksel.pdf", demodata.PDF("x"), dateFields("issuedOn", "1", "3", "2026"))
	link := b.get(t, answerPath(codeKVK)).doc.Find("form a[href^='/mijn/documenten/']").AttrOr("href", "")
	good := s.Domain.Documents.Store
	server := s3test.Start(t)
	down, err := documents.NewS3(documents.S3Settings{Endpoint: server.Endpoint, Bucket: server.Bucket, Region: s3test.Region, Insecure: true})
	must(t, err)
	t.Cleanup(down.Close)
	server.Stop()
	s.Domain.Documents.Store = down
	p := b.get(t, link)
	wantStatus(t, p, http.StatusServiceUnavailable)
	wantText(t, p, "main", "geen bestanden bewaren of tonen")
	s.Domain.Documents.Store = good
	wantStatus(t, b.get(t, link), http.StatusOK)
}

// Office documents are handed over to be saved, pictures may be shown; neither
// can do anything.
func TestDocumentsAreServedWithoutRights(t *testing.T) {
	s := newSite(t)
	b := s.started(t)
	for name, disposition := range map[string]string{
		"verklaring.odt": `attachment; filename="verklaring.odt"`, "foto.png": `inline; filename="foto.png"`,
	} {
		p := b.sendFile(t, codeKVK, name, fileOf(t, name), dateFields("issuedOn", "1", "3", "2026"))
		wantStatus(t, p, http.StatusOK)
		link := b.get(t, answerPath(codeKVK)).doc.Find("form a[href^='/mijn/documenten/']").AttrOr("href", "")
		p = b.get(t, link)
		if got := p.header.Get("Content-Disposition"); len(got) < len(disposition) || got[:len(disposition)] != disposition {
			t.Errorf("%s: Content-Disposition = %q", name, got)
		}
		if got := p.header.Get("Content-Security-Policy"); got != policyOfDocument {
			t.Errorf("%s: Content-Security-Policy = %q", name, got)
		}
	}
	wantStatus(t, s.staff(t, account.RoleReviewer).get(t, "/beheer/documenten/00000000-0000-0000-0000-000000000000"), http.StatusNotFound)
}

// fileOf makes a small good file of the kind that its name says.
func fileOf(t *testing.T, name string) []byte {
	t.Helper()
	var file bytes.Buffer
	if strings.HasSuffix(name, ".png") {
		must(t, png.Encode(&file, image.NewGray(image.Rect(0, 0, 8, 8))))
		return file.Bytes()
	}
	archive := zip.NewWriter(&file)
	for _, part := range [][2]string{
		{"mimetype", "application/vnd.oasis.opendocument.text"}, {"content.xml", "<x/>"}, {"META-INF/manifest.xml", "<x/>"},
	} {
		to, err := archive.CreateHeader(&zip.FileHeader{Name: part[0], Method: zip.Store})
		must(t, err)
		_, err = to.Write([]byte(part[1]))
		must(t, err)
	}
	must(t, archive.Close())
	return file.Bytes()
}
