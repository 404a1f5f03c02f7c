package enrollment_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/fault"
)

// TestSavesOnOneVersionRace pins that of several people who saw the same version
// exactly one saves, whatever the task.
func TestSavesOnOneVersionRace(t *testing.T) {
	h := openAlone(t)
	applicant := h.applicant(t)
	id := h.draft(t, applicant)
	provider, err := h.Enrollment.Organisation(t.Context(), applicant)
	require.NoError(t, err)
	names := []string{"Een", "Twee", "Drie", "Vier"}
	for task, save := range map[string]func(name string) error{
		"answer": func(name string) error {
			return h.Enrollment.SaveAnswer(t.Context(), applicant, id, "VOG", enrollment.Given{Accepted: true, Text: name})
		},
		"contact": func(name string) error {
			return h.Enrollment.SaveContact(t.Context(), applicant, id, enrollment.Contact{Name: name, Email: "a@b.example", Phone: "077-0123456"})
		},
		"signatory": func(name string) error {
			return h.Enrollment.SaveSignatory(t.Context(), applicant, id, enrollment.Signatory{Name: name, Email: "a@b.example", Function: "Directeur"})
		},
		"organisation": func(name string) error {
			wanted := provider.Provider.Organisation()
			wanted.Name, wanted.Street, wanted.Postcode, wanted.Place, wanted.Country = name, "Markt 1", "5801ab", "Venray", "Nederland"
			return h.Enrollment.SaveOrganisation(t.Context(), applicant, wanted)
		},
	} {
		errs := make([]error, len(names))
		together(len(names), func(i int) { errs[i] = save(names[i]) })
		saved := 0
		for _, err := range errs {
			if err == nil {
				saved++
				continue
			}
			assert.True(t, enrollment.ChangedMeanwhile(err), "%s: %v", task, err)
		}
		assert.Equal(t, 1, saved, task)
	}
	dossier := h.dossier(t, applicant, id)
	assert.Equal(t, 1, dossier.Answers[dossier.Requirement("VOG").ID].Version)
	assert.Equal(t, 1, dossier.Parts[enrollment.PartContact].Version)
	assert.Equal(t, applicant.Name, dossier.People[dossier.Parts[enrollment.PartContact].SavedBy])
	assert.Equal(t, "5801 AB", dossier.Provider.Postcode)
}

// TestSupplementOpensOnlyTheAskedParts pins E7 in the domain: everything else is
// closed, also for who writes the own form.
func TestSupplementOpensOnlyTheAskedParts(t *testing.T) {
	h := open(t)
	applicant := h.applicant(t)
	id := h.submitted(t, applicant)
	h.supplement(t, id, "KVK")
	ctx := t.Context()
	for name, act := range map[string]func() error{
		"another answer":   func() error { return h.answer(t, applicant, id, "VOG", enrollment.Given{Accepted: true}) },
		"another document": func() error { return h.attach(t, applicant, id, "UEA") },
		"the contact": func() error {
			return h.Enrollment.SaveContact(ctx, applicant, id, enrollment.Contact{Name: "X", Email: "x@x.example", Phone: "077-0123456", Version: 1})
		},
		"the signatory": func() error {
			return h.Enrollment.SaveSignatory(ctx, applicant, id, enrollment.Signatory{Name: "X", Email: "x@x.example", Function: "Y", Version: 1})
		},
		"the municipalities": func() error {
			return h.Enrollment.SaveMunicipalities(ctx, applicant, id, []string{"GM0889"}, 1)
		},
	} {
		before := h.state(t)
		refused(t, act(), fault.KindConflict, "", "application.past-step")
		assert.Equal(t, before, h.state(t), name)
	}
	refused(t, h.Enrollment.Submit(ctx, applicant, id), fault.KindInvalid, "KVK", "application.task-unfinished")
	h.wait(time.Minute)
	require.NoError(t, h.attach(t, applicant, id, "KVK"))
	require.NoError(t, h.Enrollment.Submit(ctx, applicant, id))
	refused(t, h.attach(t, applicant, id, "KVK"), fault.KindConflict, "", "application.past-step")

	var rounds []enrollment.Submission
	require.NoError(t, h.db.Where("application_id = ?", id).Order("round").Find(&rounds).Error)
	require.Len(t, rounds, 2)
	asked := map[string]bool{}
	for _, answer := range rounds[1].Content.Answers {
		if answer.Asked {
			asked[answer.Code] = true
		}
	}
	assert.Equal(t, map[string]bool{"KVK": true}, asked)
}

