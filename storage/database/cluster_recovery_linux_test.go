package database_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"providerportal/storage/database"
)

func TestServerEndsWithTheKilledPortal(t *testing.T) {
	dir := clusterDir(t)
	killed := startPortal(t, os.Args[0], dir, nil)
	killed.kill()
	waitGone(t, killed.postgres)
	if n := rows(t, start(t, dir)); n != 1 {
		t.Errorf("%d rows, want 1", n)
	}
}

func TestRecoveryAfterBothAreKilled(t *testing.T) {
	dir := clusterDir(t)
	for round := range 2 {
		killed := startPortal(t, os.Args[0], dir, nil)
		if err := syscall.Kill(killed.postgres, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		killed.kill()
		next := start(t, dir)
		if n := rows(t, next); n != round+1 {
			t.Fatalf("%d rows, want %d", n, round+1)
		}
		if err := next.Stop(); err != nil {
			t.Fatal(err)
		}
	}
}

// A server whose death signal never came, such as after a stop of the portal's
// whole process group, is ended before the data is opened again.
func TestOrphanIsEnded(t *testing.T) {
	dir := clusterDir(t)
	killed := startPortal(t, os.Args[0], dir, nil)
	if err := syscall.Kill(killed.postgres, syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	killed.kill()
	time.AfterFunc(200*time.Millisecond, func() { _ = syscall.Kill(killed.postgres, syscall.SIGCONT) })
	next := start(t, dir)
	if n := rows(t, next); n != 1 || alive(killed.postgres) {
		t.Fatalf("%d rows, orphan alive: %t", n, alive(killed.postgres))
	}
}

// The number in a stale pid file may belong to another program by now.
func TestStalePidFileOfAnotherProgram(t *testing.T) {
	dir := clusterDir(t)
	if err := start(t, dir).Stop(); err != nil {
		t.Fatal(err)
	}
	other := exec.Command("sleep", "60")
	other.Dir = filepath.Join(dir, "data") // as somebody who looks around there
	other.SysProcAttr = &syscall.SysProcAttr{Credential: ownerOf(t, other.Dir)}
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = other.Process.Kill(); _ = other.Wait() }()
	stale := fmt.Sprintf("%d\n%s/data\n1\n5432\n%s/socket\n\n\nready\n", other.Process.Pid, dir, dir)
	for _, file := range []string{"data/postmaster.pid", "socket/.s.PGSQL.5432.lock"} {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(stale), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	start(t, dir)
	if !alive(other.Process.Pid) {
		t.Fatal("a program that is no server was ended")
	}
}

// ownerOf makes another program run as the server's account: PostgreSQL minds
// only processes that it could signal. Nil when that is this account already.
func ownerOf(t *testing.T, path string) *syscall.Credential {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	stat := info.Sys().(*syscall.Stat_t)
	if int(stat.Uid) == os.Geteuid() {
		return nil
	}
	return &syscall.Credential{Uid: stat.Uid, Gid: stat.Gid}
}

func TestHalfMadeDataIsMadeAnew(t *testing.T) {
	dir := clusterDir(t)
	half := filepath.Join(dir, "initdb-123")
	if err := errors.Join(os.Mkdir(half, 0o700), os.WriteFile(filepath.Join(dir, "cluster.lock"), nil, 0o600),
		os.WriteFile(filepath.Join(half, "PG_VERSION"), []byte("15\n"), 0o600)); err != nil {
		t.Fatal(err)
	}
	start(t, dir, database.Disposable())
	if _, err := os.Stat(half); !errors.Is(err, os.ErrNotExist) {
		t.Fatal("half a data directory stays behind", err)
	}
}

func rows(t *testing.T, cluster *database.Cluster) (n int) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), cluster.URL("portal"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	if err := conn.QueryRow(t.Context(), "SELECT count(*) FROM kept").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
