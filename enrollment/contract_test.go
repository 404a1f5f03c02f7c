package enrollment_test

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"providerportal/directory"
	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/workday"
)

// TestAgreementIsFixed pins the text of E10: filled in, hashed, and kept by the
// database.
func TestAgreementIsFixed(t *testing.T) {
	h := open(t)
	applicant := h.applicant(t)
	contract := h.offered(t, applicant)
	provider, err := h.Directory.Provider(t.Context(), applicant.ProviderID)
	require.NoError(t, err)
	sum := sha256.Sum256([]byte(contract.AgreementText))
	assert.Equal(t, hex.EncodeToString(sum[:]), contract.AgreementSHA256)
	for _, part := range []string{provider.Name, provider.Entry.KvK, contract.Reference, "2 april 2026", "Begeleiding individueel"} {
		assert.Contains(t, contract.AgreementText, part)
	}
	for _, column := range []string{"agreement_text", "agreement_sha256"} {
		err := h.db.Transaction(func(tx *gorm.DB) error {
			return tx.Exec("UPDATE contracts SET "+column+" = ? WHERE id = ?", strings.Repeat("0", 64), contract.ID).Error
		})
		assert.ErrorContains(t, err, "cannot change", column)
	}
}

// TestSign pins who signs, and what (E10).
func TestSign(t *testing.T) {
	h := open(t)
	applicant, stranger := h.applicant(t), h.applicant(t)
	contract := h.offered(t, applicant)
	ctx := t.Context()
	good := signature(contract)

	colleague := applicant
	colleague.ProviderAdmin = false
	for _, actor := range []account.Actor{colleague, h.desk.Manager, h.consultant(t), {}} {
		refused(t, h.Enrollment.Sign(ctx, actor, contract.ID, good), fault.KindForbidden, "", "")
	}
	refused(t, h.Enrollment.Sign(ctx, stranger, contract.ID, good), fault.KindMissing, "", "")
	refused(t, h.Enrollment.Sign(ctx, applicant, uuid.New(), good), fault.KindMissing, "", "")

	err := h.Enrollment.Sign(ctx, applicant, contract.ID, enrollment.Signature{SHA256: contract.AgreementSHA256})
	for field, key := range map[string]string{"name": "error.required", "function": "error.required", "agreed": "agreement.agree"} {
		refused(t, err, fault.KindInvalid, field, key)
	}
	other := good
	other.SHA256 = strings.Repeat("0", 64)
	refused(t, h.Enrollment.Sign(ctx, applicant, contract.ID, other), fault.KindConflict, "", "agreement.other-text")

	require.NoError(t, h.Enrollment.Sign(ctx, applicant, contract.ID, good))
	refused(t, h.Enrollment.Sign(ctx, applicant, contract.ID, good), fault.KindConflict, "", "contract.past-step")
	signed, err := h.Enrollment.OwnContract(ctx, applicant)
	require.NoError(t, err)
	assert.Equal(t, enrollment.ContractSigned, signed.Status)
	assert.Equal(t, applicant.UserID, *signed.SignedBy)
	assert.Equal(t, h.now.UTC(), signed.SignedAt.UTC())
	assert.Equal(t, "Directeur", signed.SignatoryFunction)
}

