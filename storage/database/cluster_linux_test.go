package database_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"providerportal/storage/database"
)

func start(t *testing.T, dir string, options ...database.ClusterOption) *database.Cluster {
	t.Helper()
	begin := time.Now()
	cluster, err := database.StartCluster(t.Context(), dir, options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("ready after %s", time.Since(begin).Round(time.Millisecond))
	t.Cleanup(func() { _ = cluster.Stop() })
	return cluster
}

// clusterDir is a new directory that the server's account can reach; t.TempDir
// lies below directories that only this account may enter.
func clusterDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "portal-cluster-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

func TestClusterKeepsItsData(t *testing.T) {
	dir := clusterDir(t)
	first := start(t, dir)
	for range 2 {
		if err := first.CreateDatabase(t.Context(), "portal"); err != nil {
			t.Fatal(err)
		}
	}
	if err := database.Migrate(t.Context(), first.URL("portal")); err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	if err := errors.Join(first.Stop(), first.Stop()); err != nil {
		t.Fatal(err)
	}
	t.Logf("stopped in %s", time.Since(begin).Round(time.Millisecond))
	waitGone(t, first.PID())
	second := start(t, dir)
	if names, err := database.Pending(t.Context(), second.URL("portal")); err != nil || len(names) > 0 {
		t.Fatalf("the schema is gone: %v %v", names, err)
	}
	assertDurable(t, second)
}

func assertDurable(t *testing.T, cluster *database.Cluster) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), cluster.URL("portal"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	for name, want := range map[string]string{
		"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "listen_addresses": "",
		"server_encoding": "UTF8", "lc_collate": "C.UTF-8", "timezone": "UTC",
	} {
		var value string
		err := conn.QueryRow(t.Context(), "SELECT current_setting($1)", name).Scan(&value)
		if err != nil || value != want {
			t.Errorf("%s is %q, want %q (%v)", name, value, want, err)
		}
	}
}

func TestClusterRunsUnprivilegedAndPrivate(t *testing.T) {
	dir := clusterDir(t)
	cluster := start(t, dir, database.Disposable())
	info, err := os.Stat(fmt.Sprintf("/proc/%d", cluster.PID()))
	if err != nil {
		t.Fatal(err)
	}
	uid := info.Sys().(*syscall.Stat_t).Uid
	if uid == 0 || (os.Geteuid() != 0 && int(uid) != os.Geteuid()) {
		t.Errorf("the server runs as %d", uid)
	}
	for _, name := range []string{"data", "socket"} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o700 || info.Sys().(*syscall.Stat_t).Uid != uid {
			t.Errorf("%s is %v of %d", name, info.Mode(), info.Sys().(*syscall.Stat_t).Uid)
		}
	}
}

func TestClusterAsOrdinaryUser(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("every other test here does this already: they do not run as root")
	}
	const nobody = 65534
	dir := clusterDir(t)
	program := filepath.Join(dir, "portal.test")
	content, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	home := filepath.Join(dir, "home")
	if err := errors.Join(os.WriteFile(program, content, 0o755), os.Chmod(dir, 0o755),
		os.Mkdir(home, 0o700), os.Chown(home, nobody, nobody)); err != nil {
		t.Fatal(err)
	}
	running := startPortal(t, program, filepath.Join(home, "cluster"), &syscall.Credential{Uid: nobody, Gid: nobody})
	_ = running.input.Close()
	if err := running.command.Wait(); err != nil {
		t.Fatal(err)
	}
	waitGone(t, running.postgres)
}

func TestSecondPortalOnOneDirectory(t *testing.T) {
	dir := clusterDir(t)
	start(t, dir, database.Disposable())
	_, err := database.StartCluster(t.Context(), dir)
	if err == nil || !strings.Contains(err.Error(), "another portal (process "+strconv.Itoa(os.Getpid())+")") {
		t.Fatalf("got %v", err)
	}
}

func TestLongAndOddPaths(t *testing.T) {
	before, _ := filepath.Glob(filepath.Join(os.TempDir(), "portal-pg-*"))
	for _, name := range []string{strings.Repeat("lang/", 30), "met spatie, komma & 'x'"} {
		parent := clusterDir(t)
		if err := os.Chmod(parent, 0o711); err != nil {
			t.Fatal(err)
		}
		cluster := start(t, filepath.Join(parent, name), database.Disposable())
		if err := cluster.CreateDatabase(t.Context(), "portal"); err != nil {
			t.Fatal(err)
		}
		db, err := database.Open(t.Context(), cluster.URL("portal"))
		if err != nil {
			t.Fatal(err)
		}
		db.Close()
		if err := cluster.Stop(); err != nil {
			t.Fatal(err)
		}
	}
	after, _ := filepath.Glob(filepath.Join(os.TempDir(), "portal-pg-*"))
	if len(after) > len(before) {
		t.Errorf("directories for sockets stay behind: %v", after)
	}
}

func TestClosedParentIsNamed(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root hands the server to another account")
	}
	closed := clusterDir(t)
	if err := os.Chmod(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	_, err := database.StartCluster(t.Context(), filepath.Join(closed, "inside"))
	if err == nil || !strings.Contains(err.Error(), "may not enter "+closed+":") {
		t.Fatalf("got %v", err)
	}
}

func TestForeignDirectoryIsLeftAlone(t *testing.T) {
	dir := clusterDir(t)
	if err := os.WriteFile(filepath.Join(dir, "brief.txt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := database.StartCluster(t.Context(), dir); err == nil || !strings.Contains(err.Error(), "brief.txt") {
		t.Fatalf("got %v", err)
	}
}
