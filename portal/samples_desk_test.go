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
	sample("staff-case-file", func(frame Frame) page {
		p, d := &CaseFilePage{Frame: frame}, sampleDossier()
		rik, now := uuid.New(), sampleNow
		d.Application.ReviewedBy, d.Application.ReviewCompletedAt = &rik, &now
		for i := range d.Events {
			d.Events[i].ActorID = &rik
		}
		for id, document := range d.Documents {
			document.StoredAt, document.UploadedBy, document.SHA256, document.SizeBytes = &now, rik, "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", 34_000
			d.Documents[id] = document
		}
		p.fill(&enrollment.CaseFile{
			Dossier: d, Names: map[uuid.UUID]string{rik: "Rik Toetser"},
			Terms:       []enrollment.Term{{Kind: enrollment.TermDecision, Workdays: 20, SetAt: now, DueOn: sampleToday.AddDays(28)}},
			Supplements: []enrollment.SupplementRequest{{Round: 1, AskedBy: rik, AskedAt: now, AnswerByOn: sampleToday.AddDays(14), Parts: []enrollment.SupplementPart{{RequirementID: d.Requirements[1].ID, Reasons: "De verklaring is niet van uw organisatie."}}}},
			Decision:    &enrollment.Decision{Letter: sampleLetter(), SHA256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", SentAt: now},
		}, "", sampleNow)
		return p
	}),
	sample("staff-report", func(frame Frame) page {
		frame.Path = reportPath
		p := &ReportPage{Frame: frame, Form: newForm(frame.Words(), "report", &reportForm{From: "2026-01-01"})}
		p.fill(sampleReport(), "alle")
		return p
	}),
	sample("staff-report-empty", func(frame Frame) page {
		frame.Path = reportPath
		p := &ReportPage{Frame: frame, Form: newForm(frame.Words(), "report", &reportForm{})}
		p.fill(&enrollment.Report{}, "")
		return p
	}),
}

func sampleReport() *enrollment.Report {
	line := enrollment.ReportLine{
		Application: sampleDossier().Application, Provider: sampleMaker.Name, Version: 2, SubmittedOn: sampleToday, Supplements: 1,
		Days: map[enrollment.Step]int{enrollment.StepStart: 2, enrollment.StepReview: 5, enrollment.StepSupplement: 7}, Late: true, Differs: true,
		Terms: []enrollment.Term{{Kind: enrollment.TermRepair, Workdays: 15}},
	}
	return &enrollment.Report{
		Lines: []enrollment.ReportLine{line, line},
		LeadTimes: []enrollment.LeadTime{
			{Step: enrollment.StepStart, Count: 2, Median: 2, P90: 4}, {Step: enrollment.StepDecision, Count: 2, Median: 12.5, P90: 19},
			{Step: enrollment.StepStart, Version: 2, Count: 2, Median: 2, P90: 4},
		},
		Terms: []enrollment.TermUse{
			{Version: 2, Kind: enrollment.TermDecision, Workdays: 20, Count: 14}, {Version: 2, Kind: enrollment.TermRepair, Workdays: 10, Count: 5},
			{Version: 2, Kind: enrollment.TermRepair, Workdays: 15, Count: 1, Differs: true},
		},
	}
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
