package portal

import (
	"time"

	"github.com/google/uuid"

	"providerportal/directory"
	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/mail"
	"providerportal/internal/paging"
	"providerportal/internal/traderegister"
	"providerportal/internal/workday"
	"providerportal/storage/documents"
)

var (
	sampleNow   = time.Date(2026, 4, 8, 9, 30, 0, 0, time.UTC)
	sampleToday = workday.On(sampleNow)
	sampleMaker = directory.Provider{ID: uuid.New(), Entry: traderegister.OfKvK("69599068"), Name: "Stichting De Werkplaats"}
)

// sampleDossier is an application in review, with one outcome of each kind.
func sampleDossier() *enrollment.Dossier {
	due, picture := workday.Day(2026, time.April, 10), uuid.New()
	age := 6
	issued := workday.Day(2026, time.February, 2)
	d := &enrollment.Dossier{
		Application: enrollment.Application{
			ID: uuid.New(), Reference: "AM-7K3P-9X", Status: enrollment.StatusUnderReview, SubmittedAt: &sampleNow,
			ContactName: "Anja Janssen", ContactPhone: "077 123 45 67", ContactEmail: "anja@werkplaats.example", DecideByOn: &due,
		},
		Provider: sampleMaker, Set: enrollment.RequirementSet{Version: 2}, Procedure: enrollment.Procedure{FourEyes: true},
		Requirements: []enrollment.Requirement{
			{ID: uuid.New(), Code: "KVK", Kind: enrollment.KindDocument, TitleNL: "Uittreksel van de KvK", TitleEN: "Extract of the trade register", ExplanationNL: "Upload een recent uittreksel.\nHet laat zien wie mag tekenen.", ExplanationEN: "Upload a recent extract.\nIt shows who may sign.", MaxAgeMonths: &age, EquivalentAccepted: true},
			{ID: uuid.New(), Code: "VOG", Kind: enrollment.KindDeclaration, TitleNL: "Verklaring omtrent gedrag", TitleEN: "Certificate of conduct"},
			{ID: uuid.New(), Code: "VISI", Kind: enrollment.KindText, TitleNL: "Visie op begeleiding", TitleEN: "View on guidance"},
			{ID: uuid.New(), Code: "BEL", Kind: enrollment.KindChoice, TitleNL: "Belastingen betaald", TitleEN: "Taxes paid"},
		},
		Answers: map[uuid.UUID]enrollment.Answer{}, Checks: map[uuid.UUID]enrollment.Check{},
		Documents: map[uuid.UUID]documents.Document{picture: {ID: picture, Name: "uittreksel.png", ContentType: "image/png"}},
		Notes:     []enrollment.Note{{Body: "Nagezocht in het register.", Writer: "Rik Toetser", WrittenAt: sampleNow}},
		Events: []enrollment.Event{
			{At: sampleNow.Add(-72 * time.Hour), Status: enrollment.StatusDraft}, {At: sampleNow, Status: enrollment.StatusSubmitted},
			{At: sampleNow, Status: enrollment.StatusUnderReview},
		},
	}
	first := d.Requirements[0].ID
	d.Answers[first] = enrollment.Answer{DocumentID: &picture, IssuedOn: &issued}
	d.Checks[first] = enrollment.Check{Outcome: enrollment.OutcomeMet, Version: 1, CheckedAt: sampleNow}
	d.Checks[d.Requirements[1].ID] = enrollment.Check{Outcome: enrollment.OutcomeSupplementNeeded, Reasons: "De verklaring is niet van uw organisatie.", Version: 1, CheckedAt: sampleNow}
	d.Checks[d.Requirements[2].ID] = enrollment.Check{Outcome: enrollment.OutcomeNotMet, Reasons: "U schrijft niet hoe u begeleidt.", Version: 2, CheckedAt: sampleNow}
	return d
}

func sampleContract() *enrollment.Contract {
	return &enrollment.Contract{
		ID: uuid.New(), Reference: "RO-4HTR-M2", Status: enrollment.ContractSigned, OfferedAt: sampleNow, SignedAt: &sampleNow,
		SignatoryName: "Anja Janssen", SignatoryFunction: "Directeur", AgreementText: "RAAMOVEREENKOMST\n\nArtikel 1\nPartijen werken samen.",
		AgreementSHA256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
	}
}

var staffActor = account.Actor{UserID: uuid.New(), Roles: account.StaffRoles}

