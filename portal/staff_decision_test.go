package portal

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"providerportal/enrollment"
	"providerportal/internal/account"
)

const decisionSelector = "form[action$='/besluit']"

// reviewed gives an application that waits for a decision.
func (s *site) reviewed(t *testing.T) (*browser, *enrollment.Dossier) {
	t.Helper()
	applicant, id := s.submitted(t)
	must(t, s.make.Reviewed(t.Context(), s.people(t).Reviewer, id))
	return applicant, s.dossierOf(t, id)
}

func TestDecisionAdmits(t *testing.T) {
	site := newSite(t)
	_, d := site.reviewed(t)
	decider := site.as(t, site.people(t).Decider)
	p := decider.get(t, reviewPath(&d.Application))
	p = decider.get(t, p.doc.Find("#complete a.button").AttrOr("href", ""))
	if p.doc.Find(".result .tag--good").Length() != len(d.Requirements) {
		t.Errorf("%d outcomes", p.doc.Find(".result .tag").Length())
	}
	p = decider.submit(t, p, decisionSelector, url.Values{"verdict": {"admit"}})
	if !strings.Contains(p.text(".letter"), "Wij laten "+d.Provider.Name+" toe") || site.dossierOf(t, d.Application.ID).Application.DecidedAt != nil {
		t.Fatalf("status %d, letter %q, or it is decided already", p.status, p.text(".letter"))
	}
	p = decider.submit(t, p, decisionSelector, nil)
	if p.status != http.StatusOK || p.location != reviewPath(&d.Application)+"?melding=decided-admit" {
		t.Fatalf("status %d at %s", p.status, p.location)
	}
	if p.text("h1 + p .tag") != "Toegelaten" || len(site.letters(t, "application_admitted")) != 1 || len(site.letters(t, "agreement_offered")) != 1 {
		t.Errorf("tag %q, or letters are missing", p.text("h1 + p .tag"))
	}
	if again := decider.get(t, reviewPath(&d.Application)+"/besluit"); again.location != reviewPath(&d.Application) {
		t.Errorf("a decided application can be decided again at %s", again.location)
	}
}

func TestDecisionNeedsAVerdictThatTheOutcomesCarry(t *testing.T) {
	site := newSite(t)
	_, d := site.reviewed(t)
	decider := site.as(t, site.people(t).Decider)
	page := decider.get(t, reviewPath(&d.Application)+"/besluit")
	for _, typed := range []url.Values{{"reasons": {"Zomaar"}}, {"verdict": {"reject"}, "reasons": {"Zomaar"}}} {
		p := decider.submit(t, page, decisionSelector, typed)
		if p.status != http.StatusUnprocessableEntity || p.errorAt("verdict") == "" || p.text("#reasons") != "Zomaar" {
			t.Errorf("%v: status %d, error %q, typed %q", typed, p.status, p.errorAt("verdict"), p.text("#reasons"))
		}
	}
}

func TestDecisionNeedsFourEyes(t *testing.T) {
	site := newSite(t)
	_, id := site.submitted(t)
	both := site.staff(t, account.RoleReviewer, account.RoleDecider)
	must(t, site.make.Reviewed(t.Context(), both.actor, id))
	d := site.dossierOf(t, id)
	path := reviewPath(&d.Application) + "/besluit"
	p := both.get(t, path)
	if p.doc.Find("#four-eyes").Length() != 1 || p.doc.Find(decisionSelector).Length() != 0 {
		t.Fatal("the reviewer gets the decision form, or no reason")
	}
	page := site.as(t, site.people(t).Decider).get(t, path)
	page.doc.Find("input[name="+csrfField+"]").SetAttr("value", p.doc.Find("input[name="+csrfField+"]").AttrOr("value", ""))
	if p := both.submit(t, page, decisionSelector, url.Values{"verdict": {"admit"}}); p.status != http.StatusConflict || p.text(".error-summary") == "" {
		t.Errorf("status %d, %q", p.status, p.text(".error-summary"))
	}
}
