package wire_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"providerportal/cmd/portal/sample"
	"providerportal/cmd/portal/wire"
	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/audit"
	"providerportal/internal/dbtest"
	"providerportal/internal/retention"
	"providerportal/internal/workday"
	"providerportal/storage/documents"
)

// archive is the whole domain with a clock, an administrator and a store that can
// be away.
type archive struct {
	*wire.Domain
	t     *testing.T
	db    *gorm.DB
	now   time.Time
	store *flaky
	make  sample.Maker
	desk  sample.Desk
	admin account.Actor
	next  int
}

// flaky is a store that does not delete while it is down.
type flaky struct {
	documents.Store
	down bool
}

func (f *flaky) Delete(ctx context.Context, key string) error {
	if f.down {
		return errors.New("the store is away")
	}
	return f.Store.Delete(ctx, key)
}

func openArchive(t *testing.T, db *gorm.DB, change ...func(*wire.Parts)) *archive {
	t.Helper()
	a := &archive{t: t, db: db, now: time.Date(2026, 4, 1, 10, 0, 0, 0, time.UTC)}
	p := parts(t)
	for _, one := range change {
		one(&p)
	}
	a.store = &flaky{Store: p.Store}
	p.DB, p.Store, p.Now = db, a.store, func() time.Time { return a.now }
	var err error
	a.Domain, err = wire.Build(t.Context(), p)
	require.NoError(t, err)
	a.make = sample.Maker{Domain: a.Domain, DB: db}
	for actor, role := range map[*account.Actor]account.Role{
		&a.desk.Reviewer: account.RoleReviewer, &a.desk.Decider: account.RoleDecider, &a.desk.Manager: account.RoleContractManager, &a.admin: account.RoleAdministrator,
	} {
		*actor, err = a.make.Staff(t.Context(), "Medewerker "+string(role), role)
		require.NoError(t, err)
	}
	a.admin.Fresh = true
	return a
}

func (a *archive) applicant() account.Actor {
	a.t.Helper()
	a.next++
	actor, err := a.make.Applicant(a.t.Context(), sample.Organisations(a.next)[a.next-1])
	require.NoError(a.t, err)
	return actor
}

// withdrawn gives an application with documents that its provider withdrew.
func (a *archive) withdrawn() uuid.UUID {
	a.t.Helper()
	applicant := a.applicant()
	id, err := a.make.Submitted(a.t.Context(), applicant)
	require.NoError(a.t, err)
	require.NoError(a.t, a.Enrollment.Withdraw(a.t.Context(), applicant, id, enrollment.Withdrawal{Code: enrollment.WithdrawLater}))
	return id
}

// approve lets everything of a class go that is due now.
func (a *archive) approve(code string, count int) {
	a.t.Helper()
	require.NoError(a.t, a.Retention.List(a.t.Context()))
	require.NoError(a.t, a.Retention.Approve(a.t.Context(), a.admin, code, count, a.now))
}

func (a *archive) count(query string, args ...any) (count int) {
	a.t.Helper()
	require.NoError(a.t, a.db.Raw("SELECT count(*) FROM "+query, args...).Scan(&count).Error)
	return count
}

func (a *archive) declarations() []retention.Declaration {
	a.t.Helper()
	found, err := a.Retention.Declarations(a.t.Context(), a.admin, 1)
	require.NoError(a.t, err)
	return found.Lines
}

