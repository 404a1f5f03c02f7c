package enrollment_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/enrollment"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
)

// TestOpensOnTheFirstOfApril pins E1 to the second.
func TestOpensOnTheFirstOfApril(t *testing.T) {
	h := open(t)
	h.now = moment(2022, 3, 31, 12)
	applicant := h.applicant(t)
	id := h.filled(t, applicant)
	house, err := h.Enrollment.OpenHouse(t.Context())
	require.NoError(t, err)
	assert.False(t, house.IsOpen)
	assert.NotEmpty(t, house.Requirements, "the requirements can be read before the opening (E3)")

	h.now = time.Date(2022, 3, 31, 23, 59, 59, 0, workday.Amsterdam)
	err = h.Enrollment.Submit(t.Context(), applicant, id)
	refused(t, err, fault.KindInvalid, "submit", "application.not-open")
	assert.Equal(t, []any{"Opens", date("2022-04-01")}, fault.Of(err).Fields[0].Args)
	assert.Equal(t, enrollment.StatusDraft, h.dossier(t, applicant, id).Application.Status)

	h.wait(time.Second)
	require.NoError(t, h.Enrollment.Submit(t.Context(), applicant, id))
	assert.Equal(t, time.Date(2022, 3, 31, 22, 0, 0, 0, time.UTC), h.dossier(t, applicant, id).Application.SubmittedAt.UTC())
	house, err = h.Enrollment.OpenHouse(t.Context())
	require.NoError(t, err)
	assert.True(t, house.IsOpen)
}

// TestNothingIsScored looks for what E2 forbids in every table and type.
func TestNothingIsScored(t *testing.T) {
	h := open(t)
	var names []string
	require.NoError(t, h.db.Raw(`
SELECT table_name || '.' || column_name FROM information_schema.columns
WHERE table_schema = 'public' AND table_name NOT LIKE 'river%' AND table_name NOT LIKE 'goose%'
UNION ALL SELECT typname FROM pg_type JOIN pg_namespace n ON n.oid = typnamespace
WHERE nspname = 'public' AND typname NOT LIKE '%river%'`).Scan(&names).Error)
	require.Contains(t, names, "applications.status")
	forbidden := regexp.MustCompile(`(^|[._])(score|weight|rank|quota|price|rating|tariff)s?($|[._])`)
	for _, name := range names {
		assert.False(t, forbidden.MatchString(name), "%s", name)
	}
}

// newSet puts a second version in force: without VOG, with a text NIE, and with
// TAR as a choice instead of a declaration; more changes may follow.
func (h *house) newSet(t *testing.T, inForce time.Time, changes ...func(*enrollment.Requirement)) {
	t.Helper()
	house, err := h.Enrollment.OpenHouse(t.Context())
	require.NoError(t, err)
	set := enrollment.RequirementSet{ID: uuid.New(), ProcedureID: house.Procedure.ID, Version: house.Set.Version + 1}
	require.NoError(t, h.db.Create(&set).Error)
	for _, requirement := range house.Requirements {
		requirement.ID, requirement.SetID = uuid.New(), set.ID
		switch requirement.Code {
		case "VOG":
			requirement.Code, requirement.Kind = "NIE", enrollment.KindText
		case "TAR":
			requirement.Kind, requirement.Choices = enrollment.KindChoice, []enrollment.Choice{{Code: "ja", NameNL: "Ja", NameEN: "Yes"}}
		}
		for _, change := range changes {
			change(&requirement)
		}
		require.NoError(t, h.db.Create(&requirement).Error)
	}
	require.NoError(t, h.db.Model(&set).Update("in_force_at", inForce.UTC()).Error)
}

// TestDraftMovesToTheNewRequirements pins E3 for a draft: what still applies is
// kept, and the provider is told to look again.
func TestDraftMovesToTheNewRequirements(t *testing.T) {
	h := open(t)
	applicant := h.applicant(t)
	id := h.filled(t, applicant)
	old := h.dossier(t, applicant, id)
	h.newSet(t, h.now.Add(time.Hour))
	h.wait(time.Hour)

	refused(t, h.Enrollment.Submit(t.Context(), applicant, id), fault.KindConflict, "", "application.set-changed")
	moved := h.dossier(t, applicant, id)
	assert.Equal(t, 2, moved.Set.Version)
	assert.Equal(t, enrollment.StatusDraft, moved.Application.Status)
	assert.ElementsMatch(t, []string{"NIE", "TAR"}, moved.Unfinished(workday.On(h.now)))
	before, after := old.Answers[old.Requirement("KVK").ID], moved.Answers[moved.Requirement("KVK").ID]
	assert.Equal(t, before.DocumentID, after.DocumentID)
	assert.Equal(t, before.IssuedOn, after.IssuedOn)
	assert.Contains(t, h.trail(t).actions, "application.set-adopted")

	refused(t, h.Enrollment.Submit(t.Context(), applicant, id), fault.KindInvalid, "NIE", "application.task-unfinished")
	require.NoError(t, h.answer(t, applicant, id, "NIE", enrollment.Given{Text: "Zo doen wij dat."}))
	require.NoError(t, h.answer(t, applicant, id, "TAR", enrollment.Given{Choice: "ja"}))
	require.NoError(t, h.Enrollment.Submit(t.Context(), applicant, id))
}

