package directory_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/directory"
	"providerportal/directory/finding"
	"providerportal/internal/account"
	"providerportal/internal/fault"
)

// TestMandatoryParts pins D1: each one is named when it is missing from what is
// public, and a draft may lack them all.
func TestMandatoryParts(t *testing.T) {
	w := open(t)
	actor := w.provider(t, "Werkpad")
	w.admitted(t, actor, individual, w.today())
	w.verified(t, actor)
	require.NoError(t, w.SaveProfile(t.Context(), actor, directory.Profile{}))
	for field, take := range map[string]func(*directory.Profile){
		"mission":        func(p *directory.Profile) { p.Mission = "" },
		"offer":          func(p *directory.Profile) { p.Offer = "" },
		"products":       func(p *directory.Profile) { p.Products = nil },
		"targetGroups":   func(p *directory.Profile) { p.TargetGroups = nil },
		"municipalities": func(p *directory.Profile) { p.Municipalities = nil },
	} {
		profile := complete()
		take(&profile)
		require.NoError(t, w.SaveProfile(t.Context(), actor, profile), "a draft without %s", field)
		err := w.PublishProfile(t.Context(), actor, profile)
		refused(t, err, fault.KindInvalid, field, "")
		assert.Equal(t, field, fault.Of(err).Fields[0].Name)
		assert.Len(t, fault.Of(err).Fields, 1)
	}
	require.NoError(t, w.PublishProfile(t.Context(), actor, complete()), "audience and website are free")
	profile := complete()
	profile.Mission = ""
	require.NoError(t, w.SaveProfile(t.Context(), actor, profile), "a draft beside a public profile may have gaps")
	refused(t, w.PublishProfile(t.Context(), actor, profile), fault.KindInvalid, "mission", "error.required")
}

// TestWhatAProfileRefuses pins lengths, addresses, unknown codes and numbers of
// people, for a draft too.
func TestWhatAProfileRefuses(t *testing.T) {
	w := open(t)
	actor := w.provider(t, "Werkpad")
	for _, row := range []struct {
		field, key string
		change     func(*directory.Profile)
	}{
		{"mission", "error.max", func(p *directory.Profile) { p.Mission = strings.Repeat("é", directory.MissionMax+1) }},
		{"offer", "error.max", func(p *directory.Profile) { p.Offer = strings.Repeat("é", directory.OfferMax+1) }},
		{"audience", "error.max", func(p *directory.Profile) { p.Audience = strings.Repeat("é", directory.OfferMax+1) }},
		{"website", "error.max", func(p *directory.Profile) { p.Website = "https://x.nl/" + strings.Repeat("x", directory.WebsiteMax) }},
		{"website", "error.url", func(p *directory.Profile) { p.Website = "javascript:alert(1)" }},
		{"website", "error.url", func(p *directory.Profile) { p.Website = "www.werkpad.nl" }},
		{"website", "error.url", func(p *directory.Profile) { p.Website = "https://www.venlo.nl@kwaad.example/" }},
		{"website", "error.url", func(p *directory.Profile) { p.Website = "http://127.0.0.1/" }},
		{"website", "error.url", func(p *directory.Profile) { p.Website = "https://[fe80::1.2.3.4]/" }},
		{"offer", "error.bsn", func(p *directory.Profile) { p.Offer = "bel 111222333" }},
		{"products", "error.unknown-choice", func(p *directory.Profile) { p.Products = []string{"toverspreuk"} }},
		{"targetGroups", "error.unknown-choice", func(p *directory.Profile) { p.TargetGroups = []string{"iedereen"} }},
		{"municipalities", "error.unknown-choice", func(p *directory.Profile) { p.Municipalities = []string{"GM0363"} }},
	} {
		profile := complete()
		row.change(&profile)
		refused(t, w.SaveProfile(t.Context(), actor, profile), fault.KindInvalid, row.field, row.key)
	}
	longest := complete()
	longest.Mission = strings.Repeat("é", directory.MissionMax)
	longest.Products = []string{"individuele-toeleiding", "individuele-toeleiding"}
	require.NoError(t, w.SaveProfile(t.Context(), actor, longest), "the longest text fits, a double choice counts once")
	kept, err := w.Profile(t.Context(), actor)
	require.NoError(t, err)
	assert.Equal(t, []string{"individuele-toeleiding"}, kept.Products)
}

