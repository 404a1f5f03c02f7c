package enrollment_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
)

// TestJudgementNeedsReasons pins E7 for one requirement.
func TestJudgementNeedsReasons(t *testing.T) {
	h := open(t)
	id := h.submitted(t, h.applicant(t))
	long := strings.Repeat("x", enrollment.TextMax+1)
	for _, row := range []struct {
		judgement  enrollment.Judgement
		field, key string
	}{
		{enrollment.Judgement{}, "outcome", "error.choose-one"},
		{enrollment.Judgement{Outcome: "8/10"}, "outcome", "error.choose-one"},
		{enrollment.Judgement{Outcome: enrollment.OutcomeNotMet}, "reasons", "review.reasons-needed"},
		{enrollment.Judgement{Outcome: enrollment.OutcomeSupplementNeeded}, "reasons", "review.reasons-needed"},
		{enrollment.Judgement{Outcome: enrollment.OutcomeNotApplicable}, "reasons", "review.reasons-needed"},
		{enrollment.Judgement{Outcome: enrollment.OutcomeMet, Reasons: long}, "reasons", "error.max"},
		{enrollment.Judgement{Outcome: enrollment.OutcomeMet, InternalNote: long}, "internalNote", "error.max"},
		{enrollment.Judgement{Outcome: enrollment.OutcomeMet, Reasons: "111222333"}, "reasons", "error.bsn"},
		{enrollment.Judgement{Outcome: enrollment.OutcomeMet, InternalNote: "111222333"}, "internalNote", "error.bsn"},
	} {
		refused(t, h.Enrollment.Judge(t.Context(), h.desk.Reviewer, id, "UEA", row.judgement), fault.KindInvalid, row.field, row.key)
	}
	assert.Equal(t, enrollment.StatusSubmitted, h.dossier(t, h.desk.Reviewer, id).Application.Status)
	met := enrollment.Judgement{Outcome: enrollment.OutcomeMet}
	refused(t, h.Enrollment.Judge(t.Context(), h.desk.Reviewer, id, "ZZZ", met), fault.KindMissing, "", "")
	require.NoError(t, h.Enrollment.Judge(t.Context(), h.desk.Reviewer, id, "UEA", met))
	application := h.dossier(t, h.desk.Reviewer, id).Application
	assert.Equal(t, enrollment.StatusUnderReview, application.Status)
	assert.Equal(t, h.now.UTC(), application.ReviewStartedAt.UTC())
}

// TestVerdictNeedsItsOutcomes pins when may be admitted and rejected (E2, E7).
func TestVerdictNeedsItsOutcomes(t *testing.T) {
	reasons := "De verklaring ontbreekt."
	for _, row := range []struct {
		outcome    enrollment.Outcome
		verdict    enrollment.Verdict
		field, key string
	}{
		{enrollment.OutcomeMet, enrollment.Verdict{Admit: true}, "", ""},
		{enrollment.OutcomeNotApplicable, enrollment.Verdict{Admit: true}, "", ""},
		{enrollment.OutcomeNotMet, enrollment.Verdict{Admit: true}, "verdict", "decision.not-all-met"},
		{enrollment.OutcomeNotMet, enrollment.Verdict{Reasons: reasons}, "", ""},
		{enrollment.OutcomeNotMet, enrollment.Verdict{}, "reasons", "decision.reasons-needed"},
		{enrollment.OutcomeNotMet, enrollment.Verdict{Reasons: "111222333"}, "reasons", "error.bsn"},
		{enrollment.OutcomeNotMet, enrollment.Verdict{Reasons: strings.Repeat("x", enrollment.TextMax+1)}, "reasons", "error.max"},
		{enrollment.OutcomeMet, enrollment.Verdict{Reasons: reasons}, "verdict", "decision.all-met"},
		{enrollment.OutcomeNotApplicable, enrollment.Verdict{Reasons: reasons}, "verdict", "decision.all-met"},
	} {
		t.Run(fmt.Sprintf("%s admit=%t %.10s", row.outcome, row.verdict.Admit, row.verdict.Reasons), func(t *testing.T) {
			h := open(t)
			applicant := h.applicant(t)
			id := h.reviewed(t, applicant)
			require.NoError(t, h.judge(t, id, "UEA", row.outcome))
			refused(t, h.Enrollment.Decide(t.Context(), h.desk.Decider, id, row.verdict), fault.KindConflict, "", "application.past-step")
			require.NoError(t, h.Enrollment.CompleteReview(t.Context(), h.desk.Reviewer, id), "judging again reopens the review")
			err := h.Enrollment.Decide(t.Context(), h.desk.Decider, id, row.verdict)
			if row.key != "" {
				refused(t, err, fault.KindInvalid, row.field, row.key)
				assert.Nil(t, h.dossier(t, applicant, id).Application.DecidedAt)
				return
			}
			require.NoError(t, err)
			told := h.dossier(t, applicant, id)
			assert.Equal(t, h.now.UTC(), told.Application.DecidedAt.UTC())
			assert.Equal(t, h.desk.Decider.UserID, *told.Application.DecidedBy)
			assert.Equal(t, row.verdict.Reasons, told.Application.DecisionReasons)
			assert.Len(t, told.Checks, len(told.Requirements), "the outcome of each requirement is told (E9)")
			refused(t, h.Enrollment.Decide(t.Context(), h.desk.Decider, id, row.verdict), fault.KindConflict, "", "application.past-step")
		})
	}
}

