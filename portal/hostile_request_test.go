package portal

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	demodata "providerportal/cmd/portal/sample"
)

// A second file in the same form is not taken in the place of the first, whether
// the first was good or not.
func TestOneFileAtATime(t *testing.T) {
	s := newSite(t)
	b := s.started(t)
	for _, test := range []struct{ first, second, refusal string }{
		{"<html>", string(demodata.PDF("tweede")), "Dit soort bestand"},
		{string(demodata.PDF("eerste")), string(demodata.PDF("tweede")), "U stuurde meer dan één bestand"},
	} {
		page := b.get(t, answerPath(codeKVK))
		files := test.first + "\r\n--grens-van-de-test\r\nContent-Disposition: form-data; name=\"file\"; filename=\"tweede.pdf\"\r\n\r\n" + test.second
		p := b.upload(t, answerPath(codeKVK), filled(page.doc.Find("form[enctype]")), "eerste.pdf", []byte(files))
		if p.status != http.StatusUnprocessableEntity || !strings.Contains(p.errorAt("file"), test.refusal) {
			t.Errorf("status %d, beside the field %q", p.status, p.errorAt("file"))
		}
	}
	if kept := b.get(t, answerPath(codeKVK)).text("form a[href^='/mijn/documenten/']"); !strings.Contains(kept, "eerste.pdf") {
		t.Errorf("kept: %q", kept)
	}
}

// A line that is no request is the sender's mistake, not an accident of ours.
func TestLineThatIsNoRequest(t *testing.T) {
	s := newSite(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, listener, time.Second) }()
	for _, line := range []string{"FOO< / HTTP/1.1", "\x16\x03\x01\x02", "GET  HTTP/1.1", "GET /\x00 HTTP/1.1", "GET /%zz HTTP/1.1", "POST / HTTP/1.1\r\nContent-Length: -1"} {
		conn, err := net.Dial("tcp", listener.Addr().String())
		must(t, err)
		must(t, conn.SetDeadline(time.Now().Add(5*time.Second)))
		_, err = io.WriteString(conn, line+"\r\nHost: a\r\nConnection: close\r\n\r\n")
		must(t, err)
		answer, _ := bufio.NewReader(conn).ReadString('\n')
		if !strings.HasPrefix(answer, "HTTP/1.1 40") {
			t.Errorf("%q: %q", line, answer)
		}
		must(t, conn.Close())
	}
	stop()
	must(t, <-ended)
}

// A citizen service number is refused in a name as well, however it is written
// (T2), and a name that cannot be seen is none.
func TestNamesHoldNoNumberAndNothingUnseen(t *testing.T) {
	s := newSite(t)
	b := s.started(t)
	for _, form := range []struct{ path, form, field string }{
		{"/account/naam", "main form", "name"},
		{"/mijn/aanmelding/contact", "main form", "name"},
		{"/mijn/aanmelding/tekenbevoegde", "main form", "function"},
		{"/mijn/organisatie", "main form", "street"},
		{"/mijn/aanmeldpunt", partFormAt, "name"},
	} {
		page := b.get(t, form.path)
		p := b.submit(t, page, form.form, url.Values{form.field: {"Jan 1234.56\u200b.782"}})
		if p.status != http.StatusUnprocessableEntity || !strings.Contains(p.errorAt(form.field), "burgerservicenummer") {
			t.Errorf("%s: status %d, %q", form.path, p.status, p.errorAt(form.field))
		}
		p = b.submit(t, page, form.form, url.Values{form.field: {"\u200b\u202e\x07"}})
		if p.status != http.StatusUnprocessableEntity || p.errorAt(form.field) == "" {
			t.Errorf("%s: an unseen name gives %d", form.path, p.status)
		}
	}
}
