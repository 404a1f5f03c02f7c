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
	sample("staff-decision-preview", func(frame Frame) page {
		p := &DecisionPreviewPage{Frame: frame, Form: newForm(frame.Words(), "decision", nil)}
		p.fill(sampleDossier(), sampleLetter(), "9f86d081", decisionForm{Verdict: "reject", Reasons: "Nee."})
		return p
	}),
	sample("decision-letter", func(frame Frame) page {
		p := &LetterPaper{Frame: frame, PDF: "/p", Back: Link{Text: "Terug", URL: "/mijn"}, Others: []Link{{Text: "Besluit op aanmelding AM-1, 2 maart 2026", URL: "/o"}}}
		p.fill(&enrollment.Decision{Letter: sampleLetter(), SHA256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"})
		return p
	}),
	sample("staff-supplement", func(frame Frame) page {
		d := sampleDossier()
		p := &SupplementPage{Frame: frame, Form: newForm(frame.Words(), "review", nil)}
		p.fill(&enrollment.SupplementPlan{Dossier: d, Workdays: 10, AnswerBy: sampleToday.AddDays(14), Parts: []enrollment.SupplementPart{
			{RequirementID: d.Requirements[1].ID, Reasons: "De verklaring is niet van uw organisatie."},
		}}, "")
		return p
	}),
}

func sampleLetter() *enrollment.Letter {
	text := enrollment.LetterText{
		Title:    "Besluit op aanmelding AM-7K3P-9X",
		Facts:    []enrollment.LetterFact{{Label: "Aan", Value: "Stichting De Werkplaats, KvK 69599068"}, {Label: "Datum van het besluit", Value: "woensdag 8 april 2026"}, {Label: "Besloten door", Value: "Bo Beslisser, namens MGR sociaal domein Limburg-Noord"}},
		Decision: "Wij laten Stichting De Werkplaats niet toe. Aan een of meer eisen is niet voldaan.", Reasons: "Zonder verklaring kunnen wij u niet toelaten.",
		Results:  []enrollment.LetterFact{{Label: "Uittreksel van de KvK", Value: "Voldoet"}, {Label: "Verklaring omtrent gedrag", Value: "Voldoet niet"}},
		Findings: []enrollment.LetterPart{{Heading: "Verklaring omtrent gedrag", Text: "De verklaring is niet van uw organisatie."}},
		Parts:    []enrollment.LetterPart{{Heading: "Wat kunt u doen?", Text: "Vraag ons om uitleg.\n\nU kunt ook naar de rechter."}, {Heading: "Hebt u vragen?", Text: "Mail naar portaal@mgr.example."}},
	}
	return &enrollment.Letter{NL: text, EN: text}
}
