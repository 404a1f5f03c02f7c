package portal

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"providerportal/enrollment"
	"providerportal/internal/account"
)

const judgeForm = "form[action*='/eisen/']"

func (s *site) dossierOf(t *testing.T, id uuid.UUID) *enrollment.Dossier {
	t.Helper()
	d, err := s.Domain.Enrollment.Dossier(t.Context(), s.people(t).Reviewer, id)
	must(t, err)
	return d
}

func TestReviewWalksFromRequirementToRequirement(t *testing.T) {
	site := newSite(t)
	_, id := site.submitted(t)
	d := site.dossierOf(t, id)
	reviewer := site.as(t, site.people(t).Reviewer)
	p := reviewer.get(t, reviewPath(&d.Application))
	if links := p.doc.Find(".task a"); p.status != http.StatusOK || links.Length() != len(d.Requirements) {
		t.Fatalf("status %d, %d requirements", p.status, links.Length())
	}
	p = reviewer.get(t, p.doc.Find(".task a").Eq(1).AttrOr("href", ""))
	for step := range d.Requirements {
		i := (step + 1) % len(d.Requirements)
		if !strings.HasPrefix(p.location, checkPath(&d.Application, d.Requirements[i].Code)) {
			t.Fatalf("requirement %d is at %s", i, p.location)
		}
		p = reviewer.submit(t, p, judgeForm, url.Values{"outcome": {"met"}})
	}
	if p.location != reviewPath(&d.Application)+"?melding=all-checked" {
		t.Fatalf("after the last one at %s", p.location)
	}
	if got, all := p.text(".progress-text"), strconv.Itoa(len(d.Requirements)); !strings.HasPrefix(got, all+" van "+all) {
		t.Errorf("progress = %q", got)
	}
	p = reviewer.submit(t, p, "form[action$='/afronden']", nil)
	if p.status != http.StatusOK || p.text(".notice--good") == "" || p.doc.Find("form[action$='/afronden']").Length() != 0 {
		t.Errorf("status %d after completing, notice %q", p.status, p.text(".notice--good"))
	}
	if letters := site.letters(t, "application_ready_to_decide"); len(letters) != 1 {
		t.Errorf("%d letters to the decider", len(letters))
	}
}

func TestReviewIsNotCompleteWithoutEveryOutcome(t *testing.T) {
	site := newSite(t)
	_, id := site.submitted(t)
	d := site.dossierOf(t, id)
	reviewer := site.as(t, site.people(t).Reviewer)
	p := reviewer.get(t, checkPath(&d.Application, d.Requirements[0].Code))
	reviewer.submit(t, p, judgeForm, url.Values{"outcome": {"met"}})
	p = reviewer.submit(t, reviewer.get(t, reviewPath(&d.Application)), "form[action$='/afronden']", nil)
	if p.status != http.StatusUnprocessableEntity || p.text(".error-summary a[href='#complete']") == "" {
		t.Fatalf("status %d, errors %q", p.status, p.text(".error-summary"))
	}
	if p.doc.Find("#complete").Length() != 1 {
		t.Error("the error leads nowhere")
	}
}

func TestReviewCheckKeepsWhatWasTyped(t *testing.T) {
	site := newSite(t)
	_, id := site.submitted(t)
	d := site.dossierOf(t, id)
	reviewer := site.as(t, site.people(t).Reviewer)
	p := reviewer.get(t, checkPath(&d.Application, d.Requirements[0].Code))
	p = reviewer.submit(t, p, judgeForm, url.Values{"outcome": {"not-met"}, "internalNote": {"Even bellen"}})
	if p.status != http.StatusUnprocessableEntity || p.errorAt("reasons") == "" {
		t.Fatalf("status %d, error %q", p.status, p.errorAt("reasons"))
	}
	if p.doc.Find("input[value='not-met'][checked]").Length() != 1 || p.text("#internalNote") != "Even bellen" {
		t.Error("what was typed is gone")
	}
}

func TestReviewConflictShowsBothTexts(t *testing.T) {
	site := newSite(t)
	_, id := site.submitted(t)
	d := site.dossierOf(t, id)
	path := checkPath(&d.Application, d.Requirements[0].Code)
	one, two := site.as(t, site.people(t).Reviewer), site.staff(t, account.RoleReviewer)
	mine, theirs := one.get(t, path), two.get(t, path)
	two.submit(t, theirs, judgeForm, url.Values{"outcome": {"not-met"}, "reasons": {"Tekst van de collega"}})
	p := one.submit(t, mine, judgeForm, url.Values{"outcome": {"supplement-needed"}, "reasons": {"Mijn eigen tekst"}})
	if p.status != http.StatusConflict {
		t.Fatalf("status %d", p.status)
	}
	if p.text("#reasons") != "Mijn eigen tekst" || !strings.Contains(p.text("#known"), "Tekst van de collega") {
		t.Errorf("form %q, colleague %q", p.text("#reasons"), p.text("#known"))
	}
	if got := site.dossierOf(t, id).Checks[d.Requirements[0].ID].Reasons; got != "Tekst van de collega" {
		t.Errorf("kept %q", got)
	}
	one.submit(t, p, judgeForm, nil)
	if got := site.dossierOf(t, id).Checks[d.Requirements[0].ID].Reasons; got != "Mijn eigen tekst" {
		t.Errorf("after saving knowingly kept %q", got)
	}
}

