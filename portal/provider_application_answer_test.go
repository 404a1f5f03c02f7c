package portal

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	demodata "providerportal/cmd/portal/sample"
	"providerportal/storage/documents"
)

func TestAnswerKeepsAGoodFileWhenTheDateIsWrong(t *testing.T) {
	b := newSite(t).started(t)
	p := b.sendFile(t, codeKVK, "uittreksel.pdf", demodata.PDF("x"), dateFields("issuedOn", "31", "2", "2026"))
	wantStatus(t, p, http.StatusUnprocessableEntity)
	wantText(t, p, "#issuedOn-error", "datum in die bestaat")
	if p.errorAt("file") != "" {
		t.Errorf("file: %q", p.errorAt("file"))
	}
	if got := p.doc.Find("#issuedOn").AttrOr("value", ""); got != "31" {
		t.Errorf("day = %q, want what was typed", got)
	}
	wantText(t, p, "a[href^='/mijn/documenten/']", "uittreksel.pdf (1 kB)")
	p = b.submit(t, p, "form[enctype]", dateFields("issuedOn", "1", "3", "2026"))
	wantText(t, p, "#"+codeKVK+" .tag", "Klaar")
}

func TestAnswerKeepsAGoodDateWhenTheFileIsWrong(t *testing.T) {
	s := newSite(t)
	b := s.started(t)
	good := dateFields("issuedOn", "1", "3", "2026")
	for name, row := range map[string]struct {
		content []byte
		want    string
	}{
		"leeg.pdf":   {nil, "leeg"},
		"virus.pdf":  {[]byte("MZ\x90\x00 this is a program"), "soort bestand"},
		"groot.pdf":  {append(demodata.PDF("x"), bytes.Repeat([]byte(" "), 1<<20)...), "te groot"},
		"script.exe": {demodata.PDF("x"), "eindigt op .pdf"},
	} {
		p := b.sendFile(t, codeKVK, name, row.content, good)
		wantStatus(t, p, http.StatusUnprocessableEntity)
		wantText(t, p, "#file-error", row.want)
		if p.errorAt("issuedOn") != "" || p.doc.Find(".error-summary li").Length() != 1 {
			t.Errorf("%s: errors %q", name, p.text(".error-summary"))
		}
	}
	page := b.get(t, answerPath(codeKVK))
	if got := page.doc.Find("#issuedOn-year").AttrOr("value", ""); got != "2026" {
		t.Errorf("year = %q, want the date that was kept", got)
	}
	p := b.submit(t, page, "form[enctype]", nil)
	wantText(t, p, "#file-error", "Kies een bestand")
	wantText(t, b.get(t, applicationPath), "#"+codeKVK+" .tag", "Bezig")
}

func TestAnswerTooOldAndInTheFuture(t *testing.T) {
	b := newSite(t).started(t)
	p := b.sendFile(t, codeKVK, "oud.pdf", demodata.PDF("x"), dateFields("issuedOn", "30", "9", "2025"))
	wantText(t, p, "#issuedOn-error", "ouder dan 6 maanden")
	p = b.submit(t, p, "form[enctype]", dateFields("issuedOn", "2", "4", "2026"))
	wantText(t, p, "#issuedOn-error", "toekomst")
}

func TestAnswerWhenTheStoreIsDown(t *testing.T) {
	s := newSite(t)
	b := s.started(t)
	s.Domain.Documents.Scanner = nil // refuses as when it does not answer
	p := b.sendFile(t, codeKVK, "uittreksel.pdf", demodata.PDF("x"), dateFields("issuedOn", "1", "3", "2026"))
	wantStatus(t, p, http.StatusServiceUnavailable)
	wantText(t, p, "#file-error", "Probeer het over een paar minuten opnieuw")
	if got := p.doc.Find("#issuedOn-year").AttrOr("value", ""); got != "2026" {
		t.Errorf("year = %q, want what was typed", got)
	}
	s.Domain.Documents.Scanner = documents.NoScanner{}
	p = b.sendFile(t, codeKVK, "uittreksel.pdf", demodata.PDF("x"), nil)
	wantText(t, p, "#"+codeKVK+" .tag", "Klaar")
}

