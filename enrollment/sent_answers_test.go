package enrollment_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/cmd/portal/sample"
	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
	"providerportal/migrations"
)

// unsent brings an application to a supplement for the insurance, on which the
// provider works without sending: another document with another last day.
func (h *house) unsent(t *testing.T, applicant account.Actor) (id uuid.UUID, sent, work enrollment.Answer) {
	t.Helper()
	id = h.submitted(t, applicant)
	sent = h.given(t, applicant, id, insurance)
	h.supplement(t, id, insurance)
	h.wait(time.Minute)
	require.NoError(t, h.Enrollment.AttachDocument(t.Context(), applicant, id, insurance, enrollment.Upload{
		Name: "niet verstuurd.pdf", Content: bytes.NewReader(sample.PDF("niet verstuurd")), Version: sent.Version,
	}))
	until := date("2029-12-31")
	require.NoError(t, h.answer(t, applicant, id, insurance, enrollment.Given{ValidUntil: &until, IssuedOn: sent.IssuedOn}))
	return id, sent, h.given(t, applicant, id, insurance)
}

const insurance = "AVB"

func (h *house) given(t *testing.T, actor account.Actor, id uuid.UUID, code string) enrollment.Answer {
	t.Helper()
	dossier := h.dossier(t, actor, id)
	return dossier.Answers[dossier.Requirement(code).ID]
}

// sees asserts that staff see what was sent, in the dossier, in the file and as a
// document, and nothing of what the provider works on.
func (h *house) sees(t *testing.T, id uuid.UUID, sent, work enrollment.Answer) {
	t.Helper()
	for _, staff := range []account.Actor{h.desk.Reviewer, h.desk.Decider, h.desk.Manager} {
		dossier := h.dossier(t, staff, id)
		assert.Equal(t, sent, dossier.Answers[sent.RequirementID])
		assert.False(t, dossier.Supplemented(sent.RequirementID))
		assert.Contains(t, dossier.Documents, *sent.DocumentID)
		assert.NotContains(t, dossier.Documents, *work.DocumentID)
		assert.Empty(t, dossier.Earlier(sent.RequirementID), "what is in use was not replaced")
		file, err := h.Enrollment.CaseFile(t.Context(), staff, id)
		require.NoError(t, err)
		assert.Equal(t, sent, file.Dossier.Answers[sent.RequirementID])
		assert.NotContains(t, file.Dossier.Documents, *work.DocumentID)
		_, _, err = h.Enrollment.OpenDocument(t.Context(), staff, *work.DocumentID)
		refused(t, err, fault.KindMissing, "", "")
		_, content, err := h.Enrollment.OpenDocument(t.Context(), staff, *sent.DocumentID)
		require.NoError(t, err)
		require.NoError(t, content.Close())
	}
}

// TestStaffSeeWhatWasSent pins E7: what a provider saves during a supplement is
// its own until it is sent, and when the term passes the review goes on with what
// was sent, to the proof of the contract.
func TestStaffSeeWhatWasSent(t *testing.T) {
	h := open(t)
	applicant := h.applicant(t)
	id, sent, work := h.unsent(t, applicant)
	require.NotEqual(t, sent.DocumentID, work.DocumentID)
	h.sees(t, id, sent, work)

	h.wait(60 * 24 * time.Hour)
	require.NoError(t, h.Enrollment.ResumeReview(t.Context(), h.desk.Reviewer, id))
	h.sees(t, id, sent, work)
	assert.Equal(t, sent, h.given(t, applicant, id, insurance), "the provider sees what is judged")
	_, content, err := h.Enrollment.OpenDocument(t.Context(), applicant, *work.DocumentID)
	require.NoError(t, err, "its own work stays its own")
	require.NoError(t, content.Close())

	h.allMet(t, id)
	require.NoError(t, h.Enrollment.Decide(t.Context(), h.desk.Decider, id, enrollment.Verdict{Admit: true}))
	contract, err := h.Enrollment.OwnContract(t.Context(), applicant)
	require.NoError(t, err)
	require.NoError(t, h.Enrollment.Sign(t.Context(), applicant, contract.ID, signature(contract)))
	require.NoError(t, h.Enrollment.Countersign(t.Context(), h.desk.Manager, contract.ID, workday.On(h.now)))
	file, err := h.Enrollment.ContractFile(t.Context(), h.desk.Manager, contract.ID)
	require.NoError(t, err)
	for _, proof := range file.Evidence {
		if proof.Code == insurance {
			assert.Equal(t, *sent.ValidUntil, proof.ValidUntil)
			assert.Equal(t, sent.DocumentID, proof.DocumentID)
		}
	}
	require.NoError(t, h.Enrollment.SweepDocuments(t.Context()))
	h.sees(t, id, sent, work)
}