// TestWithdrawnApplicationGoesWithItsDocuments pins a whole run: nothing before its
// day or without approval, then the rows, the letters, the objects and what is
// known of them; a declaration stays (RET-1, RET-3).
func TestWithdrawnApplicationGoesWithItsDocuments(t *testing.T) {
	a := openArchive(t, dbtest.Tx(t))
	id := a.withdrawn()
	var keys []uuid.UUID
	require.NoError(t, a.db.Raw("SELECT document_id FROM answers WHERE application_id = ? AND document_id IS NOT NULL", id).Scan(&keys).Error)
	require.NotEmpty(t, keys)
	began := workday.On(a.now)
	a.now = began.AddMonths(12).Start().Add(-time.Second)
	require.NoError(t, a.Retention.List(t.Context()))
	assert.Zero(t, a.count("retention_items WHERE class = 'application-withdrawn'"), "a second too early")
	a.now = began.AddMonths(12).Start()
	require.NoError(t, a.Retention.Run(t.Context()))
	assert.Equal(t, 1, a.count("applications WHERE id = ?", id), "nobody approved")
	a.approve("application-withdrawn", 1)
	require.NoError(t, a.Retention.Run(t.Context()))
	require.NoError(t, a.Retention.Run(t.Context()), "a second run changes nothing")

	assert.Zero(t, a.count("applications WHERE id = ?", id))
	assert.Zero(t, a.count("letters WHERE about_id = ?", id.String()))
	assert.Zero(t, a.count("documents WHERE id IN ?", keys))
	assert.Zero(t, a.count("retention_items WHERE class = 'application-withdrawn'"))
	for _, key := range keys {
		_, err := a.store.Get(t.Context(), "documents/"+key.String())
		require.ErrorIs(t, err, documents.ErrNotFound)
	}
	require.Len(t, a.declarations(), 1)
	declared := a.declarations()[0]
	assert.Equal(t, 1, declared.Records)
	assert.Equal(t, len(keys), declared.Objects)
	assert.Equal(t, began, declared.FirstOn)
	assert.Equal(t, a.admin.UserID, declared.ApprovedBy)
}

// TestEndedContractGoes pins that signed papers and decisions, which nothing else
// deletes, go with an approval; and not while a copy is kept.
func TestEndedContractGoes(t *testing.T) {
	a := openArchive(t, dbtest.Tx(t))
	applicant := a.applicant()
	require.NoError(t, a.make.Contracted(t.Context(), a.desk, applicant))
	require.NoError(t, a.Enrollment.SweepCopies(t.Context()))
	contract, err := a.Enrollment.OwnContract(t.Context(), applicant)
	require.NoError(t, err)
	require.NoError(t, a.db.Exec("UPDATE contracts SET status = 'ended', ended_on = ? WHERE id = ?", workday.On(a.now), contract.ID).Error)
	require.Error(t, a.db.Transaction(func(tx *gorm.DB) error {
		return tx.Exec("DELETE FROM contract_copies WHERE contract_id = ?", contract.ID).Error
	}), "without approval the database refuses")
	require.NoError(t, a.db.Exec("UPDATE retention_classes SET term = 1 WHERE code = 'contract-ended'").Error)

	a.now = a.now.AddDate(1, 0, 0)
	a.approve("contract-ended", 1)
	require.NoError(t, a.Retention.Run(t.Context()))
	assert.Equal(t, 1, a.count("retention_items WHERE blocked = 'locked' AND approval_id IS NULL"), "the copies are kept ten years")
	assert.Equal(t, 1, a.count("contracts WHERE id = ?", contract.ID))
	assert.Empty(t, a.declarations())

	a.now = a.now.AddDate(9, 0, 1)
	a.approve("contract-ended", 1)
	require.NoError(t, a.Retention.Run(t.Context()))
	assert.Zero(t, a.count("contracts WHERE id = ?", contract.ID))
	assert.Zero(t, a.count("applications WHERE id = ?", *contract.ApplicationID))
	assert.Zero(t, a.count("documents WHERE provider_id = ?", applicant.ProviderID))
	assert.Zero(t, a.count("letters WHERE about_id IN ?", []string{contract.ID.String(), contract.ApplicationID.String()}))
	require.Len(t, a.declarations(), 1)
	assert.Positive(t, a.declarations()[0].Objects)
}

// TestCrashLosesNothing stops between two records, and between the database and
// the store; the next run finishes (RET-1).
func TestCrashLosesNothing(t *testing.T) {
	a := openArchive(t, dbtest.Tx(t))
	for range 3 {
		a.withdrawn()
	}
	a.now = a.now.AddDate(1, 0, 0)
	a.approve("application-withdrawn", 3)
	var erased int
	for i := range a.Retention.Classes {
		if class := &a.Retention.Classes[i]; class.Code == "application-withdrawn" {
			whole := class.Erase
			class.Erase = func(tx *gorm.DB, record retention.Record) error {
				if erased++; erased == 2 {
					return errors.New("the power went")
				}
				return whole(tx, record)
			}
		}
	}
	a.store.down = true
	require.Error(t, a.Retention.Run(t.Context()))
	assert.Equal(t, 1, a.count("applications"), "one was not reached")
	assert.Equal(t, 2, a.count("retention_items WHERE erased_at IS NOT NULL"), "their objects are still there")
	assert.Positive(t, a.count("documents WHERE state = 'removed' AND erased_at IS NULL"))
	assert.Empty(t, a.declarations())

	require.Error(t, a.Retention.Run(t.Context()), "the store is still away")
	assert.Zero(t, a.count("applications"))
	assert.Empty(t, a.declarations())
	a.store.down = false
	require.NoError(t, a.Retention.Run(t.Context()))
	require.Len(t, a.declarations(), 1)
	assert.Equal(t, 3, a.declarations()[0].Records)
	assert.Zero(t, a.count("documents"))
	assert.Zero(t, a.count("retention_items WHERE approval_id IS NOT NULL"))
}

