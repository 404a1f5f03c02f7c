package jobs_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/riverqueue/river"
	"gorm.io/gorm"

	"providerportal/internal/dbtest"
	"providerportal/internal/jobs"
	"providerportal/storage/database"
)

type note struct {
	Secret string `json:"secret"`
}

func (note) Kind() string { return "note" }

type worker struct {
	river.WorkerDefaults[note]
	work func(ctx context.Context, secret string) error
}

func (w *worker) Work(ctx context.Context, job *river.Job[note]) error {
	return w.work(ctx, job.Args.Secret)
}

// lockedBuffer is a log that several goroutines write.
type lockedBuffer struct {
	mutex sync.Mutex
	bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.Buffer.Write(p)
}

func (b *lockedBuffer) text() string {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.String()
}

func start(t *testing.T, db *database.DB, log *lockedBuffer, work func(context.Context, string) error, periodic ...*river.PeriodicJob) *jobs.Runner {
	t.Helper()
	workers := river.NewWorkers()
	river.AddWorker(workers, &worker{work: work})
	runner, err := jobs.Start(t.Context(), db.Pool, workers, slog.New(slog.NewTextHandler(log, nil)), periodic...)
	if err != nil {
		t.Fatal(err)
	}
	return runner
}

func stop(t *testing.T, runner *jobs.Runner) {
	t.Helper()
	if err := runner.Stop(); err != nil {
		t.Error(err)
	}
}

func insert(t *testing.T, db *database.DB, args river.JobArgs) {
	t.Helper()
	inserter, err := jobs.Insert()
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Gorm.Transaction(func(tx *gorm.DB) error { return inserter.Insert(tx, args) }); err != nil {
		t.Fatal(err)
	}
}

func waitFor[T any](t *testing.T, channel <-chan T) (value T) {
	t.Helper()
	select {
	case value = <-channel:
	case <-time.After(20 * time.Second):
		t.Fatal("nothing happened")
	}
	return value
}

func TestCommittedJobIsWorked(t *testing.T) {
	db, done := dbtest.Database(t), make(chan string, 1)
	runner := start(t, db, &lockedBuffer{}, func(_ context.Context, secret string) error {
		done <- secret
		return nil
	})
	defer stop(t, runner)
	began := time.Now()
	insert(t, db, note{"geheim"})
	if got := waitFor(t, done); got != "geheim" {
		t.Errorf("worked %q", got)
	}
	t.Logf("worked after %v", time.Since(began))
}

func TestPeriodicJobRunsAtTheStart(t *testing.T) {
	db, done := dbtest.Database(t), make(chan string, 1)
	runner := start(t, db, &lockedBuffer{}, func(_ context.Context, secret string) error {
		done <- secret
		return nil
	}, jobs.Every(time.Hour, note{"sweep"}))
	defer stop(t, runner)
	waitFor(t, done)
}

func TestLogTellsKindAndClassOnly(t *testing.T) {
	db, log, done := dbtest.Database(t), &lockedBuffer{}, make(chan struct{}, 2)
	runner := start(t, db, log, func(_ context.Context, secret string) error {
		defer func() { done <- struct{}{} }()
		if secret == "paniek" {
			panic("paniek om 123456782")
		}
		return fmt.Errorf("letter to %s: %w", secret, context.DeadlineExceeded)
	})
	insert(t, db, note{"sanne@groei.example"})
	insert(t, db, note{"paniek"})
	waitFor(t, done)
	waitFor(t, done)
	stop(t, runner)
	for _, wanted := range []string{"job_kind=note", "class=timeout", "job panicked"} {
		if !strings.Contains(log.text(), wanted) {
			t.Errorf("no %s in %s", wanted, log.text())
		}
	}
	for _, secret := range []string{"sanne@", "123456782"} {
		if strings.Contains(log.text(), secret) {
			t.Errorf("the log tells %s: %s", secret, log.text())
		}
	}
}

func TestStopWaitsForTheJobInHand(t *testing.T) {
	db, began, ended := dbtest.Database(t), make(chan struct{}), false
	runner := start(t, db, &lockedBuffer{}, func(ctx context.Context, _ string) error {
		close(began)
		select {
		case <-time.After(500 * time.Millisecond):
			ended = true
		case <-ctx.Done():
		}
		return nil
	})
	insert(t, db, note{})
	waitFor(t, began)
	stop(t, runner)
	if !ended {
		t.Error("the job was cut off")
	}
}

func TestClass(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string
	}{
		{fmt.Errorf("a: %w", &pgconn.PgError{Code: "23505"}), "postgres 23505"},
		{fmt.Errorf("a: %w", context.Canceled), "cancelled"},
		{fmt.Errorf("secret: %w", errors.New("secret")), "*errors.errorString"},
	} {
		if got := jobs.Class(c.err); got != c.want {
			t.Errorf("%v is %q, want %q", c.err, got, c.want)
		}
	}
}
