package portal

import (
	"strings"
	"time"

	"providerportal/enrollment"
)

// taskForm is the form of one task: with the page that the visitor came from and
// the version that the visitor saw.
type taskForm struct {
	Form
	Changed Changed
}

// Origin is the page that the visitor came from.
func (f *taskForm) Origin() string { return strings.Join(f.Values["terug"], "") }

// Seen is the version of the task on which the visitor builds.
func (f *taskForm) Seen() string { return strings.Join(f.Values["version"], "") }

// Changed tells the second of two people what the first one kept. Both texts are
// on the page: what is kept here, what was typed in the form.
type Changed struct {
	Title  string
	Text   string
	Kept   SummaryList
	File   string // what becomes of a chosen file
	Choice string
}

// changed says who kept what, and when.
func (f *Frame) changed(who string, at time.Time, kept ...SummaryRow) Changed {
	if who == "" {
		who = f.T("changed.somebody")
	}
	for i, line := range kept {
		line.Values = filledIn(line.Values)
		if len(line.Values)+len(line.Links) == 0 {
			line.Values = []string{f.T("changed.empty")}
		}
		kept[i] = line
	}
	return Changed{
		Title: f.T("changed.title", "Name", who), Text: f.T("changed.text", "Name", who, "At", f.Moment(at)),
		Kept: SummaryList{Rows: kept}, Choice: f.T("changed.choice"),
	}
}

// changedPart says what a colleague kept of a part.
func (f *Frame) changedPart(dossier *enrollment.Dossier, part enrollment.Part, kept ...SummaryRow) Changed {
	saved := dossier.Parts[part]
	return f.changed(dossier.People[saved.SavedBy], saved.SavedAt, kept...)
}

// filledIn leaves out empty texts.
func filledIn(texts []string) []string {
	var filled []string
	for _, text := range texts {
		if text != "" {
			filled = append(filled, text)
		}
	}
	return filled
}
