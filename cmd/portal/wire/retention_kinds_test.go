package wire_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/minio/minio-go/v7"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"providerportal/cmd/portal/sample"
	"providerportal/cmd/portal/wire"
	"providerportal/enrollment"
	"providerportal/internal/account"
	"providerportal/internal/dbtest"
	"providerportal/internal/s3test"
	"providerportal/internal/workday"
	"providerportal/matching"
	"providerportal/storage/documents"
)

// rejected gives an application that was rejected, with marks in what was written.
func (a *archive) rejected(applicant account.Actor) uuid.UUID {
	a.t.Helper()
	ctx := a.t.Context()
	id, err := a.make.Submitted(ctx, applicant)
	require.NoError(a.t, err)
	dossier, err := a.Enrollment.Dossier(ctx, a.desk.Reviewer, id)
	require.NoError(a.t, err)
	for i, requirement := range dossier.Requirements {
		judgement := enrollment.Judgement{Outcome: enrollment.OutcomeMet}
		if i == 0 {
			judgement = enrollment.Judgement{Outcome: enrollment.OutcomeNotMet, Reasons: "merkreden", InternalNote: "merknotitie"}
		}
		require.NoError(a.t, a.Enrollment.Judge(ctx, a.desk.Reviewer, id, requirement.Code, judgement))
	}
	require.NoError(a.t, a.Enrollment.CompleteReview(ctx, a.desk.Reviewer, id))
	require.NoError(a.t, a.Enrollment.Decide(ctx, a.desk.Decider, id, enrollment.Verdict{Reasons: "merkbesluit"}))
	return id
}

// everything is the text of every row of every table, jobs too, and of every
// document that the store still gives.
func (a *archive) everything() string {
	a.t.Helper()
	var tables []string
	require.NoError(a.t, a.db.Raw("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").Scan(&tables).Error)
	var all strings.Builder
	for _, table := range tables {
		var rows []string
		require.NoError(a.t, a.db.Raw("SELECT x::text FROM "+table+" x").Scan(&rows).Error)
		all.WriteString(table + ": " + strings.Join(rows, "\n") + "\n")
	}
	return all.String()
}

// gone fails for each word that is left, with what stands around it.
func (a *archive) gone(words ...string) {
	a.t.Helper()
	all := a.everything()
	for _, word := range words {
		if i := strings.Index(all, word); i >= 0 {
			a.t.Errorf("%s is left: …%s…", word, all[max(0, i-300):min(len(all), i+80)])
		}
	}
}

// TestRejectedApplicationGoes looks for everything of a rejected application in
// every table: reasons, notes, letter and reference (RET-3). What is open stays.
func TestRejectedApplicationGoes(t *testing.T) {
	a := openArchive(t, dbtest.Tx(t))
	id, other := a.rejected(a.applicant()), a.applicant()
	open, err := a.make.Filled(t.Context(), other)
	require.NoError(t, err)
	var reference string
	require.NoError(t, a.db.Raw("SELECT reference FROM applications WHERE id = ?", id).Scan(&reference).Error)
	marks := []string{reference, "merkreden", "merknotitie", "merkbesluit"}
	for _, mark := range marks {
		require.Contains(t, a.everything(), mark, "never stored: the search proves nothing")
	}
	began := workday.On(a.now)
	a.now = began.AddMonths(12).Start()
	a.approve("application-rejected", 1)
	require.NoError(t, a.Retention.Run(t.Context()))
	a.gone(marks...)
	assert.Zero(t, a.count("applications WHERE id = ?", id))
	assert.Equal(t, 1, a.count("applications WHERE id = ?", open))
	require.Len(t, a.declarations(), 1)
}

// TestInvitationGoes takes an invitation with its letter and address.
func TestInvitationGoes(t *testing.T) {
	a := openArchive(t, dbtest.Tx(t))
	consultant, err := a.make.Consultant(t.Context(), "Cas Consulent", "GM0984")
	require.NoError(t, err)
	require.NoError(t, a.Enrollment.Invite(t.Context(), consultant, enrollment.Invitation{
		Organisation: "Merkorganisatie", Email: "merk@nieuw.example", Reason: "merkreden",
	}))
	require.Contains(t, a.everything(), "merk@nieuw.example")
	a.now = a.now.AddDate(1, 0, 1)
	a.approve("invitation", 1)
	require.NoError(t, a.Retention.Run(t.Context()))
	a.gone("Merkorganisatie", "merk@nieuw.example", "merkreden")
	require.Len(t, a.declarations(), 1)
}

