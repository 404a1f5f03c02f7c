package portal

import (
	"strings"
	"time"

	"github.com/google/uuid"

	"providerportal/directory"
	"providerportal/directory/finding"
	"providerportal/enrollment"
	"providerportal/internal/account"
)

// The public pages as the gallery shows them.

var sampleRegion = &directory.Region{
	Municipalities: []directory.Municipality{
		{Code: "GM1507", Slug: "horst-aan-de-maas", Name: "Horst aan de Maas"},
		{Code: "GM0983", Slug: "venlo", Name: "Venlo"},
		{Code: "GM0984", Slug: "venray", Name: "Venray"},
	},
	Products: []directory.Product{{
		Code: "individuele-toeleiding", SegmentCode: "individueel",
		NameNL: "Individuele arbeidsmatige toeleiding", NameEN: "Individual guidance towards work",
		PlainNL: "Persoonlijke hulp bij het vinden van werk", PlainEN: "Personal help with finding work",
	}},
	TargetGroups: []directory.TargetGroup{
		{Code: "statushouders", NameNL: "Statushouders", NameEN: "Refugees with a residence permit"},
		{Code: "grote-afstand", NameNL: "Mensen met een grote afstand tot werk", NameEN: "People who are far from work"},
	},
}

const sampleMission = "Iedereen kan iets. Wij zoeken samen met u uit wat dat is, in uw eigen tempo en met een vaste coach naast u."

var sampleProfile = directory.Profile{
	Mission: sampleMission, Offer: "U werkt twee dagen per week in onze tuin.\nDaarna zoeken wij samen een baan die bij u past.",
	Audience: "Wij spreken ook Arabisch en Tigrinya.", Website: "https://www.groenendoen.example",
	Products: []string{"individuele-toeleiding"}, TargetGroups: []string{"statushouders", "grote-afstand"},
	Municipalities: []string{"GM0983", "GM0984"}, ConfirmedAt: new(time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC)),
}

func sampleFound(names ...string) *directory.Found {
	found := &directory.Found{Total: 45, Page: 2, Pages: 3, Letter: "T"}
	for i, name := range names {
		entry := &finding.Entry{Slug: strings.ReplaceAll(strings.ReplaceAll(strings.ToLower(name), " & ", "-"), " ", "-"), Name: name, Line: sampleMission, CapacityWeeks: 6}
		entry.Values[finding.Product] = []string{"individuele-toeleiding"}
		entry.Values[finding.Municipality] = []string{"GM0983", "GM0984"}
		capacity := []string{finding.CapacityOpen, finding.CapacityWaiting, finding.CapacityClosed}[i%3]
		found.Hits = append(found.Hits, finding.Hit{Entry: entry, Capacity: capacity, Km: float64(i) * 3.4})
	}
	found.Counts[finding.Municipality] = map[string]int{"GM0983": 45, "GM0984": 31, "GM1507": 8}
	found.Counts[finding.TargetGroup] = map[string]int{"statushouders": 45, "grote-afstand": 12}
	found.Counts[finding.Form] = map[string]int{"at-location": 40, "at-home": 9, "online": 3}
	found.Counts[finding.Language] = map[string]int{"nl": 45, "ar": 4, "ti": 2}
	found.Counts[finding.Capacity] = map[string]int{"open": 30, "waiting": 11, "closed": 4}
	return found
}

var _ = sample("home", func(frame Frame) page {
	frame.Title = frame.T("home.title")
	return newHomePage(visitorFrame(frame), sampleRegion, account.Actor{})
})

var _ = sample("finder", func(frame Frame) page {
	frame.Title = frame.T("finder.title")
	asked := inMunicipality("venlo")
	asked.Words = "tuin"
	asked.Chosen[finding.TargetGroup] = []string{"statushouders"}
	return newFinderPage(visitorFrame(frame), sampleRegion, asked, sampleFound("Tuin & Werk", "Vakmanschap Venlo", "Groen & Doen"))
})

