package enrollment_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/fault"
)

// meanwhile holds the procedure as an administrator does, changes something, and
// commits when act has had time to get past a lock that it does not respect.
func (h *house) meanwhile(t *testing.T, change string, act func() error) (err error) {
	t.Helper()
	holding, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		assert.NoError(t, h.db.Transaction(func(tx *gorm.DB) error {
			if err := tx.Exec("SELECT 1 FROM procedures FOR UPDATE").Error; err != nil {
				return err
			}
			if err := tx.Exec(change).Error; err != nil {
				return err
			}
			close(holding)
			time.Sleep(300 * time.Millisecond)
			return nil
		}))
	}()
	<-holding
	err = act()
	<-done
	return err
}

// TestSubmitWaitsForTheRules pins E1 and E3: requirements that come into force and
// an opening that moves at the same moment hold for what is sent after them.
func TestSubmitWaitsForTheRules(t *testing.T) {
	h := openAlone(t)
	ada := h.person(t, "Ada Beheer", account.RoleAdministrator)
	applicant := h.applicant(t)
	id := h.filled(t, applicant)
	submit := func() error { return h.Enrollment.Submit(t.Context(), applicant, id) }

	err := h.meanwhile(t, "UPDATE procedures SET opens_at = '2030-01-01'", submit)
	refused(t, err, fault.KindInvalid, "submit", "application.not-open")
	require.NoError(t, h.db.Exec("UPDATE procedures SET opens_at = '2022-03-31 22:00Z'").Error)

	_, err = h.Enrollment.Draft(t.Context(), ada, 1)
	require.NoError(t, err)
	h.now = h.now.Add(time.Minute)
	err = h.meanwhile(t, "UPDATE requirement_sets SET in_force_at = '2026-04-02 08:00:30Z' WHERE version = 2", submit)
	refused(t, err, fault.KindConflict, "", "application.set-changed")
	assert.Nil(t, h.dossier(t, applicant, id).Application.SubmittedAt)
}

// TestDecisionWaitsForTheRules pins that four eyes hold from the moment they are
// asked for (E7), and a draft begins under the newest requirements.
func TestDecisionWaitsForTheRules(t *testing.T) {
	h := openAlone(t)
	require.NoError(t, h.db.Exec("UPDATE procedures SET four_eyes = false").Error)
	both := h.person(t, "Bea Beide", account.RoleReviewer, account.RoleDecider)
	id := h.submitted(t, h.applicant(t))
	require.NoError(t, h.make.Reviewed(t.Context(), both, id))
	err := h.meanwhile(t, "UPDATE procedures SET four_eyes = true", func() error {
		return h.Enrollment.Decide(t.Context(), both, id, enrollment.Verdict{Admit: true})
	})
	refused(t, err, fault.KindConflict, "", "decision.four-eyes")

	ada := h.person(t, "Ada Beheer", account.RoleAdministrator)
	_, err = h.Enrollment.Draft(t.Context(), ada, 1)
	require.NoError(t, err)
	h.now = h.now.Add(time.Minute)
	newcomer := h.applicant(t)
	err = h.meanwhile(t, "UPDATE requirement_sets SET in_force_at = '2026-04-02 08:00:30Z' WHERE version = 2", func() error {
		_, err := h.Enrollment.Start(t.Context(), newcomer)
		return err
	})
	require.NoError(t, err)
	latest, err := h.Enrollment.Latest(t.Context(), newcomer)
	require.NoError(t, err)
	assert.Equal(t, 2, latest.Set.Version)
}