// TestNextSupplementTakesOnlyWhatItAsks pins that work on a part that is no longer
// asked does not go along, and that work on a part that is asked again does.
func TestNextSupplementTakesOnlyWhatItAsks(t *testing.T) {
	for _, again := range []string{insurance, "TAR"} {
		t.Run(again, func(t *testing.T) {
			h := open(t)
			applicant := h.applicant(t)
			id, sent, work := h.unsent(t, applicant)
			h.wait(60 * 24 * time.Hour)
			require.NoError(t, h.Enrollment.ResumeReview(t.Context(), h.desk.Reviewer, id))
			if again != insurance {
				require.NoError(t, h.judge(t, id, insurance, enrollment.OutcomeMet))
			}
			h.supplement(t, id, again)
			h.sees(t, id, sent, work)
			h.resubmit(t, applicant, id, again)
			got := h.given(t, h.desk.Reviewer, id, insurance)
			if again == insurance {
				assert.Equal(t, work.DocumentID, got.DocumentID)
				assert.Equal(t, work.ValidUntil, got.ValidUntil)
				assert.Len(t, h.dossier(t, h.desk.Reviewer, id).Earlier(sent.RequirementID), 1)
				return
			}
			assert.Equal(t, sent.DocumentID, got.DocumentID)
			assert.Equal(t, sent.ValidUntil, got.ValidUntil)
			assert.Empty(t, h.dossier(t, applicant, id).Earlier(sent.RequirementID))

			require.NoError(t, h.judge(t, id, again, enrollment.OutcomeMet))
			h.supplement(t, id, insurance) // the same document may be replaced once more
			require.NoError(t, h.attach(t, applicant, id, insurance))
		})
	}
}

// TestNobodyJudgesAnOlderAnswer pins E7: a reviewer whose page shows the answer from
// before the supplement is told, and what was sent since waits to be judged.
func TestNobodyJudgesAnOlderAnswer(t *testing.T) {
	h := open(t)
	applicant := h.applicant(t)
	id := h.submitted(t, applicant)
	require.NoError(t, h.judge(t, id, "UEA", enrollment.OutcomeSupplementNeeded))
	seen := h.dossier(t, h.desk.Reviewer, id)
	uea := seen.Requirement("UEA").ID
	require.NoError(t, h.Enrollment.RequestSupplement(t.Context(), h.desk.Reviewer, id, ""))
	h.resubmit(t, applicant, id, "UEA")
	err := h.Enrollment.Judge(t.Context(), h.desk.Reviewer, id, "UEA", enrollment.Judgement{
		Outcome: enrollment.OutcomeMet, Version: seen.Checks[uea].Version,
	})
	refused(t, err, fault.KindConflict, "", "review.changed-meanwhile")
	assert.True(t, h.dossier(t, h.desk.Reviewer, id).Supplemented(uea))
}

// TestSentAnswersOfBefore pins that the migration finds back what was sent when
// the provider went on with its answers since.
func TestSentAnswersOfBefore(t *testing.T) {
	h := open(t)
	applicant := h.applicant(t)
	id, _, _ := h.unsent(t, applicant)
	h.submitted(t, h.applicant(t))
	h.filled(t, h.applicant(t))
	const all = `SELECT jsonb_agg(to_jsonb(x) - 'version' - 'updated_by' - 'updated_at' ORDER BY application_id, requirement_id) FROM sent_answers x`
	var before, after string
	require.NoError(t, h.db.Raw(all).Scan(&before).Error)
	require.NoError(t, h.db.Exec("DELETE FROM sent_answers").Error)
	content, err := migrations.FS.ReadFile("0046_sent_answers.sql")
	require.NoError(t, err)
	_, fill, _ := strings.Cut(string(content), "INSERT INTO sent_answers")
	require.NoError(t, h.db.Exec("INSERT INTO sent_answers"+fill).Error)
	require.NoError(t, h.db.Raw(all).Scan(&after).Error)
	assert.JSONEq(t, before, after)
	assert.False(t, h.dossier(t, h.desk.Reviewer, id).SupplementWaits())
}
