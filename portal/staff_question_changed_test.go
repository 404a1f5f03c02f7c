package portal

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/google/uuid"

	"providerportal/enrollment"
	"providerportal/internal/account"
)

var _ = sample("staff-question-other-saved", func(frame Frame) page {
	question := sampleQuestions().Lines[0]
	return changedQuestionPage(frame, &question, replyForm{QuestionNL: "Is ISO 9001 genoeg?", AnswerNL: "Ja, als het certificaat geldig is.", Revision: 1})
})

var _ = sample("staff-question-other-set-aside", func(frame Frame) page {
	at := sampleNow
	question := &enrollment.Question{ID: uuid.New(), Number: 4, Status: enrollment.QuestionSetAside, AskedAt: sampleNow, SetAsideAt: &at, Reason: "Gaat over een andere regio.", Revision: 2}
	return changedQuestionPage(frame, question, replyForm{QuestionNL: "Geldt dit ook elders?", AnswerNL: "Alleen in deze regio.", Revision: 1})
})

// question asks one and gives its address at the desk.
func (s *site) question(t *testing.T, text string) string {
	t.Helper()
	visitor := s.visitor()
	visitor.submit(t, visitor.get(t, questionsPath+"/stellen"), "form[action$=stellen]", url.Values{"question": {text}})
	var id string
	must(t, s.db.Gorm.Raw("SELECT id::text FROM questions WHERE asked = ?", text).Scan(&id).Error)
	return staffQuestionPath + "/" + id
}

// TestSecondAnswererSeesBothTexts pins that whoever answers second keeps what was
// typed, reads what the colleague wrote, and decides which text counts.
func TestSecondAnswererSeesBothTexts(t *testing.T) {
	s := newSite(t)
	path := s.question(t, "Is ISO 9001 genoeg?")
	first, second := s.staff(t, account.RoleReviewer), s.staff(t, account.RoleDecider)
	form := "form[action='" + path + "']"
	page := second.get(t, path)
	first.submit(t, first.get(t, path), form, url.Values{"answerNL": {"Ja, dat is genoeg."}})

	p := second.submit(t, page, form, url.Values{"answerNL": {"Nee, ook een KvK-uittreksel."}})
	wantStatus(t, p, http.StatusConflict)
	wantText(t, p, "#changed", "Ja, dat is genoeg.")
	wantText(t, p, "#answerNL", "Nee, ook een KvK-uittreksel.")
	p = second.submit(t, p, form, nil)
	wantText(t, p, ".notice--good", "op de website")
	wantText(t, s.visitor().get(t, questionsPath), "main", "Nee, ook een KvK-uittreksel.")
}

// TestAnswerToAQuestionThatWasSetAside pins that the text survives although there is
// nothing left to answer, and the other way round.
func TestAnswerToAQuestionThatWasSetAside(t *testing.T) {
	s := newSite(t)
	first, second := s.staff(t, account.RoleReviewer), s.staff(t, account.RoleDecider)
	path := s.question(t, "Geldt dit ook elders?")
	page := second.get(t, path)
	first.submit(t, first.get(t, path), "form[action$='niet-plaatsen']", url.Values{"reason": {"Andere regio."}})
	p := second.submit(t, page, "form[action='"+path+"']", url.Values{"answerNL": {"Alleen hier."}})
	wantStatus(t, p, http.StatusConflict)
	wantText(t, p, "#changed", "Andere regio.")
	wantText(t, p, "section[aria-labelledby='typed-title']", "Alleen hier.")

	path = s.question(t, "En hoe zit het met de tarieven?")
	page = second.get(t, path)
	first.submit(t, first.get(t, path), "form[action='"+path+"']", url.Values{"answerNL": {"Zie het besluit."}})
	p = second.submit(t, page, "form[action$='niet-plaatsen']", url.Values{"reason": {"Is al eerder gevraagd."}})
	wantStatus(t, p, http.StatusConflict)
	wantText(t, p, "#changed", "Zie het besluit.")
	wantText(t, p, "section[aria-labelledby='typed-title']", "Is al eerder gevraagd.")
}
