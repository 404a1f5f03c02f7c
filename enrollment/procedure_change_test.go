package enrollment_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"providerportal/internal/fault"
)

// TestProcedureChangesWithOldAndNew pins who may, what is kept, and that dates
// which applicants have do not move (E8, OH-4).
func TestProcedureChangesWithOldAndNew(t *testing.T) {
	h := open(t)
	ada, ctx := h.writer(t), t.Context()
	applicant := h.applicant(t)
	id := h.submitted(t, applicant)
	due := *h.dossier(t, applicant, id).Application.DecideByOn
	procedure, changes, err := h.Enrollment.Procedure(ctx, ada)
	require.NoError(t, err)
	assert.Empty(t, changes)

	written := *procedure
	written.DecisionWorkdays, written.ObjectionNL = 30, "Bel ons."
	stale := ada
	stale.Fresh = false
	refused(t, h.Enrollment.ChangeProcedure(ctx, stale, written), fault.KindConflict, "", "fault.prove-again")
	require.NoError(t, h.Enrollment.ChangeProcedure(ctx, ada, written))
	refused(t, h.Enrollment.ChangeProcedure(ctx, ada, written), fault.KindConflict, "", "procedure.other-saved")
	procedure, changes, err = h.Enrollment.Procedure(ctx, ada)
	require.NoError(t, err)
	require.Len(t, changes, 2)
	assert.Equal(t, []string{"objection_nl", "Bel ons.", "Ada Beheer"}, []string{changes[0].Field, changes[0].NewValue, changes[0].Actor})
	assert.Equal(t, []string{"decision_workdays", "20", "30"}, []string{changes[1].Field, changes[1].OldValue, changes[1].NewValue})
	assert.Contains(t, h.trail(t).actions, "procedure.changed")
	assert.Equal(t, due, *h.dossier(t, applicant, id).Application.DecideByOn, "a stored date stays")
	another := h.applicant(t)
	assert.NotEqual(t, due, *h.dossier(t, another, h.submitted(t, another)).Application.DecideByOn)

	require.NoError(t, h.Enrollment.ChangeProcedure(ctx, ada, *procedure), "nothing changed, nothing written")
	for _, statement := range []string{"UPDATE procedure_changes SET new_value = 'x'", "DELETE FROM procedure_changes"} {
		err := h.db.Transaction(func(tx *gorm.DB) error { return tx.Exec(statement).Error })
		assert.ErrorContains(t, err, "append-only")
	}
}

// TestProcedureRefusesWhatCannotBe names each mistake at its field.
func TestProcedureRefusesWhatCannotBe(t *testing.T) {
	h := open(t)
	ada, ctx := h.writer(t), t.Context()
	procedure, _, err := h.Enrollment.Procedure(ctx, ada)
	require.NoError(t, err)
	wrong := *procedure
	wrong.RepairWorkdays, wrong.DecisionWorkdays, wrong.OpensAt = 0, 121, h.now.Add(time.Hour)
	wrong.ObjectionEN, wrong.IntroNL, wrong.ContactNL = "", "Welkom", "BSN 111222333"
	err = h.Enrollment.ChangeProcedure(ctx, ada, wrong)
	for field, key := range map[string]string{
		"repair": "procedure.days", "decision": "procedure.days", "opens": "procedure.is-open",
		"objectionEN": "procedure.both-languages", "introEN": "procedure.both-languages", "contactNL": "error.bsn",
	} {
		refused(t, err, fault.KindInvalid, field, key)
	}
}
