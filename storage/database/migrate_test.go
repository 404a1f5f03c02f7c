package database_test

import (
	"context"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/jackc/pgx/v5/pgxpool"

	"providerportal/internal/dbtest"
	"providerportal/migrations"
	"providerportal/storage/database"
)

func TestInstancesThatMigrateAtOnce(t *testing.T) {
	url := dbtest.EmptyURL(t)
	names, err := database.Pending(t.Context(), url)
	if err != nil || len(names) == 0 {
		t.Fatalf("an empty database lacks nothing? %v %v", names, err)
	}
	if tables := countTables(t, url); tables != 0 {
		t.Fatalf("asking what is pending made %d tables", tables)
	}
	errs := make([]error, 4)
	var group sync.WaitGroup
	for i := range errs {
		group.Go(func() { errs[i] = database.Migrate(context.Background(), url) })
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			t.Error(err)
		}
	}
	if names, err := database.Pending(t.Context(), url); err != nil || len(names) != 0 {
		t.Fatalf("still pending: %v %v", names, err)
	}
}

// Without the lock each of these would run the slow file and fail on the table.
func TestLaterInstanceWaitsForASlowMigration(t *testing.T) {
	url := dbtest.EmptyURL(t)
	files := fstest.MapFS{"0001_slow.sql": {Data: []byte("-- +goose Up\nSELECT pg_sleep(0.3);\nCREATE TABLE slow (id int);")}}
	errs := make([]error, 3)
	var group sync.WaitGroup
	for i := range errs {
		pool := openPool(t, url)
		group.Go(func() { errs[i] = database.MigrateFiles(context.Background(), pool, files) })
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			t.Error(err)
		}
	}
}

func TestBrokenMigrationLeavesTheEarlierOnes(t *testing.T) {
	pool := openPool(t, dbtest.EmptyURL(t))
	files := fstest.MapFS{
		"0001_good.sql":   {Data: []byte("-- +goose Up\nCREATE TABLE good (id int);")},
		"0002_broken.sql": {Data: []byte("-- +goose Up\nCREATE TABLE half (id int);\nCREATE TABLE good (id int);")},
	}
	if err := database.MigrateFiles(t.Context(), pool, files); err == nil {
		t.Fatal("a broken migration succeeded")
	}
	names, err := database.PendingFiles(t.Context(), pool, files)
	if err != nil || len(names) == 0 || names[0] != "0002_broken.sql" {
		t.Fatalf("pending is %v %v, want first 0002_broken.sql", names, err)
	}
	files["0002_broken.sql"].Data = []byte("-- +goose Up\nCREATE TABLE half (id int);")
	if err := database.MigrateFiles(t.Context(), pool, files); err != nil {
		t.Fatalf("after the repair: %v", err)
	}
}

func TestMigrationFilesGoForwardOnly(t *testing.T) {
	entries, err := migrations.FS.ReadDir(".")
	if err != nil || len(entries) == 0 {
		t.Fatal("no migrations", err)
	}
	for _, entry := range entries {
		content, err := migrations.FS.ReadFile(entry.Name())
		if err != nil {
			t.Fatal(err)
		}
		if contains(content, "+goose Down") || !contains(content, "+goose Up") {
			t.Errorf("%s: only goose Up, never Down", entry.Name())
		}
	}
}

func openPool(t *testing.T, url string) *pgxpool.Pool {
	t.Helper()
	pool, err := database.OpenPool(t.Context(), url, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return pool
}

func countTables(t *testing.T, url string) (n int) {
	t.Helper()
	err := openPool(t, url).QueryRow(t.Context(), "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").Scan(&n)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
