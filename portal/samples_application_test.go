package portal

import (
	"github.com/google/uuid"

	"providerportal/directory"
	"providerportal/enrollment"
	"providerportal/internal/fault"
	"providerportal/internal/paging"
	"providerportal/internal/workday"
	"providerportal/matching"
	"providerportal/storage/documents"
)

var sampleTerm = term{sampleToday, workday.Default()}

// ownSample is the sample dossier as the provider sees it in a status.
func ownSample(status enrollment.Status) *enrollment.Dossier {
	d := sampleDossier()
	d.Application.Status = status
	file := uuid.New()
	d.Documents[file] = documents.Document{ID: file, Name: "uittreksel-kvk.pdf", ContentType: "application/pdf", SizeBytes: 348_211}
	answer := d.Answers[d.Requirements[0].ID]
	answer.DocumentID = &file
	d.Answers[d.Requirements[0].ID] = answer
	switch status {
	case enrollment.StatusSupplementRequested:
		due := workday.Day(2026, 4, 22)
		d.Application.SupplementDueOn = &due
	case enrollment.StatusAdmitted, enrollment.StatusRejected:
		d.Application.DecidedAt, d.Application.DecisionReasons = &sampleNow, "Uw visie laat niet zien hoe u begeleidt."
	default:
		clear(d.Checks)
	}
	return d
}

func titled(frame Frame, key string) Frame {
	frame.Title, frame.Breadcrumbs = frame.T(key), nil
	return frame
}

func sampleRoad(dossier *enrollment.Dossier, contract *enrollment.Contract) *road {
	return &road{
		provider: &directory.Provider{Name: "Stichting De Werkplaats", Slug: "stichting-de-werkplaats"}, dossier: dossier, contract: contract,
		profile: &directory.Profile{Mission: "Wij helpen."}, intake: &directory.IntakePoint{Email: "intake@werkplaats.example"},
	}
}

func sampleActive() *enrollment.Contract {
	contract, from := sampleContract(), workday.Day(2026, 4, 10)
	contract.Status, contract.ActiveFrom, contract.CountersignedAt = enrollment.ContractActive, &from, &sampleNow
	return contract
}

var _ = []struct{}{
	sample("provider-overview-new", func(frame Frame) page {
		return overviewPage(titled(frame, "overview.title"), sampleRoad(nil, nil))
	}),
	sample("provider-overview-active", func(frame Frame) page {
		r := sampleRoad(ownSample(enrollment.StatusAdmitted), sampleActive())
		r.profile.PublishedAt, r.intake.VerifiedAt = &sampleNow, &sampleNow
		r.requests = paging.At[matching.Line](2, 1)
		r.requests.Lines = []matching.Line{{Clock: matching.Clock{DueOn: workday.Day(2026, 4, 13)}}, {}}
		return overviewPage(titled(frame, "overview.title"), r)
	}),
	sample("provider-application-start", func(frame Frame) page {
		return applicationStartPage(titled(frame, "application.title"), &enrollment.OpenHouse{
			Procedure: enrollment.Procedure{OpensAt: sampleNow}, Requirements: sampleDossier().Requirements,
		})
	}),
	sample("provider-application-draft", func(frame Frame) page {
		return applicationPage(titled(frame, "application.title"), ownSample(enrollment.StatusDraft), sampleTerm)
	}),
	sample("provider-application-supplement", func(frame Frame) page {
		return applicationPage(titled(frame, "application.title"), ownSample(enrollment.StatusSupplementRequested), sampleTerm)
	}),
	sample("provider-application-submitted", func(frame Frame) page {
		return applicationStatusPage(titled(frame, "application.title"), ownSample(enrollment.StatusSubmitted), sampleTerm)
	}),
	sample("provider-application-rejected", func(frame Frame) page {
		return applicationStatusPage(titled(frame, "application.title"), ownSample(enrollment.StatusRejected), sampleTerm)
	}),
	sample("provider-contact", func(frame Frame) page {
		p := contactPage(titled(frame, "application.contact.title"), &contactForm{Name: "Anja Janssen", Email: "anja"})
		p.Fail(p.Words(), fault.Invalid(fault.At("email", "error.email"), fault.At("phone", "error.required")))
		return p
	}),
	sample("provider-answer-document", func(frame Frame) page {
		d := ownSample(enrollment.StatusDraft)
		p := answerPage(frame, d, d.Requirements[0], &answerForm{IssuedOn: DateInput{Day: "31", Month: "2", Year: "2026"}})
		p.Limit, p.today = "25 MB", sampleToday
		p.Fail(p.Words(), fault.Invalid(fault.At("issuedOn", "error.date"), fault.At("file", "document.empty")))
		return p
	}),
	sample("provider-answer-declaration", func(frame Frame) page {
		d := ownSample(enrollment.StatusSupplementRequested)
		return answerPage(frame, d, d.Requirements[1], &answerForm{Accepted: true})
	}),
	sample("provider-submit", func(frame Frame) page {
		d := ownSample(enrollment.StatusDraft)
		d.Requirements = d.Requirements[:1]
		return submitPage(titled(frame, "submit.title"), d, sampleToday)
	}),
	sample("provider-submit-unfinished", func(frame Frame) page {
		return submitPage(titled(frame, "submit.title"), ownSample(enrollment.StatusDraft), sampleToday)
	}),
	sample("provider-submitted", func(frame Frame) page {
		return submittedPage(titled(frame, "submitted.title"), ownSample(enrollment.StatusSubmitted))
	}),
	sample("provider-withdraw", func(frame Frame) page {
		return withdrawPage(titled(frame, "application.withdraw.title"), "AM-7K3P-9X", &withdrawForm{})
	}),
	sample("provider-agreement-none", func(frame Frame) page {
		return agreementPage(titled(frame, "agreement.title"), nil, true, &agreementForm{})
	}),
	sample("provider-agreement-offered", func(frame Frame) page {
		contract := sampleContract()
		contract.Status, contract.SignedAt = enrollment.ContractOffered, nil
		return agreementPage(titled(frame, "agreement.title"), &enrollment.ContractFile{Contract: *contract, Provider: sampleMaker}, true, &agreementForm{Name: "Anja Janssen"})
	}),
	sample("provider-agreement-active", func(frame Frame) page {
		return agreementPage(titled(frame, "agreement.title"), &enrollment.ContractFile{Contract: *sampleActive(), Provider: sampleMaker}, true, &agreementForm{})
	}),
}
