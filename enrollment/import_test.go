package enrollment_test

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/directory"
	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/fault"
	"providerportal/internal/sheet"
	"providerportal/internal/workday"
)

// importFile is a spreadsheet with existing contracts, by column.
type importFile []map[string]string

// fortyOne are the contracts of 1 January 2022 (DOM-3), with fictitious names:
// 38 for segment 2, 3 for segment 1, profiles complete except for two.
func fortyOne() importFile {
	file := importFile{}
	for i := 1; i <= 41; i++ {
		slug := fmt.Sprintf("aanbieder-%02d", i)
		row := map[string]string{
			"organisation": fmt.Sprintf("Stichting Proef %02d é", i), "kvk": fmt.Sprintf("00009%03d", i), "segment": "2", "reference": fmt.Sprintf("MGR-2021-%03d", i),
			"from": "2022-01-01", "admin": "kantoor@" + slug + ".example", "mission": "Wij gaan uit van wat iemand kan.", "offer": "Een vaste coach; stap voor stap naar werk.",
			"audience": "Mensen die lang\nzonder werk zijn.", "products": "individuele-toeleiding", "groups": "Statushouders; grote-afstand", "municipalities": "Venray; Horst aan de Maas",
			"website": "www." + slug + ".example", "intake-name": "Aanmeldpunt", "intake-email": "aanmelden@" + slug + ".example", "intake-phone": "077-0123456",
			"intake-hours": "Maandag tot en met vrijdag", "intake-verified": "15-12-2021",
		}
		switch {
		case i <= 3:
			row["segment"], row["products"] = "1", "collectieve-toeleiding"
		case i == 40:
			row["mission"] = ""
		case i == 41:
			row["intake-verified"], row["from"] = "", "1-1-2022"
		}
		file = append(file, row)
	}
	return file
}

func (f importFile) table() (header []string, rows [][]any) {
	for _, column := range enrollment.ImportColumns {
		header = append(header, column.Header)
	}
	for _, values := range f {
		row := make([]any, len(header))
		for i, column := range enrollment.ImportColumns {
			row[i] = values[column.Code]
		}
		rows = append(rows, row)
	}
	return header, rows
}

func (f importFile) xlsx(t *testing.T) []byte {
	t.Helper()
	header, rows := f.table()
	var out bytes.Buffer
	require.NoError(t, sheet.Write(&out, "Contracten", header, rows))
	return out.Bytes()
}

func (f importFile) csv() []byte {
	header, rows := f.table()
	quote := func(text string) string { return `"` + strings.ReplaceAll(text, `"`, `""`) + `"` }
	var out strings.Builder
	out.WriteString("\ufeff" + strings.Join(header, ";") + "\r\n")
	for _, row := range rows {
		for i, cell := range row {
			if i > 0 {
				out.WriteString(";")
			}
			out.WriteString(quote(fmt.Sprint(cell)))
		}
		out.WriteString("\r\n")
	}
	return []byte(out.String())
}

func (h *house) count(t *testing.T, table string) int64 {
	t.Helper()
	var count int64
	require.NoError(t, h.db.Table(table).Count(&count).Error)
	return count
}

// E11, DOM-3: 41 contracts, first a dry run, then for real, then again.
func TestImportOfFortyOneContracts(t *testing.T) {
	for name, content := range map[string][]byte{"xlsx": fortyOne().xlsx(t), "csv": fortyOne().csv()} {
		t.Run(name, func(t *testing.T) {
			h := open(t)
			plan, err := h.Enrollment.RunImport(t.Context(), account.System(), "contracten."+name, content, false, true)
			require.NoError(t, err)
			require.Empty(t, plan.Problems)
			assert.Equal(t, 41, plan.Count(enrollment.ImportNew))
			assert.Zero(t, h.count(t, "contracts"), "a dry run changes nothing")
			assert.Zero(t, h.count(t, "contract_imports"))

			plan, err = h.Enrollment.RunImport(t.Context(), account.System(), "contracten."+name, content, false, false)
			require.NoError(t, err)
			assert.Equal(t, 41, plan.Count(enrollment.ImportNew))
			for table, want := range map[string]int64{
				"contracts": 41, "providers": 41, "admissions": 41, "imported_contracts": 41, "contract_imports": 1,
				"intake_points": 41, "finder_entries": 39, "profile_versions": 39, "letters": 0,
			} {
				assert.Equal(t, want, h.count(t, table), table)
			}
			entries := h.count(t, "audit_entries")

			plan, err = h.Enrollment.RunImport(t.Context(), account.System(), "contracten."+name, content, false, false)
			require.NoError(t, err)
			assert.Equal(t, 41, plan.Count(enrollment.ImportSame))
			assert.EqualValues(t, 41, h.count(t, "contracts"))
			assert.Equal(t, entries, h.count(t, "audit_entries"), "running it twice changes nothing")
		})
	}
}

