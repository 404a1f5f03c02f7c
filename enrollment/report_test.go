package enrollment_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/enrollment"
	"providerportal/internal/fault"
)

// TestReportCountsWorkingDays pins the lead times of one road: 2 April 2026 is
// the Thursday before Easter.
func TestReportCountsWorkingDays(t *testing.T) {
	h := open(t)
	applicant := h.applicant(t)
	id := h.submitted(t, applicant) // Thu 2 April
	h.now = moment(2026, time.April, 8, 10)
	require.NoError(t, h.judge(t, id, "UEA", enrollment.OutcomeSupplementNeeded)) // Wed 8: two working days
	require.NoError(t, h.Enrollment.RequestSupplement(t.Context(), h.desk.Reviewer, id, ""))
	h.now = moment(2026, time.April, 13, 10)
	h.resubmit(t, applicant, id, "UEA") // Mon 13: three more
	h.now = moment(2026, time.April, 15, 10)
	h.allMet(t, id)
	h.now = moment(2026, time.April, 16, 10)
	require.NoError(t, h.Enrollment.Decide(t.Context(), h.desk.Decider, id, enrollment.Verdict{Admit: true}))
	h.submitted(t, h.applicant(t)) // waits still

	report, err := h.Enrollment.Report(t.Context(), h.desk.Manager, enrollment.Period{})
	require.NoError(t, err)
	require.Len(t, report.Lines, 2)
	line := report.Lines[0]
	if line.Application.ID != id {
		line = report.Lines[1]
	}
	assert.Equal(t, date("2026-04-02"), line.SubmittedOn, "the first time")
	assert.Equal(t, map[enrollment.Step]int{
		enrollment.StepStart: 2, enrollment.StepSupplement: 3, enrollment.StepReview: 5, enrollment.StepDecision: 8,
	}, line.Days)
	assert.Equal(t, 1, line.Supplements)
	assert.False(t, line.Late || line.Differs)
	assert.Contains(t, report.LeadTimes, enrollment.LeadTime{Step: enrollment.StepDecision, Count: 1, Median: 8, P90: 8})
	assert.Contains(t, report.LeadTimes, enrollment.LeadTime{Step: enrollment.StepDecision, Version: 1, Count: 1, Median: 8, P90: 8})
	assert.Equal(t, []enrollment.TermUse{
		{Version: 1, Kind: enrollment.TermDecision, Workdays: 20, Count: 2}, {Version: 1, Kind: enrollment.TermRepair, Workdays: 10, Count: 1},
	}, report.Terms)

	later, err := h.Enrollment.Report(t.Context(), h.desk.Manager, enrollment.Period{From: date("2026-04-03")})
	require.NoError(t, err)
	assert.Len(t, later.Lines, 1)
	until, err := h.Enrollment.Report(t.Context(), h.desk.Manager, enrollment.Period{Until: date("2026-04-02")})
	require.NoError(t, err)
	assert.Len(t, until.Lines, 1)
	_, err = h.Enrollment.Report(t.Context(), applicant, enrollment.Period{})
	refused(t, err, fault.KindForbidden, "", "")
}

// TestReportPeriodCountsDaysOfTheRegion pins that both ends count, from midnight
// to midnight in Amsterdam, by the first submission.
func TestReportPeriodCountsDaysOfTheRegion(t *testing.T) {
	h := open(t)
	h.now = moment(2026, time.April, 3, 0).Add(-time.Second)
	applicant := h.applicant(t)
	late := h.submitted(t, applicant)
	h.now = moment(2026, time.April, 3, 0)
	early := h.submitted(t, h.applicant(t))
	h.supplement(t, late, "UEA")
	h.now = moment(2026, time.April, 8, 10)
	h.resubmit(t, applicant, late, "UEA")
	for _, row := range []struct {
		from, until string
		want        []uuid.UUID
	}{
		{"2026-04-02", "2026-04-02", []uuid.UUID{late}},
		{"2026-04-03", "2026-04-03", []uuid.UUID{early}},
		{"2026-04-02", "2026-04-03", []uuid.UUID{early, late}},
		{"2026-04-04", "2026-04-30", nil},
	} {
		report, err := h.Enrollment.Report(t.Context(), h.desk.Manager, enrollment.Period{From: date(row.from), Until: date(row.until)})
		require.NoError(t, err)
		var got []uuid.UUID
		for _, line := range report.Lines {
			got = append(got, line.Application.ID)
		}
		assert.ElementsMatch(t, row.want, got, "%s to %s", row.from, row.until)
	}
}
