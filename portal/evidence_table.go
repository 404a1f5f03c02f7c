package portal

import (
	"providerportal/enrollment"
	"providerportal/internal/words"
	"providerportal/internal/workday"
)

var evidenceLooks = map[enrollment.EvidenceState]Look{
	enrollment.EvidenceCurrent: LookGood, enrollment.EvidenceOffered: LookTodo,
	enrollment.EvidenceReplaced: LookOff, enrollment.EvidenceRefused: LookBad,
}

// evidenceTag shows how proof stands on the day (E13).
func evidenceTag(w *words.Words, evidence *enrollment.Evidence, today workday.Date) Tag {
	switch {
	case evidence.State == enrollment.EvidenceCurrent && evidence.Expired(today):
		return Tag{Text: w.T("evidence.state.expired"), Look: LookBad}
	case evidence.Expiring(today):
		return Tag{Text: w.T("evidence.state.expiring"), Look: LookWarn}
	}
	return Tag{Text: w.T("evidence.state." + string(evidence.State)), Look: evidenceLooks[evidence.State]}
}

// evidenceTable lists the proof of a contract with its history, for staff. A
// renewal leads to where it is answered.
func evidenceTable(f *Frame, file *enrollment.ContractFile, today workday.Date) Table {
	w := f.Words()
	table := Table{Caption: f.T("evidence.title"), Hidden: true, Empty: f.T("evidence.none"), Columns: []Column{
		{Text: f.T("evidence.name")}, {Text: f.T("evidence.until")}, {Text: f.T("evidence.stands")}, {Text: f.T("evidence.document")},
	}}
	for i := range file.Evidence {
		one := &file.Evidence[i]
		line := Row{{Text: one.Title(f.Lang)}, {Text: w.ShortDate(one.ValidUntil)}, {Tag: evidenceTag(w, one, today), Note: one.Reasons}, {}}
		if one.State == enrollment.EvidenceOffered {
			line[0].URL = "/beheer/bewijsstukken/" + one.ID.String()
		}
		if one.DocumentID != nil {
			line[3] = Cell{Text: file.Documents[*one.DocumentID].Name, URL: "/beheer/documenten/" + one.DocumentID.String()}
		}
		table.Rows = append(table.Rows, line)
	}
	return table
}