// What was imported is there: found, asked, in both segments, and in the list.
func TestImportedProviderTakesPart(t *testing.T) {
	h := open(t)
	_, err := h.Enrollment.RunImport(t.Context(), account.System(), "c.csv", fortyOne().csv(), false, false)
	require.NoError(t, err)
	public, err := h.Directory.Public(t.Context(), "stichting-proef-07-e")
	require.NoError(t, err)
	assert.Equal(t, "https://www.aanbieder-07.example", public.Profile.Website)
	assert.Equal(t, []string{"grote-afstand", "statushouders"}, public.Profile.TargetGroups)
	askable, err := directory.Askable(h.db, public.Provider.ID, "individuele-toeleiding", h.now)
	require.NoError(t, err)
	assert.True(t, askable)
	list, err := h.Enrollment.Contracts(t.Context(), h.desk.Manager, enrollment.ContractsAsked{List: "active"})
	require.NoError(t, err)
	assert.Equal(t, 41, list.Total)
	for _, slug := range []string{"stichting-proef-40-e", "stichting-proef-41-e"} {
		_, err = h.Directory.Public(t.Context(), slug)
		assert.True(t, fault.Is(err, fault.KindMissing), "%s lacks a mandatory part", slug)
	}
}

// Every bad row is named with its number, column and reason; nothing is imported.
func TestImportNamesEveryBadRow(t *testing.T) {
	h := open(t)
	taken := h.applicant(t)
	require.NoError(t, h.make.Contracted(t.Context(), h.desk, taken))
	own, err := h.Directory.Provider(t.Context(), taken.ProviderID)
	require.NoError(t, err)
	file := fortyOne()
	bad := []struct{ column, value, key string }{
		{"organisation", "", "import.wrong.required"},
		{"organisation", "=cmd|' /C calc'!A0", "import.wrong.formula"},
		{"kvk", "1234567", "import.wrong.kvk-short"},
		{"kvk", "12A45678", "import.wrong.kvk"},
		{"segment", "3", "import.wrong.segment"},
		{"reference", "<b>", "import.wrong.reference"},
		{"from", "31-2-2022", "import.wrong.date"},
		{"from", "ooit", "import.wrong.date"},
		{"ended", "2099-01-01", "import.wrong.date-future"},
		{"ended", "2021-01-01", "import.wrong.ended-before-from"},
		{"admin", "geen adres", "import.wrong.email"},
		{"mission", strings.Repeat("x", 751), "import.wrong.long"},
		{"offer", "Bel over bsn 123456782.", "import.wrong.bsn"},
		{"products", "Schaken", "import.wrong.product"},
		{"products", "collectieve-toeleiding", "import.wrong.product-segment"},
		{"groups", "Statushouders; Koningen", "import.wrong.group"},
		{"municipalities", "Amsterdam", "import.wrong.municipality"},
		{"website", "javascript:alert(1)", "import.wrong.website"},
		{"intake-email", "", "import.wrong.intake-incomplete"},
		{"intake-phone", "bel maar", "import.wrong.phone"},
		{"intake-verified", "2027-01-01", "import.wrong.date-future"},
		{"kvk", "00009004", "import.wrong.twice"},
		{"reference", "mgr-2021-004", "import.wrong.reference-twice"},
	}
	for i, wrong := range bad {
		file[i+5][wrong.column] = wrong.value // the first rows stay good
	}
	plan, err := h.Enrollment.RunImport(t.Context(), account.System(), "c.xlsx", file.xlsx(t), false, false)
	require.NoError(t, err)
	byRow := map[int]enrollment.ImportProblem{}
	for _, problem := range plan.Problems {
		byRow[problem.Row] = problem
		assert.NotContains(t, problem.Value, "123456782")
	}
	for i, wrong := range bad {
		problem := byRow[i+7]
		assert.Equal(t, wrong.key, problem.Key, "row %d: %s %q", i+7, wrong.column, wrong.value)
		assert.Equal(t, wrong.column, problem.Column, "row %d", i+7)
	}
	assert.Len(t, plan.Problems, len(bad))
	assert.EqualValues(t, 1, h.count(t, "contracts"), "nothing was imported")

	// What only the portal knows: another contract, or a reference that is taken.
	file = fortyOne()
	contract, err := h.Enrollment.OwnContract(t.Context(), taken)
	require.NoError(t, err)
	file[10]["kvk"] = own.Entry.KvK
	file[11]["reference"] = contract.Reference
	plan, err = h.Enrollment.RunImport(t.Context(), account.System(), "c.xlsx", file.xlsx(t), false, false)
	require.NoError(t, err)
	require.Len(t, plan.Problems, 2)
	assert.Equal(t, "import.wrong.other-contract", plan.Problems[0].Key)
	assert.Equal(t, "import.wrong.reference-taken", plan.Problems[1].Key)
}

