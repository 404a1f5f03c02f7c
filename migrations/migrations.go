// Package migrations holds the schema of the portal as numbered SQL files that
// only go forward. schema.sql beside them is the readable result, kept true by
// a test in storage/database; it is never run.
package migrations

import "embed"

// FS holds the numbered files, for goose.
//
//go:embed [0-9]*.sql
var FS embed.FS