// TestSubmissionNeverChanges pins that the database keeps what was sent, and who
// may read it.
func TestSubmissionNeverChanges(t *testing.T) {
	h := open(t)
	applicant, stranger := h.applicant(t), h.applicant(t)
	id := h.submitted(t, applicant)
	sent := h.dossier(t, applicant, id).Submissions[0]
	assert.Error(t, h.db.Transaction(func(tx *gorm.DB) error {
		return tx.Exec("UPDATE submissions SET content = '{}' WHERE id = ?", sent.ID).Error
	}))
	for _, actor := range []account.Actor{applicant, h.desk.Reviewer, h.desk.Decider} {
		whole, err := h.Enrollment.Submission(t.Context(), actor, sent.ID)
		require.NoError(t, err)
		assert.Equal(t, applicant.Name, whole.Content.SentBy)
		assert.Len(t, whole.Content.Answers, 10)
	}
	for _, actor := range []account.Actor{stranger, h.consultant(t), {}} {
		_, err := h.Enrollment.Submission(t.Context(), actor, sent.ID)
		refused(t, err, fault.KindMissing, "", "")
	}
	_, err := h.Enrollment.Submission(t.Context(), applicant, uuid.New())
	refused(t, err, fault.KindMissing, "", "")
}

// TestReuseLooksAtTheRequirementsInForce pins E6 and E4: what is taken over must
// hold by the requirements in force now.
func TestReuseLooksAtTheRequirementsInForce(t *testing.T) {
	h := open(t)
	applicant := h.applicant(t)
	_, err := h.Enrollment.Earlier(t.Context(), applicant)
	refused(t, err, fault.KindMissing, "", "")
	id := h.filled(t, applicant)
	require.NoError(t, h.Enrollment.Withdraw(t.Context(), applicant, id, stop))
	h.newSet(t, h.now, func(r *enrollment.Requirement) { // NIE is new, TAR became a choice, VOG is gone
		if r.Code == "PVE" {
			r.ExplanationNL = "U hebt het nieuwe handboek gelezen."
		}
	})
	h.wait(time.Hour)
	earlier, err := h.Enrollment.Earlier(t.Context(), applicant)
	require.NoError(t, err)
	problems := map[string]int{}
	for _, reusable := range earlier.Answers {
		problems[reusable.Requirement.Code] = len(reusable.Problems)
	}
	assert.Equal(t, map[string]int{"UEA": 0, "KVK": 0, "GVA": 0, "BEL": 0, "AVB": 0, "KWA": 0, "PVE": 1, "AVG": 0}, problems)

	second, err := h.Enrollment.Start(t.Context(), applicant, "UEA", "PVE", "TAR", "VOG", "municipalities", "niets")
	require.NoError(t, err)
	dossier := h.dossier(t, applicant, second)
	assert.Len(t, dossier.Answers, 1)
	assert.Equal(t, []string{"Venlo", "Venray"}, []string{dossier.Municipalities[0].Name, dossier.Municipalities[1].Name})
	assert.Equal(t, id, *dossier.Application.EarlierID)
	again, err := h.Enrollment.Start(t.Context(), applicant, "KVK")
	require.NoError(t, err)
	assert.Equal(t, second, again)
	assert.Len(t, h.dossier(t, applicant, second).Answers, 1, "an open draft takes nothing over")
}

// TestOrganisationUnderAContract pins that an organisation with a contract adds
// what is missing, keeps its name, and is fixed once its data are complete.
func TestOrganisationUnderAContract(t *testing.T) {
	h := open(t)
	applicant := h.applicant(t)
	h.offered(t, applicant)
	require.NoError(t, h.db.Exec("UPDATE providers SET street = '' WHERE id = ?", applicant.ProviderID).Error)
	own, err := h.Enrollment.Organisation(t.Context(), applicant)
	require.NoError(t, err)
	assert.False(t, own.Fixed)
	wanted := own.Provider.Organisation()
	wanted.Street, wanted.Name = "Markt 1", "Andere naam B.V."
	refused(t, h.Enrollment.SaveOrganisation(t.Context(), applicant, wanted), fault.KindInvalid, "name", "organisation.contract-runs")
	wanted.Name = own.Provider.Name
	require.NoError(t, h.Enrollment.SaveOrganisation(t.Context(), applicant, wanted))
	wanted.Street, wanted.Version = "Markt 2", wanted.Version+1
	refused(t, h.Enrollment.SaveOrganisation(t.Context(), applicant, wanted), fault.KindConflict, "", "organisation.contract-runs")
}
