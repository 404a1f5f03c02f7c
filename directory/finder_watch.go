package directory

import (
	"context"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
)

// How often the finder looks for changes by itself, how long one look may take,
// and how long it waits before it listens again on a new connection.
const (
	lookEvery   = 400 * time.Millisecond
	lookWithin  = 10 * time.Second
	listenAgain = time.Second
)

// Watch keeps the finder up to date until ctx ends: it looks when the database
// says that something changed, and regularly for when that word does not arrive.
// It listens on a connection of its own.
func (s *Service) Watch(ctx context.Context, connection *pgx.ConnConfig) error {
	told := make(chan struct{}, 1)
	go listen(ctx, connection, told)
	s.finder.watched.Store(true)
	defer s.finder.watched.Store(false)
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	failing := false
	for {
		look, cancel := context.WithTimeout(ctx, lookWithin)
		_, err := s.refresh(look, time.Now())
		cancel()
		if err != nil && ctx.Err() == nil && !failing {
			slog.WarnContext(ctx, "the finder cannot be refreshed", "error", err)
		}
		failing = err != nil
		select {
		case <-ctx.Done():
			return nil
		case <-told:
		case <-tick.C:
		}
	}
}

// listen passes on that something changed, and connects again when the
// connection is lost.
func listen(ctx context.Context, config *pgx.ConnConfig, told chan<- struct{}) {
	for ctx.Err() == nil {
		if err := listenOnce(ctx, config, told); err != nil && ctx.Err() == nil {
			slog.InfoContext(ctx, "the finder does not hear of changes, and looks by itself", "error", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(listenAgain):
		}
	}
}

func listenOnce(ctx context.Context, config *pgx.ConnConfig, told chan<- struct{}) error {
	connection, err := pgx.ConnectConfig(ctx, config.Copy())
	if err != nil {
		return err
	}
	defer func() { _ = connection.Close(context.WithoutCancel(ctx)) }()
	if _, err := connection.Exec(ctx, "LISTEN finder"); err != nil {
		return err
	}
	for {
		if _, err := connection.WaitForNotification(ctx); err != nil {
			return err
		}
		select {
		case told <- struct{}{}:
		default: // a look is on its way already
		}
	}
}
