package portal

import (
	"providerportal/enrollment"
	"providerportal/internal/workday"
)

// answersOf lists every answer of an application, with a link to change those
// that are open (UX-3).
func answersOf(f *Frame, dossier *enrollment.Dossier) SummaryList {
	list := SummaryList{Rows: partRows(f, dossier)}
	for _, requirement := range dossier.Requirements {
		line := answerRow(f, requirement, dossier)
		if len(line.Values)+len(line.Links) == 0 {
			line.Values = []string{f.T("application.no-answer")}
		}
		if dossier.MayChange(requirement.ID) {
			line.ChangeURL = answerPath(requirement.Code) + "?terug=controleren"
		}
		list.Rows = append(list.Rows, line)
	}
	return list
}

// partRows are the answers that belong to no requirement.
func partRows(f *Frame, dossier *enrollment.Dossier) []SummaryRow {
	w, application := f.Words(), &dossier.Application
	organisation := dossier.Provider.Organisation()
	lines := map[enrollment.Part][]string{
		enrollment.PartOrganisation: append([]string{organisation.Name, dossier.Provider.Entry.Text(w)},
			append(addressLines(organisation), organisation.ForeignRegister, organisation.Website)...),
		enrollment.PartContact:        {application.ContactName, application.ContactEmail, application.ContactPhone},
		enrollment.PartSignatory:      {application.SignatoryName, application.SignatoryFunction, application.SignatoryEmail},
		enrollment.PartMunicipalities: namesOf(dossier.Municipalities),
	}
	var rows []SummaryRow
	for _, part := range enrollment.Parts {
		line := row(w, w.T("application."+string(part)+".title"), "", filledIn(lines[part])...)
		if len(line.Values) == 0 {
			line.Values = []string{f.T("application.no-answer")}
		}
		if application.Status == enrollment.StatusDraft {
			line.ChangeURL = partPaths[part] + "?terug=controleren"
		}
		rows = append(rows, line)
	}
	return rows
}

// partPaths are the pages of the parts.
var partPaths = map[enrollment.Part]string{
	enrollment.PartOrganisation: organisationPath, enrollment.PartContact: contactPath,
	enrollment.PartSignatory: signatoryPath, enrollment.PartMunicipalities: municipalitiesPath,
}

// answerRow writes the answer to one requirement, empty when there is none.
func answerRow(f *Frame, requirement enrollment.Requirement, dossier *enrollment.Dossier) SummaryRow {
	answer := dossier.Answers[requirement.ID]
	line := row(f.Words(), requirement.Title(f.Lang), "", answerTexts(f, requirement, answer)...)
	if answer.DocumentID != nil {
		line.Links = []Link{ownDocumentLink(f.Words(), dossier.Documents[*answer.DocumentID])}
	}
	return line
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
	return append(texts, dateTexts(f, answer.IssuedOn, answer.ValidUntil)...)
}

// dateTexts writes the dates of a document.
func dateTexts(f *Frame, issuedOn, validUntil *workday.Date) (texts []string) {
	if issuedOn != nil {
		texts = append(texts, f.T("application.issued-on", "On", *issuedOn))
	}
	if validUntil != nil {
		texts = append(texts, f.T("application.valid-until", "On", *validUntil))
	}
	return texts
}
