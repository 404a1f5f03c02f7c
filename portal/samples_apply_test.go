package portal

import (
	"time"

	"github.com/google/uuid"

	"providerportal/directory"
	"providerportal/enrollment"
	"providerportal/internal/fault"
	"providerportal/internal/traderegister"
	"providerportal/internal/workday"
)

var sampleMunicipalities = &directory.Region{Municipalities: []directory.Municipality{
	{Code: "GM0889", Name: "Beesel"}, {Code: "GM0983", Name: "Venlo"}, {Code: "GM0984", Name: "Venray"},
}}

// sharedDraft is a draft on which two people work.
func sharedDraft() *enrollment.Dossier {
	d := ownSample(enrollment.StatusDraft)
	anja, bram := uuid.New(), uuid.New()
	d.People = map[uuid.UUID]string{anja: "Anja Janssen", bram: "Bram Litjens"}
	d.Provider.Street, d.Provider.Postcode, d.Provider.Place, d.Provider.Country = "Stationsweg 12", "5801 AB", "Venray", "Nederland"
	d.Application.SignatoryName, d.Application.SignatoryFunction = "Bram Litjens", "Directeur"
	d.Parts = map[enrollment.Part]enrollment.Saved{
		enrollment.PartContact:   {Version: 2, SavedBy: bram, SavedAt: sampleNow},
		enrollment.PartSignatory: {Version: 1, SavedBy: anja, SavedAt: sampleNow.Add(-time.Hour)},
	}
	d.Municipalities = sampleMunicipalities.Municipalities[1:]
	for id, answer := range d.Answers {
		answer.UpdatedBy, answer.UpdatedAt, answer.Version = bram, sampleNow, 3
		d.Answers[id] = answer
	}
	return d
}

var _ = []struct{}{
	sample("provider-application-shared", func(frame Frame) page {
		return applicationPage(titled(frame, "application.title"), sharedDraft(), sampleTerm)
	}),
	sample("provider-organisation", func(frame Frame) page {
		own := &enrollment.Organisation{Provider: sampleMaker, AtDesk: true}
		p := organisationPage(titled(frame, "organisation.title"), own, organisationFormOf(frame.Words(), &own.Provider))
		p.Fail(p.Words(), fault.Invalid(fault.At("postcode", "organisation.wrong-postcode"), fault.At("street", "error.required")))
		return p
	}),
	sample("provider-organisation-fixed", func(frame Frame) page {
		own := &enrollment.Organisation{Provider: sharedDraft().Provider, Fixed: true}
		return organisationPage(titled(frame, "organisation.title"), own, organisationFormOf(frame.Words(), &own.Provider))
	}),
	sample("provider-signatory-changed", func(frame Frame) page {
		p := signatoryPage(titled(frame, "application.signatory.title"), &signatoryForm{Name: "Anja Janssen", Function: "Bestuurder"})
		p.Fail(p.Words(), fault.Conflict("application.changed-meanwhile"))
		p.Changed = p.changedPart(sharedDraft(), enrollment.PartContact,
			row(p.Words(), p.T("application.signatory.name"), "", "Bram Litjens"),
			row(p.Words(), p.T("application.signatory.function"), "", "Directeur"))
		return p
	}),
	sample("provider-municipalities", func(frame Frame) page {
		return municipalitiesPage(titled(frame, "application.municipalities.title"), sampleMunicipalities,
			&municipalitiesForm{Municipalities: []string{"GM0984"}})
	}),
	sample("provider-answer-changed", func(frame Frame) page {
		d := sharedDraft()
		first := d.Requirements[0]
		p := answerPage(frame, d, first, &answerForm{IssuedOn: DateInput{Day: "3", Month: "3", Year: "2026"}, Version: 3})
		p.Limit, p.today = "25 MB", sampleToday
		p.Fail(p.Words(), fault.Conflict("application.changed-meanwhile"))
		kept := d.Answers[first.ID]
		p.Changed = p.changed(d.People[kept.UpdatedBy], kept.UpdatedAt, answerRow(&p.Frame, first, d))
		p.Changed.File = p.T("changed.file")
		return p
	}),
	sample("provider-submit-aged", func(frame Frame) page {
		d := sharedDraft()
		d.Requirements = d.Requirements[:1]
		answer, old := d.Answers[d.Requirements[0].ID], workday.Day(2025, time.September, 1)
		answer.IssuedOn = &old
		d.Answers[d.Requirements[0].ID] = answer
		return submitPage(titled(frame, "submit.title"), d, sampleToday)
	}),
	sample("provider-sent", func(frame Frame) page {
		return sentPage(frame, sampleSubmission())
	}),
	sample("provider-application-again", func(frame Frame) page {
		d := sharedDraft()
		first, second := d.Requirements[0], d.Requirements[1]
		return againPage(titled(frame, "reuse.title"), &enrollment.Earlier{
			Dossier: d, Parts: []enrollment.Part{enrollment.PartSignatory, enrollment.PartMunicipalities},
			Answers: []enrollment.Reusable{
				{Requirement: first, Answer: d.Answers[first.ID], Problems: fault.Check{
					fault.At("issuedOn", "application.too-old", "Months", 6, "Oldest", sampleToday.AddMonths(-6)),
				}},
				{Requirement: second, Answer: enrollment.Answer{Accepted: true}},
			},
		})
	}),
	sample("provider-application-withdrawn", func(frame Frame) page {
		d := sharedDraft()
		d.Application.Status, d.Application.WithdrawalCode, d.Application.WithdrawnAt = enrollment.StatusWithdrawn, enrollment.WithdrawLater, &sampleNow
		d.Submissions = []enrollment.Submission{*sampleSubmission()}
		d.Events = append(d.Events, enrollment.Event{At: sampleNow, Status: enrollment.StatusWithdrawn})
		return applicationStatusPage(titled(frame, "application.title"), d, sampleTerm)
	}),
}

func sampleSubmission() *enrollment.Submission {
	issued := workday.Day(2026, time.February, 2)
	person := enrollment.SentPerson{Name: "Anja Janssen", Email: "anja@werkplaats.example", Phone: "077 123 45 67"}
	return &enrollment.Submission{ID: uuid.New(), Round: 2, SentAt: sampleNow, Content: enrollment.Sent{
		Reference: "AM-7K3P-9X", SetVersion: 2, SentBy: "Anja Janssen", Entry: traderegister.OfKvK("00001234"), DecideBy: workday.Day(2026, time.May, 6),
		Organisation: enrollment.SentOrganisation{Name: "Stichting De Werkplaats", Street: "Stationsweg 12", Postcode: "5801 AB", Place: "Venray", Country: "Nederland"},
		Contact:      person, Signatory: enrollment.SentPerson{Name: "Bram Litjens", Email: "bram@werkplaats.example", Function: "Directeur"},
		Municipalities: []string{"Venlo", "Venray"},
		Answers: []enrollment.SentAnswer{
			{Code: "KVK", Kind: enrollment.KindDocument, TitleNL: "Uittreksel van de KvK", TitleEN: "Extract of the trade register", Asked: true, IssuedOn: &issued,
				Document: &enrollment.SentDocument{Name: "uittreksel-kvk.pdf", SizeBytes: 348_211, SHA256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}},
			{Code: "VOG", Kind: enrollment.KindDeclaration, TitleNL: "Verklaring omtrent gedrag", TitleEN: "Certificate of conduct", Accepted: true},
		},
	}}
}
