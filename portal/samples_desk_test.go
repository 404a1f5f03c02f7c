package portal

import (
	"github.com/google/uuid"

	"providerportal/enrollment"
)

func sampleDesk() DeskPart {
	return DeskPart{
		Watchers: "Anna Beide kijkt ook.", WatchURL: "/k", Assignee: "Rik Toetser", AssignTo: "/b", Take: true,
		Assign: []Choice{{Value: uuid.NewString(), Text: "Anna Beide"}}, NoteURL: "/n",
	}
}

var _ = []struct{}{
	sample("staff-texts", func(frame Frame) page {
		p := &ReasonTextsPage{Frame: frame}
		p.fill([]enrollment.ReasonText{
			{ID: uuid.New(), RequirementCode: "KVK", Outcome: enrollment.OutcomeSupplementNeeded, Title: "Te oud", Body: "Het uittreksel is ouder dan 6 maanden. Stuur een nieuw uittreksel."},
			{ID: uuid.New(), RequirementCode: "UEA", Outcome: enrollment.OutcomeNotMet, Title: "Niet getekend", Body: "De verklaring is niet getekend."},
		})
		return p
	}),
	sample("staff-texts-empty", func(frame Frame) page {
		p := &ReasonTextsPage{Frame: frame}
		p.fill(nil)
		return p
	}),
	sample("staff-text", func(frame Frame) page {
		p := &ReasonTextPage{Frame: frame, Form: newForm(frame.Words(), "texts", &reasonTextForm{Code: "KVK", Outcome: "not-met"}), Codes: []string{"KVK", "UEA"}}
		p.fill("/beheer/teksten/nieuw")
		p.Remove = p.Button(p.T("texts.remove"), "/x", "warning")
		return p
	}),
}
