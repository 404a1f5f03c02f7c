package enrollment_test

import (
	"encoding/json"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/workday"
)

// AVG-7: an organisation gets the decisions about its contract with their reasons,
// the proof, what was imported and how it was invited, but not what the consultant
// wrote to the MGR.
func TestExportHasAllOfTheContract(t *testing.T) {
	h := open(t)
	ctx := t.Context()
	applicant, contract := h.findable(t)
	require.NoError(t, h.Enrollment.Rule(ctx, h.desk.Manager, contract.ID, ruling("suspend", "other", workday.On(h.now))))
	require.NoError(t, h.Enrollment.Invite(ctx, h.consultant(t), enrollment.Invitation{
		Organisation: "Een ander", Email: "nieuw@ander.example", Reason: "Alleen voor de MGR.",
	}))
	require.NoError(t, h.db.Exec("UPDATE invitations SET provider_id = ?", applicant.ProviderID).Error)
	require.NoError(t, h.db.Exec(`INSERT INTO contract_imports (id, file_name, sha256, rows, created_at, expires_at)
		VALUES (?, 'c.csv', repeat('0', 64), '[]', now(), now())`, uuid.New()).Error)
	require.NoError(t, h.db.Exec(`INSERT INTO imported_contracts (provider_id, segment_code, contract_id, import_id, facts)
		SELECT ?, 'individueel', ?, id, '{"reference": "MGR-2021-001"}' FROM contract_imports`, applicant.ProviderID, contract.ID).Error)

	administrator := h.person(t, "Ad Ministrator", account.RoleAdministrator)
	export, err := h.Enrollment.ExportProvider(ctx, administrator, applicant.ProviderID)
	require.NoError(t, err)
	require.Len(t, export.Contracts, 1)
	facts := export.Contracts[0]
	require.Len(t, facts.Decisions, 1)
	assert.Equal(t, "De afspraken zijn veranderd.", facts.Decisions[0].Reasons)
	assert.NotEmpty(t, facts.Evidence)
	assert.Equal(t, "MGR-2021-001", facts.Imported["reference"])
	require.Len(t, export.Invitations, 1)
	assert.Equal(t, "GM0984", export.Invitations[0].Municipality)
	content, err := json.Marshal(export)
	require.NoError(t, err)
	assert.NotContains(t, string(content), "Alleen voor de MGR.")
	assert.NotContains(t, string(content), h.desk.Manager.UserID.String())
}
