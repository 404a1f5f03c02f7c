package portal

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	demodata "providerportal/cmd/portal/sample"
	"providerportal/enrollment"
)

const codeKVK = "KVK" // a document with an issue date of the default set

// started gives an applicant with a draft.
func (s *site) started(t *testing.T) *browser {
	t.Helper()
	b := s.applicant(t)
	b.submit(t, b.get(t, applicationPath), "form[action='/mijn/aanmelding']", nil)
	return b
}

// filled gives an applicant with every task done.
func (s *site) filledIn(t *testing.T) *browser {
	t.Helper()
	b := s.applicant(t)
	_, err := s.make.Filled(t.Context(), b.actor)
	must(t, err)
	return b
}

func (b *browser) dossier(t *testing.T) *enrollment.Dossier {
	t.Helper()
	dossier, err := b.site.Domain.Enrollment.Latest(t.Context(), b.actor)
	must(t, err)
	return dossier
}

// sendFile uploads a file with the fields to the answer of a requirement.
func (b *browser) sendFile(t *testing.T, code, name string, content []byte, values url.Values) *seen {
	t.Helper()
	page := b.get(t, answerPath(code))
	fields := filled(page.doc.Find("form[enctype='multipart/form-data']"))
	for key, list := range values {
		fields[key] = list
	}
	return b.upload(t, answerPath(code), fields, name, content)
}

func dateFields(name, day, month, year string) url.Values {
	return url.Values{name + ".day": {day}, name + ".month": {month}, name + ".year": {year}}
}

func wantText(t *testing.T, p *seen, selector, want string) {
	t.Helper()
	if got := p.text(selector); !strings.Contains(got, want) {
		t.Errorf("%s at %s = %q, want %q", selector, p.location, got, want)
	}
}

func wantStatus(t *testing.T, p *seen, want int) {
	t.Helper()
	if p.status != want {
		t.Errorf("%s: status %d, want %d: %s", p.location, p.status, want, p.text("main"))
	}
}

func TestApplicationStartsOnceAndShowsItsTasks(t *testing.T) {
	s := newSite(t)
	b := s.applicant(t)
	p := b.get(t, applicationPath)
	wantStatus(t, p, http.StatusOK)
	wantText(t, p, "main", "Uittreksel van het handelsregister")
	p = b.submit(t, p, "form[action='/mijn/aanmelding']", nil)
	wantText(t, p, "h1", "Uw aanmelding")
	wantText(t, p, ".progress-text", "0 van")
	if n := p.doc.Find(".task-list .task--link").Length(); n != len(b.dossier(t).Requirements)+4 {
		t.Errorf("%d tasks can be opened, want one per requirement and the four parts", n)
	}
	wantText(t, p, "#submit", "Kan nog niet starten")
	if p.doc.Find("#submit a").Length() > 0 {
		t.Error("sending can start before the tasks are done (UX-1)")
	}
	first := b.dossier(t).Application.ID
	b.submit(t, b.get(t, applicationPath+"/contact"), "form[action$=contact]", url.Values{"phone": {"077 123 45 67"}})
	p = b.get(t, applicationPath)
	wantText(t, p, ".progress-text", "1 van")
	wantText(t, p, "#contact .tag", "Klaar")
	if b.dossier(t).Application.ID != first {
		t.Error("a second application was begun (E6)")
	}
}

func TestApplicationStartsOnceWhenTwoStart(t *testing.T) {
	s := newSite(t)
	b := s.applicant(t)
	fields := filled(b.get(t, applicationPath).doc.Find("form[action='/mijn/aanmelding']"))
	var wait sync.WaitGroup
	for range 2 {
		twin := s.as(t, b.actor)
		token := filled(twin.get(t, applicationPath).doc.Find("form[action='/mijn/aanmelding']"))
		wait.Go(func() { twin.post(t, applicationPath, token) })
	}
	b.post(t, applicationPath, fields)
	wait.Wait()
	var n int64
	must(t, s.db.Gorm.Model(&enrollment.Application{}).Where("provider_id = ?", b.actor.ProviderID).Count(&n).Error)
	if n != 1 {
		t.Errorf("%d applications, want 1 (E6)", n)
	}
}

