package portal

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	demodata "providerportal/cmd/portal/sample"
	"providerportal/enrollment"
)

// What was sent stays as it was sent, whatever changes later; a supplement adds
// its own.
func TestSentIsFrozen(t *testing.T) {
	s := newSite(t)
	b := s.filledIn(t)
	p := b.submit(t, b.get(t, checkAnswersPath), "form[action$=versturen]", nil)
	first := p.doc.Find("main a[href^='/mijn/aanmelding/verzonden/']").AttrOr("href", "")
	p = b.get(t, first)
	d := b.dossier(t)
	for _, want := range []string{
		d.Application.Reference, "maandag 4 mei 2026", d.Provider.Name, "KVK.pdf", "Stationsweg 12", "Venlo", "Venray",
		d.Documents[*d.Answers[d.Requirement(codeKVK).ID].DocumentID].SHA256, b.actor.Name,
	} {
		wantText(t, p, "main", want)
	}
	before := p.text("main")

	b.submit(t, b.get(t, organisationPath), "form[action$=organisatie]", url.Values{"name": {"Andere naam B.V."}})
	id, desk := d.Application.ID, s.people(t)
	must(t, s.Domain.Enrollment.Judge(t.Context(), desk.Reviewer, id, codeKVK, enrollment.Judgement{
		Outcome: enrollment.OutcomeSupplementNeeded, Reasons: "Onleesbaar.",
	}))
	must(t, s.Domain.Enrollment.RequestSupplement(t.Context(), desk.Reviewer, id, ""))
	s.now = s.now.Add(24 * time.Hour)
	b = s.as(t, b.actor) // the session is over by now
	b.sendFile(t, codeKVK, "beter.pdf", demodata.PDF("beter"), nil)
	b.submit(t, b.get(t, checkAnswersPath), "form[action$=versturen]", nil)
	if got := b.get(t, first).text("main"); got != before {
		t.Errorf("what was sent changed:\n%s\n%s", before, got)
	}

	status := b.get(t, applicationPath)
	wantText(t, status, ".timeline", "Aanvulling verstuurd "+b.actor.Name+", Andere naam B.V.")
	links := status.doc.Find("main a[href^='/mijn/aanmelding/verzonden/']")
	if links.Length() != 2 {
		t.Fatalf("%d submissions, want 2", links.Length())
	}
	second := links.First().AttrOr("href", "")
	p = b.get(t, second)
	wantText(t, p, "h1", "Uw aanvulling van donderdag 2 april 2026")
	wantText(t, p, "main", "beter.pdf")
	wantText(t, p, "main", "Andere naam B.V.")
	if n := p.doc.Find("main .tag").Length(); n != 1 {
		t.Errorf("%d parts are marked as supplemented, want 1", n)
	}

	pdf := b.get(t, second+"/pdf")
	if !strings.HasPrefix(pdf.body, "%PDF-") || pdf.header.Get("Content-Type") != "application/pdf" {
		t.Errorf("no PDF: %s", pdf.header.Get("Content-Type"))
	}
	if again := b.get(t, second+"/pdf"); again.body != pdf.body {
		t.Error("the PDF differs the second time")
	}
	wantStatus(t, s.applicant(t).get(t, second), http.StatusNotFound)
	wantStatus(t, s.applicant(t).get(t, second+"/pdf"), http.StatusNotFound)
}

// A document that was good when it was entered is named on the check page when it
// became too old meanwhile, with the way to it (E4).
func TestCheckPageNamesWhatBecameTooOld(t *testing.T) {
	s := newSite(t)
	b := s.filledIn(t)
	if n := b.get(t, checkAnswersPath).doc.Find(".task").Length(); n != 0 {
		t.Fatalf("%d tasks are open", n)
	}
	s.now = s.now.AddDate(0, 5, 1) // the extract was a month old
	b = s.as(t, b.actor)
	p := b.get(t, checkAnswersPath)
	wantText(t, p, "#"+codeKVK, "ouder dan 6 maanden")
	if p.doc.Find("form[action$=versturen] button").Length() != 0 {
		t.Error("it can be sent all the same")
	}
	p = b.get(t, p.doc.Find("#"+codeKVK+" a").AttrOr("href", ""))
	p = b.submit(t, p, "form[enctype]", dateFields("issuedOn", "1", "9", "2026"))
	wantText(t, p, "h1", "Controleer uw aanmelding")
	if p.doc.Find("#"+codeKVK).Length() != 0 {
		t.Error("the extract is still named")
	}
}

