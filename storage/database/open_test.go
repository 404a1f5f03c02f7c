package database_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"gorm.io/gorm"

	"providerportal/internal/dbtest"
	"providerportal/storage/database"
)

func TestErrorsNeverHoldThePassword(t *testing.T) {
	const password = "ge%heim:/x"
	escaped := url.QueryEscape(password)
	for _, address := range []string{
		"",
		"postgres://portal:" + password + "@localhost/portal", // % and / not encoded
		"postgres://portal:" + escaped + "@localhost:port/portal",
		"postgres://portal:" + escaped + "@localhost/portal?sslmode=perhaps",
		"host=localhost password='" + password,
		"mysql://portal:" + escaped + "@localhost/portal",
	} {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		_, err := database.Open(ctx, address)
		cancel()
		if err == nil {
			t.Errorf("%q was accepted", address)
			continue
		}
		for _, secret := range []string{password, escaped, "heim"} {
			if strings.Contains(err.Error(), secret) {
				t.Errorf("the error shows the password: %v", err)
			}
		}
	}
}

func TestUnknownDatabaseFailsAtOnce(t *testing.T) {
	address, err := url.Parse(dbtest.URL(t))
	if err != nil {
		t.Fatal(err)
	}
	address.Path = "/nowhere"
	begin := time.Now()
	if _, err := database.Open(t.Context(), address.String()); err == nil || time.Since(begin) > 3*time.Second {
		t.Fatalf("after %s: %v", time.Since(begin), err)
	}
}

func TestTimesAreUTC(t *testing.T) {
	defer func(zone *time.Location) { time.Local = zone }(time.Local)
	time.Local = time.FixedZone("elsewhere", 5*3600)
	db := dbtest.Database(t)
	var moment time.Time
	if err := db.Gorm.Raw("SELECT now()").Scan(&moment).Error; err != nil || moment.Location() != time.UTC {
		t.Errorf("gorm gives %v %v", moment, err)
	}
	var moments []time.Time
	if err := db.Pool.QueryRow(t.Context(), "SELECT array[now()]").Scan(&moments); err != nil || moments[0].Location() != time.UTC {
		t.Errorf("pgx gives %v %v", moments, err)
	}
}

func TestCancelledStatementStopsOnTheServer(t *testing.T) {
	db := dbtest.Database(t)
	conn, err := db.Pool.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := conn.Exec(ctx, "SELECT pg_sleep(20)"); err == nil {
		t.Fatal("the statement was not cut off")
	}
	if _, err := conn.Exec(t.Context(), "SELECT 1"); err != nil {
		t.Errorf("the connection was lost with the statement: %v", err)
	}
	for limit := time.Now().Add(3 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		var running int
		err := db.Pool.QueryRow(t.Context(), `SELECT count(*) FROM pg_stat_activity
			WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'active' AND query LIKE '%pg_sleep%'`).Scan(&running)
		if err != nil {
			t.Fatal(err)
		}
		if running == 0 {
			return
		}
		if time.Now().After(limit) {
			t.Fatal("the statement still runs on the server")
		}
	}
}

func TestSessionsHaveLimits(t *testing.T) {
	var limit string
	if err := dbtest.Tx(t).Raw("SHOW statement_timeout").Scan(&limit).Error; err != nil || limit != "30s" {
		t.Fatalf("statement_timeout is %q %v", limit, err)
	}
}

func TestLogsHoldNoValues(t *testing.T) {
	var log bytes.Buffer
	defer slog.SetDefault(slog.Default())
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	db := dbtest.Database(t).Gorm
	// The server's own text is: invalid input syntax for type integer: "bsn 123456782".
	if err := db.Exec("SELECT ('bsn ' || ?::text)::int", "123456782").Error; err == nil || !strings.Contains(err.Error(), "123456782") {
		t.Fatalf("the error no longer quotes the value: %v", err)
	}
	if !strings.Contains(log.String(), "SQLSTATE") || strings.Contains(log.String(), "123456782") {
		t.Fatalf("log: %s", log.String())
	}
}

func TestWriteOutlivesTheRequest(t *testing.T) {
	db := dbtest.Database(t)
	ctx, cancel := context.WithCancel(t.Context())
	err := database.Write(ctx, db.Gorm, func(tx *gorm.DB) error {
		if err := tx.Exec("CREATE TABLE kept (id int)").Error; err != nil {
			return err
		}
		cancel()
		return tx.Exec("INSERT INTO kept VALUES (1)").Error
	})
	if err != nil {
		t.Fatal(err)
	}
	var rows int
	if err := db.Pool.QueryRow(t.Context(), "SELECT count(*) FROM kept").Scan(&rows); err != nil || rows != 1 {
		t.Fatalf("%d rows, %v", rows, err)
	}
	if err := database.Write(ctx, db.Gorm, func(*gorm.DB) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Fatalf("a write for a request that is gone began: %v", err)
	}
}

type letter struct{}

func (letter) Kind() string { return "letter" }

func TestJobsLeaveWithTheCommit(t *testing.T) {
	db := dbtest.Database(t)
	jobs, err := river.NewClient(riverdatabasesql.New(nil), &river.Config{})
	if err != nil {
		t.Fatal(err)
	}
	queue := func(tx *gorm.DB) error {
		_, err := jobs.InsertTx(tx.Statement.Context, tx.Statement.ConnPool.(*sql.Tx), letter{}, nil)
		return err
	}
	refused := errors.New("refused")
	err = database.Write(t.Context(), db.Gorm, func(tx *gorm.DB) error { return errors.Join(queue(tx), refused) })
	if !errors.Is(err, refused) {
		t.Fatal(err)
	}
	if err := database.Write(t.Context(), db.Gorm, queue); err != nil {
		t.Fatal(err)
	}
	inTest := dbtest.Tx(t)
	if err := database.Write(t.Context(), inTest, queue); err != nil {
		t.Fatalf("inside a test's transaction: %v", err)
	}
	var rows int
	if err := db.Pool.QueryRow(t.Context(), "SELECT count(*) FROM river_job").Scan(&rows); err != nil || rows != 1 {
		t.Fatalf("%d jobs, want only the committed one; %v", rows, err)
	}
}
