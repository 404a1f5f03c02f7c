package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"time"

	"github.com/riverqueue/river"

	"providerportal/cmd/portal/wire"
	"providerportal/internal/jobs"
	"providerportal/internal/mail"
	"providerportal/portal"
	"providerportal/storage/database"
)

// grace is how long a stop waits for requests in hand; the jobs get the rest of
// the 20 seconds that a stop may take.
const grace = 10 * time.Second

// running is a portal at work: its jobs, its website, or both.
type running struct {
	db        *database.DB
	domain    *wire.Domain
	transport mail.Transport // nil for a website without jobs
	from      mail.Sender
	web       *portal.Server // nil for jobs without a website
	listener  net.Listener
	log       *slog.Logger
}

// until works until ctx ends or the website fails, then stops in order: no new
// requests, requests in hand, jobs in hand.
func (r *running) until(ctx context.Context) error {
	stopJobs := func() error { return nil }
	if r.transport != nil {
		runner, err := r.startJobs(ctx)
		if err != nil {
			return err
		}
		stopJobs = runner.Stop
	}
	var err error
	if r.web != nil {
		err = r.web.Serve(ctx, r.listener, grace)
	} else {
		<-ctx.Done()
	}
	r.log.Info("stopping")
	return errors.Join(err, stopJobs())
}

func (r *running) startJobs(ctx context.Context) (*jobs.Runner, error) {
	workers := river.NewWorkers()
	river.AddWorker(workers, &mail.Worker{
		DB: r.db.Gorm, Transport: r.transport, From: r.from, ReplyTo: r.domain.Office.ContactEmail, Now: time.Now,
	})
	river.AddWorker(workers, &sweeper{domain: r.domain})
	return jobs.Start(ctx, r.db.Pool, workers, r.log, jobs.Every(10*time.Minute, sweep{}))
}

// sweep is the job that repairs and clears away.
type sweep struct{}

// Kind names the job.
func (sweep) Kind() string { return "sweep" }

type sweeper struct {
	river.WorkerDefaults[sweep]
	domain *wire.Domain
}

// Work sweeps once.
func (s *sweeper) Work(ctx context.Context, _ *river.Job[sweep]) error { return s.domain.Sweep(ctx) }

// services are what the website calls.
func services(d *wire.Domain, db *database.DB, demo *portal.Demo) portal.Services {
	return portal.Services{
		Accounts: d.Accounts, Directory: d.Directory, Enrollment: d.Enrollment, Matching: d.Matching,
		Letters: d.Letters, Demo: demo,
		Ready: func(ctx context.Context) error {
			return errors.Join(db.Pool.Ping(ctx), d.Documents.Store.Ready(ctx))
		},
	}
}