// A new application takes over what was chosen, documents included as far as they
// still hold, and neither application breaks the other.
func TestNewApplicationTakesOverAnswers(t *testing.T) {
	s := newSite(t)
	b := s.filledIn(t)
	old := b.dossier(t)
	b.submit(t, b.get(t, applicationPath+"/intrekken"), "form[action$=intrekken]", url.Values{"code": {"other"}, "note": {"Wij fuseren."}})
	s.now = s.now.AddDate(0, 5, 1) // KVK and BEL are too old now
	b = s.as(t, b.actor)
	p := b.get(t, b.get(t, applicationPath).doc.Find("a[href='"+againPath+"']").AttrOr("href", ""))
	wantText(t, p, "h1", "Begin een nieuwe aanmelding")
	wantText(t, p, ".summary-list", "ouder dan 6 maanden")
	const form = "main form[action='/mijn/aanmelding']"
	chosen := filled(p.doc.Find(form))["take"]
	if strings.Contains(strings.Join(chosen, " "), "VOG") || strings.Contains(strings.Join(chosen, " "), codeKVK) {
		t.Errorf("chosen beforehand: %v, want no declaration and nothing too old", chosen)
	}
	p = b.submit(t, p, form, url.Values{"take": {"contact", "signatory", "AVB", "VOG", codeKVK, "NIX"}})
	for _, id := range []string{"contact", "signatory", "organisation", "AVB", "VOG"} {
		wantText(t, p, "#"+id+" .tag", "Klaar")
	}
	for _, id := range []string{"municipalities", codeKVK, "UEA"} {
		wantText(t, p, "#"+id+" .tag", "Nog niet begonnen")
	}

	d := b.dossier(t)
	shared := *d.Answers[d.Requirement("AVB").ID].DocumentID
	if shared != *old.Answers[old.Requirement("AVB").ID].DocumentID {
		t.Fatal("the document is another one")
	}
	path := "/mijn/documenten/" + shared.String()
	erase := func(id any) {
		must(t, s.db.Gorm.Exec("DELETE FROM answers WHERE application_id = ?", id).Error)
		s.now = s.now.Add(2 * time.Hour)
		must(t, s.Domain.Enrollment.SweepDocuments(t.Context()))
	}
	erase(old.Application.ID)
	b = s.as(t, b.actor)
	wantStatus(t, b.get(t, path), http.StatusOK)
	erase(d.Application.ID)
	wantStatus(t, s.as(t, b.actor).get(t, path), http.StatusNotFound)
}

// Replacing a document that came from an earlier application leaves the earlier
// one whole.
func TestReplacingATakenOverDocumentKeepsTheEarlierOne(t *testing.T) {
	s := newSite(t)
	b := s.filledIn(t)
	old := b.dossier(t)
	document := *old.Answers[old.Requirement("AVB").ID].DocumentID
	must(t, s.Domain.Enrollment.Withdraw(t.Context(), b.actor, old.Application.ID, enrollment.Withdrawal{Code: enrollment.WithdrawLater}))
	s.now = s.now.Add(time.Minute)
	_, err := s.Domain.Enrollment.Start(t.Context(), b.actor, "AVB")
	must(t, err)
	b.sendFile(t, "AVB", "nieuwe-polis.pdf", demodata.PDF("nieuw"), nil)
	wantText(t, b.get(t, answerPath("AVB")), "a[href^='/mijn/documenten/']", "nieuwe-polis.pdf")
	wantText(t, b.get(t, applicationPath), "#AVB .tag", "Klaar")
	s.now = s.now.Add(2 * time.Hour)
	must(t, s.Domain.Enrollment.SweepDocuments(t.Context()))
	wantStatus(t, s.as(t, b.actor).get(t, "/mijn/documenten/"+document.String()), http.StatusOK)
}

// Why an application stops is asked, and who has it in hand is told.
func TestWithdrawAsksWhyAndTellsTheReviewer(t *testing.T) {
	s := newSite(t)
	b := s.applicant(t)
	id, err := s.make.Submitted(t.Context(), b.actor)
	must(t, err)
	desk := s.people(t)
	s.staff(t, desk.Reviewer.Roles...) // a reviewer who does not have it in hand
	must(t, s.Domain.Enrollment.Judge(t.Context(), desk.Reviewer, id, "VOG", enrollment.Judgement{Outcome: enrollment.OutcomeMet}))
	const form = "form[action$=intrekken]"
	p := b.submit(t, b.get(t, applicationPath+"/intrekken"), form, nil)
	wantStatus(t, p, http.StatusUnprocessableEntity)
	wantText(t, p, "#code-error", "keuze")
	p = b.submit(t, p, form, url.Values{"code": {"other"}})
	wantText(t, p, "#note-error", "waarom u stopt")
	p = b.submit(t, p, form, url.Values{"code": {"other"}, "note": {"BSN 111222333"}})
	wantText(t, p, "#note-error", "BSN")
	p = b.submit(t, p, form, url.Values{"code": {"requirements"}, "note": {"De VOG lukt niet op tijd."}})
	wantText(t, p, ".timeline", "Wij voldoen niet aan een eis")
	letters := s.letters(t, "application_withdrawn_staff")
	if len(letters) != 1 || letters[0].ToAddress != desk.Reviewer.Email {
		t.Errorf("%d letters, want one to the reviewer who has it in hand", len(letters))
	}
	if strings.Contains(letters[0].TextBody, "lukt niet") {
		t.Error("the letter tells the note")
	}
}