// TestHoldAfterApproval pins that a hold stops even what is approved (RET-2).
func TestHoldAfterApproval(t *testing.T) {
	a := openArchive(t, dbtest.Tx(t))
	held, other := a.withdrawn(), a.withdrawn()
	a.now = a.now.AddDate(1, 0, 0)
	a.approve("application-withdrawn", 2)
	var reference string
	require.NoError(t, a.db.Raw("SELECT reference FROM applications WHERE id = ?", held).Scan(&reference).Error)
	until := workday.On(a.now).AddDays(10)
	require.NoError(t, a.Retention.Place(t.Context(), a.admin, retention.Hold{Reference: reference, Reason: "Bezwaar", UntilOn: &until}))
	require.NoError(t, a.Retention.Run(t.Context()))
	assert.Equal(t, 1, a.count("applications WHERE id = ?", held))
	assert.Zero(t, a.count("applications WHERE id = ?", other))
	require.Len(t, a.declarations(), 1)
	assert.Equal(t, 1, a.declarations()[0].Records)
	require.Error(t, a.Retention.Approve(t.Context(), a.admin, "application-withdrawn", 1, a.now), "it is held")
	a.now = until.End().Add(time.Second)
	a.approve("application-withdrawn", 1)
	require.NoError(t, a.Retention.Run(t.Context()))
	assert.Zero(t, a.count("applications WHERE id = ?", held), "the hold is over")
	assert.Zero(t, a.count("retention_holds"), "a hold on what is gone goes too")

	stale := a.admin
	stale.Fresh = false
	for _, actor := range []account.Actor{stale, a.desk.Manager} {
		require.Error(t, a.Retention.Approve(t.Context(), actor, "application-withdrawn", 1, a.now))
		require.Error(t, a.Retention.Place(t.Context(), actor, retention.Hold{Reference: reference, Reason: "Bezwaar"}))
	}
}

// TestTwoInstancesDestroyOnce runs the job on two instances at the same time.
func TestTwoInstancesDestroyOnce(t *testing.T) {
	a := openArchive(t, dbtest.Database(t).Gorm)
	for range 4 {
		a.withdrawn()
	}
	a.now = a.now.AddDate(1, 0, 0)
	a.approve("application-withdrawn", 4)
	var work sync.WaitGroup
	failed := make(chan error, 8)
	for range 2 {
		work.Go(func() {
			for range 4 {
				failed <- a.Retention.Run(context.WithoutCancel(t.Context()))
			}
		})
	}
	work.Wait()
	close(failed)
	for err := range failed {
		require.NoError(t, err)
	}
	require.Len(t, a.declarations(), 1)
	assert.Equal(t, 4, a.declarations()[0].Records)
	assert.Zero(t, a.count("documents"))
}

// TestChangedRecordIsNotDestroyed pins that a draft that moved after the approval
// stays: its term begins anew.
func TestChangedRecordIsNotDestroyed(t *testing.T) {
	a := openArchive(t, dbtest.Tx(t))
	applicant := a.applicant()
	id, err := a.make.Filled(t.Context(), applicant)
	require.NoError(t, err)
	a.now = workday.On(a.now).AddDays(89).End()
	require.NoError(t, a.Retention.List(t.Context()))
	assert.Zero(t, a.count("retention_items WHERE class = 'application-draft'"))
	a.now = a.now.Add(time.Second)
	a.approve("application-draft", 1)
	require.NoError(t, a.Enrollment.SaveContact(t.Context(), applicant, id, enrollment.Contact{Name: "A", Email: "a@b.example", Phone: "077-0123456", Version: 1}))
	require.NoError(t, a.Retention.Run(t.Context()))
	assert.Equal(t, 1, a.count("applications WHERE id = ?", id))
	assert.Empty(t, a.declarations())
}

