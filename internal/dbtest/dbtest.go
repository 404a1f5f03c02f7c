// Package dbtest gives tests a real PostgreSQL database with the portal's schema.
//
// Each test process runs one private server, or uses the one in DATABASE_URL
// when that is set (its account must be allowed to create databases). On either,
// a template database is migrated once; what tests get is cloned from it.
// Nothing needs a TestMain: the private server ends with the process.
package dbtest

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"providerportal/storage/database"
)

// patience bounds every step here; a first start takes about two seconds.
const patience = 2 * time.Minute

// Tx gives a transaction on a migrated database that is undone when the test
// ends: the quickest way (0.3 ms). A transaction or database.Write inside it
// becomes a savepoint. PostgreSQL's now() stands still in it; two connections
// cannot see each other's work: use Database for that.
func Tx(t testing.TB) *gorm.DB {
	t.Helper()
	shared, err := sharedDatabase()
	if err != nil {
		t.Fatal(err)
	}
	tx := shared.Gorm.Begin()
	if tx.Error != nil {
		t.Fatalf("dbtest: begin: %v", tx.Error)
	}
	t.Cleanup(func() {
		if err := tx.Rollback().Error; err != nil {
			t.Errorf("dbtest: roll back: %v", err)
		}
	})
	return tx
}

// Database gives a migrated database for this test alone, dropped at its end.
func Database(t testing.TB) *database.DB {
	t.Helper()
	url := URL(t)
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	db, err := database.Open(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	return db
}

// URL gives the address of a migrated database for this test alone, dropped at
// its end with whatever is still connected to it.
func URL(t testing.TB) string {
	t.Helper()
	return fresh(t, func(tests *testServer) string { return tests.template })
}

// EmptyURL gives the address of a database without any table, dropped at the
// end of the test: for tests of the migrations themselves.
func EmptyURL(t testing.TB) string {
	t.Helper()
	return fresh(t, func(*testServer) string { return "template0" })
}

func fresh(t testing.TB, template func(*testServer) string) string {
	t.Helper()
	tests, err := start()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	name := "portal_test_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	if err := tests.clone(ctx, template(tests), name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		if _, err := tests.admin.Pool.Exec(ctx, "DROP DATABASE "+quote(name)+" WITH (FORCE)"); err != nil {
			t.Errorf("dbtest: drop the database: %v", err)
		}
	})
	return tests.url(name)
}

// sharedDatabase is what all Tx of this process begin on.
var sharedDatabase = sync.OnceValues(func() (*database.DB, error) {
	tests, err := start()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	name, err := tests.claimShared(ctx)
	if err != nil {
		return nil, fmt.Errorf("dbtest: shared database: %w", err)
	}
	return database.Open(ctx, tests.url(name))
})

func quote(name string) string { return pgx.Identifier{name}.Sanitize() }
