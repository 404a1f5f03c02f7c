package portal

import "providerportal/enrollment"

// answersOf lists every answer of an application, with a link to change those
// that are open (UX-3).
func answersOf(f *Frame, dossier *enrollment.Dossier) SummaryList {
	w, application := f.Words(), &dossier.Application
	contact := row(w, w.T("application.contact.title"), "", application.ContactName, application.ContactEmail, application.ContactPhone)
	if application.Status == enrollment.StatusDraft {
		contact.ChangeURL = applicationPath + "/contact?terug=controleren"
	}
	list := SummaryList{Rows: []SummaryRow{contact}}
	for _, requirement := range dossier.Requirements {
		line := row(w, requirement.Title(f.Lang), "", answerTexts(f, requirement, dossier.Answers[requirement.ID])...)
		if id := dossier.Answers[requirement.ID].DocumentID; id != nil {
			line.Links = []Link{ownDocumentLink(w, dossier.Documents[*id])}
		}
		if len(line.Values)+len(line.Links) == 0 {
			line.Values = []string{w.T("application.no-answer")}
		}
		if dossier.MayChange(requirement.ID) {
			line.ChangeURL = answerPath(requirement.Code) + "?terug=controleren"
		}
		list.Rows = append(list.Rows, line)
	}
	return list
}

// answerTexts writes an answer in words; the document stands apart.
func answerTexts(f *Frame, requirement enrollment.Requirement, answer enrollment.Answer) []string {
	var texts []string
	add := func(holds bool, text string) {
		if holds {
			texts = append(texts, text)
		}
	}
	switch requirement.Kind {
	case enrollment.KindDeclaration:
		add(answer.Accepted, f.T("application.agreed"))
	case enrollment.KindText:
		add(answer.Text != "", answer.Text)
	case enrollment.KindChoice:
		for _, choice := range requirement.Choices {
			add(choice.Code == answer.Choice, choice.Name(f.Lang))
		}
	}
	if answer.IssuedOn != nil {
		texts = append(texts, f.T("application.issued-on", "On", *answer.IssuedOn))
	}
	if answer.ValidUntil != nil {
		texts = append(texts, f.T("application.valid-until", "On", *answer.ValidUntil))
	}
	return texts
}
