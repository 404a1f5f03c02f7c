package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"path"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"providerportal/migrations"
)

// migrateLock is the advisory lock that one migrating instance holds; the
// number only has to be ours.
const migrateLock int64 = 0x706f7274616c // "portal"

// Migrate brings the schema of the database at url up to date: first the
// portal's own tables, then those of the job queue. Instances that start
// together wait for each other; the later ones find nothing left to do.
func Migrate(ctx context.Context, url string) error {
	// A migration may take longer than a request ever should: no limits here.
	pool, err := openPool(ctx, url, nil)
	if err != nil {
		return err
	}
	defer pool.Close()
	return migrate(ctx, pool, migrations.FS)
}

func migrate(ctx context.Context, pool *pgxpool.Pool, files fs.FS) error {
	lock, err := pool.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	// Closing the session frees the lock, also after an error.
	defer func() { _ = lock.Hijack().Close(context.WithoutCancel(ctx)) }()
	if _, err := lock.Exec(ctx, "SELECT pg_advisory_lock($1)", migrateLock); err != nil {
		return fmt.Errorf("migrate: wait for the lock: %w", err)
	}
	if err := migratePortal(ctx, pool, files); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	if err := migrateJobs(ctx, pool); err != nil {
		return fmt.Errorf("migrate the job queue: %w", err)
	}
	return nil
}

func migratePortal(ctx context.Context, pool *pgxpool.Pool, files fs.FS) error {
	db := stdlib.OpenDBFromPool(pool)
	defer func() { _ = db.Close() }()
	provider, err := newProvider(db, files)
	if err != nil {
		return err
	}
	results, err := provider.Up(ctx)
	for _, result := range results {
		slog.InfoContext(ctx, "migrated", "file", path.Base(result.Source.Path), "took", result.Duration.Round(time.Millisecond))
	}
	return err
}

func migrateJobs(ctx context.Context, pool *pgxpool.Pool) error {
	migrator, err := rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Logger: quiet()})
	if err != nil {
		return err
	}
	_, err = migrator.Migrate(ctx, rivermigrate.DirectionUp, nil)
	return err
}

// Pending names the migrations that the database at url still lacks, without
// changing anything there. Those of the job queue begin with "river".
func Pending(ctx context.Context, url string) ([]string, error) {
	pool, err := openPool(ctx, url, limits)
	if err != nil {
		return nil, err
	}
	defer pool.Close()
	return pending(ctx, pool, migrations.FS)
}

func pending(ctx context.Context, pool *pgxpool.Pool, files fs.FS) ([]string, error) {
	db := stdlib.OpenDBFromPool(pool)
	defer func() { _ = db.Close() }()
	provider, err := newProvider(db, files)
	if err != nil {
		return nil, fmt.Errorf("pending migrations: %w", err)
	}
	applied, err := appliedVersions(ctx, pool)
	if err != nil {
		return nil, fmt.Errorf("pending migrations: %w", err)
	}
	var names []string
	for _, source := range provider.ListSources() {
		if !applied[source.Version] {
			names = append(names, path.Base(source.Path))
		}
	}
	migrator, err := rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Logger: quiet()})
	if err != nil {
		return nil, fmt.Errorf("pending migrations of the job queue: %w", err)
	}
	state, err := migrator.Validate(ctx, nil)
	if err != nil {
		return nil, fmt.Errorf("pending migrations of the job queue: %w", err)
	}
	for _, message := range state.Messages {
		names = append(names, "river: "+message)
	}
	return names, nil
}

// appliedVersions reads goose's own table; goose would create it when asked.
func appliedVersions(ctx context.Context, pool *pgxpool.Pool) (map[int64]bool, error) {
	applied := map[int64]bool{}
	var exists bool
	err := pool.QueryRow(ctx, "SELECT to_regclass($1) IS NOT NULL", goose.DefaultTablename).Scan(&exists)
	if err != nil || !exists {
		return applied, err
	}
	rows, err := pool.Query(ctx, "SELECT version_id FROM "+goose.DefaultTablename+" WHERE is_applied")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var version int64
		if err := rows.Scan(&version); err != nil {
			return nil, err
		}
		applied[version] = true
	}
	return applied, rows.Err()
}

func newProvider(db *sql.DB, files fs.FS) (*goose.Provider, error) {
	provider, err := goose.NewProvider(goose.DialectPostgres, db, files,
		goose.WithDisableGlobalRegistry(true), goose.WithSlog(quiet()))
	if errors.Is(err, goose.ErrNoMigrations) {
		return nil, errors.New("no migration files in this program")
	}
	return provider, err
}

// quiet silences the libraries: migrate reports each applied file itself.
func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }
