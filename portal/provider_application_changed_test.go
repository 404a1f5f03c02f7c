package portal

import (
	"net/http"
	"net/url"
	"testing"

	demodata "providerportal/cmd/portal/sample"
	"providerportal/enrollment"
)

// Two people of one organisation open the same task; the second to save is told
// what the first one kept, keeps what was typed, and overwrites only knowingly.
func TestTwoPeopleLoseNoUpdates(t *testing.T) {
	for name, task := range map[string]struct {
		path, form    string
		first, second url.Values
		kept, typed   string // a text of the first, a selector with the second's value
		value         string
	}{
		"contact": {
			contactPath, "form[action$=contact]",
			url.Values{"name": {"Lotte Eerst"}, "phone": {"077 123 45 67"}}, url.Values{"name": {"Bram Later"}, "phone": {"077 765 43 21"}},
			"Lotte Eerst", "#name", "Bram Later",
		},
		"signatory": {
			signatoryPath, "form[action$=tekenbevoegde]",
			url.Values{"name": {"Lotte Eerst"}, "function": {"Directeur"}, "email": {"l@zorg.example"}},
			url.Values{"name": {"Bram Later"}, "function": {"Bestuurder"}, "email": {"b@zorg.example"}},
			"Directeur", "#function", "Bestuurder",
		},
		"organisation": {
			organisationPath, "form[action$=organisatie]",
			url.Values{"street": {"Markt 1"}, "postcode": {"5801ab"}, "place": {"Venray"}},
			url.Values{"street": {"Kade 9"}, "postcode": {"5911 CD"}, "place": {"Venlo"}},
			"Markt 1", "#street", "Kade 9",
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			b := s.started(t)
			colleague := b.colleague(t, "Bram", "member")
			mine, theirs := b.get(t, task.path), colleague.get(t, task.path)
			wantText(t, b.submit(t, mine, task.form, task.first), ".notice--good", "opgeslagen")

			p := colleague.submit(t, theirs, task.form, task.second)
			wantStatus(t, p, http.StatusConflict)
			wantText(t, p, "#changed-title", b.actor.Name+" was u voor")
			wantText(t, p, "#changed", "woensdag 1 april 2026")
			wantText(t, p, "#changed", task.kept)
			if got := p.doc.Find(task.typed).AttrOr("value", ""); got != task.value {
				t.Errorf("%s = %q, want what was typed", task.typed, got)
			}
			wantText(t, b.get(t, checkAnswersPath), "main", task.kept)

			p = colleague.submit(t, p, task.form, nil)
			wantText(t, p, ".notice--good", "opgeslagen")
			wantText(t, b.get(t, checkAnswersPath), "main", task.value)
		})
	}
}

func TestTwoPeopleChooseMunicipalities(t *testing.T) {
	s := newSite(t)
	b := s.started(t)
	colleague := b.colleague(t, "Bram", "member")
	const form = "form[action$=gemeenten]"
	mine, theirs := b.get(t, municipalitiesPath), colleague.get(t, municipalitiesPath)
	p := b.submit(t, mine, form, nil)
	wantText(t, p, "#municipalities-error", "ten minste één gemeente")
	b.submit(t, p, form, url.Values{"municipalities": {"GM0984"}})
	p = colleague.submit(t, theirs, form, url.Values{"municipalities": {"GM0983", "GM0889"}})
	wantStatus(t, p, http.StatusConflict)
	wantText(t, p, "#changed", "Venray")
	if got := filled(p.doc.Find(form))["municipalities"]; len(got) != 2 {
		t.Errorf("chosen: %v, want what was chosen", got)
	}
	same := b.get(t, municipalitiesPath)
	colleague.submit(t, p, form, nil)
	p = b.submit(t, same, form, url.Values{"municipalities": {"GM0889", "GM0983"}})
	wantText(t, p, ".notice--good", "opgeslagen") // both say the same: nothing to tell
}