func TestImportNamesBadColumns(t *testing.T) {
	h := open(t)
	plan, err := h.Enrollment.CheckImport(t.Context(), h.desk.Manager, []byte("naam,kvk,naam,geheim\nx,00000001,y,z\n"), false)
	require.NoError(t, err)
	var keys []string
	for _, problem := range plan.Problems {
		assert.Equal(t, 1, problem.Row)
		keys = append(keys, problem.Key+" "+problem.Column)
	}
	assert.Equal(t, []string{
		"import.wrong.column-twice organisation", "import.wrong.column geheim", "import.wrong.column-missing segment", "import.wrong.column-missing from",
	}, keys)
}

// A row that changed is shown as a change and changes what there is; what the
// portal or the provider decided since stays.
func TestImportOfChangedRows(t *testing.T) {
	h := open(t)
	file := fortyOne()
	_, err := h.Enrollment.RunImport(t.Context(), account.System(), "c.csv", file.csv(), true, false)
	require.NoError(t, err)
	assert.EqualValues(t, 41, h.count(t, "users")-3, "every administrator got an account")
	assert.EqualValues(t, 41, h.count(t, "letters"))

	require.NoError(t, h.db.Exec("UPDATE profiles SET mission = 'Zelf geschreven.' WHERE provider_id = (SELECT id FROM providers WHERE kvk = '00009005')").Error)
	file[3]["ended"] = "2026-03-31"
	file[4]["mission"] = "Van de MGR."
	file[5]["offer"] = "Een nieuw aanbod."
	file[6]["intake-email"] = "nieuw@aanbieder-07.example"
	file = append(file, map[string]string{"organisation": "Stichting Proef 09 é", "kvk": "00009009", "segment": "1", "from": "2022-01-01", "products": "collectieve-toeleiding"})
	plan, err := h.Enrollment.RunImport(t.Context(), account.System(), "c.csv", file.csv(), true, false)
	require.NoError(t, err)
	require.Empty(t, plan.Problems)
	assert.Equal(t, 1, plan.Count(enrollment.ImportNew))
	assert.Equal(t, 4, plan.Count(enrollment.ImportChanged), "one of them gets another product")
	assert.Equal(t, []enrollment.ImportChange{{Column: "ended", To: "2026-03-31"}}, plan.Lines[3].Changes)
	assert.Equal(t, []string{"mission"}, plan.Lines[4].Kept)
	assert.Equal(t, "Een nieuw aanbod.", plan.Lines[5].Changes[0].To)
	assert.Equal(t, []string{"intake-email", "intake-verified"}, []string{plan.Lines[6].Changes[0].Column, plan.Lines[6].Changes[1].Column})
	assert.EqualValues(t, 42, h.count(t, "contracts"))
	assert.EqualValues(t, 41, h.count(t, "letters"), "nobody is invited twice")
	_, err = h.Directory.Public(t.Context(), "stichting-proef-04-e")
	assert.True(t, fault.Is(err, fault.KindMissing), "the ended contract leaves the finder")
	public, err := h.Directory.Public(t.Context(), "stichting-proef-05-e")
	require.NoError(t, err)
	assert.Equal(t, "Zelf geschreven.", public.Profile.Mission)

	plan, err = h.Enrollment.RunImport(t.Context(), account.System(), "c.csv", file.csv(), true, false)
	require.NoError(t, err)
	assert.Equal(t, 42, plan.Count(enrollment.ImportSame), "%+v", plan.Lines)
}