// TestCountersign pins who activates a contract, and from when (E10).
func TestCountersign(t *testing.T) {
	h := open(t)
	applicant := h.applicant(t)
	contract := h.offered(t, applicant)
	ctx := t.Context()
	today := workday.On(h.now)
	refused(t, h.Enrollment.Countersign(ctx, h.desk.Manager, contract.ID, today), fault.KindConflict, "", "contract.past-step")
	require.NoError(t, h.Enrollment.Sign(ctx, applicant, contract.ID, signature(contract)))
	for _, actor := range []account.Actor{applicant, h.desk.Decider, h.desk.Reviewer, {}} {
		refused(t, h.Enrollment.Countersign(ctx, actor, contract.ID, today), fault.KindForbidden, "", "")
	}
	for _, from := range []workday.Date{{}, today.AddDays(-1)} {
		refused(t, h.Enrollment.Countersign(ctx, h.desk.Manager, contract.ID, from), fault.KindInvalid, "from", "contract.from-past")
	}
	refused(t, h.Enrollment.Countersign(ctx, h.desk.Manager, uuid.New(), today), fault.KindMissing, "", "")
	require.NoError(t, h.Enrollment.Countersign(ctx, h.desk.Manager, contract.ID, today))
	refused(t, h.Enrollment.Countersign(ctx, h.desk.Manager, contract.ID, today), fault.KindConflict, "", "contract.past-step")

	seen, provider, err := h.Enrollment.Contract(ctx, h.desk.Manager, contract.ID)
	require.NoError(t, err)
	assert.Equal(t, enrollment.ContractActive, seen.Status)
	assert.Equal(t, today, *seen.ActiveFrom)
	assert.Equal(t, applicant.ProviderID, provider.ID)
	_, _, err = h.Enrollment.Contract(ctx, applicant, contract.ID)
	refused(t, err, fault.KindForbidden, "", "")
	_, err = h.Enrollment.Contracts(ctx, applicant, enrollment.ContractsAsked{})
	refused(t, err, fault.KindForbidden, "", "")
	_, err = h.Enrollment.OwnContract(ctx, h.applicant(t))
	refused(t, err, fault.KindMissing, "", "")
	page, err := h.Enrollment.Contracts(ctx, h.desk.Manager, enrollment.ContractsAsked{List: "active"})
	require.NoError(t, err)
	list := page.Lines
	require.Len(t, list, 1)
	assert.Empty(t, list[0].AgreementText, "the list does not carry the texts")
}

// TestFindableOnlyAtTheEndOfTheRoad pins E10 and D2 with a contract that starts
// in a week: not published and not askable before that day.
func TestFindableOnlyAtTheEndOfTheRoad(t *testing.T) {
	h := open(t)
	ctx := t.Context()
	applicant := h.applicant(t)
	profile := directory.Profile{
		Mission: "Iedereen kan iets.", Offer: "Een vaste coach.", Products: []string{"individuele-toeleiding"},
		TargetGroups: []string{"statushouders"}, Municipalities: []string{"GM0984"},
	}
	publish := func() error { return h.Directory.PublishProfile(ctx, applicant, profile) }
	findable := func() bool {
		found, err := h.Directory.Find(ctx, directory.Search{})
		require.NoError(t, err)
		standing, err := h.Directory.Standing(ctx, applicant)
		require.NoError(t, err)
		assert.Equal(t, found.Total == 1, standing.Published)
		askable, err := directory.Askable(h.db, applicant.ProviderID, "individuele-toeleiding", h.now)
		require.NoError(t, err)
		assert.Equal(t, found.Total == 1, askable)
		return found.Total == 1
	}
	refused(t, publish(), fault.KindInvalid, "publish", "profile.needs-contract")
	contract := h.offered(t, applicant)
	require.NoError(t, h.Enrollment.Sign(ctx, applicant, contract.ID, signature(contract)))
	refused(t, publish(), fault.KindInvalid, "publish", "profile.needs-contract")
	start := workday.On(h.now).AddDays(7)
	require.NoError(t, h.Enrollment.Countersign(ctx, h.desk.Manager, contract.ID, start))
	h.verifiedIntake(t, applicant)
	refused(t, publish(), fault.KindInvalid, "publish", "profile.needs-contract")
	assert.False(t, findable())

	h.now = start.Start().Add(-time.Second)
	refused(t, publish(), fault.KindInvalid, "publish", "profile.needs-contract")
	h.now = start.Start()
	assert.False(t, findable(), "a contract alone does not publish")
	require.NoError(t, publish())
	assert.True(t, findable())
}

func (h *house) verifiedIntake(t *testing.T, applicant account.Actor) {
	t.Helper()
	intake := directory.IntakePoint{Name: "Aanmeldpunt", Email: "aanmelden@zorg.example", Phone: "077-0123456"}
	require.NoError(t, h.Directory.SaveIntake(t.Context(), applicant, intake))
	var secret string
	require.NoError(t, h.db.Transaction(func(tx *gorm.DB) (err error) {
		secret, err = h.Accounts.IssueToken(tx, account.PurposeVerifyIntake, applicant.ProviderID, intake.Email)
		return err
	}))
	_, err := h.Directory.VerifyIntake(t.Context(), secret, "test")
	require.NoError(t, err)
}
