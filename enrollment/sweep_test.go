package enrollment_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/cmd/portal/sample"
	"providerportal/internal/account"
	"providerportal/internal/workday"
)

// breakRow makes every change of one row fail.
func (h *house) breakRow(t *testing.T, table, column, id string) {
	t.Helper()
	require.NoError(t, h.db.Exec(`CREATE OR REPLACE FUNCTION broken_row() RETURNS trigger LANGUAGE plpgsql AS
		$$ BEGIN RAISE EXCEPTION 'broken row'; END $$;
		CREATE TRIGGER broken BEFORE UPDATE OR DELETE ON `+table+` FOR EACH ROW WHEN (OLD.`+column+` = '`+id+`') EXECUTE FUNCTION broken_row()`).Error)
}

// TestBrokenRowHoldsUpNoOther pins for each sweep that one record that fails is
// told, and the others go on.
func TestBrokenRowHoldsUpNoOther(t *testing.T) {
	for name, row := range map[string]struct {
		table, column, ids, left string // the records, in the order of the sweep, and how many wait
		setUp                    func(t *testing.T, h *house)
		sweep                    func(h *house) func(context.Context) error
	}{
		"evidence": {
			"contract_evidence", "id", "SELECT id FROM contract_evidence ORDER BY valid_until, id", "SELECT count(*) FROM contract_evidence WHERE warned IS NULL",
			func(t *testing.T, h *house) {
				h.findable(t)
				h.now = h.now.AddDate(3, 0, 0)
			},
			func(h *house) func(context.Context) error { return h.Enrollment.SweepEvidence },
		},
		"drafts": {
			"applications", "id", "SELECT id FROM applications ORDER BY started_at",
			"SELECT count(*) FROM applications a JOIN requirement_sets s ON s.id = a.set_id AND s.version = 1",
			func(t *testing.T, h *house) {
				h.draft(t, h.applicant(t))
				h.wait(time.Minute)
				h.draft(t, h.applicant(t))
				ada := h.person(t, "Ada Beheer", account.RoleAdministrator)
				_, err := h.Enrollment.Draft(t.Context(), ada, 1)
				require.NoError(t, err)
				require.NoError(t, h.Enrollment.Publish(t.Context(), ada, 2, workday.On(h.now), h.edition(t, ada, 2).Fingerprint()))
			},
			func(h *house) func(context.Context) error { return h.Enrollment.SweepDrafts },
		},
		"documents": {
			"documents", "id", "SELECT id FROM documents ORDER BY id", "SELECT count(*) FROM documents WHERE state = 'stored'",
			func(t *testing.T, h *house) {
				applicant := h.applicant(t)
				for range 2 {
					_, err := h.Enrollment.ReceiveForContract(t.Context(), applicant, "a.pdf", bytes.NewReader(sample.PDF("los")))
					require.NoError(t, err)
				}
				h.wait(2 * time.Hour)
			},
			func(h *house) func(context.Context) error { return h.Enrollment.SweepDocuments },
		},
		"registrations": {
			"providers", "id", "SELECT id FROM providers ORDER BY id", "SELECT count(*) FROM providers",
			func(t *testing.T, h *house) {
				other := registration()
				other.Entry.KvK, other.Email = "00009999", "ook@elders.example"
				require.NoError(t, h.Enrollment.Register(t.Context(), registration()))
				require.NoError(t, h.Enrollment.Register(t.Context(), other))
				h.wait(100 * time.Hour)
			},
			func(h *house) func(context.Context) error { return h.Enrollment.SweepRegistrations },
		},
		"profiles": {
			"profiles", "provider_id", "SELECT provider_id FROM profiles ORDER BY 1", "SELECT count(*) FROM profiles WHERE reminded = ''",
			func(t *testing.T, h *house) {
				h.findable(t)
				h.findable(t)
				h.now = h.now.AddDate(2, 0, 0)
			},
			func(h *house) func(context.Context) error { return h.Directory.SweepProfiles },
		},
		"intakes": {
			"intake_points", "provider_id", "SELECT provider_id FROM intake_points ORDER BY 1", "SELECT count(*) FROM intake_points WHERE reminded = ''",
			func(t *testing.T, h *house) {
				h.findable(t)
				h.findable(t)
				h.now = h.now.AddDate(2, 0, 0)
			},
			func(h *house) func(context.Context) error { return h.Directory.SweepIntakes },
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := open(t)
			row.setUp(t, h)
			var ids []uuid.UUID
			require.NoError(t, h.db.Raw(row.ids).Scan(&ids).Error)
			require.Greater(t, len(ids), 1)
			h.breakRow(t, row.table, row.column, ids[0].String())
			require.ErrorContains(t, row.sweep(h)(t.Context()), "broken row")
			var left int64
			require.NoError(t, h.db.Raw(row.left).Scan(&left).Error)
			assert.EqualValues(t, 1, left, "only the broken one")
		})
	}
}
