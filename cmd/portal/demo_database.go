package main

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"providerportal/cmd/portal/sample"
)

// errNotTheDemos keeps the demo away from a database that somebody works with.
var errNotTheDemos = errors.New("this database is not the demo's: give an empty one in DATABASE_URL, or none")

// demoMayUse refuses a database of somebody else before anything in it changes:
// the demo takes an empty one, or one with the mark of its own sample data.
func demoMayUse(ctx context.Context, address string) error {
	connection, err := pgx.Connect(ctx, address)
	if err != nil {
		return err
	}
	defer func() { _ = connection.Close(ctx) }()
	var tables int
	var audited bool
	err = connection.QueryRow(ctx, `SELECT count(*), to_regclass('audit_entries') IS NOT NULL
		FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`).Scan(&tables, &audited)
	if err != nil || tables == 0 {
		return err
	}
	told := false
	if audited {
		err = connection.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM audit_entries WHERE action = $1)", sample.Told).Scan(&told)
	}
	if err == nil && !told {
		return errNotTheDemos
	}
	return err
}