// A decision that was planned lapses when an import ends the contract first, and
// keeps no other decision from its day.
func TestPlanLapsesWhenAnImportEndsTheContract(t *testing.T) {
	h := open(t)
	ctx := t.Context()
	file := fortyOne()[:5]
	_, err := h.Enrollment.RunImport(ctx, account.System(), "c.csv", file.csv(), false, false)
	require.NoError(t, err)
	var ids []uuid.UUID
	require.NoError(t, h.db.Table("contracts").Order("reference").Pluck("id", &ids).Error)
	day := workday.On(h.now).AddDays(10)
	require.NoError(t, h.Enrollment.Rule(ctx, h.desk.Manager, ids[3], ruling("end", "own-request", day)))
	require.NoError(t, h.Enrollment.Rule(ctx, h.desk.Manager, ids[4], ruling("suspend", "other", day.AddDays(1))))
	file[3]["ended"] = "2026-03-31"
	_, err = h.Enrollment.RunImport(ctx, account.System(), "c.csv", file.csv(), false, false)
	require.NoError(t, err)

	h.now = day.AddDays(1).Start().Add(time.Hour)
	require.NoError(t, h.Enrollment.SweepRulings(ctx))
	ended, err := h.Enrollment.ContractFile(ctx, h.desk.Manager, ids[3])
	require.NoError(t, err)
	assert.Nil(t, ended.Planned())
	assert.Equal(t, date("2026-03-31"), *ended.Contract.EndedOn)
	other, err := h.Enrollment.ContractFile(ctx, h.desk.Manager, ids[4])
	require.NoError(t, err)
	assert.Equal(t, enrollment.ContractSuspended, other.Contract.Status)
}

// TestImportWaitsForARuling pins E12: who ends a contract while it is imported is
// not undone, and the provider does not come back into the finder.
func TestImportWaitsForARuling(t *testing.T) {
	h := openAlone(t)
	file := fortyOne()[3:5]
	run := func() error {
		_, err := h.Enrollment.RunImport(t.Context(), account.System(), "c.csv", file.csv(), false, false)
		return err
	}
	require.NoError(t, run())
	file[0]["from"] = "2021-12-01"
	end := `WITH held AS (SELECT id FROM contracts ORDER BY id FOR UPDATE), ended AS (UPDATE admissions SET active = false, ended_on = '2026-04-02')
		UPDATE contracts SET status = 'ended', ended_on = '2026-04-02' WHERE id IN (SELECT id FROM held)`
	require.NoError(t, h.meanwhile(t, end, run))
	var running int64
	require.NoError(t, h.db.Table("admissions").Where("active").Count(&running).Error)
	assert.Zero(t, running)
	var from []string
	require.NoError(t, h.db.Table("contracts").Distinct("active_from::text").Pluck("active_from", &from).Error)
	assert.Equal(t, []string{"2022-01-01"}, from, "how it ran is kept")
}

// Two people press the button at the same moment: the contracts come once, and
// the second is told that something changed.
func TestTwoImportsAtOnce(t *testing.T) {
	h := openAlone(t)
	content := fortyOne().csv()
	id, wrong, err := h.Enrollment.PrepareImport(t.Context(), h.desk.Manager, "c.csv", content)
	require.NoError(t, err)
	require.Empty(t, wrong)
	other, _, err := h.Enrollment.PrepareImport(t.Context(), h.desk.Manager, "c.csv", content)
	require.NoError(t, err)
	_, plan, err := h.Enrollment.Import(t.Context(), h.desk.Manager, id, false)
	require.NoError(t, err)
	errs := make([]error, 3)
	var group sync.WaitGroup
	group.Go(func() { errs[0] = h.Enrollment.CarryOutImport(t.Context(), h.desk.Manager, id, plan.Digest, false) })
	group.Go(func() { errs[1] = h.Enrollment.CarryOutImport(t.Context(), h.desk.Manager, other, plan.Digest, false) })
	group.Go(func() {
		_, errs[2] = h.Enrollment.RunImport(t.Context(), account.System(), "c.csv", content, false, false)
	})
	group.Wait()
	done := 0
	for _, err := range errs[:2] {
		if err == nil {
			done++
		} else {
			assert.True(t, fault.Is(err, fault.KindConflict), "%v", err)
		}
	}
	assert.LessOrEqual(t, done, 1)
	require.NoError(t, errs[2])
	assert.EqualValues(t, 41, h.count(t, "contracts"))
	assert.EqualValues(t, 41, h.count(t, "providers"))
}

