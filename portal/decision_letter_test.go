package portal

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"providerportal/enrollment"
	"providerportal/internal/account"
)

// rejectable gives an application with one requirement that is not met.
func (s *site) rejectable(t *testing.T) (*browser, *enrollment.Dossier) {
	t.Helper()
	applicant, d := s.reviewed(t)
	reviewer := s.people(t).Reviewer
	must(t, s.Domain.Enrollment.Judge(t.Context(), reviewer, d.Application.ID, "VOG", enrollment.Judgement{
		Outcome: enrollment.OutcomeNotMet, Reasons: "De verklaring ontbreekt.", InternalNote: "Twijfel over de directeur", Version: 1,
	}))
	must(t, s.Domain.Enrollment.CompleteReview(t.Context(), reviewer, d.Application.ID))
	return applicant, s.dossierOf(t, d.Application.ID)
}

// OH-6, E9: the letter has everything it must have, is read before it is sent,
// and the provider and staff read exactly that.
func TestDecisionLetterIsReadSentAndKept(t *testing.T) {
	site := newSite(t)
	applicant, d := site.rejectable(t)
	decider := site.as(t, site.people(t).Decider)
	path := reviewPath(&d.Application)
	preview := decider.submit(t, decider.get(t, path+"/besluit"), decisionSelector, url.Values{"verdict": {"reject"}, "reasons": {"Zonder VOG kan het niet."}})
	for _, needed := range []string{
		d.Provider.Name, d.Application.Reference, "woensdag 1 april 2026", decider.actor.Name, "versie 1", "Voldoet niet", "De verklaring ontbreekt.",
		"Zonder VOG kan het niet.", "kort geding", site.Office.ContactEmail,
	} {
		if !strings.Contains(preview.text(".letter"), needed) {
			t.Errorf("the letter has no %q", needed)
		}
	}
	if strings.Contains(preview.body, "Twijfel over de directeur") {
		t.Error("a note between colleagues stands in the letter")
	}
	change := decider.submit(t, preview, decisionSelector, url.Values{"act": {"change"}})
	if change.text("#reasons") != "Zonder VOG kan het niet." || change.doc.Find("input[value=reject][checked]").Length() != 1 {
		t.Error("going back loses what was typed")
	}
	sent := decider.submit(t, preview, decisionSelector, nil)
	if sent.status != http.StatusOK || !strings.HasSuffix(sent.location, "melding=decided-reject") {
		t.Fatalf("status %d at %s", sent.status, sent.location)
	}
	own := applicant.get(t, "/mijn/aanmelding/besluit")
	if own.text(".letter") != strings.TrimPrefix(preview.text(".letter"), own.text("h1")+" ") {
		t.Errorf("sent %q\nread %q", preview.text(".letter"), own.text(".letter"))
	}
	if staff := decider.get(t, sent.doc.Find("a[href$='/brief']").AttrOr("href", "")); staff.text(".letter") != own.text(".letter") {
		t.Error("staff read another letter")
	}
	if letters := site.letters(t, "application_rejected"); len(letters) != 1 || !strings.Contains(letters[0].TextBody, "/mijn/aanmelding/besluit") ||
		strings.Contains(letters[0].TextBody, "De verklaring ontbreekt") {
		t.Errorf("%d notices, or they lead elsewhere or tell too much", len(letters))
	}
	for who, address := range map[*browser]string{applicant: own.doc.Find("a[download]").AttrOr("href", ""), decider: path + "/brief/pdf"} {
		if p := who.get(t, address); p.header.Get("Content-Type") != "application/pdf" || !bytes.HasPrefix([]byte(p.body), []byte("%PDF-")) {
			t.Errorf("%s: %s", address, p.header.Get("Content-Type"))
		}
	}
	english := applicant.get(t, "/mijn/aanmelding/besluit?lang=en")
	if !strings.Contains(english.text(".letter"), "We do not admit") {
		t.Errorf("English: %q", english.text(".letter"))
	}
}

// What changed after the decider read the letter is not sent unread.
func TestDecisionLetterThatChangedIsReadAgain(t *testing.T) {
	site := newSite(t)
	_, d := site.rejectable(t)
	decider, reviewer := site.as(t, site.people(t).Decider), site.people(t).Reviewer
	preview := decider.submit(t, decider.get(t, reviewPath(&d.Application)+"/besluit"), decisionSelector, url.Values{"verdict": {"reject"}, "reasons": {"Nee."}})
	must(t, site.Domain.Enrollment.Judge(t.Context(), reviewer, d.Application.ID, "VOG", enrollment.Judgement{
		Outcome: enrollment.OutcomeNotMet, Reasons: "De verklaring is van een ander.", Version: 2,
	}))
	must(t, site.Domain.Enrollment.CompleteReview(t.Context(), reviewer, d.Application.ID))
	p := decider.submit(t, preview, decisionSelector, nil)
	if p.status != http.StatusConflict || !strings.Contains(p.text(".letter"), "De verklaring is van een ander.") {
		t.Fatalf("status %d, letter %q", p.status, p.text(".letter"))
	}
	if p := decider.submit(t, p, decisionSelector, nil); !strings.HasSuffix(p.location, "melding=decided-reject") {
		t.Errorf("status %d at %s", p.status, p.location)
	}
}

func TestDecisionLetterOfOthersDoesNotExist(t *testing.T) {
	site := newSite(t)
	applicant, d := site.rejectable(t)
	other := site.applicant(t)
	for _, address := range []string{"/mijn/aanmelding/besluit", "/mijn/aanmelding/besluit/pdf"} {
		if p := applicant.get(t, address); p.status != http.StatusNotFound {
			t.Errorf("%s before the decision: %d", address, p.status)
		}
	}
	must(t, site.Domain.Enrollment.Decide(t.Context(), site.people(t).Decider, d.Application.ID, enrollment.Verdict{Reasons: "Nee."}))
	query := "?kenmerk=" + d.Application.Reference
	if p := applicant.get(t, "/mijn/aanmelding/besluit"+query); p.status != http.StatusOK {
		t.Errorf("own letter: %d", p.status)
	}
	if p := other.get(t, "/mijn/aanmelding/besluit"+query); p.status != http.StatusNotFound {
		t.Errorf("letter of another: %d", p.status)
	}
	if p := site.staff(t, account.RoleAdministrator).get(t, reviewPath(&d.Application)+"/brief"); p.status != http.StatusForbidden {
		t.Errorf("an administrator: %d", p.status)
	}
}
