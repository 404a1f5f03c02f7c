package portal

import (
	"providerportal/directory"
)

// The shortlist, the comparison and the coverage as the gallery shows them.

var sampleListed = shortlist{"groen-doen", "tuin-werk", "vakmanschap-venlo"}

func sampleCompared() []*directory.Public {
	second, third := samplePublic(), samplePublic()
	second.Provider = directory.Provider{Name: "Tuin & Werk Noord-Limburg", Slug: "tuin-werk"}
	second.Profile.Mission = "In de tuin komt iedereen tot rust. Van daaruit zoeken wij samen werk."
	second.Profile.Languages, second.Profile.Locations, second.Ways = directory.Codes{"nl", "pl"}, nil, nil
	second.Profile.Capacity = directory.Capacity{State: directory.CapacityOpen, SaidOn: &sampleSaid}
	third.Provider = directory.Provider{Name: "Vakmanschap Venlo", Slug: "vakmanschap-venlo"}
	third.Profile.Capacity = directory.Capacity{}
	third.Profile.Municipalities = []string{sampleRegion.Municipalities[0].Code}
	return []*directory.Public{samplePublic(), second, third}
}

var _ = sample("shortlist", func(frame Frame) page {
	frame.Title = frame.T("shortlist.title")
	hits := sampleFound("Groen & Doen", "Tuin & Werk", "Vakmanschap Venlo").Hits
	for i, slug := range sampleListed {
		hits[i].Slug = slug
	}
	return newShortlistPage(visitorFrame(frame), sampleRegion, append(sampleListed, "gestopt"), hits, siteURL)
})

var _ = sample("shortlist-empty", func(frame Frame) page {
	frame.Title = frame.T("shortlist.title")
	return newShortlistPage(visitorFrame(frame), sampleRegion, nil, nil, siteURL)
})

func sampleComparison(frame Frame, found []*directory.Public, only bool) *ComparePage {
	frame.Title = frame.T("compare.title")
	p := newComparePage(visitorFrame(frame), sampleRegion, sampleListed, found, only)
	p.PassOn = p.passOn(siteURL, p.Path, p.T("compare.mail.subject"))
	return p
}

var _ = sample("compare", func(frame Frame) page {
	p := sampleComparison(frame, sampleCompared(), false)
	p.Notes = gone(&p.Frame, shortlist{"gestopt"}, nil)
	return p
})

var _ = sample("compare-two", func(frame Frame) page { return sampleComparison(frame, sampleCompared()[:2], true) })

var _ = sample("compare-one", func(frame Frame) page { return sampleComparison(frame, sampleCompared()[:1], false) })

var _ = sample("finder-listed", func(frame Frame) page {
	frame.Title = frame.T("finder.title")
	found := sampleFound("Tuin & Werk", "Vakmanschap Venlo", "Groen & Doen")
	asked := finderForm{Words: "tuin", Listed: shortlist{found.Hits[0].Slug, found.Hits[2].Slug}}
	return newFinderPage(visitorFrame(frame), sampleRegion, asked, found)
})

var _ = sample("profile-listed", func(frame Frame) page {
	p := newProfilePage(visitorFrame(frame), sampleRegion, samplePublic(), visitor)
	p.keep(shortlist{"groen-doen"}, "groen-doen", siteURL)
	return p
})
