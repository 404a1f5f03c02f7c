package dbtest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"syscall"

	"providerportal/storage/database"
)

// startPrivate runs a server in a temporary directory for this process.
func startPrivate(ctx context.Context) (func(name string) string, error) {
	dir, err := os.MkdirTemp("", "portal-test-")
	if err != nil {
		return nil, err
	}
	if err := removeAfterwards(dir); err != nil {
		return nil, err
	}
	cluster, err := database.StartCluster(ctx, dir, database.Disposable())
	if err != nil {
		return nil, err
	}
	return cluster.URL, nil
}

// afterwards waits until its input ends, which the kernel does when the test
// process is gone in whatever way, and then removes the server's directory. The
// server gets its own signal at that moment; here it is only hurried.
const afterwards = `
cat >/dev/null
pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null)
if [ -n "$pid" ]; then
	kill -QUIT "$pid" 2>/dev/null
	tries=0
	while kill -0 "$pid" 2>/dev/null && [ -e "$1/data/postmaster.pid" ] && [ $tries -lt 500 ]; do sleep 0.02; tries=$((tries + 1)); done
fi
rm -rf "$1" || { sleep 1; rm -rf "$1"; }
`

// input is kept reachable: were it collected, it would be closed too early.
var input *os.File //nolint:unused // holding it is its use

// removeAfterwards leaves a small program behind that outlives this process by
// a moment, since a test process may end without running anything of ours.
func removeAfterwards(dir string) error {
	reader, writer, err := os.Pipe()
	if err != nil {
		return err
	}
	defer func() { _ = reader.Close() }() // the program has its own copy
	input = writer
	command := exec.Command("/bin/sh", "-c", afterwards, "sh", dir)
	command.Dir = "/"
	command.Stdin = reader
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // Ctrl-C must not end it
	if err := command.Start(); err != nil {
		return fmt.Errorf("watch over the server's directory: %w", err)
	}
	return nil
}
