package portal

import (
	"time"

	"github.com/google/uuid"

	"providerportal/directory"
	"providerportal/enrollment"
	"providerportal/internal/fault"
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
		p := organisationPage(titled(frame, "organisation.title"), own, organisationFormOf(own.Provider.Organisation()))
		p.Fail(p.Words(), fault.Invalid(fault.At("postcode", "organisation.wrong-postcode"), fault.At("street", "error.required")))
		return p
	}),
	sample("provider-organisation-fixed", func(frame Frame) page {
		own := &enrollment.Organisation{Provider: sharedDraft().Provider, Fixed: true}
		return organisationPage(titled(frame, "organisation.title"), own, organisationFormOf(own.Provider.Organisation()))
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
}
