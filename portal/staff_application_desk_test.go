package portal

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"providerportal/enrollment"
	"providerportal/internal/account"
)

// E7 with two browsers that really send at the same moment: one is kept, the
// other sees both texts and loses nothing.
func TestReviewersWhoSaveAtOnceLoseNothing(t *testing.T) {
	site := newSite(t)
	_, id := site.submitted(t)
	d := site.dossierOf(t, id)
	path := checkPath(&d.Application, d.Requirements[0].Code)
	browsers := []*browser{site.as(t, site.people(t).Reviewer), site.staff(t, account.RoleReviewer)}
	texts := []string{"Tekst van de eerste", "Tekst van de tweede"}
	var pages, answers [2]*seen
	for i, b := range browsers {
		pages[i] = b.get(t, path)
	}
	start, done := make(chan struct{}), sync.WaitGroup{}
	for i, b := range browsers {
		done.Go(func() {
			<-start
			answers[i] = b.submit(t, pages[i], judgeForm, url.Values{"outcome": {"not-met"}, "reasons": {texts[i]}})
		})
	}
	close(start)
	done.Wait()
	loser := slices.IndexFunc(answers[:], func(p *seen) bool { return p.status == http.StatusConflict })
	if loser < 0 || answers[1-loser].status != http.StatusOK {
		t.Fatalf("statuses %d and %d, want one 200 and one 409", answers[0].status, answers[1].status)
	}
	p := answers[loser]
	if p.text("#reasons") != texts[loser] || !strings.Contains(p.text("#known"), texts[1-loser]) {
		t.Errorf("typed %q, colleague %q", p.text("#reasons"), p.text("#known"))
	}
	if got := site.dossierOf(t, id).Checks[d.Requirements[0].ID].Reasons; got != texts[1-loser] {
		t.Errorf("kept %q, want the winner's", got)
	}
}

func TestColleaguesWhoLookAreNamedForAMinute(t *testing.T) {
	site := newSite(t)
	_, id := site.submitted(t)
	d := site.dossierOf(t, id)
	one, two := site.as(t, site.people(t).Reviewer), site.as(t, site.people(t).Decider)
	if p := one.get(t, reviewPath(&d.Application)); p.text("[data-watch]") != "" {
		t.Errorf("alone, and told %q", p.text("[data-watch]"))
	}
	if p := two.get(t, reviewPath(&d.Application)); p.text("[data-watch]") != one.actor.Name+" kijkt ook." {
		t.Errorf("told %q", p.text("[data-watch]"))
	}
	page := one.get(t, checkPath(&d.Application, d.Requirements[0].Code))
	ask := func() *seen {
		watch := page.doc.Find("[data-watch]")
		return one.post(t, watch.AttrOr("data-watch", ""), url.Values{csrfField: {watch.AttrOr("data-token", "")}})
	}
	if got := ask(); got.status != http.StatusOK || got.body != two.actor.Name+" kijkt ook." {
		t.Errorf("the script is told %d %q", got.status, got.body)
	}
	site.now = site.now.Add(2 * time.Minute)
	if got := ask(); got.body != "" {
		t.Errorf("two minutes later still %q", got.body)
	}
	must(t, site.Domain.Sweep(t.Context()))
	var rows int64
	site.now = site.now.Add(2 * time.Minute)
	must(t, site.Domain.Sweep(t.Context()))
	must(t, site.db.Gorm.Table("review_presence").Count(&rows).Error)
	if rows != 0 {
		t.Errorf("%d rows are kept", rows)
	}
}

// A script that asks who looks does not keep an empty desk signed in (AUTH-9).
func TestLookingDoesNotLengthenTheSession(t *testing.T) {
	site := newSite(t)
	_, id := site.submitted(t)
	d := site.dossierOf(t, id)
	b := site.as(t, site.people(t).Reviewer)
	watch := b.get(t, reviewPath(&d.Application)).doc.Find("[data-watch]")
	for range 20 {
		site.now = site.now.Add(2 * time.Minute)
		b.post(t, watch.AttrOr("data-watch", ""), url.Values{csrfField: {watch.AttrOr("data-token", "")}})
	}
	if p := b.get(t, reviewPath(&d.Application)); !strings.HasPrefix(p.location, "/inloggen") {
		t.Errorf("forty minutes away and still at %s", p.location)
	}
}

