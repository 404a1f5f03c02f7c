package enrollment_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/paging"
	"providerportal/internal/workday"
)

// TestQueue pins which application stands on which list, as its own methods say,
// the most urgent first.
func TestQueue(t *testing.T) {
	h := open(t)
	ctx := t.Context()
	first, asked := h.applicant(t), h.applicant(t)
	ids := map[string]uuid.UUID{"rejected": h.rejected(t, h.applicant(t)), "first": h.submitted(t, first)}
	ids["ready"] = h.reviewed(t, h.applicant(t))
	ids["asked"] = h.submitted(t, asked)
	h.supplement(t, ids["asked"], "UEA")
	h.wait(60 * 24 * time.Hour) // everything so far is late
	ids["begun"] = h.submitted(t, h.applicant(t))
	judgement := enrollment.Judgement{Outcome: enrollment.OutcomeMet}
	both := h.person(t, "Anna Beide", account.RoleReviewer, account.RoleDecider)
	require.NoError(t, h.Enrollment.Judge(ctx, both, ids["begun"], "UEA", judgement))
	back := h.applicant(t)
	ids["back"] = h.submitted(t, back)
	h.supplement(t, ids["back"], "UEA")
	h.resubmit(t, back, ids["back"], "UEA")
	ids["second"] = h.submitted(t, h.applicant(t))
	h.draft(t, h.applicant(t))

	want := map[enrollment.Waiting][]string{
		enrollment.New: {"first", "second"}, enrollment.InReview: {"begun", "back"}, enrollment.WaitsForProvider: {"asked"},
		enrollment.WaitsForDecider: {"ready"}, enrollment.Overdue: {"first", "ready", "asked"}, enrollment.Closed: {"rejected"},
		enrollment.Mine: {"begun"},
	}
	counts, err := h.Enrollment.QueueCounts(ctx, both, "")
	require.NoError(t, err)
	today := workday.On(h.now)
	for waiting, names := range want {
		page, err := h.Enrollment.Queue(ctx, both, enrollment.Asked{Waiting: waiting, Page: 1})
		require.NoError(t, err)
		assert.Equal(t, len(names), counts[waiting], waiting)
		var listed, expected []uuid.UUID
		for i := range page.Lines {
			one := &page.Lines[i].Application
			listed = append(listed, one.ID)
			says := map[enrollment.Waiting]bool{
				enrollment.New:      one.UnderReview() && one.ReviewStartedAt == nil,
				enrollment.InReview: one.UnderReview() && one.ReviewStartedAt != nil && !one.ReadyToDecide(), enrollment.WaitsForProvider: one.WithProvider(),
				enrollment.WaitsForDecider: one.ReadyToDecide(), enrollment.Overdue: one.Overdue(today) || one.Status == enrollment.StatusSupplementRequested && one.SupplementLate(today),
				enrollment.Mine: one.InHandOf(both.UserID) && one.Open(), enrollment.Closed: !one.Open(),
			}
			assert.True(t, says[waiting], "%s on %s", one.Reference, waiting)
			assert.NotEmpty(t, page.Lines[i].Provider.Name)
		}
		for _, name := range names {
			expected = append(expected, ids[name])
		}
		if waiting == enrollment.Overdue || waiting == enrollment.InReview { // due on the same day: the reference decides
			assert.ElementsMatch(t, expected, listed, waiting)
			continue
		}
		assert.Equal(t, expected, listed, waiting)
	}

	organisation, err := h.Directory.Provider(ctx, first.ProviderID)
	require.NoError(t, err)
	for _, typed := range []string{strings.ToUpper(organisation.Name), strings.ToLower(h.dossier(t, h.desk.Decider, ids["first"]).Application.Reference)} {
		found, err := h.Enrollment.Queue(ctx, h.desk.Decider, enrollment.Asked{Waiting: enrollment.New, Search: typed})
		require.NoError(t, err)
		require.Len(t, found.Lines, 1, typed)
		assert.Equal(t, ids["first"], found.Lines[0].ID)
	}
	_, err = h.Enrollment.Queue(ctx, h.desk.Decider, enrollment.Asked{Waiting: "iedereen"})
	refused(t, err, fault.KindMissing, "", "")
}

// TestHugeQueue pins that nothing falls off the end of a list.
func TestHugeQueue(t *testing.T) {
	h := open(t)
	id := h.rejected(t, h.applicant(t))
	require.NoError(t, h.db.Exec(`INSERT INTO applications SELECT (jsonb_populate_record(a, jsonb_build_object(
		'id', gen_random_uuid(), 'reference', 'AAN-' || n))).* FROM applications a, generate_series(1, 600) AS n WHERE a.id = ?`, id).Error)
	counts, err := h.Enrollment.QueueCounts(t.Context(), h.desk.Decider, "")
	require.NoError(t, err)
	assert.Equal(t, 601, counts[enrollment.Closed])
	page, err := h.Enrollment.Queue(t.Context(), h.desk.Decider, enrollment.Asked{Waiting: enrollment.Closed, Page: 13})
	require.NoError(t, err)
	assert.Equal(t, 601, page.Total)
	assert.Len(t, page.Lines, 601-12*paging.Size)
}