// The database goes away in the middle: nothing of the import is there.
func TestKilledImportLeavesNothing(t *testing.T) {
	h := openAlone(t)
	blocker := h.db.Begin()
	t.Cleanup(func() { blocker.Rollback() })
	require.NoError(t, blocker.Exec("INSERT INTO providers (id, kvk, name, slug, created_at) VALUES (gen_random_uuid(), '00009030', 'x', 'x', now())").Error)
	result := make(chan error, 1)
	go func() {
		_, err := h.Enrollment.RunImport(t.Context(), account.System(), "c.csv", fortyOne().csv(), false, false)
		result <- err
	}()
	killed := 0 // the import waits for the same KvK number, with 29 contracts written
	require.Eventually(t, func() bool {
		require.NoError(t, h.db.Raw(`SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
			WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'INSERT INTO "providers"%'`).Scan(&killed).Error)
		return killed > 0
	}, 20*time.Second, 20*time.Millisecond)
	require.Error(t, <-result)
	require.NoError(t, blocker.Rollback().Error)
	for _, table := range []string{"providers", "contracts", "contract_imports", "profiles", "admissions"} {
		assert.Zero(t, h.count(t, table), table)
	}
	_, err := h.Enrollment.RunImport(t.Context(), account.System(), "c.csv", fortyOne().csv(), false, false)
	require.NoError(t, err)
	assert.EqualValues(t, 41, h.count(t, "contracts"))
}

// Only contract managers import; a file waits an hour and is imported once.
func TestWhoImportsAndWhen(t *testing.T) {
	h := open(t)
	content := fortyOne().csv()
	for _, actor := range []account.Actor{{}, {Name: "portal"}, h.desk.Reviewer, h.desk.Decider, h.applicant(t), h.consultant(t)} {
		_, err := h.Enrollment.CheckImport(t.Context(), actor, content, false)
		assert.True(t, fault.Is(err, fault.KindForbidden), "%s", actor.Name)
		_, _, err = h.Enrollment.PrepareImport(t.Context(), actor, "c.csv", content)
		assert.True(t, fault.Is(err, fault.KindForbidden), "%s", actor.Name)
	}
	id, _, err := h.Enrollment.PrepareImport(t.Context(), h.desk.Manager, "c.csv", content)
	require.NoError(t, err)
	assert.True(t, fault.Is(h.Enrollment.CarryOutImport(t.Context(), h.desk.Reviewer, id, "", false), fault.KindForbidden))
	assert.True(t, fault.Is(h.Enrollment.CarryOutImport(t.Context(), h.desk.Manager, id, "anders", false), fault.KindConflict))
	_, plan, err := h.Enrollment.Import(t.Context(), h.desk.Manager, id, false)
	require.NoError(t, err)
	require.NoError(t, h.Enrollment.CarryOutImport(t.Context(), h.desk.Manager, id, plan.Digest, true))
	assert.True(t, fault.Is(h.Enrollment.CarryOutImport(t.Context(), h.desk.Manager, id, plan.Digest, true), fault.KindConflict))
	kept, plan, err := h.Enrollment.Import(t.Context(), h.desk.Manager, id, false)
	require.NoError(t, err)
	assert.Nil(t, plan)
	assert.Equal(t, &enrollment.ImportOutcome{New: 41, Published: 39, Invited: 41}, kept.Outcome)
	assert.Empty(t, kept.Rows)

	late, _, err := h.Enrollment.PrepareImport(t.Context(), h.desk.Manager, "c.csv", content)
	require.NoError(t, err)
	h.wait(61 * time.Minute)
	_, _, err = h.Enrollment.Import(t.Context(), h.desk.Manager, late, false)
	assert.True(t, fault.Is(err, fault.KindMissing))
	require.NoError(t, h.Enrollment.SweepImports(t.Context()))
	assert.EqualValues(t, 1, h.count(t, "contract_imports"))
}
