package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"

	"providerportal/internal/workday"
)

const (
	// Timeout is how long one attempt of a job may take, unless its worker
	// says otherwise.
	Timeout = time.Minute
	// RescueAfter is how long after its start a job counts as abandoned by a
	// process that died; it is then tried again. The check runs every 30 s.
	RescueAfter = 90 * time.Second
	// StopWithin is how long a stop waits for jobs in hand before it cancels
	// them; with the time they need to notice it stays within 20 s.
	StopWithin = 17 * time.Second

	stopLimit  = 20 * time.Second
	maxWorkers = 8
)

// quiet keeps River's own chatter out of the log. Its messages hold the text of
// job errors and panics; Runner reports failures by kind and class instead.
var quiet = slog.New(slog.DiscardHandler)

// Runner works the jobs until it is stopped.
type Runner struct {
	client *river.Client[pgx.Tx]
	cancel context.CancelFunc
}

// Start begins to work jobs of the given workers from the database of pool, and
// inserts the periodic jobs when this instance leads. Cancelling ctx does not
// stop it; Stop does. New jobs are seen within 1 s: it polls and does not
// LISTEN, because the pool cancels a query by asking the server, which has no
// effect on a connection that waits for notifications and makes River hang.
func Start(ctx context.Context, pool *pgxpool.Pool, workers *river.Workers, log *slog.Logger, periodic ...*river.PeriodicJob) (*Runner, error) {
	client, err := river.NewClient(riverpgxv5.New(pool), &river.Config{
		ErrorHandler:         failures{log: log},
		FetchPollInterval:    time.Second,
		JobTimeout:           Timeout,
		Logger:               quiet,
		PeriodicJobs:         periodic,
		PollOnly:             true,
		Queues:               map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: maxWorkers}},
		RescueStuckJobsAfter: RescueAfter,
		SoftStopTimeout:      StopWithin,
		Workers:              workers,
	})
	if err != nil {
		return nil, fmt.Errorf("set up jobs: %w", err)
	}
	running, cancel := context.WithCancel(context.WithoutCancel(ctx))
	if err := client.Start(running); err != nil {
		cancel()
		return nil, fmt.Errorf("start jobs: %w", err)
	}
	return &Runner{client: client, cancel: cancel}, nil
}

// Stop takes no new jobs, waits for those in hand, cancels them after
// StopWithin and returns within 20 s. A cancelled job is tried again later.
func (r *Runner) Stop() error {
	defer r.cancel()
	ctx, cancel := context.WithTimeout(context.Background(), stopLimit)
	defer cancel()
	if err := r.client.Stop(ctx); err != nil {
		return fmt.Errorf("stop jobs: %w", err)
	}
	return nil
}

// Every gives a periodic job that runs once per interval, and once at the start
// of the instance that leads. Its id, the kind, is unique among periodic jobs.
func Every(interval time.Duration, args river.JobArgs) *river.PeriodicJob {
	return river.NewPeriodicJob(
		river.PeriodicInterval(interval),
		func() (river.JobArgs, *river.InsertOpts) {
			return args, &river.InsertOpts{UniqueOpts: river.UniqueOpts{ByPeriod: interval}}
		},
		&river.PeriodicJobOpts{ID: args.Kind(), RunOnStart: true},
	)
}

// nightlyHour is the hour of the night, in Europe/Amsterdam: one that every day has
// once, also when the clock is put forward or back.
const nightlyHour = 4

// Nightly gives a periodic job that runs once a night, and at the start of the
// instance that leads when it has not run that day: a portal that was down at night
// is not a day behind. All instances together run it once a day.
func Nightly(args river.JobArgs) *river.PeriodicJob {
	return river.NewPeriodicJob(
		nights{},
		func() (river.JobArgs, *river.InsertOpts) {
			return args, &river.InsertOpts{UniqueOpts: river.UniqueOpts{ByPeriod: 24 * time.Hour}}
		},
		&river.PeriodicJobOpts{ID: args.Kind(), RunOnStart: true},
	)
}

// nights is the schedule of Nightly.
type nights struct{}

// Next gives the first night after a moment.
func (nights) Next(after time.Time) time.Time {
	day := workday.On(after)
	at := func(d workday.Date) time.Time {
		return time.Date(d.Year(), d.Month(), d.Day(), nightlyHour, 0, 0, 0, workday.Amsterdam)
	}
	if next := at(day); next.After(after) {
		return next
	}
	return at(day.AddDays(1))
}

// failures logs what went wrong by kind and class, never the job's arguments or
// the error's text: either may hold personal data.
type failures struct{ log *slog.Logger }

func (f failures) HandleError(ctx context.Context, job *rivertype.JobRow, err error) *river.ErrorHandlerResult {
	level := slog.LevelWarn
	if job.Attempt >= job.MaxAttempts {
		level = slog.LevelError
	}
	f.log.Log(ctx, level, "job failed", "job_kind", job.Kind, "job_id", job.ID,
		"attempt", job.Attempt, "class", Class(err))
	return nil
}

func (f failures) HandlePanic(ctx context.Context, job *rivertype.JobRow, _ any, trace string) *river.ErrorHandlerResult {
	f.log.ErrorContext(ctx, "job panicked", "job_kind", job.Kind, "job_id", job.ID,
		"attempt", job.Attempt, "trace", trace)
	return nil
}

// Class names the sort of an error in a few words without its text: what the
// error says of itself through `Class() string`, a PostgreSQL code, "timeout",
// "cancelled", "network", or the type of the innermost error.
func Class(err error) string {
	var own interface{ Class() string }
	var pg *pgconn.PgError
	var network net.Error
	switch {
	case errors.As(err, &own):
		return own.Class()
	case errors.As(err, &pg):
		return "postgres " + pg.Code
	case errors.Is(err, context.DeadlineExceeded):
		return "timeout"
	case errors.Is(err, context.Canceled):
		return "cancelled"
	case errors.As(err, &network) && network.Timeout():
		return "timeout"
	case errors.As(err, &network):
		return "network"
	}
	for errors.Unwrap(err) != nil {
		err = errors.Unwrap(err)
	}
	return fmt.Sprintf("%T", err)
}
