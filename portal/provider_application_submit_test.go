package portal

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"

	"providerportal/enrollment"
)

func TestSubmitShowsAnswersAndSendsOnce(t *testing.T) {
	s := newSite(t)
	b := s.filledIn(t)
	p := b.get(t, checkAnswersPath)
	wantText(t, p, ".summary-list", b.actor.Name)
	wantText(t, p, ".summary-list__change a[href^='"+contactPath+"']", "Wijzig Contactpersoon")
	for _, path := range partPaths {
		if p.doc.Find(".summary-list__change a[href='"+path+"?terug=controleren']").Length() != 1 {
			t.Errorf("the check page has no way to change %s (UX-3)", path)
		}
	}
	wantText(t, p, "form[action$=versturen] button", "Aanmelding versturen")
	twin := s.as(t, b.actor)
	old := twin.get(t, checkAnswersPath)
	p = b.submit(t, p, "form[action$=versturen]", nil)
	wantText(t, p, ".panel__title", "Uw aanmelding is verstuurd")
	wantText(t, p, ".panel__reference", b.dossier(t).Application.Reference)
	wantText(t, p, "main", "Wij beslissen uiterlijk maandag 4 mei 2026")
	again := twin.submit(t, old, "form[action$=versturen]", nil)
	wantText(t, again, ".panel__title", "Uw aanmelding is verstuurd")
	if n := len(s.letters(t, "application_submitted")); n != 1 {
		t.Errorf("%d letters, want 1", n)
	}
	p = b.get(t, applicationPath)
	wantText(t, p, ".clock__due", "maandag 4 mei 2026")
	wantText(t, p, ".timeline", "Aanmelding verstuurd")
}

func TestSubmitBeforeTheOpening(t *testing.T) {
	s := newSite(t)
	s.now = time.Date(2022, 3, 31, 21, 59, 59, 0, time.UTC) // one second to midnight in Amsterdam
	b := s.filledIn(t)
	p := b.submit(t, b.get(t, checkAnswersPath), "form[action$=versturen]", nil)
	wantStatus(t, p, http.StatusUnprocessableEntity)
	wantText(t, p, ".error-summary", "vanaf vrijdag 1 april 2022")
	s.now = s.now.Add(time.Second)
	p = b.submit(t, p, "form[action$=versturen]", nil)
	wantText(t, p, ".panel__title", "Uw aanmelding is verstuurd")
}

func TestSubmitUnfinishedLinksToTheTasks(t *testing.T) {
	s := newSite(t)
	b := s.filledIn(t)
	page := b.get(t, checkAnswersPath)
	must(t, s.db.Gorm.Exec("UPDATE answers SET accepted = false WHERE application_id = ?", b.dossier(t).Application.ID).Error)
	p := b.submit(t, page, "form[action$=versturen]", nil)
	wantStatus(t, p, http.StatusUnprocessableEntity)
	wantText(t, p, ".error-summary a[href='#VOG']", "Verklaring over de VOG van uw medewerkers")
	wantText(t, p, "#VOG a[href='"+answerPath("VOG")+"?terug=controleren']", "VOG")
	if p.doc.Find("form[action$=versturen] button").Length() > 0 {
		t.Error("an unfinished application has a button to send")
	}
}

func TestSubmitAfterTheRequirementsChanged(t *testing.T) {
	s := newSite(t)
	b := s.filledIn(t)
	d := b.dossier(t)
	set := enrollment.RequirementSet{ID: uuid.New(), ProcedureID: d.Procedure.ID, Version: 2}
	must(t, s.db.Gorm.Create(&set).Error)
	for _, requirement := range d.Requirements {
		requirement.ID, requirement.SetID = uuid.New(), set.ID
		must(t, s.db.Gorm.Create(&requirement).Error)
	}
	must(t, s.db.Gorm.Model(&set).Update("in_force_at", s.now.Add(-time.Minute)).Error)
	p := b.submit(t, b.get(t, checkAnswersPath), "form[action$=versturen]", nil)
	wantStatus(t, p, http.StatusConflict)
	wantText(t, p, ".error-summary", "De eisen zijn intussen veranderd")
	p = b.submit(t, p, "form[action$=versturen]", nil)
	wantText(t, p, ".panel__title", "Uw aanmelding is verstuurd")
}