// TestPublishingNeedsIntakeAndContract pins D2.
func TestPublishingNeedsIntakeAndContract(t *testing.T) {
	for _, row := range []struct {
		name               string
		intake, contract   bool
		from               int // days from today
		intakeKey, contKey string
	}{
		{name: "neither", intakeKey: "profile.needs-intake", contKey: "profile.needs-contract"},
		{name: "no contract", intake: true, contKey: "profile.needs-contract"},
		{name: "no intake", contract: true, intakeKey: "profile.needs-intake"},
		{name: "contract from tomorrow", intake: true, contract: true, from: 1, contKey: "profile.needs-contract"},
		{name: "both", intake: true, contract: true},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := open(t)
			actor := w.provider(t, "Werkpad")
			if row.intake {
				w.verified(t, actor)
			} else { // set, but nobody opened the link
				require.NoError(t, w.SaveIntake(t.Context(), actor, directory.IntakePoint{Name: "A", Email: "a@a.example", Phone: "077-0123456"}))
			}
			if row.contract {
				w.admitted(t, actor, individual, w.today().AddDays(row.from))
			}
			err := w.PublishProfile(t.Context(), actor, complete())
			want := map[string]bool{row.intakeKey: true, row.contKey: true}
			delete(want, "")
			if len(want) == 0 {
				require.NoError(t, err)
				assert.Equal(t, 1, w.find(t, directory.Search{}).Total)
				return
			}
			for key := range want {
				refused(t, err, fault.KindInvalid, "publish", key)
			}
			assert.Len(t, fault.Of(err).Fields, len(want))
			assert.Zero(t, w.find(t, directory.Search{}).Total)
		})
	}
}

// TestEditsOfAPublishedProfileAreNeverHeldUp pins D3: neither an ended contract
// nor a mailbox that waits for its link keeps a provider from publishing edits.
func TestEditsOfAPublishedProfileAreNeverHeldUp(t *testing.T) {
	w := open(t)
	actor := w.published(t, "Werkpad")
	require.NoError(t, w.SaveIntake(t.Context(), actor, directory.IntakePoint{Name: "A", Email: "nieuw@werkpad.example", Phone: "077-0123456"}))
	edited := complete()
	edited.Mission = "Anders gezegd."
	require.NoError(t, w.PublishProfile(t.Context(), actor, edited), "while the new mailbox is unverified")
	w.ended(t, actor)
	edited.Mission = "Nog anders gezegd."
	require.NoError(t, w.PublishProfile(t.Context(), actor, edited), "after the contract ended")
	kept, err := w.Profile(t.Context(), actor)
	require.NoError(t, err)
	assert.Equal(t, edited.Mission, kept.Mission)
	assert.Zero(t, w.find(t, directory.Search{}).Total)
}

// TestProductOutsideTheContract pins that a contract carries only its segment.
func TestProductOutsideTheContract(t *testing.T) {
	w := open(t)
	actor := w.provider(t, "Werkpad")
	w.admitted(t, actor, individual, w.today())
	w.verified(t, actor)
	profile := complete()
	profile.Products = append(profile.Products, "collectieve-toeleiding")
	refused(t, w.PublishProfile(t.Context(), actor, profile), fault.KindInvalid, "products", "profile.product-outside-contract")
	w.admitted(t, actor, collective, w.today())
	require.NoError(t, w.PublishProfile(t.Context(), actor, profile))
}

// TestEditsArePublicAtOnce pins D3: what is saved stands in the finder and on the
// page in the same moment, every state is kept, and there is one letter.
func TestEditsArePublicAtOnce(t *testing.T) {
	w := open(t)
	actor := w.published(t, "Werkpad")
	slug := w.slug(t, actor.ProviderID)
	first, err := w.Public(t.Context(), slug)
	require.NoError(t, err)
	assert.Equal(t, w.now.UTC(), first.Profile.PublishedAt.UTC())

	w.now = w.now.Add(time.Hour)
	profile := complete()
	profile.Mission, profile.Municipalities = "Nu ook in Venlo met timmeren.", []string{"GM0983", "GM0984"}
	require.NoError(t, w.PublishProfile(t.Context(), actor, profile))
	second, err := w.Public(t.Context(), slug)
	require.NoError(t, err)
	assert.Equal(t, profile.Mission, second.Profile.Mission)
	assert.Equal(t, first.Profile.PublishedAt, second.Profile.PublishedAt, "the first publication keeps its moment")
	assert.Equal(t, w.now.UTC(), second.Profile.ConfirmedAt.UTC(), "publishing says that it is right (D4)")
	inVenlo := chosen(finding.Municipality, "GM0983")
	inVenlo.Words = "timmeren"
	assert.Equal(t, 1, w.find(t, inVenlo).Total)

	var versions []string
	require.NoError(t, w.db.Table("profile_versions").Where("provider_id = ?", actor.ProviderID).Order("id").
		Pluck("content->>'Mission'", &versions).Error)
	assert.Equal(t, []string{complete().Mission, profile.Mission}, versions)
	letters := w.letters(t)
	assert.Equal(t, 1, strings.Count(strings.Join(letters, "\n"), "profile_published "+actor.Email), "%v", letters)
	assert.EqualValues(t, 2, w.audited(t, "profile.published"))
}

