package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/riverqueue/river"
	"golang.org/x/sync/errgroup"

	"providerportal/cmd/portal/wire"
	"providerportal/internal/jobs"
	"providerportal/internal/mail"
	"providerportal/internal/webhook"
	"providerportal/portal"
	"providerportal/storage/database"
)

// grace is how long a stop waits for requests in hand. Jobs in hand get as long
// as jobs.StopWithin, at the same time; a stop takes 20 seconds at most.
const grace = 15 * time.Second

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

// until works until ctx ends or the website fails. Then website and jobs stop side
// by side: no new requests and jobs, and those in hand are finished.
func (r *running) until(ctx context.Context) error {
	work, ctx := errgroup.WithContext(ctx)
	if r.transport != nil {
		runner, err := r.startJobs(ctx)
		if err != nil {
			return err
		}
		work.Go(func() error {
			<-ctx.Done()
			return runner.Stop()
		})
	}
	if r.web != nil {
		work.Go(func() error { return r.domain.Directory.Watch(ctx, r.db.Pool.Config().ConnConfig) })
		work.Go(func() error { return r.web.Serve(ctx, r.listener, grace) })
	} else {
		work.Go(func() error { return serveHealth(ctx, r.listener, r.domain, r.db) })
	}
	return work.Wait()
}

func (r *running) startJobs(ctx context.Context) (*jobs.Runner, error) {
	workers := river.NewWorkers()
	river.AddWorker(workers, &mail.Worker{
		DB: r.db.Gorm, Transport: r.transport, From: r.from, ReplyTo: r.domain.Office.ContactEmail, Now: time.Now,
	})
	river.AddWorker(workers, &webhook.Worker{Service: r.domain.Webhooks})
	river.AddWorker(workers, &sweeper{domain: r.domain})
	river.AddWorker(workers, &nightWorker{domain: r.domain})
	return jobs.Start(ctx, r.db.Pool, workers, r.log, jobs.Every(10*time.Minute, sweep{}), jobs.Nightly(night{}))
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

// night is the job of what is done once a night.
type night struct{}

// Kind names the job.
func (night) Kind() string { return "night" }

type nightWorker struct {
	river.WorkerDefaults[night]
	domain *wire.Domain
}

// Work does the nightly work once.
func (w *nightWorker) Work(ctx context.Context, _ *river.Job[night]) error {
	return w.domain.Nightly(ctx)
}

// services are what the website calls.
func services(d *wire.Domain, db *database.DB, demo *portal.Demo) portal.Services {
	return portal.Services{
		Accounts: d.Accounts, SignOn: d.SignOn, Directory: d.Directory, Enrollment: d.Enrollment, Matching: d.Matching,
		Letters: d.Letters, Retention: d.Retention, Clients: d.Clients, Webhooks: d.Webhooks, Demo: demo,
		Ready: func(ctx context.Context) error { return ready(ctx, d, db) },
	}
}

// ready reports whether database and object store answer; the migrations went in
// at the start.
func ready(ctx context.Context, d *wire.Domain, db *database.DB) error {
	return errors.Join(db.Pool.Ping(ctx), d.Documents.Store.Ready(ctx))
}

// serveHealth answers health checks for an instance that only does jobs.
func serveHealth(ctx context.Context, listener net.Listener, d *wire.Domain, db *database.DB) error {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /health/live", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) })
	mux.HandleFunc("GET /health/ready", func(w http.ResponseWriter, r *http.Request) {
		if ready(r.Context(), d, db) != nil {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	context.AfterFunc(ctx, func() { _ = server.Close() })
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
