package enrollment_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
)

// writer is who may change requirements.
func (h *house) writer(t *testing.T) account.Actor {
	return h.person(t, "Ada Beheer", account.RoleAdministrator)
}

func (h *house) edition(t *testing.T, actor account.Actor, number int) *enrollment.Edition {
	t.Helper()
	edition, err := h.Enrollment.Edition(t.Context(), actor, number)
	require.NoError(t, err)
	return edition
}

// states gives the versions as "3 draft, 2 planned, 1 in-force".
func (h *house) states(t *testing.T, actor account.Actor) string {
	t.Helper()
	versions, err := h.Enrollment.AllVersions(t.Context(), actor)
	require.NoError(t, err)
	var all []string
	for _, version := range versions {
		all = append(all, string(rune('0'+version.Version))+" "+string(version.State))
	}
	return strings.Join(all, ", ")
}

// TestRequirementSetLivesFromDraftToSuperseded is the life of a version (E3).
func TestRequirementSetLivesFromDraftToSuperseded(t *testing.T) {
	h := open(t)
	ada, ctx := h.writer(t), t.Context()
	number, err := h.Enrollment.Draft(ctx, ada, 1)
	require.NoError(t, err)
	require.Equal(t, 2, number)
	_, err = h.Enrollment.Draft(ctx, ada, 1)
	refused(t, err, fault.KindConflict, "", "requirement-sets.draft-exists")
	assert.Empty(t, enrollment.Differences(h.edition(t, ada, 1).Requirements, h.edition(t, ada, 2).Requirements), "a copy")
	_, err = h.Enrollment.Edition(ctx, h.desk.Reviewer, 2)
	refused(t, err, fault.KindMissing, "", "")

	require.NoError(t, h.Enrollment.RemoveRequirement(ctx, ada, 2, "VOG", 1))
	text := enrollment.Requirement{Code: "NIE", Kind: enrollment.KindText, TitleNL: "Uw aanpak"}
	require.NoError(t, h.Enrollment.AddRequirement(ctx, ada, 2, text))
	publish := func(on string) error {
		return h.Enrollment.Publish(ctx, ada, 2, date(on), h.edition(t, ada, 2).Fingerprint())
	}
	refused(t, publish("2026-05-01"), fault.KindInvalid, "requirements", "requirement-sets.gap.title")
	refused(t, publish("2026-05-01"), fault.KindInvalid, "requirements", "requirement-sets.gap.explanation")
	text.Revision, text.TitleEN, text.ExplanationNL, text.ExplanationEN = 1, "Your way", "Vertel.", "Tell us."
	require.NoError(t, h.Enrollment.ChangeRequirement(ctx, ada, 2, "NIE", text))
	refused(t, publish("2026-04-01"), fault.KindInvalid, "on", "requirement-sets.past")
	refused(t, h.Enrollment.Publish(ctx, ada, 2, date("2026-05-01"), "of an older text"), fault.KindConflict, "", "requirement-sets.changed-meanwhile")
	require.NoError(t, publish("2026-05-01"))
	assert.Equal(t, "2 planned, 1 in-force", h.states(t, ada))
	assert.Equal(t, date("2026-05-01").Start(), h.edition(t, account.Actor{}, 1).Until.UTC(), "everybody sees until when")
	refused(t, h.Enrollment.AddRequirement(ctx, ada, 2, enrollment.Requirement{Code: "XX", Kind: enrollment.KindText}), fault.KindConflict, "", "requirement-sets.published")

	number, err = h.Enrollment.Draft(ctx, ada, 2)
	require.NoError(t, err)
	err = h.Enrollment.Publish(ctx, ada, number, date("2026-05-01"), h.edition(t, ada, 3).Fingerprint())
	refused(t, err, fault.KindInvalid, "on", "requirement-sets.not-after")
	discarded := h.trailOf(t, func() error { return h.Enrollment.Discard(ctx, ada, number) })
	assert.Equal(t, []string{"requirement-set.discarded"}, discarded.actions)

	h.now = moment(2026, 5, 1, 0)
	assert.Equal(t, "2 in-force, 1 superseded", h.states(t, ada))
	refused(t, h.Enrollment.WithdrawSet(ctx, ada, 2), fault.KindConflict, "", "requirement-sets.in-force")
	house, err := h.Enrollment.OpenHouse(ctx)
	require.NoError(t, err)
	assert.Equal(t, 2, house.Set.Version)
	for _, action := range []string{"drafted", "changed", "published", "discarded"} {
		assert.Contains(t, h.trail(t).actions, "requirement-set."+action)
	}
}