var _ = []struct{}{
	sample("staff-desk", func(frame Frame) page {
		p := &DeskPage{Frame: frame}
		p.Groups = []DeskGroup{
			{Title: p.T("desk.applications"), Stats: []Stat{p.stat("desk."+listNew, 4, "/a", false), p.stat("desk."+listProvider, 1, "/a", false), p.stat("desk."+listOverdue, 2, "/a", true)}},
			{Title: p.T("desk.requests"), Stats: []Stat{p.stat("desk.request-late", 0, "/a", true), p.stat("desk.request-open", 12, "/a", false)}},
		}
		return p
	}),
	sample("staff-queue", func(frame Frame) page {
		p := &QueuePage{Frame: frame, Form: newForm(frame.Words(), "queue", &queueQuery{Search: "de"}), List: listNew}
		late := sampleDossier().Application
		late.DecideByOn = &workday.Date{}
		*late.DecideByOn = workday.Day(2026, time.March, 31)
		queue := paging.At[enrollment.Queued](120, 2)
		taken := enrollment.Queued{Application: sampleDossier().Application, Provider: sampleMaker, Assignee: "Rik Toetser"}
		taken.AssignedTo = &staffActor.UserID
		queue.Lines = []enrollment.Queued{{Application: late, Provider: sampleMaker}, taken}
		p.fill(map[enrollment.Waiting]int{enrollment.New: 120, enrollment.Overdue: 1}, queue, workday.Default(), sampleToday, staffActor)
		return p
	}),
	sample("staff-review", func(frame Frame) page {
		p := &ReviewPage{Frame: frame, Form: newForm(frame.Words(), "review", nil)}
		p.Form.Fail(frame.Words(), fault.Invalid(fault.At("complete", "review.incomplete")))
		p.Desk = sampleDesk()
		p.fill(sampleDossier(), workday.Default(), sampleToday, staffActor)
		return p
	}),
	sample("staff-check", func(frame Frame) page {
		d := sampleDossier()
		p := &CheckPage{Frame: frame, Form: newForm(frame.Words(), "check", &checkForm{Outcome: "not-met", Reasons: "Het uittreksel is te oud."}), Conflict: true}
		p.Form.Fail(frame.Words(), fault.Conflict("review.changed-meanwhile"))
		p.Desk, p.Texts = sampleDesk(), []enrollment.ReasonText{{ID: uuid.New(), Title: "Te oud", Outcome: enrollment.OutcomeSupplementNeeded}}
		p.fill(d, &d.Requirements[0])
		return p
	}),
	sample("staff-decision", func(frame Frame) page {
		p := &DecisionPage{Frame: frame, Form: newForm(frame.Words(), "decision", &decisionForm{Verdict: "admit"})}
		p.Form.Fail(frame.Words(), fault.Invalid(fault.At("verdict", "decision.not-all-met")))
		p.fill(sampleDossier())
		return p
	}),
	sample("staff-decision-blocked", func(frame Frame) page {
		p := &DecisionPage{Frame: frame, Form: newForm(frame.Words(), "decision", &decisionForm{}), Blocked: true}
		p.fill(sampleDossier())
		return p
	}),
	sample("staff-letters", func(frame Frame) page {
		p := &LettersPage{Frame: frame}
		letters := []mail.Record{{Subject: "U bent toegelaten", ToAddress: "anja@werkplaats.example", QueuedAt: sampleNow, SentAt: &sampleNow}, {Subject: "Vul uw aanmelding aan", ToAddress: "anja@werkplaats.example", QueuedAt: sampleNow, FailedAt: &sampleNow}}
		p.fill(letters, listAll, map[string]int{listAll: 2, "sent": 1, "failed": 1})
		return p
	}),
	sample("staff-letter", func(frame Frame) page {
		p := &LetterPage{Frame: frame}
		p.fill(&mail.Record{Subject: "U bent toegelaten", ToName: "Anja Janssen", ToAddress: "anja@werkplaats.example", Lang: "nl", QueuedAt: sampleNow, Attempts: 2, LastError: "connection", TextBody: "Beste Anja Janssen,\n\nUw organisatie is toegelaten."})
		return p
	}),
	sample("demo-people", func(frame Frame) page {
		p := &DemoPage{Frame: frame}
		p.fill([]DemoPerson{{UserID: uuid.New(), Name: "Rik Toetser", Role: "reviewer"}, {UserID: uuid.New(), Name: "Ans Consulent", Role: "consultant"}})
		return p
	}),
	sample("demo-mailbox", func(frame Frame) page {
		p := &MailboxPage{Frame: frame}
		p.fill([]mail.Stored{{ID: uuid.NewString(), Subject: "Bevestig uw e-mailadres", To: "anja@werkplaats.example", Date: sampleNow}})
		return p
	}),
	sample("demo-mail", func(frame Frame) page {
		p := &MailPage{Frame: frame}
		p.fill(mail.Stored{Subject: "Bevestig uw e-mailadres", From: "Portaal <portaal@mgr.example>", To: "anja@werkplaats.example", Date: sampleNow, Text: "Beste Anja,\n\nOpen deze link:\nhttps://portal.example/registreren/bevestigen?sleutel=abc.\n"}, siteURL)
		return p
	}),
}