// TestReviewIsComplete pins what deciders get to see (E7).
func TestReviewIsComplete(t *testing.T) {
	h := open(t)
	id := h.submitted(t, h.applicant(t))
	complete := func() error { return h.Enrollment.CompleteReview(t.Context(), h.desk.Reviewer, id) }
	refused(t, complete(), fault.KindConflict, "", "application.past-step")
	require.NoError(t, h.judge(t, id, "UEA", enrollment.OutcomeMet))
	refused(t, complete(), fault.KindInvalid, "complete", "review.incomplete")
	refused(t, h.Enrollment.RequestSupplement(t.Context(), h.desk.Reviewer, id, ""), fault.KindInvalid, "complete", "review.nothing-to-supplement")
	require.NoError(t, h.make.Reviewed(t.Context(), h.desk.Reviewer, h.submitted(t, h.applicant(t))))
	for _, requirement := range h.dossier(t, h.desk.Reviewer, id).Requirements[1:] {
		require.NoError(t, h.judge(t, id, requirement.Code, enrollment.OutcomeMet))
	}
	require.NoError(t, h.judge(t, id, "UEA", enrollment.OutcomeSupplementNeeded))
	refused(t, complete(), fault.KindInvalid, "complete", "review.incomplete")
	require.NoError(t, h.judge(t, id, "UEA", enrollment.OutcomeMet))
	require.NoError(t, complete())
	refused(t, complete(), fault.KindConflict, "", "application.past-step")
}

// TestFourEyes pins E7: who completed the review, or judged a part of it, does
// not decide, unless the procedure does not ask for four eyes.
func TestFourEyes(t *testing.T) {
	for _, row := range []struct {
		name                string
		fourEyes            bool
		judges, completes   bool
		refusedByDefinition bool
	}{
		{"somebody else", true, false, false, false},
		{"completed", true, false, true, true},
		{"judged only", true, true, false, true},
		{"switched off", false, true, true, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			h := open(t)
			both := h.person(t, "Bea Beide", account.RoleReviewer, account.RoleDecider)
			require.NoError(t, h.db.Exec("UPDATE procedures SET four_eyes = ?", row.fourEyes).Error)
			id := h.submitted(t, h.applicant(t))
			pick := func(mine bool) account.Actor {
				if mine {
					return both
				}
				return h.desk.Reviewer
			}
			for i, requirement := range h.dossier(t, both, id).Requirements {
				met := enrollment.Judgement{Outcome: enrollment.OutcomeMet}
				require.NoError(t, h.Enrollment.Judge(t.Context(), pick(row.judges && i == 3), id, requirement.Code, met))
			}
			require.NoError(t, h.Enrollment.CompleteReview(t.Context(), pick(row.completes), id))
			assert.Equal(t, row.refusedByDefinition, h.dossier(t, both, id).NeedsOtherDecider(both))
			err := h.Enrollment.Decide(t.Context(), both, id, enrollment.Verdict{Admit: true})
			if row.refusedByDefinition {
				refused(t, err, fault.KindConflict, "", "decision.four-eyes")
				err = h.Enrollment.Decide(t.Context(), h.desk.Decider, id, enrollment.Verdict{Admit: true})
			}
			require.NoError(t, err)
		})
	}
}