// TestPlannedSetCanBeWithdrawn pins that it then never holds, and its number stays taken.
func TestPlannedSetCanBeWithdrawn(t *testing.T) {
	h := open(t)
	ada, ctx := h.writer(t), t.Context()
	_, err := h.Enrollment.Draft(ctx, ada, 1)
	require.NoError(t, err)
	require.NoError(t, h.Enrollment.Publish(ctx, ada, 2, date("2026-05-01"), h.edition(t, ada, 2).Fingerprint()))
	require.NoError(t, h.Enrollment.WithdrawSet(ctx, ada, 2))
	assert.Equal(t, "2 withdrawn, 1 in-force", h.states(t, ada))
	h.now = moment(2026, 6, 1, 9)
	assert.Equal(t, "2 withdrawn, 1 in-force", h.states(t, ada))
	house, err := h.Enrollment.OpenHouse(ctx)
	require.NoError(t, err)
	assert.Equal(t, 1, house.Set.Version)

	number, err := h.Enrollment.Draft(ctx, ada, 2)
	require.NoError(t, err)
	require.Equal(t, 3, number)
	require.NoError(t, h.Enrollment.Publish(ctx, ada, 3, workday.On(h.now), h.edition(t, ada, 3).Fingerprint()))
	assert.Equal(t, "3 in-force, 2 withdrawn, 1 superseded", h.states(t, ada), "today is at once")
	require.NoError(t, h.Enrollment.ConfirmSet(ctx, ada, 3))
	refused(t, h.Enrollment.ConfirmSet(ctx, ada, 3), fault.KindConflict, "", "requirement-sets.confirmed")
	assert.False(t, h.edition(t, ada, 3).Example, "confirmed (E5)")
	assert.Equal(t, 1, h.edition(t, ada, 3).PreviousOf, "a withdrawn version is nobody's predecessor")
}

// TestPublishedSetIsSealed pins that the database refuses what the code never does.
func TestPublishedSetIsSealed(t *testing.T) {
	h := open(t)
	for _, statement := range []string{
		"UPDATE requirements SET title_nl = 'Anders' WHERE code = 'KVK'",
		"DELETE FROM requirements WHERE code = 'KVK'",
		"INSERT INTO requirements (id, set_id, position, code, kind, title_nl, title_en, explanation_nl, explanation_en) SELECT gen_random_uuid(), id, 99, 'XX', 'text', 'a', 'b', 'c', 'd' FROM requirement_sets",
		"UPDATE requirement_sets SET in_force_at = in_force_at + interval '1 day'",
		"UPDATE requirement_sets SET in_force_at = NULL",
		"UPDATE requirement_sets SET version = 7",
		"UPDATE requirement_sets SET withdrawn_at = in_force_at",
		"DELETE FROM requirement_sets",
	} {
		err := h.db.Transaction(func(tx *gorm.DB) error { return tx.Exec(statement).Error })
		assert.Error(t, err, statement)
	}
	require.NoError(t, h.db.Exec("UPDATE requirement_sets SET example = false").Error)
	assert.Error(t, h.db.Transaction(func(tx *gorm.DB) error { return tx.Exec("UPDATE requirement_sets SET example = true").Error }))
}

// TestSecondWriterIsTold pins that nothing in a draft is overwritten.
func TestSecondWriterIsTold(t *testing.T) {
	h := open(t)
	ada, ctx := h.writer(t), t.Context()
	_, err := h.Enrollment.Draft(ctx, ada, 1)
	require.NoError(t, err)
	seen := *requirementOf(t, h.edition(t, ada, 2), "KVK")
	seen.TitleNL = "Uittreksel KVK"
	require.NoError(t, h.Enrollment.ChangeRequirement(ctx, ada, 2, "KVK", seen))
	seen.TitleNL = "Iets anders"
	refused(t, h.Enrollment.ChangeRequirement(ctx, ada, 2, "KVK", seen), fault.KindConflict, "", "requirement-sets.other-saved")
	refused(t, h.Enrollment.RemoveRequirement(ctx, ada, 2, "KVK", 1), fault.KindConflict, "", "requirement-sets.other-saved")
	assert.Equal(t, "Uittreksel KVK", requirementOf(t, h.edition(t, ada, 2), "KVK").TitleNL)

	seen = *requirementOf(t, h.edition(t, ada, 2), "AVG")
	seen.Code = "KVK"
	refused(t, h.Enrollment.ChangeRequirement(ctx, ada, 2, "AVG", seen), fault.KindInvalid, "code", "requirement-sets.code-taken")
	seen.Code = "avg1"
	refused(t, h.Enrollment.ChangeRequirement(ctx, ada, 2, "AVG", seen), fault.KindInvalid, "code", "requirement-sets.code")
	seen.Code, seen.Choices = "AVG", append(seen.Choices, enrollment.Choice{NameNL: "Anders", NameEN: "Other"}, enrollment.Choice{})
	require.NoError(t, h.Enrollment.ChangeRequirement(ctx, ada, 2, "AVG", seen))
	choices := requirementOf(t, h.edition(t, ada, 2), "AVG").Choices
	require.Len(t, choices, 3)
	assert.Equal(t, []string{"verwerker", "verantwoordelijke", "k1"}, []string{choices[0].Code, choices[1].Code, choices[2].Code})
	before := h.edition(t, ada, 2).Requirements[8].Code
	require.NoError(t, h.Enrollment.MoveRequirement(ctx, ada, 2, "AVG", true, before))
	require.NoError(t, h.Enrollment.MoveRequirement(ctx, ada, 2, "UEA", true, ""), "the first stays first")
	requirements := h.edition(t, ada, 2).Requirements
	assert.Equal(t, "AVG", requirements[8].Code)
	assert.True(t, enrollment.Reordered(h.edition(t, ada, 1).Requirements, requirements))
}

