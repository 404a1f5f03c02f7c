package mail_test

import (
	"log/slog"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"gorm.io/gorm"

	"providerportal/internal/dbtest"
	"providerportal/internal/jobs"
	"providerportal/internal/mail"
	"providerportal/internal/smtptest"
)

// From the commit to the mailbox, by the real queue.
func TestQueuedLetterIsDeliveredByTheQueue(t *testing.T) {
	db, server := dbtest.Database(t), smtptest.Start(t, smtptest.Options{})
	workers := river.NewWorkers()
	river.AddWorker(workers, worker(db.Gorm, transport(server)))
	runner, err := jobs.Start(t.Context(), db.Pool, workers, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := runner.Stop(); err != nil {
			t.Error(err)
		}
	}()
	var record mail.Record
	err = db.Gorm.Transaction(func(tx *gorm.DB) error {
		record = queued(t, tx, recipient, published())
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for limit := time.Now().Add(15 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		if reread(t, db.Gorm, record.ID).SentAt != nil {
			break
		}
		if time.Now().After(limit) {
			t.Fatal("not sent in 15 s")
		}
	}
	if count := len(server.Received()); count != 1 {
		t.Errorf("%d arrived", count)
	}
}
