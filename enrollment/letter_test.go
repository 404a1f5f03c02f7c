package enrollment_test

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/enrollment"
	"providerportal/internal/fault"
)

// TestLetterIsKeptAsSent pins E9: the row cannot change, and a later change of
// the procedure or the organisation changes nothing in it.
func TestLetterIsKeptAsSent(t *testing.T) {
	h := open(t)
	applicant := h.applicant(t)
	id := h.rejected(t, applicant)
	before, err := h.Enrollment.Decision(t.Context(), applicant, id)
	require.NoError(t, err)
	require.NoError(t, h.db.Exec("UPDATE procedures SET objection_nl = 'Iets anders.'").Error)
	require.NoError(t, h.db.Exec("UPDATE users SET name = 'Een ander' WHERE id = ?", h.desk.Decider.UserID).Error)
	after, err := h.Enrollment.Decision(t.Context(), applicant, id)
	require.NoError(t, err)
	assert.Equal(t, before, after)
	var sent enrollment.SentLetter
	require.NoError(t, h.db.Take(&sent, "application_id = ?", id).Error)
	sum := sha256.Sum256(sent.Content)
	assert.Equal(t, hex.EncodeToString(sum[:]), after.SHA256)
	for _, statement := range []string{"UPDATE decision_letters SET sent_at = now()", "DELETE FROM decision_letters"} {
		h.db.SavePoint("before")
		assert.ErrorContains(t, h.db.Exec(statement).Error, "cannot change", statement)
		h.db.RollbackTo("before")
	}
}

// TestPreviewRefusesWhatDecideRefuses pins that no letter can be read that could
// not be sent.
func TestPreviewRefusesWhatDecideRefuses(t *testing.T) {
	h := open(t)
	id := h.reviewed(t, h.applicant(t))
	_, _, err := h.Enrollment.PreviewDecision(t.Context(), h.desk.Decider, id, enrollment.Verdict{Reasons: "Zomaar."})
	refused(t, err, fault.KindInvalid, "verdict", "decision.all-met")
	_, _, err = h.Enrollment.PreviewDecision(t.Context(), h.desk.Reviewer, id, enrollment.Verdict{Admit: true})
	refused(t, err, fault.KindForbidden, "", "")
	verdict := enrollment.Verdict{Admit: true}
	_, verdict.Letter, err = h.Enrollment.PreviewDecision(t.Context(), h.desk.Decider, id, verdict)
	require.NoError(t, err)
	h.wait(24 * time.Hour)
	refused(t, h.Enrollment.Decide(t.Context(), h.desk.Decider, id, verdict), fault.KindConflict, "", "decision.letter-changed")
	_, verdict.Letter, err = h.Enrollment.PreviewDecision(t.Context(), h.desk.Decider, id, verdict)
	require.NoError(t, err)
	require.NoError(t, h.Enrollment.Decide(t.Context(), h.desk.Decider, id, verdict))
}

// TestTermsAreTheSameForAll pins OH-4: every term that was set is kept, with the
// words of the supplement request.
func TestTermsAreTheSameForAll(t *testing.T) {
	h := open(t)
	applicant := h.applicant(t)
	id := h.submitted(t, applicant)
	require.NoError(t, h.judge(t, id, "UEA", enrollment.OutcomeSupplementNeeded))
	plan, err := h.Enrollment.PlanSupplement(t.Context(), h.desk.Reviewer, id)
	require.NoError(t, err)
	require.Len(t, plan.Parts, 1)
	require.NoError(t, h.Enrollment.RequestSupplement(t.Context(), h.desk.Reviewer, id, ""))
	h.resubmit(t, applicant, id, "UEA")
	var terms []enrollment.Term
	require.NoError(t, h.db.Order("id").Find(&terms, "application_id = ?", id).Error)
	require.Len(t, terms, 3)
	for i, want := range []struct {
		kind enrollment.TermKind
		days int
	}{{enrollment.TermDecision, 20}, {enrollment.TermRepair, 10}, {enrollment.TermDecision, 20}} {
		assert.Equal(t, want.kind, terms[i].Kind)
		assert.Equal(t, want.days, terms[i].Workdays)
	}
	assert.Equal(t, plan.AnswerBy, terms[1].DueOn)
	var requests []enrollment.SupplementRequest
	require.NoError(t, h.db.Preload("Parts").Find(&requests, "application_id = ?", id).Error)
	require.Len(t, requests, 1)
	require.Len(t, requests[0].Parts, 1)
	assert.Equal(t, "Wij missen de handtekening.", requests[0].Parts[0].Reasons)
}
