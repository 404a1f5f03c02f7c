package portal

import "providerportal/enrollment"

// DocumentLink opens the document of an answer. A picture and a PDF also show on
// the page; an office document is saved.
type DocumentLink struct {
	Name  string
	URL   string
	Image bool
	Frame bool
}

func documentLink(f *Frame, d *enrollment.Dossier, requirement *enrollment.Requirement) DocumentLink {
	id := d.Answers[requirement.ID].DocumentID
	if id == nil {
		return DocumentLink{}
	}
	document := d.Documents[*id]
	return DocumentLink{
		Name: document.Name, URL: deskDocuments + id.String(),
		Image: document.ShownInline() && document.ContentType != mimePDF,
		Frame: document.ShownInline() && document.ContentType == mimePDF,
	}
}

// answerFacts is what the provider answered to one requirement, and what the
// requirement asks of the evidence (E4).
func answerFacts(f *Frame, d *enrollment.Dossier, requirement *enrollment.Requirement) SummaryList {
	w, answer := f.Words(), d.Answers[requirement.ID]
	var list SummaryList
	add := func(key string, value string) {
		list.Rows = append(list.Rows, row(w, f.T(key), "", value))
	}
	switch requirement.Kind {
	case enrollment.KindDeclaration:
		if answer.Accepted {
			add("check.answer", f.T("check.accepted"))
		} else {
			add("check.answer", f.T("check.not-accepted"))
		}
	case enrollment.KindChoice:
		for _, choice := range requirement.Choices {
			if choice.Code == answer.Choice {
				add("check.answer", choice.Name(f.Lang))
			}
		}
	case enrollment.KindText:
		add("check.answer", answer.Text)
	case enrollment.KindDocument:
		if answer.DocumentID != nil {
			document := d.Documents[*answer.DocumentID]
			add("check.document", document.Name)
			add("check.sha256", document.SHA256)
		}
		if earlier := earlierLinks(w, deskDocuments, d, requirement); len(earlier) > 0 {
			list.Rows = append(list.Rows, SummaryRow{Key: f.T("check.earlier"), Links: earlier})
		}
	}
	if answer.IssuedOn != nil {
		add("check.issued", f.Date(*answer.IssuedOn))
	}
	if answer.ValidUntil != nil {
		add("check.valid-until", f.Date(*answer.ValidUntil))
	}
	if requirement.MaxAgeMonths != nil {
		add("check.max-age", f.T("check.months", "Count", *requirement.MaxAgeMonths))
	}
	if requirement.EquivalentAccepted {
		add("check.equivalent", f.T("check.equivalent.yes"))
	}
	return list
}
