package dbtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"net/url"
	"os"
	"sync"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"providerportal/migrations"
	"providerportal/storage/database"
)

// Keys of the advisory locks on the server, in two numbers as pg_advisory_lock
// takes them; they only have to be ours.
const (
	lockTemplate = 0x64627401
	lockShared   = 0x64627402
)

// testServer is the server of this test process with its migrated template.
type testServer struct {
	url      func(name string) string
	admin    *database.DB
	template string
	claim    *pgxpool.Conn // holds the lock on the shared database
}

// start runs once per process; a failure is the same for every test.
var start = sync.OnceValues(func() (*testServer, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	address, err := serverAddress(ctx)
	if err != nil {
		return nil, fmt.Errorf("dbtest: %w", err)
	}
	admin, err := database.Open(ctx, address("postgres"))
	if err != nil {
		return nil, fmt.Errorf("dbtest: %w", err)
	}
	tests := &testServer{url: address, admin: admin}
	if err := tests.makeTemplate(ctx); err != nil {
		return nil, fmt.Errorf("dbtest: template database: %w", err)
	}
	return tests, nil
})

// serverAddress gives the addresses of databases on the server of DATABASE_URL,
// or on a private server that it starts.
func serverAddress(ctx context.Context) (func(name string) string, error) {
	given := os.Getenv("DATABASE_URL")
	if given == "" {
		return startPrivate(ctx)
	}
	parsed, err := url.Parse(given)
	if err != nil || (parsed.Scheme != "postgres" && parsed.Scheme != "postgresql") {
		return nil, errors.New("DATABASE_URL must look like postgres://user:password@host:port/database")
	}
	return func(name string) string {
		address := *parsed
		address.Path = "/" + name
		return address.String()
	}, nil
}

// makeTemplate migrates a database under another name first, so that a template
// is always complete. Its name follows from the migrations: on a server that
// outlives the tests it is reused until they change.
func (s *testServer) makeTemplate(ctx context.Context) error {
	version, err := schemaVersion()
	if err != nil {
		return err
	}
	s.template = "portal_template_" + version
	lock, err := s.admin.Pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = lock.Hijack().Close(context.WithoutCancel(ctx)) }() // frees the lock as well
	if _, err := lock.Exec(ctx, "SELECT pg_advisory_lock($1, 0)", lockTemplate); err != nil {
		return err
	}
	if exists, err := s.exists(ctx, s.template); err != nil || exists {
		return err
	}
	unfinished := s.template + "_new"
	if _, err := s.admin.Pool.Exec(ctx, "DROP DATABASE IF EXISTS "+quote(unfinished)+" WITH (FORCE)"); err != nil {
		return err
	}
	if err := s.clone(ctx, "template0", unfinished); err != nil {
		return err
	}
	if err := database.Migrate(ctx, s.url(unfinished)); err != nil {
		return err
	}
	_, err = s.admin.Pool.Exec(ctx, "ALTER DATABASE "+quote(unfinished)+" RENAME TO "+quote(s.template))
	return err
}

// claimShared gives a database that no other living test process uses: several
// may share the server of DATABASE_URL, and rows that one has not committed
// would make another wait. Claims are taken over from earlier processes, so the
// number of databases does not grow.
func (s *testServer) claimShared(ctx context.Context) (string, error) {
	claim, err := s.admin.Pool.Acquire(ctx)
	if err != nil {
		return "", err
	}
	s.claim = claim
	for number := 0; ; number++ {
		var ours bool
		if err := claim.QueryRow(ctx, "SELECT pg_try_advisory_lock($1, $2)", lockShared, number).Scan(&ours); err != nil {
			return "", err
		}
		if !ours {
			continue
		}
		name := fmt.Sprintf("%s_%d", s.template, number)
		if exists, err := s.exists(ctx, name); err != nil || exists {
			return name, err
		}
		return name, s.clone(ctx, s.template, name)
	}
}

func (s *testServer) exists(ctx context.Context, name string) (bool, error) {
	var exists bool
	err := s.admin.Pool.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", name).Scan(&exists)
	return exists, err
}

func (s *testServer) clone(ctx context.Context, template, name string) error {
	_, err := s.admin.Pool.Exec(ctx, "CREATE DATABASE "+quote(name)+" TEMPLATE "+quote(template))
	if err != nil {
		return fmt.Errorf("dbtest: clone a database: %w", err)
	}
	return nil
}

// schemaVersion is a fingerprint of all migrations, the job queue's included.
func schemaVersion() (string, error) {
	sum := sha256.New()
	jobs := riverpgxv5.New(nil).GetMigrationFS(riverdriver.MigrationLineMain)
	if err := errors.Join(addFiles(sum, migrations.FS), addFiles(sum, jobs)); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)[:8]), nil
}

func addFiles(sum hash.Hash, files fs.FS) error {
	return fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(files, path)
		if err != nil {
			return err
		}
		_, err = io.WriteString(sum, path+"\x00"+string(content))
		return err
	})
}