func TestTwoPeopleAnswerOneRequirement(t *testing.T) {
	s := newSite(t)
	b := s.started(t)
	colleague := b.colleague(t, "Bram", "member")
	path := answerPath(codeKVK)
	theirs := filled(colleague.get(t, path).doc.Find("form[enctype]"))
	p := b.sendFile(t, codeKVK, "van-lotte.pdf", demodata.PDF("lotte"), dateFields("issuedOn", "2", "3", "2026"))
	wantText(t, p, "#"+codeKVK+" .tag", "Klaar")
	wantText(t, b.get(t, applicationPath), "#"+codeKVK, "Klaar")

	for name, list := range dateFields("issuedOn", "20", "2", "2026") {
		theirs[name] = list
	}
	p = colleague.upload(t, path, theirs, "van-bram.pdf", demodata.PDF("bram"))
	wantStatus(t, p, http.StatusConflict)
	wantText(t, p, "#changed", "van-lotte.pdf")
	wantText(t, p, "#changed", "maandag 2 maart 2026")
	wantText(t, p, "#changed", "Kies het dan opnieuw")
	if got := p.doc.Find("#issuedOn").AttrOr("value", ""); got != "20" {
		t.Errorf("day = %q, want what was typed", got)
	}
	d := b.dossier(t)
	answer := d.Answers[d.Requirement(codeKVK).ID]
	if d.Documents[*answer.DocumentID].Name != "van-lotte.pdf" || answer.IssuedOn.Day() != 2 {
		t.Errorf("kept %q of %s, want the first one's", d.Documents[*answer.DocumentID].Name, answer.IssuedOn)
	}
	p = colleague.upload(t, path, filled(p.doc.Find("form[enctype]")), "van-bram.pdf", demodata.PDF("bram"))
	wantText(t, p, "#"+codeKVK, "Laatst opgeslagen door Bram")
	wantText(t, b.get(t, path), "a[href^='/mijn/documenten/']", "van-bram.pdf")
}

// After a refusal the next save stands on what the visitor saw, not on what a
// colleague kept between the two.
func TestRefusedAnswerDoesNotHideAColleaguesSave(t *testing.T) {
	s := newSite(t)
	b := s.started(t)
	colleague := b.colleague(t, "Bram", "member")
	page := b.submit(t, b.get(t, answerPath("VOG")), "form[enctype]", nil)
	wantStatus(t, page, http.StatusUnprocessableEntity)
	colleague.submit(t, colleague.get(t, answerPath("VOG")), "form[enctype]", url.Values{"accepted": {"true"}})
	p := b.submit(t, page, "form[enctype]", nil)
	wantStatus(t, p, http.StatusConflict)
	wantText(t, p, "#changed", "Akkoord")
}

// The organisation is corrected by its people until a contract runs; who reviews
// its application hears of it.
func TestOrganisationIsFixedByAContract(t *testing.T) {
	s := newSite(t)
	b := s.applicant(t)
	id, err := s.make.Submitted(t.Context(), b.actor)
	must(t, err)
	desk := s.people(t)
	form := "form[action$=organisatie]"
	b.submit(t, b.get(t, organisationPath), form, url.Values{"name": {"Eerste naam B.V."}})
	if n := len(s.letters(t, "organisation_corrected")); n != 0 {
		t.Errorf("%d letters while nobody reviews", n)
	}
	must(t, s.make.Reviewed(t.Context(), desk.Reviewer, id))
	p := b.get(t, organisationPath)
	wantText(t, p, "main", "laten wij dat weten")
	b.submit(t, p, form, url.Values{"name": {"Tweede naam B.V."}})
	if letters := s.letters(t, "organisation_corrected"); len(letters) != 1 || letters[0].ToAddress != desk.Reviewer.Email {
		t.Errorf("letters: %v, want one to the reviewer", letters)
	}
	late := b.get(t, organisationPath)
	must(t, s.Domain.Enrollment.Decide(t.Context(), desk.Decider, id, enrollment.Verdict{Admit: true}))
	p = b.submit(t, late, form, url.Values{"name": {"Derde naam B.V."}})
	wantStatus(t, p, http.StatusConflict)
	wantText(t, p, ".error-summary", "overeenkomst")
	wantText(t, p, ".summary-list", "Tweede naam B.V.")
	if p.doc.Find(form).Length() != 0 {
		t.Error("the data can still be corrected")
	}
}