func TestAnswerDeclarationAndChoice(t *testing.T) {
	b := newSite(t).started(t)
	p := b.submit(t, b.get(t, answerPath("VOG")), "form[enctype]", nil)
	wantStatus(t, p, http.StatusUnprocessableEntity)
	wantText(t, p, "#accepted-error", "vinkje")
	p = b.submit(t, p, "form[enctype]", url.Values{"accepted": {"true"}})
	wantText(t, p, "#VOG .tag", "Klaar")
	wantText(t, p, ".notice--good", "opgeslagen")
	for _, requirement := range b.dossier(t).Requirements {
		if len(requirement.Choices) == 0 {
			continue
		}
		path := answerPath(requirement.Code)
		wantText(t, b.submit(t, b.get(t, path), "form[enctype]", nil), "#choice-error", "Kies")
		wantText(t, b.submit(t, b.get(t, path), "form[enctype]", url.Values{"choice": {"verzonnen"}}), "#choice-error", "Kies")
		p = b.submit(t, b.get(t, path+"?terug=controleren"), "form[enctype]", url.Values{"choice": {requirement.Choices[0].Code}})
		wantText(t, p, "h1", "Controleer uw aanmelding")
		wantText(t, p, "main", requirement.Choices[0].NameNL)
		return
	}
	t.Error("the default set has no choice")
}

func TestAnswersOfTwoAtOnceAreBothKept(t *testing.T) {
	s := newSite(t)
	b := s.started(t)
	colleague := s.as(t, b.actor)
	forms := map[*browser]url.Values{}
	for who, code := range map[*browser]string{b: "VOG", colleague: "TAR"} {
		forms[who] = filled(who.get(t, answerPath(code)).doc.Find("form[enctype]"))
		forms[who].Set("accepted", "true")
	}
	var wait sync.WaitGroup
	wait.Go(func() { b.upload(t, answerPath("VOG"), forms[b], "", nil) })
	wait.Go(func() { colleague.upload(t, answerPath("TAR"), forms[colleague], "", nil) })
	wait.Wait()
	p := b.get(t, applicationPath)
	wantText(t, p, "#VOG .tag", "Klaar")
	wantText(t, p, "#TAR .tag", "Klaar")
}

func TestAnswerOfAForeignFormChangesNothing(t *testing.T) {
	b := newSite(t).started(t)
	p := b.upload(t, answerPath(codeKVK), url.Values{csrfField: {"verzonnen"}}, "x.pdf", demodata.PDF("x"))
	wantStatus(t, p, http.StatusBadRequest)
	if len(b.dossier(t).Answers) != 0 {
		t.Error("an answer was kept")
	}
}

func TestAnswerWithBSNIsNotKept(t *testing.T) {
	b := newSite(t).started(t)
	p := b.sendFile(t, codeKVK, "kopie 111222333.pdf", demodata.PDF("x"), dateFields("issuedOn", "1", "3", "2026"))
	wantText(t, p, "#file-error", "BSN")
	if strings.Contains(p.body, "111222333") || len(b.dossier(t).Documents) != 0 {
		t.Error("the number was kept or shown (T2)")
	}
}

// TestUploadThatBreaksOffChangesNothing pins that whoever stops an upload, or loses
// the line, can send the same form again: nothing was saved in their name.
func TestUploadThatBreaksOffChangesNothing(t *testing.T) {
	b := newSite(t).started(t)
	page := b.get(t, answerPath(codeKVK))
	fields := filled(page.doc.Find("form[enctype]"))
	for name, values := range dateFields("issuedOn", "1", "3", "2026") {
		fields[name] = values
	}
	body := "--grens\r\nContent-Disposition: form-data; name=\"" + csrfField + "\"\r\n\r\n" + fields.Get(csrfField) +
		"\r\n--grens\r\nContent-Disposition: form-data; name=\"file\"; filename=\"half.pdf\"\r\n\r\n" + string(demodata.PDF("x")[:300])
	request := httptest.NewRequest(http.MethodPost, answerPath(codeKVK), strings.NewReader(body))
	request.Header.Set("Content-Type", "multipart/form-data; boundary=grens")
	wantStatus(t, b.send(t, request), http.StatusBadRequest)
	if n := len(b.dossier(t).Answers); n != 0 {
		t.Errorf("%d answers of a form that never arrived whole", n)
	}
	p := b.upload(t, answerPath(codeKVK), fields, "heel.pdf", demodata.PDF("x"))
	wantText(t, p, "#"+codeKVK+" .tag", "Klaar")
}