// TestLoginData pins that sign-ins go by whole months after half a year, and that
// nothing else ever leaves the trail.
func TestLoginData(t *testing.T) {
	a := openArchive(t, dbtest.Tx(t))
	a.now = time.Now()
	month := workday.On(a.now).AddMonths(-8)
	entry := func(action string, at time.Time) {
		require.NoError(t, a.db.Create(&audit.Entry{At: at, Action: action, Object: "user", ObjectID: "oud", Origin: "192.0.2.1", Result: audit.ResultOK}).Error)
	}
	entry("session.opened-totp", month.Start())
	entry("application.submitted", month.Start())
	entry("session.closed", a.now.AddDate(0, -5, 0))
	require.NoError(t, a.Retention.List(t.Context()))
	assert.Equal(t, 1, a.count("retention_items WHERE class = 'login'"))
	a.approve("login", 1)
	require.NoError(t, a.Retention.Run(t.Context()))
	assert.Equal(t, 0, a.count("audit_entries WHERE object_id = 'oud' AND action = 'session.opened-totp'"))
	assert.Equal(t, 2, a.count("audit_entries WHERE object_id = 'oud'"))
	for _, action := range []string{"application.submitted", "session.closed"} {
		require.Error(t, a.db.Transaction(func(tx *gorm.DB) error {
			return tx.Exec("DELETE FROM audit_entries WHERE object_id = 'oud' AND action = ?", action).Error
		}), action)
	}
	require.NoError(t, a.db.Exec("SELECT forget_signins('2000-01-01', '2100-01-01')").Error)
	assert.Equal(t, 2, a.count("audit_entries WHERE object_id = 'oud'"), "the database itself keeps the rest")
}

// TestRules pins the terms and the arithmetic at the edges of months.
func TestRules(t *testing.T) {
	day := func(text string) workday.Date {
		parsed, err := workday.Parse(text)
		require.NoError(t, err)
		return parsed
	}
	for _, one := range []struct {
		term       int
		unit       retention.Unit
		began, due string
	}{
		{42, retention.Day, "2026-01-01", "2026-02-12"},
		{42, retention.Day, "2024-02-01", "2024-03-14"},
		{90, retention.Day, "2026-11-30", "2027-02-28"},
		{6, retention.Month, "2026-08-31", "2027-02-28"},
		{1, retention.Year, "2024-02-29", "2025-02-28"},
		{10, retention.Year, "2026-12-31", "2036-12-31"},
	} {
		rule := retention.Rule{Term: one.term, Unit: one.unit}
		assert.Equal(t, day(one.due), rule.DueOn(day(one.began)), fmt.Sprint(one))
	}
	a := openArchive(t, dbtest.Tx(t))
	lines, err := a.Retention.Overview(t.Context(), a.admin)
	require.NoError(t, err)
	var terms []string
	for _, line := range lines {
		terms = append(terms, fmt.Sprintf("%s %d %s", line.Code, line.Term, line.Unit))
	}
	assert.Equal(t, []string{
		"request-text 42 day", "request-row 5 year", "application-draft 90 day", "application-withdrawn 1 year", "application-rejected 1 year",
		"contract-ended 10 year", "invitation 1 year", "login 6 month",
	}, terms)
}

// TestEveryTableIsErased finds a new table that refers to a record with a term:
// its package must erase it, and this list says so.
func TestEveryTableIsErased(t *testing.T) {
	db := dbtest.Tx(t)
	for table, known := range map[string][]string{
		"requests": {"request_events", "request_offers", "request_openings", "request_reminders", "requests"},
		"applications": {"answers", "application_events", "application_municipalities", "application_parts", "application_terms", "applications", "checks",
			"contracts", "decision_letters", "replaced_documents", "review_notes", "review_presence", "sent_answers", "submissions", "supplement_requests"},
		"contracts": {"contract_copies", "contract_decisions", "contract_evidence", "contract_scans", "imported_contracts"},
	} {
		var found []string
		require.NoError(t, db.Raw("SELECT DISTINCT conrelid::regclass::text FROM pg_constraint WHERE contype = 'f' AND confrelid = ?::regclass ORDER BY 1", table).Scan(&found).Error)
		assert.Equal(t, known, found, table)
	}
}