func TestReviewSupplementAndWhenItsTermPassed(t *testing.T) {
	site := newSite(t)
	_, id := site.submitted(t)
	d := site.dossierOf(t, id)
	reviewer := site.as(t, site.people(t).Reviewer)
	p := reviewer.get(t, checkPath(&d.Application, d.Requirements[0].Code))
	reviewer.submit(t, p, judgeForm, url.Values{"outcome": {"supplement-needed"}, "reasons": {"Het uittreksel ontbreekt"}})
	p = reviewer.get(t, reviewer.get(t, reviewPath(&d.Application)).doc.Find("#complete a.button").AttrOr("href", ""))
	if p.status != http.StatusOK || !strings.Contains(p.text(".results"), "Het uittreksel ontbreekt") || !strings.Contains(p.text("dl"), "10 werkdagen") {
		t.Fatalf("status %d, asked %q, term %q", p.status, p.text(".results"), p.text("dl"))
	}
	p = reviewer.submit(t, p, "form[action$='/aanvulling']", nil)
	if p.status != http.StatusOK || p.doc.Find("form[action$='/hervatten']").Length() != 0 {
		t.Fatalf("status %d, or it may be resumed at once", p.status)
	}
	if n := len(site.letters(t, "supplement_requested")); n != 1 {
		t.Errorf("%d letters", n)
	}
	if p := reviewer.get(t, checkPath(&d.Application, d.Requirements[0].Code)); p.doc.Find(judgeForm).Length() != 0 {
		t.Error("an outcome can be changed while the provider works")
	}
	site.now = site.now.Add(40 * 24 * time.Hour)
	reviewer = site.as(t, site.people(t).Reviewer)
	p = reviewer.submit(t, reviewer.get(t, reviewPath(&d.Application)), "form[action$='/hervatten']", nil)
	if p.status != http.StatusOK || p.doc.Find("a[href$='/aanvulling']").Length() != 1 {
		t.Errorf("status %d after resuming", p.status)
	}
}

func TestReviewShowsWhichSupplementCameIn(t *testing.T) {
	site := newSite(t)
	applicant, id := site.submitted(t)
	d := site.dossierOf(t, id)
	first := d.Requirements[0]
	reviewer := site.people(t).Reviewer
	must(t, site.Domain.Enrollment.Judge(t.Context(), reviewer, id, first.Code, enrollment.Judgement{
		Outcome: enrollment.OutcomeSupplementNeeded, Reasons: "Het uittreksel is onleesbaar",
	}))
	must(t, site.Domain.Enrollment.RequestSupplement(t.Context(), reviewer, id, ""))
	site.now = site.now.Add(time.Hour)
	answer := d.Answers[first.ID]
	must(t, site.Domain.Enrollment.SaveAnswer(t.Context(), applicant.actor, id, first.Code, enrollment.Given{
		Accepted: answer.Accepted, Choice: answer.Choice, Text: answer.Text, IssuedOn: answer.IssuedOn, ValidUntil: answer.ValidUntil,
		Version: answer.Version,
	}))
	must(t, site.Domain.Enrollment.Submit(t.Context(), applicant.actor, id))
	b := site.as(t, reviewer)
	p := b.get(t, reviewPath(&d.Application))
	if got := p.text("#eis-" + first.Code + " .tag"); got != "Aanvulling binnen" {
		t.Errorf("tag = %q", got)
	}
	last := d.Requirements[len(d.Requirements)-1].Code
	p = b.submit(t, b.get(t, checkPath(&d.Application, last)), judgeForm, url.Values{"outcome": {"met"}})
	if !strings.HasPrefix(p.location, checkPath(&d.Application, first.Code)) {
		t.Errorf("the supplement is not offered for review, but %s", p.location)
	}
}

func TestReviewKeepsWhatCanNoLongerBeSaved(t *testing.T) {
	site := newSite(t)
	applicant, id := site.submitted(t)
	d := site.dossierOf(t, id)
	reviewer := site.as(t, site.people(t).Reviewer)
	p := reviewer.get(t, checkPath(&d.Application, d.Requirements[0].Code))
	must(t, site.Domain.Enrollment.Withdraw(t.Context(), applicant.actor, id, enrollment.Withdrawal{Code: enrollment.WithdrawLater}))
	p = reviewer.submit(t, p, judgeForm, url.Values{"outcome": {"not-met"}, "reasons": {"Mijn eigen tekst"}})
	if p.status != http.StatusConflict || !strings.Contains(p.doc.Find("main").Text(), "Mijn eigen tekst") {
		t.Errorf("status %d, or what was typed is gone", p.status)
	}
}

func TestReviewIsForStaffOfEnrollmentOnly(t *testing.T) {
	site := newSite(t)
	applicant, id := site.submitted(t)
	d := site.dossierOf(t, id)
	path, check := reviewPath(&d.Application), checkPath(&d.Application, d.Requirements[0].Code)
	decider, reviewer := site.as(t, site.people(t).Decider), site.as(t, site.people(t).Reviewer)
	for _, row := range []struct {
		who  *browser
		path string
		want int
	}{
		{applicant, path, 403}, {decider, path, 200}, {decider, check, 403}, {reviewer, path + "/besluit", 403},
		{reviewer, "/beheer/aanmeldingen/" + uuid.NewString(), 404}, {reviewer, "/beheer/aanmeldingen/x", 404},
		{reviewer, path + "/eisen/XXXX", 404},
	} {
		if p := row.who.get(t, row.path); p.status != row.want {
			t.Errorf("%s = %d, want %d", row.path, p.status, row.want)
		}
	}
	if p := site.visitor().get(t, path); !strings.HasPrefix(p.location, "/inloggen") {
		t.Errorf("signed out ends at %s", p.location)
	}
	if p := decider.get(t, path); p.doc.Find(".task a").Length() != 0 {
		t.Error("a decider gets links to pages that are closed to the decider")
	}
}