// TestOnlyAdministratorsWriteRequirements closes every door to the others.
func TestOnlyAdministratorsWriteRequirements(t *testing.T) {
	h := open(t)
	ctx := t.Context()
	for _, actor := range []account.Actor{{}, h.desk.Reviewer, h.desk.Decider, h.desk.Manager, h.applicant(t), h.consultant(t)} {
		_, err := h.Enrollment.Draft(ctx, actor, 1)
		refused(t, err, fault.KindForbidden, "", "")
		_, err = h.Enrollment.AllVersions(ctx, actor)
		refused(t, err, fault.KindForbidden, "", "")
		refused(t, h.Enrollment.ConfirmSet(ctx, actor, 1), fault.KindForbidden, "", "")
		refused(t, h.Enrollment.WithdrawSet(ctx, actor, 1), fault.KindForbidden, "", "")
		refused(t, h.Enrollment.Publish(ctx, actor, 1, date("2027-01-01"), ""), fault.KindForbidden, "", "")
		refused(t, h.Enrollment.ChangeProcedure(ctx, actor, enrollment.Procedure{}), fault.KindForbidden, "", "")
	}
}

// TestDifferencesNameEveryField compares part by part.
func TestDifferencesNameEveryField(t *testing.T) {
	old := []enrollment.Requirement{
		{Code: "KVK", Kind: enrollment.KindDocument, TitleNL: "Uittreksel", MaxAgeMonths: new(6)},
		{Code: "VOG", Kind: enrollment.KindDeclaration},
		{Code: "AVG", Kind: enrollment.KindChoice, Choices: []enrollment.Choice{{Code: "a", NameNL: "Een"}}},
	}
	now := []enrollment.Requirement{
		{Code: "AVG", Kind: enrollment.KindChoice, Choices: []enrollment.Choice{{Code: "a", NameNL: "Een"}, {Code: "b", NameNL: "Twee"}}},
		{Code: "KVK", Kind: enrollment.KindDocument, TitleNL: "Uittreksel", MaxAgeMonths: new(3), EquivalentAccepted: true},
		{Code: "NIE", Kind: enrollment.KindText},
	}
	differences := enrollment.Differences(old, now)
	require.Len(t, differences, 4)
	assert.Equal(t, []enrollment.FieldChange{{Field: "choices_nl", Old: "Een", New: "Een\nTwee"}, {Field: "choices_en", Old: "", New: "\n"}}, differences[0].Fields)
	assert.Equal(t, []enrollment.FieldChange{{Field: "age", Old: "6", New: "3"}, {Field: "equivalent", Old: "false", New: "true"}}, differences[1].Fields)
	assert.True(t, differences[2].Added)
	assert.True(t, differences[3].Removed)
	assert.Equal(t, "VOG", differences[3].Code)
	assert.True(t, enrollment.Reordered(old, now))
	assert.Empty(t, enrollment.Differences(old, old))
}

