package sample_test

import (
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"github.com/stretchr/testify/require"

	"providerportal/cmd/portal/sample"
	"providerportal/cmd/portal/wire"
	"providerportal/internal/dbtest"
	"providerportal/internal/jobs"
	"providerportal/internal/mail"
	"providerportal/internal/smtptest"
	"providerportal/storage/documents"
)

// TestRoadWithoutMailServer pins that a mail server that is down stops nobody: an
// application is sent, reviewed and decided on, and each letter about it leaves
// once when the server is back.
func TestRoadWithoutMailServer(t *testing.T) {
	db, server := dbtest.Database(t), smtptest.Start(t, smtptest.Options{})
	server.Set(smtptest.Hooks{From: func(string) error { return smtptest.Refuse(421, "service not available") }})
	store, err := documents.OpenLocal(t.TempDir())
	require.NoError(t, err)
	t.Cleanup(func() { _ = store.Close() })
	inserter, err := jobs.Insert()
	require.NoError(t, err)
	domain, err := wire.Build(t.Context(), wire.Parts{
		DB: db.Gorm, Now: time.Now, BaseURL: "https://portal.example",
		Store: store, Scanner: documents.NoScanner{}, MaxUpload: 1 << 20, Jobs: inserter, Secret: []byte(strings.Repeat("s", 32)),
	})
	require.NoError(t, err)
	workers := river.NewWorkers()
	river.AddWorker(workers, &mail.Worker{
		DB: db.Gorm, Now: time.Now, From: mail.Sender{Name: "Regio", Address: "portaal@regio.example"},
		Transport: &mail.SMTP{Host: server.Host, Port: server.Port, Roots: server.Roots, Timeout: 5 * time.Second},
	})
	runner, err := jobs.Start(t.Context(), db.Pool, workers, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, runner.Stop()) })

	maker := sample.Maker{Domain: domain, DB: db.Gorm}
	people := desk(t, maker)
	applicant, err := maker.Applicant(t.Context(), sample.Organisations(1)[0])
	require.NoError(t, err)
	require.NoError(t, maker.Offered(t.Context(), people, applicant))

	letters := func(where string) (count int64) {
		require.NoError(t, db.Gorm.Table("letters").Where(where).Count(&count).Error)
		return count
	}
	all := letters("true")
	for _, kind := range []string{"application_submitted", "application_received_staff", "application_ready_to_decide", "application_admitted", "agreement_offered"} {
		require.EqualValues(t, 1, letters("kind = '"+kind+"'"), kind)
	}
	require.Eventually(t, func() bool { return letters("attempts > 0") == all }, time.Minute, 50*time.Millisecond, "not every letter was tried")
	require.EqualValues(t, all, letters("sent_at IS NULL AND failed_at IS NULL"), "no letter is sent, none is given up")
	require.Empty(t, server.Received())

	server.Set(smtptest.Hooks{})
	require.Eventually(t, func() bool {
		// time passes: what waits for its next attempt is due
		require.NoError(t, db.Gorm.Exec("UPDATE river_job SET scheduled_at = now() WHERE state = 'retryable'").Error)
		return letters("sent_at IS NULL") == 0
	}, time.Minute, 200*time.Millisecond, "letters that never left")
	require.Len(t, server.Received(), int(all), "each letter leaves once")
}
