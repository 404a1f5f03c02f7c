package portal

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"providerportal/internal/account"
)

const precheckPath = "/open-house/past-dit"

// TestQuestionFromVisitorToEverybody walks E15 through the pages.
func TestQuestionFromVisitorToEverybody(t *testing.T) {
	s := newSite(t)
	visitor, reviewer := s.visitor(), s.staff(t, account.RoleReviewer)
	p := visitor.submit(t, visitor.get(t, questionsPath+"/stellen"), "form[action$=stellen]", url.Values{"question": {"Mijn bsn is 111222333"}, "email": {"jan"}})
	wantStatus(t, p, http.StatusUnprocessableEntity)
	if p.errorAt("question") == "" || p.errorAt("email") == "" {
		t.Error("a BSN or a wrong address gets no error beside its field")
	}
	p = visitor.submit(t, p, "form[action$=stellen]", url.Values{"question": {"Ik ben Jan. Is ISO 9001 genoeg?"}, "email": {"jan@zorg.example"}})
	wantText(t, p, ".panel__title", "Uw vraag is verstuurd")
	if strings.Contains(visitor.get(t, questionsPath).body, "ISO") {
		t.Error("an open question is public")
	}

	wantText(t, reviewer.get(t, "/beheer"), "main", "vraag wacht op antwoord")
	list := reviewer.get(t, staffQuestionPath)
	if strings.Contains(list.body, "jan@zorg.example") {
		t.Error("the address stands on the list")
	}
	path := list.doc.Find("table a").AttrOr("href", "")
	p = reviewer.get(t, path)
	wantText(t, p, ".notice", "Ik ben Jan.")
	p = reviewer.submit(t, p, "form[action='"+path+"']", url.Values{"questionNL": {"Is ISO 9001 genoeg?"}, "answerNL": {""}})
	wantStatus(t, p, http.StatusUnprocessableEntity)
	p = reviewer.submit(t, p, "form[action='"+path+"']", url.Values{"answerNL": {"Ja."}})
	wantText(t, p, ".notice--good", "op de website")

	p = visitor.get(t, questionsPath+"?q=iso")
	wantText(t, p, "main", "Is ISO 9001 genoeg?")
	if strings.Contains(p.body, "Jan") {
		t.Error("the public reads who asked")
	}
	wantText(t, visitor.get(t, questionsPath+"?q=niets"), ".empty", "nog geen vraag")
	wantText(t, visitor.get(t, questionsPath+"?lang=en"), "main", "In Dutch only.")
	letters := s.letters(t, "question_answered")
	if len(letters) != 1 || letters[0].ToAddress != "jan@zorg.example" || strings.Contains(letters[0].TextBody, "Jan") {
		t.Errorf("letters: %v", letters)
	}
	wantText(t, visitor.get(t, strings.TrimPrefix(path, "/beheer")), "main", "Is ISO 9001 genoeg?")
	wantStatus(t, s.applicant(t).get(t, path), http.StatusForbidden)
}

// TestPrecheckSaysWhoCanJoin pins each answer before the long form.
func TestPrecheckSaysWhoCanJoin(t *testing.T) {
	s := newSite(t)
	visitor := s.visitor()
	ask := func(work, company, kind, contract string) *seen {
		return visitor.get(t, precheckPath+"?werk="+work+"&register="+company+"&soort="+kind+"&overeenkomst="+contract)
	}
	for _, row := range []struct {
		page *seen
		want string
		can  bool
	}{
		{ask("individueel", "kvk", "zelf", "nee"), "Ja, u kunt zich aanmelden", true},
		{ask("individueel", "buitenland", "zelf", "nee"), "uit uw land", true},
		{ask("individueel", "geen", "zelf", "nee"), "nog niet aanmelden", false},
		{ask("collectief", "kvk", "zelf", "nee"), "drie aanbieders", false},
		{ask("anders", "kvk", "zelf", "nee"), "alleen voor individuele", false},
		{ask("individueel", "kvk", "eigen", "nee"), "INTOS, WAA en NLW", false},
		{ask("individueel", "kvk", "zelf", "ja"), "niet opnieuw", false},
	} {
		wantText(t, row.page, ".notice", row.want)
		if can := row.page.doc.Find("main a[href='/registreren']").Length() == 1; can != row.can {
			t.Errorf("%s: may register %v, want %v", row.want, can, row.can)
		}
	}
	wantText(t, ask("individueel", "kvk", "zelf", "nee"), "#papier-KVK", "hooguit 6 maanden")
	p := ask("individueel", "", "x", "nee")
	if p.errorAt("register") == "" || p.errorAt("soort") == "" || p.doc.Find(".notice").Length() > 0 {
		t.Error("a question without an answer gets a verdict")
	}
	if p := visitor.get(t, precheckPath); p.doc.Find(".error-summary").Length() > 0 {
		t.Error("the first look shows errors")
	}
	if s.applicant(t).get(t, applicationPath).doc.Find("a[href='"+precheckPath+"']").Length() != 1 {
		t.Error("the start of an application does not lead to the check")
	}
}