// TestSweepMovesDraftsAndTellsTheOrganisation pins E3 for who does nothing: the
// draft follows, answers stay, and a declaration to other words is asked again.
func TestSweepMovesDraftsAndTellsTheOrganisation(t *testing.T) {
	h := open(t)
	ada, ctx := h.writer(t), t.Context()
	applicant, waiting := h.applicant(t), h.applicant(t)
	id, sent := h.filled(t, applicant), h.submitted(t, waiting)
	_, err := h.Enrollment.Draft(ctx, ada, 1)
	require.NoError(t, err)
	tariff := *requirementOf(t, h.edition(t, ada, 2), "TAR")
	tariff.ExplanationNL += " Het tarief staat op de website."
	require.NoError(t, h.Enrollment.ChangeRequirement(ctx, ada, 2, "TAR", tariff))
	require.NoError(t, h.Enrollment.Publish(ctx, ada, 2, date("2026-05-01"), h.edition(t, ada, 2).Fingerprint()))
	require.NoError(t, h.Enrollment.SweepDrafts(ctx))
	assert.Equal(t, 1, h.dossier(t, applicant, id).Set.Version, "not before its day")

	h.now = moment(2026, 5, 1, 9)
	for range 2 {
		require.NoError(t, h.Enrollment.SweepDrafts(ctx))
	}
	dossier := h.dossier(t, applicant, id)
	assert.Equal(t, 2, dossier.Set.Version)
	assert.Equal(t, []string{"TAR"}, dossier.Unfinished(workday.On(h.now)))
	change, err := h.Enrollment.SetChange(ctx, dossier)
	require.NoError(t, err)
	assert.Equal(t, 1, change.From)
	differences := enrollment.Differences(change.Before, dossier.Requirements)
	require.Len(t, differences, 1)
	assert.Equal(t, "TAR", differences[0].Code)
	var letters int64
	require.NoError(t, h.db.Table("letters").Where("kind = 'requirements_changed'").Count(&letters).Error)
	assert.EqualValues(t, 1, letters, "told once, and only whose draft moved")
	assert.Equal(t, 1, h.dossier(t, waiting, sent).Set.Version, "what was sent stays with its set")
}

// TestSetChangedMidReviewChangesNothing holds every pending application against a
// new version: requirements, answers, checks and dates stay as they are (E3, OH-3).
func TestSetChangedMidReviewChangesNothing(t *testing.T) {
	h := open(t)
	ada, ctx := h.writer(t), t.Context()
	ids := map[string]uuid.UUID{"submitted": h.submitted(t, h.applicant(t)), "reviewed": h.reviewed(t, h.applicant(t))}
	asked := h.applicant(t)
	ids["supplement"] = h.submitted(t, asked)
	h.supplement(t, ids["supplement"], "KVK")
	before := map[string]*enrollment.Dossier{}
	for name, id := range ids {
		before[name] = h.dossier(t, h.desk.Decider, id)
	}
	_, err := h.Enrollment.Draft(ctx, ada, 1)
	require.NoError(t, err)
	require.NoError(t, h.Enrollment.RemoveRequirement(ctx, ada, 2, "VOG", 1))
	require.NoError(t, h.Enrollment.AddRequirement(ctx, ada, 2, enrollment.Requirement{
		Code: "NIE", Kind: enrollment.KindText, TitleNL: "a", TitleEN: "b", ExplanationNL: "c", ExplanationEN: "d"}))
	require.NoError(t, h.Enrollment.Publish(ctx, ada, 2, workday.On(h.now), h.edition(t, ada, 2).Fingerprint()))
	procedure, _, err := h.Enrollment.Procedure(ctx, ada)
	require.NoError(t, err)
	procedure.DecisionWorkdays, procedure.RepairWorkdays = 5, 2
	require.NoError(t, h.Enrollment.ChangeProcedure(ctx, ada, *procedure))
	h.wait(time.Hour)
	require.NoError(t, h.Enrollment.SweepDrafts(ctx))
	for name, id := range ids {
		after := h.dossier(t, h.desk.Decider, id)
		assert.Equal(t, before[name].Application, after.Application, name)
		assert.Equal(t, before[name].Set, after.Set, name)
		assert.Equal(t, before[name].Requirements, after.Requirements, name)
		assert.Equal(t, before[name].Answers, after.Answers, name)
		assert.Equal(t, before[name].Checks, after.Checks, name)
	}
}

// TestOldestIssueIsTheFirstDayThatCounts holds the rule of months for every day of
// four years and many ages: the day stays unless its month is too short, then it
// is the last; and one day earlier never counts (E4).
func TestOldestIssueIsTheFirstDayThatCounts(t *testing.T) {
	for day := date("2023-12-01"); day.Before(date("2028-03-02")); day = day.AddDays(1) {
		for _, months := range []int{1, 2, 3, 6, 11, 12, 13, 24, 48} {
			oldest, _ := enrollment.Requirement{MaxAgeMonths: &months}.OldestIssue(day)
			apart := (day.Year()-oldest.Year())*12 + int(day.Month()) - int(oldest.Month())
			last := oldest.AddDays(1).Month() != oldest.Month()
			if apart != months || oldest.Day() > day.Day() || (oldest.Day() != day.Day() && !last) {
				t.Fatalf("%d months before %s is %s", months, day, oldest)
			}
		}
	}
}

func requirementOf(t *testing.T, edition *enrollment.Edition, code string) *enrollment.Requirement {
	t.Helper()
	for i := range edition.Requirements {
		if edition.Requirements[i].Code == code {
			return &edition.Requirements[i]
		}
	}
	t.Fatalf("no requirement %s", code)
	return nil
}