// TestDraftIsNotPublic pins that saving alone shows nothing.
func TestDraftIsNotPublic(t *testing.T) {
	w := open(t)
	actor := w.provider(t, "Werkpad")
	w.admitted(t, actor, individual, w.today())
	require.NoError(t, w.SaveProfile(t.Context(), actor, complete()))
	assert.Zero(t, w.find(t, directory.Search{}).Total)
	_, err := w.Public(t.Context(), w.slug(t, actor.ProviderID))
	refused(t, err, fault.KindMissing, "", "")
	assert.EqualValues(t, 1, w.audited(t, "profile.saved"))
	var versions int64
	require.NoError(t, w.db.Table("profile_versions").Count(&versions).Error)
	assert.Zero(t, versions)
}

// TestNoLetterNoChange pins that a letter and its change are one transaction.
func TestNoLetterNoChange(t *testing.T) {
	w := open(t)
	actor := w.provider(t, "Werkpad")
	w.admitted(t, actor, individual, w.today())
	w.jobs.closed = true
	point := directory.IntakePoint{Name: "Aanmeldpunt", Email: "een@zorg.example", Phone: "077-0123456"}
	require.ErrorIs(t, w.SaveIntake(t.Context(), actor, point), errMailroomClosed)
	intake, err := w.Intake(t.Context(), actor)
	require.NoError(t, err)
	assert.Empty(t, intake.Email)

	w.jobs.closed = false
	w.verified(t, actor)
	w.jobs.closed = true
	require.ErrorIs(t, w.PublishProfile(t.Context(), actor, complete()), errMailroomClosed)
	profile, err := w.Profile(t.Context(), actor)
	require.NoError(t, err)
	assert.Empty(t, profile.Mission)
	assert.False(t, profile.Published())
	assert.Zero(t, w.find(t, directory.Search{}).Total)
	assert.Zero(t, w.audited(t, "profile.published"))
	w.jobs.closed = false
	require.NoError(t, w.PublishProfile(t.Context(), actor, complete()))
}

// TestOnlyProvidersWrite pins access: everybody writes their own, or nothing.
func TestOnlyProvidersWrite(t *testing.T) {
	w := open(t)
	mine, other := w.published(t, "Werkpad"), w.published(t, "Groene Stap")
	wanted := complete()
	wanted.ProviderID, wanted.Mission = other.ProviderID, "van mij"
	require.NoError(t, w.SaveProfile(t.Context(), mine, wanted))
	theirs, err := w.Profile(t.Context(), other)
	require.NoError(t, err)
	assert.Equal(t, complete().Mission, theirs.Mission, "the organisation comes from who acts")
	for _, actor := range []account.Actor{{}, {UserID: mine.UserID, Roles: []account.Role{account.RoleReviewer, account.RoleConsultant}}} {
		refused(t, w.SaveProfile(t.Context(), actor, complete()), fault.KindForbidden, "", "")
		refused(t, w.PublishProfile(t.Context(), actor, complete()), fault.KindForbidden, "", "")
		refused(t, w.SaveIntake(t.Context(), actor, directory.IntakePoint{}), fault.KindForbidden, "", "")
		_, err := w.Profile(t.Context(), actor)
		refused(t, err, fault.KindForbidden, "", "")
		_, err = w.Intake(t.Context(), actor)
		refused(t, err, fault.KindForbidden, "", "")
		_, err = w.Standing(t.Context(), actor)
		refused(t, err, fault.KindForbidden, "", "")
	}
}
