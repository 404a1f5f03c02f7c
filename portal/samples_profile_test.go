package portal

import (
	"strings"
	"time"

	"github.com/google/uuid"

	"providerportal/directory"
	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/paging"
	"providerportal/internal/traderegister"
	"providerportal/internal/workday"
)

var (
	sampleConfirmed = time.Date(2026, 4, 1, 9, 0, 0, 0, time.UTC)
	sampleSaid      = workday.Day(2026, 4, 1)
	sampleStand     = directory.Standing{
		Slug: "groen-doen", Published: true, Admitted: true, IntakeVerified: true, Intake: directory.IntakeWorks,
		ConfirmBy: workday.Day(2026, 10, 1),
	}
	sampleIntake = directory.IntakePoint{
		Name: "Team aanmelding", Email: "aanmelden@groenendoen.example", Phone: "077 123 45 67", Hours: "ma-vr 9-17 uur",
		Ways: directory.Codes{"table", "telephone"}, VerifiedAt: &sampleConfirmed,
	}
	sampleManager = account.Actor{UserID: uuid.New(), Roles: []account.Role{account.RoleContractManager}}
)

// fullProfile has every part.
func fullProfile() *directory.Profile {
	profile := sampleProfile
	profile.PublishedAt = &sampleConfirmed
	profile.Descriptions = map[string]string{"individuele-toeleiding": "Een vaste coach gaat elke week met u mee."}
	profile.Forms, profile.Languages = directory.Codes{"at-location", "at-home"}, directory.Codes{"nl", "ar", "ti"}
	profile.Accessibility, profile.AccessibilityNote = directory.Codes{"wheelchair", "quiet-room"}, "De ingang voor rolstoelen is aan de achterkant."
	profile.Locations = []directory.Location{
		directory.Location{Name: "Kwekerij", Street: "Tuinstraat 12", Postcode: "5801 AB"}.Located(),
		directory.Location{Street: "Stationsplein 1", Postcode: "5611 AB", Place: "Eindhoven"}.Located(),
	}
	profile.Capacity = directory.Capacity{State: directory.CapacityWaiting, Weeks: new(6), SaidOn: &sampleSaid}
	return &profile
}

func samplePublic() *directory.Public {
	return &directory.Public{
		Provider: directory.Provider{Name: "Groen & Doen", Slug: "groen-doen"}, Profile: *fullProfile(),
		Ways: directory.Codes{"table", "telephone"}, Today: workday.Day(2026, 4, 2),
	}
}

func sampleChanges() []directory.Change {
	before := fullProfile()
	before.Mission, before.Languages, before.Locations = "Werken in het groen.", directory.Codes{"nl", "pl"}, nil
	return directory.Difference(before, fullProfile())
}

func sampleProviderFile() *directory.File {
	taken := sampleConfirmed.Add(time.Hour)
	return &directory.File{
		Watched: directory.Watched{
			Provider: directory.Provider{ID: uuid.New(), Name: "Groen & Doen", Entry: traderegister.OfKvK("00001234"), Slug: "groen-doen"},
			Profile:  *fullProfile(), Intake: sampleIntake, State: directory.IntakeWorks, Admitted: true, Unseen: 2,
			ConfirmBy: workday.Day(2026, 10, 1),
		},
		Published: fullProfile(), Changes: sampleChanges(), Latest: 7,
		Editions: []directory.Edition{
			{ID: 7, PublishedAt: sampleConfirmed, By: "Lotte Janssen", Changes: sampleChanges()},
			{ID: 3, PublishedAt: sampleConfirmed.AddDate(0, -1, 0), By: "Lotte Janssen", AcknowledgedAt: &taken},
		},
		History: []directory.Takedown{{TakenAt: sampleConfirmed, Reason: "Er stond een naam van een inwoner in.", Reply: "Die is weg.", RepliedAt: &taken}},
	}
}

var sampleDay = workday.Day(2026, 4, 2)