// post sends fields without looking at a page first.
func (b *browser) post(t *testing.T, path string, fields url.Values) *seen {
	t.Helper()
	request, err := http.NewRequest(http.MethodPost, path, strings.NewReader(fields.Encode()))
	must(t, err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.send(t, request)
}

func TestApplicationContactKeepsWhatWasTyped(t *testing.T) {
	b := newSite(t).started(t)
	p := b.submit(t, b.get(t, applicationPath+"/contact"), "form[action$=contact]",
		url.Values{"name": {"Anja"}, "email": {"anja"}, "phone": {""}})
	wantStatus(t, p, http.StatusUnprocessableEntity)
	wantText(t, p, "title", "Fout:")
	wantText(t, p, "#email-error", "e-mailadres")
	wantText(t, p, "#phone-error", "Telefoonnummer")
	if got := p.doc.Find("#email").AttrOr("value", ""); got != "anja" {
		t.Errorf("email = %q", got)
	}
}

func TestApplicationIsOnlyForItsOwnOrganisation(t *testing.T) {
	s := newSite(t)
	own := s.filledIn(t)
	var document string
	for id := range own.dossier(t).Documents {
		document = "/mijn/documenten/" + id.String()
	}
	other := s.applicant(t)
	for _, path := range []string{document, answerPath(codeKVK), checkAnswersPath, applicationPath + "/contact", applicationPath + "/intrekken", applicationPath + "/verstuurd"} {
		wantStatus(t, other.get(t, path), http.StatusNotFound)
		wantStatus(t, s.consultant(t, "GM0984").get(t, path), http.StatusForbidden)
		if p := s.visitor().get(t, path); !strings.HasPrefix(p.location, "/inloggen") {
			t.Errorf("%s leads a visitor to %s", path, p.location)
		}
	}
	wantStatus(t, own.get(t, answerPath("NEE")), http.StatusNotFound)
	wantStatus(t, own.get(t, "/mijn/documenten/niets"), http.StatusNotFound)
}

func TestApplicationWithdrawnCanStartAgain(t *testing.T) {
	s := newSite(t)
	b := s.started(t)
	first := b.dossier(t).Application.ID
	s.now = s.now.Add(time.Minute)
	p := b.submit(t, b.get(t, applicationPath+"/intrekken"), "form[action$=intrekken]", url.Values{"code": {"later"}})
	wantText(t, p, ".notice--good", "ingetrokken")
	wantText(t, p, ".timeline__title", "Aanmelding ingetrokken")
	wantStatus(t, b.get(t, applicationPath+"/intrekken"), http.StatusOK)
	p = b.submit(t, p, "form[action='/mijn/aanmelding']", nil)
	wantText(t, p, ".progress-text", "0 van")
	if b.dossier(t).Application.ID == first {
		t.Error("no new application began (E6)")
	}
}

func TestApplicationSupplementOpensOnlyWhatWasAsked(t *testing.T) {
	s := newSite(t)
	b := s.applicant(t)
	id, err := s.make.Submitted(t.Context(), b.actor)
	must(t, err)
	reviewer := s.people(t).Reviewer
	must(t, s.Domain.Enrollment.Judge(t.Context(), reviewer, id, codeKVK, enrollment.Judgement{
		Outcome: enrollment.OutcomeSupplementNeeded, Reasons: "Het uittreksel is niet leesbaar.", InternalNote: "Zie mail van Bo.",
	}))
	wantText(t, b.get(t, applicationPath), "main", "Wij toetsen uw aanmelding")
	if strings.Contains(b.get(t, applicationPath).body, "niet leesbaar") {
		t.Error("the provider reads reasons before they are sent (E7)")
	}
	must(t, s.Domain.Enrollment.RequestSupplement(t.Context(), reviewer, id, ""))
	p := b.get(t, applicationPath)
	wantText(t, p, "#"+codeKVK, "Het uittreksel is niet leesbaar.")
	wantText(t, p, ".clock__due", "april 2026")
	if strings.Contains(p.body, "Zie mail van Bo") {
		t.Error("the provider reads an internal note (E7)")
	}
	if n := p.doc.Find(".task--link").Length(); n != 1 {
		t.Errorf("%d tasks are open, want the one that was asked: %s", n, p.text(".task-list"))
	}
	wantText(t, b.get(t, answerPath("VOG")), "h1", "Uw aanmelding")
	wantText(t, b.get(t, answerPath(codeKVK)), ".notice--warn", "niet leesbaar")
	s.now = s.now.Add(time.Minute)
	b.sendFile(t, codeKVK, "nieuw.pdf", demodata.PDF("nieuw"), nil)
	p = b.submit(t, b.get(t, checkAnswersPath), "form[action$=versturen]", nil)
	wantText(t, p, "h1", "Uw aanmelding is verstuurd")
	must(t, s.Domain.Enrollment.Judge(t.Context(), reviewer, id, "VOG", enrollment.Judgement{
		Outcome: enrollment.OutcomeSupplementNeeded, Reasons: "Nog niet verstuurd.",
	}))
	if n := len(b.dossier(t).Checks); n != 0 {
		t.Errorf("the provider gets %d checks of the second round before they are sent (E7)", n)
	}
}

func TestApplicationRejectionGivesReasonsAndWhatToDo(t *testing.T) {
	s := newSite(t)
	b := s.applicant(t)
	id, err := s.make.Submitted(t.Context(), b.actor)
	must(t, err)
	desk := s.people(t)
	for _, requirement := range b.dossier(t).Requirements {
		judgement := enrollment.Judgement{Outcome: enrollment.OutcomeMet}
		if requirement.Code == codeKVK {
			judgement = enrollment.Judgement{Outcome: enrollment.OutcomeNotMet, Reasons: "Het uittreksel is van een ander.", InternalNote: "Geheim."}
		}
		must(t, s.Domain.Enrollment.Judge(t.Context(), desk.Reviewer, id, requirement.Code, judgement))
	}
	must(t, s.Domain.Enrollment.CompleteReview(t.Context(), desk.Reviewer, id))
	must(t, s.Domain.Enrollment.Decide(t.Context(), desk.Decider, id, enrollment.Verdict{Reasons: "U voldoet niet aan één eis."}))
	p := b.get(t, applicationPath)
	for _, want := range []string{"Uw organisatie is niet toegelaten", "U voldoet niet aan één eis.", "Het uittreksel is van een ander.", "Wat kunt u doen?", "Begin een nieuwe aanmelding"} {
		wantText(t, p, "main", want)
	}
	if strings.Contains(p.body, "Geheim.") {
		t.Error("the provider reads an internal note (E7)")
	}
}
