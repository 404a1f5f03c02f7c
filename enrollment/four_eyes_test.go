package enrollment_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/fault"
)

// TestFourEyesOutliveASupplement pins E7: who judged a part that somebody else
// judged again after the supplement still does not decide.
func TestFourEyesOutliveASupplement(t *testing.T) {
	h := open(t)
	both := h.person(t, "Anna Beide", account.RoleReviewer, account.RoleDecider)
	applicant := h.applicant(t)
	id := h.submitted(t, applicant)
	require.NoError(t, h.Enrollment.Judge(t.Context(), both, id, "UEA", enrollment.Judgement{
		Outcome: enrollment.OutcomeSupplementNeeded, Reasons: "De handtekening ontbreekt.",
	}))
	require.NoError(t, h.Enrollment.RequestSupplement(t.Context(), h.desk.Reviewer, id, ""))
	h.resubmit(t, applicant, id, "UEA")
	h.allMet(t, id)
	assert.True(t, h.dossier(t, both, id).NeedsOtherDecider(both))
	verdict := enrollment.Verdict{Admit: true}
	refused(t, h.Enrollment.Decide(t.Context(), both, id, verdict), fault.KindConflict, "", "decision.four-eyes")
	require.NoError(t, h.Enrollment.Decide(t.Context(), h.desk.Decider, id, verdict))
}

// TestSupplementIsJudgedFirst pins that a supplement is not asked for again
// before somebody looked at the one that came.
func TestSupplementIsJudgedFirst(t *testing.T) {
	h := open(t)
	applicant := h.applicant(t)
	id := h.submitted(t, applicant)
	h.supplement(t, id, "UEA", "VOG")
	h.resubmit(t, applicant, id, "UEA", "VOG")
	ask := func() error { return h.Enrollment.RequestSupplement(t.Context(), h.desk.Reviewer, id, "") }
	require.NoError(t, h.judge(t, id, "UEA", enrollment.OutcomeSupplementNeeded))
	refused(t, ask(), fault.KindInvalid, "complete", "review.supplement-unjudged")
	require.NoError(t, h.judge(t, id, "VOG", enrollment.OutcomeMet))
	require.NoError(t, ask())
}

// TestStaffReadingIsWrittenDown pins AVG-6: staff who open a dossier stand in the
// audit trail, the provider who reads its own does not.
func TestStaffReadingIsWrittenDown(t *testing.T) {
	h := open(t)
	applicant := h.applicant(t)
	id := h.submitted(t, applicant)
	h.dossier(t, applicant, id)
	h.dossier(t, h.desk.Decider, id)
	var readers []uuid.UUID
	require.NoError(t, h.db.Table("audit_entries").Where("action = 'application.read' AND object_id = ?", id.String()).Pluck("actor_id", &readers).Error)
	assert.Equal(t, []uuid.UUID{h.desk.Decider.UserID}, readers)
}
