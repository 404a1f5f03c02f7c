package enrollment_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/enrollment"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
)

// plannedRuling gives the decision that is planned for a contract.
func (h *house) plannedRuling(t *testing.T, contract uuid.UUID) uuid.UUID {
	t.Helper()
	file, err := h.Enrollment.ContractFile(t.Context(), h.desk.Manager, contract)
	require.NoError(t, err)
	require.NotNil(t, file.Planned())
	return file.Planned().ID
}

// TestStalePageCancelsNoNewerPlan pins that a planned decision is taken back by who
// read it: a page of before shows another one.
func TestStalePageCancelsNoNewerPlan(t *testing.T) {
	h := open(t)
	ctx := t.Context()
	_, contract := h.findable(t)
	last := workday.On(h.now).AddDays(10)
	require.NoError(t, h.Enrollment.Rule(ctx, h.desk.Manager, contract.ID, ruling("end", "own-request", last)))
	first := h.plannedRuling(t, contract.ID)
	require.NoError(t, h.Enrollment.CancelRuling(ctx, h.desk.Manager, contract.ID, first))
	h.wait(time.Minute)
	require.NoError(t, h.Enrollment.Rule(ctx, h.desk.Manager, contract.ID, ruling("suspend", "other", last)))
	second := h.plannedRuling(t, contract.ID)
	for _, seen := range []uuid.UUID{first, uuid.Nil} {
		refused(t, h.Enrollment.CancelRuling(ctx, h.desk.Manager, contract.ID, seen), fault.KindConflict, "", "contract.past-step")
	}
	assert.Equal(t, second, h.plannedRuling(t, contract.ID))
	require.NoError(t, h.Enrollment.CancelRuling(ctx, h.desk.Manager, contract.ID, second))
}

// TestSupplementIsAskedAsItWasRead pins that a request goes out only in the words
// and with the date that the reviewer read.
func TestSupplementIsAskedAsItWasRead(t *testing.T) {
	h := open(t)
	ctx := t.Context()
	id := h.submitted(t, h.applicant(t))
	read := func() string {
		plan, err := h.Enrollment.PlanSupplement(ctx, h.desk.Reviewer, id)
		require.NoError(t, err)
		return plan.Fingerprint()
	}
	require.NoError(t, h.judge(t, id, "UEA", enrollment.OutcomeSupplementNeeded))
	before := read()
	require.NoError(t, h.judge(t, id, "VOG", enrollment.OutcomeSupplementNeeded))
	ask := func(seen string) error { return h.Enrollment.RequestSupplement(ctx, h.desk.Reviewer, id, seen) }
	refused(t, ask(before), fault.KindConflict, "", "supplement.changed-meanwhile")
	evening := read()
	h.wait(7 * 24 * time.Hour) // past Easter
	refused(t, ask(evening), fault.KindConflict, "", "supplement.changed-meanwhile")
	assert.Equal(t, enrollment.StatusUnderReview, h.dossier(t, h.desk.Reviewer, id).Application.Status)
	require.NoError(t, ask(read()))
}

// TestStalePageMovesNoRequirement pins that a requirement changes places with the
// one that the writer saw beside it, and with no other.
func TestStalePageMovesNoRequirement(t *testing.T) {
	h := open(t)
	ctx, ada := t.Context(), h.writer(t)
	_, err := h.Enrollment.Draft(ctx, ada, 1)
	require.NoError(t, err)
	codes := func() (list []string) {
		for _, requirement := range h.edition(t, ada, 2).Requirements {
			list = append(list, requirement.Code)
		}
		return list
	}
	before := codes()
	require.NoError(t, h.Enrollment.MoveRequirement(ctx, ada, 2, before[2], true, before[1]))
	moved := codes()
	refused(t, h.Enrollment.MoveRequirement(ctx, ada, 2, before[2], true, before[1]), fault.KindConflict, "", "requirement-sets.other-moved")
	assert.Equal(t, moved, codes(), "the second click of a stale page")
	require.NoError(t, h.Enrollment.MoveRequirement(ctx, ada, 2, before[2], true, before[0]))
}
