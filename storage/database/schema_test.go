package database_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"providerportal/internal/dbtest"
	"providerportal/migrations"
	"providerportal/storage/database"
)

const schemaFile = "../../migrations/schema.sql"

// TestSchemaDump keeps the readable schema true to the migrations. After a
// change: UPDATE_SCHEMA=1 go test ./storage/database -run Schema
func TestSchemaDump(t *testing.T) {
	url := dbtest.EmptyURL(t)
	pool := openPool(t, url)
	// Without the job queue, whose tables are not ours to describe.
	if err := database.PortalOnly(t.Context(), pool, migrations.FS); err != nil {
		t.Fatal(err)
	}
	var version int
	if err := pool.QueryRow(t.Context(), "SELECT current_setting('server_version_num')::int / 10000").Scan(&version); err != nil {
		t.Fatal(err)
	}
	heading := fmt.Sprintf("-- The schema after all migrations, for reading only, as PostgreSQL %d writes it.\n"+
		"-- Written by: UPDATE_SCHEMA=1 go test ./storage/database -run Schema\n\n", version)
	current := heading + dump(t, url)
	if os.Getenv("UPDATE_SCHEMA") != "" {
		if err := os.WriteFile(schemaFile, []byte(current), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	kept, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(kept), heading) {
		t.Skipf("schema.sql was written by another version than PostgreSQL %d, which words some things differently", version)
	}
	if string(kept) != current {
		t.Errorf("migrations/schema.sql is out of date: run UPDATE_SCHEMA=1 go test ./storage/database -run Schema\n%s",
			firstDifference(string(kept), current))
	}
}

func dump(t *testing.T, url string) string {
	t.Helper()
	dir, err := database.FindBinaries()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(filepath.Join(dir, "pg_dump"), "--schema-only", "--no-owner", "--no-privileges",
		"--exclude-table=goose_db_version*", "--dbname="+url)
	var problems bytes.Buffer
	command.Stderr = &problems
	output, err := command.Output()
	if err != nil {
		t.Fatalf("pg_dump: %v: %s", err, problems.String())
	}
	return normal(string(output))
}

// normal drops what differs between two dumps of one schema: comments, session
// settings, the random key of newer versions, and runs of empty lines.
func normal(dump string) string {
	var lines []string
	for line := range strings.Lines(dump) {
		line = strings.TrimRight(line, " \n")
		switch {
		case strings.HasPrefix(line, "--"), strings.HasPrefix(line, "SET "), strings.HasPrefix(line, `\`),
			strings.HasPrefix(line, "SELECT pg_catalog.set_config"), strings.HasPrefix(line, "COMMENT ON SCHEMA"), strings.HasPrefix(line, "COMMENT ON EXTENSION"),
			line == "" && (len(lines) == 0 || lines[len(lines)-1] == ""):
		default:
			lines = append(lines, line)
		}
	}
	return strings.TrimSpace(strings.Join(lines, "\n")) + "\n"
}

func firstDifference(kept, current string) string {
	a, b := strings.Split(kept, "\n"), strings.Split(current, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("line %d\n- %s\n+ %s", i+1, a[i], b[i])
		}
	}
	return "one is longer than the other"
}

func contains(content []byte, text string) bool { return bytes.Contains(content, []byte(text)) }