// TestTwoReviewers pins that the second one is told and overwrites nothing (E7).
func TestTwoReviewers(t *testing.T) {
	h := open(t)
	colleague := h.person(t, "Tess Toetser", account.RoleReviewer)
	id := h.submitted(t, h.applicant(t))
	first := enrollment.Judgement{Outcome: enrollment.OutcomeMet, Reasons: "Akkoord.", InternalNote: "gebeld"}
	require.NoError(t, h.Enrollment.Judge(t.Context(), h.desk.Reviewer, id, "UEA", first))
	second := enrollment.Judgement{Outcome: enrollment.OutcomeNotMet, Reasons: "Niet getekend."}
	refused(t, h.Enrollment.Judge(t.Context(), colleague, id, "UEA", second), fault.KindConflict, "", "review.changed-meanwhile")
	dossier := h.dossier(t, colleague, id)
	kept := dossier.Checks[dossier.Requirement("UEA").ID]
	assert.Equal(t, "Akkoord.", kept.Reasons)
	require.Len(t, dossier.Notes, 1)
	assert.Equal(t, "gebeld", dossier.Notes[0].Body)
	assert.Equal(t, h.desk.Reviewer.Name, dossier.Notes[0].Writer)
	assert.Equal(t, h.desk.Reviewer.UserID, kept.CheckedBy)

	second.Version = kept.Version
	require.NoError(t, h.Enrollment.Judge(t.Context(), colleague, id, "UEA", second), "after a look at the newest")
	refused(t, h.Enrollment.Judge(t.Context(), h.desk.Reviewer, id, "UEA", enrollment.Judgement{
		Outcome: enrollment.OutcomeMet, Version: kept.Version,
	}), fault.KindConflict, "", "review.changed-meanwhile")
}

// TestReviewersRace pins E7 on several connections at the same moment.
func TestReviewersRace(t *testing.T) {
	h := openAlone(t)
	id := h.submitted(t, h.applicant(t))
	const n = 5
	errs := make([]error, n)
	together(n, func(i int) {
		errs[i] = h.Enrollment.Judge(t.Context(), h.desk.Reviewer, id, "UEA", enrollment.Judgement{
			Outcome: enrollment.OutcomeNotMet, Reasons: fmt.Sprint("nummer ", i),
		})
	})
	winner := -1
	for i, err := range errs {
		if err == nil {
			assert.Equal(t, -1, winner, "only one is kept")
			winner = i
			continue
		}
		refused(t, err, fault.KindConflict, "", "review.changed-meanwhile")
	}
	require.NotEqual(t, -1, winner, "%v", errors.Join(errs...))
	dossier := h.dossier(t, h.desk.Reviewer, id)
	assert.Equal(t, fmt.Sprint("nummer ", winner), dossier.Checks[dossier.Requirement("UEA").ID].Reasons)
}