// TestPendingApplicationKeepsItsRequirements pins E3 for what was submitted.
func TestPendingApplicationKeepsItsRequirements(t *testing.T) {
	h := open(t)
	waiting, asked, fresh := h.applicant(t), h.applicant(t), h.applicant(t)
	waitingID, askedID := h.submitted(t, waiting), h.submitted(t, asked)
	h.supplement(t, askedID, "UEA")
	h.newSet(t, h.now.Add(time.Hour))
	assert.Equal(t, 1, h.dossier(t, fresh, h.draft(t, fresh)).Set.Version, "not in force yet")
	h.wait(2 * time.Hour)

	require.NoError(t, h.answer(t, asked, askedID, "UEA", enrollment.Given{}))
	require.NoError(t, h.Enrollment.Submit(t.Context(), asked, askedID), "a supplement stays with its set")
	for _, id := range []uuid.UUID{waitingID, askedID} {
		h.allMet(t, id)
		require.NoError(t, h.Enrollment.Decide(t.Context(), h.desk.Decider, id, enrollment.Verdict{Admit: true}))
		dossier := h.dossier(t, h.desk.Decider, id)
		assert.Equal(t, 1, dossier.Set.Version)
		assert.NotNil(t, dossier.Requirement("VOG"))
	}
	contract, err := h.Enrollment.OwnContract(t.Context(), waiting)
	require.NoError(t, err)
	assert.Regexp(t, `\b1\b`, contract.AgreementText)

	another := h.applicant(t)
	assert.Equal(t, 2, h.dossier(t, another, h.draft(t, another)).Set.Version)
}

// TestOldestIssueDate is the month arithmetic of E4.
func TestOldestIssueDate(t *testing.T) {
	for _, row := range []struct {
		months     int
		on, oldest string
	}{
		{6, "2024-08-31", "2024-02-29"},
		{6, "2023-08-31", "2023-02-28"},
		{6, "2023-08-30", "2023-02-28"},
		{6, "2023-08-28", "2023-02-28"},
		{6, "2026-04-02", "2025-10-02"},
		{6, "2026-05-31", "2025-11-30"},
		{6, "2026-01-15", "2025-07-15"},
		{24, "2028-02-29", "2026-02-28"},
		{24, "2026-12-31", "2024-12-31"},
		{1, "2026-03-31", "2026-02-28"},
	} {
		oldest, aged := enrollment.Requirement{MaxAgeMonths: &row.months}.OldestIssue(date(row.on))
		assert.True(t, aged)
		assert.Equal(t, row.oldest, oldest.String(), "%d months before %s", row.months, row.on)
	}
	_, aged := enrollment.Requirement{}.OldestIssue(date("2026-04-02"))
	assert.False(t, aged)
}

// TestEveryRequirementSpeaksBothLanguages guards the texts of the default set (E5).
func TestEveryRequirementSpeaksBothLanguages(t *testing.T) {
	h := open(t)
	house, err := h.Enrollment.OpenHouse(t.Context())
	require.NoError(t, err)
	assert.True(t, house.Set.Example, "until MGR confirms it")
	var codes []string
	for _, requirement := range house.Requirements {
		codes = append(codes, requirement.Code)
		assert.NotEqual(t, requirement.Title("nl"), requirement.Title("en"), requirement.Code)
		assert.NotEqual(t, requirement.Explanation("nl"), requirement.Explanation("en"), requirement.Code)
		for _, choice := range requirement.Choices {
			assert.NotEqual(t, choice.Name("nl"), choice.Name("en"), choice.Code)
		}
	}
	assert.Equal(t, "UEA KVK GVA BEL AVB KWA VOG TAR PVE AVG", strings.Join(codes, " "))
}