// TestClockOfARequestGoesAfterFiveYears has the text go after six weeks and the
// clock that stays after five years, counted from the same day (T11).
func TestClockOfARequestGoesAfterFiveYears(t *testing.T) {
	a := openArchive(t, dbtest.Tx(t))
	provider, err := a.make.Findable(t.Context(), a.desk, sample.Organisations(1)[0])
	require.NoError(t, err)
	consultant, err := a.make.Consultant(t.Context(), "Cas Consulent", "GM0984")
	require.NoError(t, err)
	var slug string
	require.NoError(t, a.db.Raw("SELECT slug FROM providers WHERE id = ?", provider.ProviderID).Scan(&slug).Error)
	request, err := a.Matching.Send(t.Context(), consultant, slug, matching.Question{
		Municipality: "GM0984", OwnReference: "merkeigen", ProductCode: "individuele-toeleiding", Question: "merkvraag",
		PreferredWay: matching.WayTable, ResidentChose: true,
	})
	require.NoError(t, err)
	require.NoError(t, a.Matching.Withdraw(t.Context(), consultant, request.ID, matching.Ending{Reason: "resident-stopped"}))
	closed := workday.On(a.now)
	a.now = closed.AddDays(42).Start()
	a.approve("request-text", 1)
	require.NoError(t, a.Retention.Run(t.Context()))
	a.gone("merkeigen", "merkvraag", request.Reference)
	assert.Equal(t, 1, a.count("requests WHERE id = ?", request.ID))

	a.now = closed.AddMonths(60).Start().Add(-1)
	require.NoError(t, a.Retention.List(t.Context()))
	assert.Zero(t, a.count("retention_items WHERE class = 'request-row'"), "a moment too early")
	a.now = closed.AddMonths(60).Start()
	a.approve("request-row", 1)
	require.NoError(t, a.Retention.Run(t.Context()))
	for _, table := range []string{"requests WHERE id = ?", "request_events WHERE request_id = ?", "request_reminders WHERE request_id = ?", "request_offers WHERE request_id = ?"} {
		assert.Zero(t, a.count(table, request.ID), table)
	}
	assert.Len(t, a.declarations(), 2)
}

// TestEveryVersionGoesFromALockingBucket destroys a withdrawn application in a
// bucket that keeps versions and locks: all versions of its documents are gone,
// those of another application stay (RET-1).
func TestEveryVersionGoesFromALockingBucket(t *testing.T) {
	server := s3test.StartLocking(t)
	store, err := documents.NewS3(documents.S3Settings{
		Endpoint: server.Endpoint, Region: s3test.Region, Bucket: server.Bucket, AccessKey: server.AccessKey, SecretKey: server.SecretKey, Insecure: true,
	})
	require.NoError(t, err)
	t.Cleanup(store.Close)
	a := openArchive(t, dbtest.Tx(t), func(p *wire.Parts) { p.Store = store })
	versions := func(id uuid.UUID) (n int) {
		var keys []string
		require.NoError(t, a.db.Raw("SELECT document_id FROM answers WHERE application_id = ? AND document_id IS NOT NULL", id).Scan(&keys).Error)
		for _, key := range keys {
			n += a.versions(server, key)
		}
		return n
	}
	gone, stays := a.withdrawn(), a.withdrawn()
	var keys []string
	require.NoError(t, a.db.Raw("SELECT document_id FROM answers WHERE application_id = ? AND document_id IS NOT NULL", gone).Scan(&keys).Error)
	older := sample.PDF("ouder")
	for _, key := range keys { // a restored backup, or a write that was repeated
		require.NoError(t, store.Put(t.Context(), "documents/"+key, documents.Object{Body: bytes.NewReader(older), Size: int64(len(older)), ContentType: "application/pdf"}))
	}
	before := versions(stays)
	require.Equal(t, 2*len(keys), versions(gone))
	require.NoError(t, a.db.Exec("UPDATE applications SET withdrawn_at = withdrawn_at + interval '2 days' WHERE id = ?", stays).Error)
	a.now = a.now.AddDate(1, 0, 0)
	a.approve("application-withdrawn", 1)
	require.NoError(t, a.Retention.Run(t.Context()))
	for _, key := range keys {
		assert.Zero(t, a.versions(server, key), key)
	}
	assert.Equal(t, before, versions(stays))
	require.Len(t, a.declarations(), 1)
	assert.Equal(t, len(keys), a.declarations()[0].Objects)
}

// versions counts what the bucket has under a document's key, markers of deletion
// too.
func (a *archive) versions(server *s3test.Server, id string) (n int) {
	a.t.Helper()
	for version := range server.Client().Client.ListObjects(a.t.Context(), server.Bucket, minio.ListObjectsOptions{Prefix: "documents/" + id, WithVersions: true}) {
		require.NoError(a.t, version.Err, fmt.Sprint(version.Key))
		n++
	}
	return n
}