func TestApplicationIsTakenGivenAndTakenOver(t *testing.T) {
	site := newSite(t)
	_, id := site.submitted(t)
	d := site.dossierOf(t, id)
	one, two := site.as(t, site.people(t).Reviewer), site.staff(t, account.RoleReviewer)
	site.staff(t, account.RoleReviewer) // somebody else to give it to
	list := "/beheer/aanmeldingen?lijst=nieuw&sorteer=-ontvangen"
	stale := two.get(t, reviewPath(&d.Application))
	p := one.submit(t, one.get(t, list), "form[action*='/behandelaar']", nil)
	if p.status != http.StatusOK || placeOf(p.location) != placeOf(list) || !strings.Contains(p.text("tbody"), one.actor.Name) {
		t.Fatalf("status %d at %s, %q", p.status, p.location, p.text("tbody"))
	}
	if p := two.submit(t, stale, "form.button-form[action*='/behandelaar']", nil); p.status != http.StatusConflict {
		t.Errorf("taken away unknowingly: %d", p.status)
	}
	p = two.submit(t, two.get(t, reviewPath(&d.Application)), "form.button-form[action*='/behandelaar']", nil)
	if got := site.dossierOf(t, id).Assignee; p.status != http.StatusOK || got != two.actor.Name {
		t.Errorf("status %d, in the hands of %q", p.status, got)
	}
	p = two.submit(t, p, "form.form[action*='/behandelaar']", url.Values{"to": {one.actor.UserID.String()}})
	if got := site.dossierOf(t, id).Assignee; p.status != http.StatusOK || got != one.actor.Name {
		t.Errorf("status %d, given to %q", p.status, got)
	}
	if letters := site.letters(t, "application_assigned"); len(letters) != 1 || letters[0].ToAddress != one.actor.Email {
		t.Errorf("%d letters", len(letters))
	}
	p = two.submit(t, two.get(t, reviewPath(&d.Application)), "form.form[action*='/behandelaar']", url.Values{"to": {site.people(t).Decider.UserID.String()}})
	if p.status != http.StatusUnprocessableEntity || p.errorAt("to") == "" {
		t.Errorf("given to no reviewer: %d %q", p.status, p.errorAt("to"))
	}
	if mine := one.get(t, "/beheer/aanmeldingen?lijst=mijn"); mine.doc.Find("tbody tr").Length() != 1 {
		t.Error("it is not among my work")
	}
}

func TestQueueKeepsItsPlace(t *testing.T) {
	site := newSite(t)
	_, id := site.submitted(t)
	d := site.dossierOf(t, id)
	b := site.as(t, site.people(t).Reviewer)
	list := "/beheer/aanmeldingen?lijst=nieuw&q=" + url.QueryEscape(strings.ToLower(d.Provider.Entry.KvK)) + "&sorteer=-aanbieder"
	p := b.get(t, list)
	if p.doc.Find("th[aria-sort=descending]").Length() != 1 || p.doc.Find("tbody tr").Length() != 1 {
		t.Fatalf("not in order, or not found by KvK number: %s", p.text("thead"))
	}
	p = b.get(t, p.doc.Find("tbody th a").AttrOr("href", ""))
	p = b.get(t, p.doc.Find(".task a").First().AttrOr("href", ""))
	p = b.submit(t, p, judgeForm, url.Values{"outcome": {"met"}})
	back := p.doc.Find(".breadcrumbs a[href^='/beheer/aanmeldingen?']").AttrOr("href", "")
	asked, err := url.Parse(back)
	must(t, err)
	if q := asked.Query(); q.Get("lijst") != "nieuw" || q.Get("q") != d.Provider.Entry.KvK || q.Get("sorteer") != "-aanbieder" {
		t.Errorf("the way back is %q", back)
	}
}

func TestNotesStayBetweenColleagues(t *testing.T) {
	site := newSite(t)
	applicant, d := site.reviewed(t)
	decider := site.as(t, site.people(t).Decider)
	path := reviewPath(&d.Application)
	p := decider.submit(t, decider.get(t, path), "form[action*='/notities']", url.Values{"note": {"Gebeld met de bank"}, "code": {"UEA"}})
	if p.status != http.StatusOK || !strings.Contains(p.text("#notities"), "Gebeld met de bank") || !strings.Contains(p.text("#notities"), decider.actor.Name) {
		t.Fatalf("status %d, notes %q", p.status, p.text("#notities"))
	}
	if p := decider.submit(t, p, "form[action*='/notities']", url.Values{"note": {"BSN 111222333"}}); p.errorAt("note") == "" || p.text("#note") != "BSN 111222333" {
		t.Errorf("status %d, error %q, typed %q", p.status, p.errorAt("note"), p.text("#note"))
	}
	if p := decider.get(t, path+"/besluit"); !strings.Contains(p.body, "Gebeld met de bank") {
		t.Error("the decider does not see the note at the requirement")
	}
	must(t, site.Domain.Enrollment.Decide(t.Context(), decider.actor, d.Application.ID, enrollment.Verdict{Admit: true}))
	for _, page := range []string{"/mijn", "/mijn/aanmelding", "/mijn/overeenkomst"} {
		if p := applicant.get(t, page); strings.Contains(p.body, "Gebeld met de bank") {
			t.Errorf("the provider reads it at %s", page)
		}
	}
}