var _ = sample("finder-distance", func(frame Frame) page {
	frame.Title = frame.T("finder.title")
	asked := finderForm{Words: "groen tuin", Postcode: "5801 AB", Within: "10"}
	asked.locate(sampleRegion)
	found := sampleFound("Tuin & Werk", "Vakmanschap Venlo", "Groen & Doen", "Ver Weg")
	found.Letter, found.Partly, found.Hits[3].Km = "", true, -1
	return newFinderPage(visitorFrame(frame), sampleRegion, asked, found)
})

var _ = sample("finder-unknown-place", func(frame Frame) page {
	frame.Title = frame.T("finder.title")
	return newFinderPage(visitorFrame(frame), sampleRegion, finderForm{Postcode: "1012"}, sampleFound("Tuin & Werk"))
})

var _ = sample("finder-empty", func(frame Frame) page {
	frame.Title = frame.T("finder.title")
	asked := inMunicipality("venlo")
	asked.Words = "raket"
	p := newFinderPage(visitorFrame(frame), sampleRegion, asked, &directory.Found{})
	p.Loosen = []Link{{frame.T("finder.loosen.without", "Filter", "‘raket’", "Count", 12), "/aanbieders?gemeente=venlo"}}
	return p
})

var _ = sample("public-profile", func(frame Frame) page {
	public := &directory.Public{Provider: directory.Provider{Name: "Groen & Doen", Slug: "groen-doen"}, Profile: sampleProfile}
	return newProfilePage(visitorFrame(frame), sampleRegion, public, account.Actor{})
})

var _ = sample("public-profile-consultant", func(frame Frame) page {
	public := &directory.Public{Provider: directory.Provider{Name: "Groen & Doen", Slug: "groen-doen"}, Profile: sampleProfile}
	return newProfilePage(frame, sampleRegion, public, account.Actor{UserID: uuid.New(), Roles: []account.Role{account.RoleConsultant}})
})

var sampleHouse = &enrollment.OpenHouse{
	Procedure: enrollment.Procedure{OpensAt: time.Date(2022, 3, 31, 22, 0, 0, 0, time.UTC), RepairWorkdays: 10, DecisionWorkdays: 20},
	Set:       enrollment.RequirementSet{Version: 1, InForceAt: time.Date(2022, 3, 31, 22, 0, 0, 0, time.UTC), Example: true},
	IsOpen:    true,
	Requirements: []enrollment.Requirement{
		{Code: "KVK", Kind: enrollment.KindDocument, MaxAgeMonths: new(6), EquivalentAccepted: true,
			TitleNL: "Uittreksel van het handelsregister", TitleEN: "Extract of the trade register",
			ExplanationNL: "Het uittreksel laat zien wie voor u mag tekenen.", ExplanationEN: "The extract shows who may sign for you."},
		{Code: "AVB", Kind: enrollment.KindDocument, NeedsValidUntil: true,
			TitleNL: "Verzekering", TitleEN: "Insurance", ExplanationNL: "De polis is geldig.", ExplanationEN: "The policy is valid."},
		{Code: "AVG", Kind: enrollment.KindChoice, TitleNL: "Afspraken over persoonsgegevens", TitleEN: "Agreements on personal data",
			ExplanationNL: "U kiest hoe u met gegevens omgaat.", ExplanationEN: "You choose how you handle data.",
			Choices: []enrollment.Choice{{Code: "a", NameNL: "Wij sluiten een verwerkersovereenkomst", NameEN: "We sign a data-processing agreement"}}},
	},
}

var _ = sample("open-house", func(frame Frame) page {
	frame.Title = frame.T("open-house.title")
	return newOpenHousePage(visitorFrame(frame), sampleHouse, account.Actor{})
})

var _ = sample("requirements", func(frame Frame) page {
	frame.Title = frame.T("requirements.title")
	return newRequirementsPage(visitorFrame(frame), sampleEdition(enrollment.SetInForce))
})