// TestInternalNoteStaysInside looks for it in everything the provider gets, at
// every step (E7).
func TestInternalNoteStaysInside(t *testing.T) {
	h := open(t)
	applicant := h.applicant(t)
	id := h.submitted(t, applicant)
	const note, reasons = "geheime kladtekst", "leesbare reden"
	seen := func() (checks int, text string) {
		dossier := h.dossier(t, applicant, id)
		for _, check := range dossier.Checks {
			raw, err := json.Marshal(check)
			require.NoError(t, err)
			text += string(raw)
		}
		assert.Empty(t, dossier.Notes)
		latest, err := h.Enrollment.Latest(t.Context(), applicant)
		require.NoError(t, err)
		assert.Equal(t, dossier.Checks, latest.Checks)
		return len(dossier.Checks), text
	}
	judge := func(code string, outcome enrollment.Outcome) {
		dossier := h.dossier(t, h.desk.Reviewer, id)
		require.NoError(t, h.Enrollment.Judge(t.Context(), h.desk.Reviewer, id, code, enrollment.Judgement{
			Outcome: outcome, Reasons: reasons, InternalNote: note, Version: dossier.Checks[dossier.Requirement(code).ID].Version,
		}))
	}
	expect := func(checks int) {
		t.Helper()
		count, text := seen()
		assert.Equal(t, checks, count)
		assert.NotContains(t, text, note)
		assert.Equal(t, checks, strings.Count(text, reasons))
	}
	judge("UEA", enrollment.OutcomeMet)
	judge("KVK", enrollment.OutcomeSupplementNeeded)
	expect(0) // nothing is told while the review runs
	require.NoError(t, h.Enrollment.RequestSupplement(t.Context(), h.desk.Reviewer, id, ""))
	expect(1) // only what is asked
	h.resubmit(t, applicant, id, "KVK")
	judge("GVA", enrollment.OutcomeSupplementNeeded)
	expect(0) // the next round is not told before it is asked
	for _, requirement := range h.dossier(t, h.desk.Reviewer, id).Requirements {
		judge(requirement.Code, enrollment.OutcomeNotMet)
	}
	require.NoError(t, h.Enrollment.CompleteReview(t.Context(), h.desk.Reviewer, id))
	expect(0)
	require.NoError(t, h.Enrollment.Decide(t.Context(), h.desk.Decider, id, enrollment.Verdict{Reasons: "Nee."}))
	expect(10)
	var letters int64
	require.NoError(t, h.db.Table("letters").Where("text_body || html_body || subject LIKE ?", "%"+note+"%").Count(&letters).Error)
	assert.Zero(t, letters)
	var inside int
	for _, kept := range h.dossier(t, h.desk.Decider, id).Notes {
		inside += strings.Count(kept.Body, note)
	}
	assert.Equal(t, 13, inside, "staff keep the notes, one for each time")
}

// resubmit saves the asked parts again, a minute later, and sends them.
func (h *house) resubmit(t *testing.T, applicant account.Actor, id uuid.UUID, codes ...string) {
	t.Helper()
	h.wait(time.Minute)
	dossier := h.dossier(t, applicant, id)
	for _, code := range codes {
		known := dossier.Answers[dossier.Requirement(code).ID]
		require.NoError(t, h.answer(t, applicant, id, code, enrollment.Given{
			Accepted: known.Accepted, Choice: known.Choice, Text: known.Text, IssuedOn: known.IssuedOn, ValidUntil: known.ValidUntil,
		}))
	}
	require.NoError(t, h.Enrollment.Submit(t.Context(), applicant, id))
}

// TestSupplementOpensOnlyWhatIsAsked pins E7, and that other evidence, which has
// aged during the review, does not stand in the way (E4).
func TestSupplementOpensOnlyWhatIsAsked(t *testing.T) {
	h := open(t)
	applicant := h.applicant(t)
	id := h.submitted(t, applicant)
	accepted := enrollment.Given{Accepted: true}
	locked := func(code string) {
		t.Helper()
		refused(t, h.answer(t, applicant, id, code, accepted), fault.KindConflict, "", "application.past-step")
	}
	locked("VOG")
	refused(t, h.attach(t, applicant, id, "UEA"), fault.KindConflict, "", "application.past-step")
	h.supplement(t, id, "UEA", "VOG")
	locked("PVE")
	refused(t, h.attach(t, applicant, id, "KVK"), fault.KindConflict, "", "application.past-step")
	contact := enrollment.Contact{Name: "X", Email: "x@x.example", Phone: "077-0123456"}
	refused(t, h.Enrollment.SaveContact(t.Context(), applicant, id, contact), fault.KindConflict, "", "application.past-step")

	h.wait(6 * 31 * 24 * time.Hour) // the trade-register extract is too old by now
	err := h.Enrollment.Submit(t.Context(), applicant, id)
	refused(t, err, fault.KindInvalid, "UEA", "application.task-unfinished")
	refused(t, err, fault.KindInvalid, "VOG", "application.task-unfinished")
	assert.Len(t, fault.Of(err).Fields, 2, "only what was asked")
	before := h.dossier(t, applicant, id)
	require.NoError(t, h.attach(t, applicant, id, "UEA"))
	require.NoError(t, h.answer(t, applicant, id, "VOG", accepted))
	after := h.dossier(t, applicant, id)
	uea := after.Requirement("UEA").ID
	assert.NotEqual(t, before.Answers[uea].DocumentID, after.Answers[uea].DocumentID)
	assert.True(t, after.Supplemented(uea))
	require.NoError(t, h.Enrollment.Submit(t.Context(), applicant, id))
	locked("VOG")
}

