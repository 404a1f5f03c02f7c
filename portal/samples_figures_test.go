package portal

import (
	"time"

	"github.com/google/uuid"

	"providerportal/directory"
	"providerportal/internal/fault"
	"providerportal/internal/paging"
	"providerportal/internal/workday"
	"providerportal/matching"
)

var sampleAsked = []matching.Asked{
	{ID: uuid.MustParse("0b4c6a51-6a3c-4f7e-8f26-000000000001"), Slug: "de-groene-draad", Name: "De Groene Draad"},
	{ID: uuid.MustParse("0b4c6a51-6a3c-4f7e-8f26-000000000002"), Slug: "stichting-de-werkplaats", Name: "Stichting De Werkplaats voor Arbeidsmatige Toeleiding"},
}

func sampleGroup(key, name string, scale int) matching.Group {
	figures := matching.Figures{Waiting: scale, Late: scale / 3, OnTime: 9 * scale, HeldLate: 2 * scale, Declined: scale, Withdrawn: scale / 2}
	figures.Open, figures.Closed = figures.Waiting+figures.Late, figures.OnTime+figures.HeldLate+figures.Declined+figures.Withdrawn
	return matching.Group{
		Key: key, Name: name, Figures: figures, Answered: 12 * scale,
		DaysHeld: matching.Median{Days: 3.5, Known: true}, DaysTold: matching.Median{Days: 1, Known: true},
	}
}

func sampleFigures() figuresOf {
	report := &matching.Report{
		Total:          sampleGroup("", "", 24),
		Providers:      []matching.Group{sampleGroup(sampleAsked[1].ID.String(), sampleAsked[1].Name, 15), sampleGroup(sampleAsked[0].ID.String(), sampleAsked[0].Name, 9)},
		Municipalities: []matching.Group{sampleGroup("GM0984", "Venray", 14), sampleGroup("GM0983", "Venlo", 10)},
	}
	for i, month := range []string{"2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04"} {
		report.Months = append(report.Months, sampleGroup(month, "", 2+i*i%7))
	}
	found := figuresOf{report: report, providers: sampleAsked, region: &directory.Region{
		Municipalities: []directory.Municipality{{Code: "GM0984", Slug: "venray", Name: "Venray"}, {Code: "GM0983", Slug: "venlo", Name: "Venlo"}},
		Segments:       []directory.Segment{{Code: "individueel", NameNL: "Individueel", NameEN: "Individual"}},
	}, urgent: paging.At[matching.Line](33, 1)}
	found.urgent.Lines = sampleLines()[:2]
	return found
}

var _ = func() (none struct{}) {
	presets := periods(workday.Day(2026, time.April, 8))
	for name, look := range map[string]*figuresLook{"staff-terms": &staffFigures, "provider-figures": &providerFigures, "consultant-figures": &consultantFigures} {
		sample(name, func(frame Frame) page {
			return figuresPage(titled(frame, look.words+".title"), look, sampleFigures(), presets)
		})
	}
	sample("staff-terms-empty", func(frame Frame) page {
		found := sampleFigures()
		found.report, found.urgent = &matching.Report{}, paging.Page[matching.Line]{}
		return figuresPage(titled(frame, "terms.title"), &staffFigures, found, presets)
	})
	sample("staff-terms-refused", func(frame Frame) page {
		found := sampleFigures()
		found.form = figuresForm{From: "2026-04-01", Until: "2026-03-01"}
		p := figuresPage(titled(frame, "terms.title"), &staffFigures, found, presets)
		p.Fail(frame.Words(), fault.Invalid(fault.At("tot", "audit.until-before-from")))
		return p
	})
	sample("staff-terms-list", func(frame Frame) page {
		frame = titled(frame, "terms.requests")
		frame.Path = termsPath + "/verzoeken?lijst=op-tijd&gemeente=venray&van=2026-01-01"
		found, requests := sampleFigures(), paging.At[matching.Line](302, 2)
		found.form = figuresForm{From: "2026-01-01", Municipality: "venray"}
		found.filter, requests.Lines = matching.Filter{From: workday.Day(2026, 1, 1), Municipality: "GM0984"}, sampleLines()
		p := &TermsPage{Frame: frame, Search: newForm(frame.Words(), "terms", &referenceForm{Reference: "7K"})}
		p.fill(found, found.report.Total.Figures, requests, "op-tijd")
		return p
	})
	for name, opened := range map[string]bool{"staff-request": false, "staff-request-open": true} {
		sample(name, func(frame Frame) page {
			glance := &matching.Glance{Case: *sampleCase(matching.StatusScheduled), MayOpen: true}
			if opened {
				glance.Opened = &matching.Opening{OpenedAt: sampleSent.Add(24 * time.Hour)}
				glance.Steps = append(glance.Steps, matching.Step{At: sampleSent.Add(24 * time.Hour), Act: matching.ActOpened, Side: "staff", Reason: "complaint"})
			}
			return staffRequestPage(frame, glance, openForm{}, "")
		})
	}
	sample("staff-signals", func(frame Frame) page {
		p := &SignalsPage{Frame: titled(frame, "signals.title")}
		p.fill(signals{
			repeats:   []matching.Repeat{{ID: sampleAsked[0].ID, Name: sampleAsked[0].Name, References: "MV-7K3P9X, MV-2K7QX9"}},
			unreached: []directory.Watched{{Provider: directory.Provider{ID: sampleAsked[1].ID, Name: sampleAsked[1].Name}, State: directory.IntakeUnreachable}}, unreachedN: 1,
			region: sampleFigures().region, reach: map[string][2]int{"GM0984": {3, 2}, "GM0983": {1, 0}},
		})
		return p
	})
	return none
}()