func TestStandardTextFillsTheReasonsAndSavesNothing(t *testing.T) {
	site := newSite(t)
	_, id := site.submitted(t)
	d := site.dossierOf(t, id)
	b := site.as(t, site.people(t).Reviewer)
	path := checkPath(&d.Application, d.Requirements[0].Code)
	text := url.Values{"code": {d.Requirements[0].Code}, "outcome": {"supplement-needed"}, "name": {"Niet leesbaar"}, "body": {"Het document is niet leesbaar."}}
	newText := b.get(t, "/beheer/teksten/nieuw")
	if p := b.submit(t, newText, "main form", url.Values{"body": {"Iets"}}); p.errorAt("name") == "" || p.errorAt("outcome") == "" || p.text("#body") != "Iets" {
		t.Errorf("status %d, errors %q", p.status, p.text(".error-summary"))
	}
	p := b.submit(t, newText, "main form", text)
	if p.status != http.StatusOK || !strings.Contains(p.text("table"), "Niet leesbaar") {
		t.Fatalf("status %d, %q", p.status, p.text("main"))
	}
	if p := b.submit(t, newText, "main form", text); p.errorAt("name") == "" {
		t.Error("the same name twice")
	}
	desk := b.get(t, path)
	value := desk.doc.Find("#text option").Last().AttrOr("value", "")
	p = b.submit(t, desk, judgeForm, url.Values{"act": {"fill"}, "text": {value}, "reasons": {"Eigen woorden."}, "internalNote": {"Let op"}})
	if p.status != http.StatusOK || !strings.Contains(p.text("#reasons"), "Eigen woorden. Het document is niet leesbaar.") || p.text("#internalNote") != "Let op" {
		t.Fatalf("status %d, reasons %q, note %q", p.status, p.text("#reasons"), p.text("#internalNote"))
	}
	if p.doc.Find("input[value='supplement-needed'][checked]").Length() != 1 {
		t.Error("the outcome of the text is not chosen")
	}
	if kept := site.dossierOf(t, id); len(kept.Checks) != 0 || len(kept.Notes) != 0 {
		t.Error("filling in saved something")
	}
	b.submit(t, p, judgeForm, nil)
	if got := site.dossierOf(t, id).Checks[d.Requirements[0].ID]; got.Outcome != enrollment.OutcomeSupplementNeeded {
		t.Errorf("saved %q", got.Outcome)
	}
	change := b.get(t, b.get(t, "/beheer/teksten").doc.Find("tbody a").AttrOr("href", ""))
	b.submit(t, change, "form[action$='/verwijderen']", nil)
	if p := b.get(t, path); p.doc.Find("#text").Length() != 0 {
		t.Error("a removed text is still offered")
	}
}

func TestEvidenceShowsInThePageSandboxed(t *testing.T) {
	site := newSite(t)
	applicant, id := site.submitted(t)
	d := site.dossierOf(t, id)
	b := site.as(t, site.people(t).Reviewer)
	p := b.get(t, checkPath(&d.Application, "KVK"))
	frame := p.doc.Find("iframe.evidence")
	if frame.Length() != 1 || frame.AttrOr("title", "") == "" || !strings.Contains(p.header.Get("Content-Security-Policy"), "frame-src 'self'") {
		t.Fatalf("%d frames under %q", frame.Length(), p.header.Get("Content-Security-Policy"))
	}
	evidence := b.get(t, frame.AttrOr("src", ""))
	for name, want := range map[string]string{
		"Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'self'", "X-Frame-Options": "SAMEORIGIN", "Content-Type": "application/pdf",
	} {
		if got := evidence.header.Get(name); got != want {
			t.Errorf("%s = %q", name, got)
		}
	}
	own := applicant.get(t, "/mijn/documenten/"+d.Answers[d.Requirement("KVK").ID].DocumentID.String())
	if own.status != http.StatusOK || own.header.Get("X-Frame-Options") != "DENY" {
		t.Errorf("status %d, the provider's own page may be framed: %q", own.status, own.header.Get("X-Frame-Options"))
	}
	if p := b.get(t, checkPath(&d.Application, "VOG")); strings.Contains(p.header.Get("Content-Security-Policy"), "frame-src") {
		t.Error("a page without evidence may hold frames")
	}
}