// TestTerms pins E8 on days that were counted by hand: Good Friday, Easter
// Monday, King's Day and 5 May 2026 do not count.
func TestTerms(t *testing.T) {
	h := open(t)
	applicant := h.applicant(t)
	id := h.submitted(t, applicant) // Thursday 2 April 2026
	assert.Equal(t, "2026-05-06", h.dossier(t, applicant, id).Application.DecideByOn.String())
	h.supplement(t, id, "UEA")
	asked := h.dossier(t, applicant, id).Application
	assert.Equal(t, "2026-04-20", asked.SupplementDueOn.String())
	assert.False(t, asked.Overdue(date("2026-05-07")), "the provider has to act")

	h.now = moment(2026, 4, 20, 23)
	assert.False(t, asked.SupplementLate(workday.On(h.now)))
	resume := func() error { return h.Enrollment.ResumeReview(t.Context(), h.desk.Reviewer, id) }
	refused(t, resume(), fault.KindConflict, "", "review.term-still-runs")
	h.now = moment(2026, 4, 21, 0)
	require.NoError(t, resume())
	refused(t, resume(), fault.KindConflict, "", "application.past-step")
	application := h.dossier(t, h.desk.Reviewer, id).Application
	assert.Equal(t, enrollment.StatusUnderReview, application.Status)
	assert.Equal(t, "2026-05-22", application.DecideByOn.String(), "20 working days after the repair term")
	assert.False(t, application.Overdue(date("2026-05-22")))
	assert.True(t, application.Overdue(date("2026-05-23")))

	second := h.applicant(t)
	again := h.submitted(t, second) // Tuesday 21 April 2026
	h.supplement(t, again, "UEA")
	h.now = moment(2026, 4, 24, 16)
	h.resubmit(t, second, again, "UEA")
	assert.Equal(t, "2026-05-29", h.dossier(t, second, again).Application.DecideByOn.String(), "the decision is due after the complete "+
		"submission: King's Day, 5 May, Ascension Day, the decree day after it and Whit Monday skipped")
}

// TestUnjudgedWalksRound pins where a reviewer goes next: forward, round to the
// start, and again to what was supplemented.
func TestUnjudgedWalksRound(t *testing.T) {
	h := open(t)
	applicant := h.applicant(t)
	id := h.submitted(t, applicant)
	next := func(code string) string {
		if one := h.dossier(t, h.desk.Reviewer, id).Unjudged(code); one != nil {
			return one.Code
		}
		return ""
	}
	assert.Equal(t, "KVK", next("UEA"))
	assert.Equal(t, "UEA", next("AVG"), "after the last comes the first")
	assert.Equal(t, "UEA", next(""))
	require.NoError(t, h.judge(t, id, "KVK", enrollment.OutcomeMet))
	assert.Equal(t, "GVA", next("UEA"))
	for _, requirement := range h.dossier(t, h.desk.Reviewer, id).Requirements {
		require.NoError(t, h.judge(t, id, requirement.Code, enrollment.OutcomeMet))
	}
	assert.Empty(t, next("UEA"))
	h.supplement(t, id, "TAR")
	assert.False(t, h.dossier(t, h.desk.Reviewer, id).Application.UnderReview())
	assert.Empty(t, next("UEA"))
	h.resubmit(t, applicant, id, "TAR")
	assert.True(t, h.dossier(t, h.desk.Reviewer, id).Application.UnderReview())
	assert.Equal(t, "TAR", next("UEA"))
}