var _ = []struct{}{
	sample("profile-hub-new", func(frame Frame) page {
		profile := &directory.Profile{Mission: "Wij helpen.", Offer: "Werk in de tuin."}
		return newProfileHubPage(titled(frame, "profile.title"), profile, &directory.Standing{Differs: true}, &takedownForm{}, sampleDay)
	}),
	sample("profile-hub-public", func(frame Frame) page {
		stand := sampleStand
		stand.Differs = true
		return newProfileHubPage(titled(frame, "profile.title"), fullProfile(), &stand, &takedownForm{}, sampleDay)
	}),
	sample("profile-hub-offline", func(frame Frame) page {
		stand := sampleStand
		stand.Published, stand.Unconfirmed = false, true
		stand.Takedown = &directory.Takedown{TakenAt: sampleConfirmed, Reason: "Er staat een naam van een inwoner in uw aanbod."}
		return newProfileHubPage(titled(frame, "profile.title"), fullProfile(), &stand, &takedownForm{}, sampleDay)
	}),
	sample("profile-part-offer", func(frame Frame) page {
		p := newProfilePartPage(titled(frame, "profile.part.aanbod"), &profileParts[1], sampleRegion, fullProfile(), formOfProfile(fullProfile()))
		p.Live = newLivePreview(frame.Lang, sampleRegion, samplePublic())
		p.Fail(frame.Words(), fault.Invalid(fault.At("offer", "error.max", "Max", directory.OfferMax)))
		return p
	}),
	sample("profile-part-conflict", func(frame Frame) page {
		p := newProfilePartPage(titled(frame, "profile.part.missie"), &profileParts[0], sampleRegion, fullProfile(), formOfProfile(fullProfile()))
		p.Theirs = changesOf(&p.Frame, sampleRegion, sampleChanges()[:1])
		p.Fail(frame.Words(), fault.Conflict("profile.changed-meanwhile"))
		return p
	}),
	sample("profile-part-audience", func(frame Frame) page {
		return newProfilePartPage(titled(frame, "profile.part.doelgroep"), &profileParts[2], sampleRegion, fullProfile(), formOfProfile(fullProfile()))
	}),
	sample("profile-part-where", func(frame Frame) page {
		return newProfilePartPage(titled(frame, "profile.part.gebied"), &profileParts[3], sampleRegion, fullProfile(), formOfProfile(fullProfile()))
	}),
	sample("profile-part-practical", func(frame Frame) page {
		return newProfilePartPage(titled(frame, "profile.part.praktisch"), &profileParts[4], sampleRegion, fullProfile(), formOfProfile(fullProfile()))
	}),
	sample("profile-locations", func(frame Frame) page {
		return newLocationsPage(titled(frame, "profile.task.locations"), fullProfile())
	}),
	sample("profile-location", func(frame Frame) page {
		p := newLocationPage(titled(frame, "location.title"), "1", fullProfile(), &locationForm{Street: "Tuinstraat 12", Postcode: "5801"})
		p.Fail(frame.Words(), fault.Invalid(fault.At("postcode", "profile.postcode")))
		return p
	}),
	sample("profile-logo", func(frame Frame) page {
		profile := fullProfile()
		profile.LogoHash = strings.Repeat("a", 64)
		return newLogoPage(titled(frame, "profile.task.logo"), profile)
	}),
	sample("profile-capacity", func(frame Frame) page {
		profile := fullProfile()
		return newCapacityPage(titled(frame, "profile.task.capacity"), profile, formOfCapacity(&profile.Capacity), sampleDay)
	}),
	sample("profile-preview", func(frame Frame) page {
		stand := sampleStand
		stand.Differs = true
		p := newPreviewPage(titled(frame, "profile.preview.title"), sampleRegion, samplePublic(), &stand)
		p.Preview.ErrorsAt = p.T("form.errors")
		p.Preview.Errors = []Link{{p.T("profile.needs-contract"), "/mijn"}}
		return p
	}),
	sample("profile-history", func(frame Frame) page {
		p := &HistoryPage{Frame: titled(frame, "profile.history.title")}
		p.Editions = editionViews(&p.Frame, sampleRegion, sampleProviderFile().Editions)
		return p
	}),
	sample("intake", func(frame Frame) page {
		kept := &directory.IntakePoint{Name: "Team aanmelding", Email: "aanmelden@groenendoen.example", Phone: "077 123 45 67"}
		return newIntakePage(titled(frame, "intake.title"), kept, formOfIntake(kept), sampleDay, sampleTerms)
	}),
	sample("intake-verified", func(frame Frame) page {
		kept := sampleIntake
		kept.DeputyName, kept.DeputyEmail = "Ruben Claessens", "ruben@groenendoen.example"
		kept.AbsentFrom, kept.AbsentUntil = &sampleDay, new(workday.Day(2026, 4, 12))
		return newIntakePage(titled(frame, "intake.title"), &kept, formOfIntake(&kept), sampleDay, sampleTerms)
	}),
	sample("intake-unreachable", func(frame Frame) page {
		kept := sampleIntake
		kept.UnreachableAt = &sampleConfirmed
		return newIntakePage(titled(frame, "intake.title"), &kept, formOfIntake(&kept), sampleDay, sampleTerms)
	}),
	sample("public-profile-full", func(frame Frame) page {
		return newProfilePage(visitorFrame(frame), sampleRegion, samplePublic(), visitor)
	}),
	sample("public-profile-unconfirmed", func(frame Frame) page {
		public := samplePublic()
		public.Unconfirmed = true
		return newProfilePage(visitorFrame(frame), sampleRegion, public, visitor)
	}),
	sample("staff-providers", func(frame Frame) page {
		p := &ProvidersPage{Frame: titled(frame, "providers.title"), Form: newForm(frame.Words(), "providers", &providersQuery{}), List: listAll}
		found := paging.At[directory.Watched](2, 1)
		late := sampleProviderFile().Watched
		late.Unseen, late.ConfirmBy, late.State, late.Profile.OfflineAt = 0, workday.Day(2026, 3, 1), directory.IntakeUnreachable, &sampleConfirmed
		found.Lines = []directory.Watched{sampleProviderFile().Watched, late}
		p.counting(sampleTerms, sampleManager)
		p.fill(map[directory.Watch]int{directory.WatchAll: 2, directory.WatchChanges: 1}, found, sampleDay)
		return p
	}),
	sample("staff-provider", func(frame Frame) page {
		return newProviderPage(frame, sampleRegion, sampleProviderFile(), &reasonForm{}, sampleManager, sampleDay)
	}),
	sample("staff-provider-offline", func(frame Frame) page {
		file := sampleProviderFile()
		file.Profile.OfflineAt = &sampleConfirmed
		file.Takedown = &directory.Takedown{TakenAt: sampleConfirmed, Reason: "Er stond een naam in."}
		return newProviderPage(frame, sampleRegion, file, &reasonForm{}, sampleManager, sampleDay)
	}),
	sample("staff-target-groups", func(frame Frame) page {
		groups := []directory.KeptGroup{
			{TargetGroup: directory.TargetGroup{Code: "statushouders", NameNL: "Statushouders", NameEN: "Refugees"}, Profiles: 12},
			{TargetGroup: directory.TargetGroup{Code: "oud", NameNL: "Oude groep", NameEN: "Old group", RetiredAt: &sampleConfirmed}},
		}
		return newTargetGroupsPage(titled(frame, "target-groups.title"), groups, &groupForm{}, sampleManager)
	}),
	sample("staff-target-group", func(frame Frame) page {
		group := &directory.KeptGroup{TargetGroup: directory.TargetGroup{Code: "statushouders", NameNL: "Statushouders"}, Profiles: 12}
		return newTargetGroupPage(titled(frame, "target-groups.change"), group, &groupForm{"Statushouders", "Refugees"})
	}),
}
