package database

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// oldestMajor is the oldest PostgreSQL that the portal runs on.
const oldestMajor = 15

// binaryFolders are where packages put the server's programs, outside PATH.
var binaryFolders = []string{
	"/usr/lib/postgresql/*/bin",         // Debian, Ubuntu
	"/usr/pgsql-*/bin",                  // packages of postgresql.org for Red Hat
	"/usr/libexec/postgresql*",          // Alpine
	"/usr/local/pgsql/bin",              // built from source
	"/opt/homebrew/opt/postgresql*/bin", // macOS
	"/usr/local/opt/postgresql*/bin",
}

type binaries struct {
	dir   string
	major int
}

func (b binaries) path(program string) string { return filepath.Join(b.dir, program) }

// FindBinaries gives the directory with PostgreSQL's programs (postgres, initdb,
// pg_dump) of the newest version on this machine, from PATH or the usual
// places. When there is none the error says what to install.
func FindBinaries() (string, error) {
	found, err := findBinaries(0)
	return found.dir, err
}

// findBinaries looks for one major version, or for the newest when major is 0.
func findBinaries(major int) (binaries, error) {
	var all []binaries
	for _, dir := range binaryCandidates() {
		if version := serverMajor(dir); version >= oldestMajor && (major == 0 || version == major) {
			all = append(all, binaries{dir, version})
		}
	}
	if len(all) > 0 {
		// MaxFunc gives the first of equals, so PATH wins among equal versions.
		return slices.MaxFunc(all, func(a, b binaries) int { return cmp.Compare(a.major, b.major) }), nil
	}
	wanted := fmt.Sprintf("PostgreSQL %d or newer", oldestMajor)
	if major != 0 {
		wanted = fmt.Sprintf("PostgreSQL %d (the version that this data belongs to)", major)
	}
	return binaries{}, fmt.Errorf("%s was not found on this machine: install the server package "+
		"(Debian, Ubuntu: apt-get install postgresql; Fedora: dnf install postgresql-server; macOS: brew install postgresql), "+
		"or set DATABASE_URL to a server that runs elsewhere", wanted)
}

func binaryCandidates() []string {
	var dirs []string
	if program, err := exec.LookPath("postgres"); err == nil {
		// A link in PATH often stands alone, without pg_dump and the others.
		if resolved, err := filepath.EvalSymlinks(program); err == nil {
			dirs = append(dirs, filepath.Dir(resolved))
		}
	}
	if output, err := answer("pg_config", "--bindir"); err == nil {
		dirs = append(dirs, strings.TrimSpace(output))
	}
	for _, pattern := range binaryFolders {
		matches, _ := filepath.Glob(pattern) // the only error is a malformed pattern
		dirs = append(dirs, matches...)
	}
	var unique []string
	for _, dir := range dirs {
		if resolved, err := filepath.EvalSymlinks(dir); err == nil && !slices.Contains(unique, resolved) {
			unique = append(unique, resolved)
		}
	}
	return unique
}

var versionPattern = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

// serverMajor gives the version of a directory that holds a whole server, 0 otherwise.
func serverMajor(dir string) int {
	if _, err := os.Stat(filepath.Join(dir, "initdb")); err != nil {
		return 0
	}
	output, err := answer(filepath.Join(dir, "postgres"), "-V")
	if err != nil {
		return 0
	}
	match := versionPattern.FindStringSubmatch(output)
	if match == nil {
		return 0
	}
	major, _ := strconv.Atoi(match[1]) // the pattern allows digits only
	return major
}

func answer(program string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	output, err := exec.CommandContext(ctx, program, args...).Output()
	return string(output), err
}
