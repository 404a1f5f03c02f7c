package database

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// patience per step when a server is asked to end.
const (
	fastPatience      = 10 * time.Second
	immediatePatience = 5 * time.Second
)

// clearPredecessor ends what a killed portal left running on this data and
// removes its pid file. The caller holds the lock, so no living portal owns it.
func clearPredecessor(ctx context.Context, dataDir string) error {
	left, err := readPidFile(dataDir)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for step, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGQUIT, syscall.SIGKILL} {
		patience := immediatePatience
		if step == 0 {
			patience = fastPatience
		}
		ended, err := endAll(ctx, dataDir, left.pid, signal, patience)
		if err != nil {
			return err
		}
		if ended {
			removeSocketDir(filepath.Dir(dataDir), left.socketDir)
			return removePidFile(dataDir)
		}
	}
	return errors.New("a server that an earlier portal left behind does not end")
}

// removePidFile removes a pid file that nobody stands behind any more: its number
// may belong to another program by now, and then the server would refuse to start.
func removePidFile(dataDir string) error {
	err := os.Remove(filepath.Join(dataDir, "postmaster.pid"))
	if errors.Is(err, os.ErrNotExist) {
		return nil // the predecessor ended in order after all
	}
	if err == nil {
		slog.Warn("the database was not stopped in order, it recovers now", "directory", dataDir)
	}
	return err
}

// endAll signals the server of this data and waits; it reports whether all its
// processes are gone. Only the server itself is asked politely, since it tells
// its workers; the last step goes to all of them.
func endAll(ctx context.Context, dataDir string, server int, signal syscall.Signal, patience time.Duration) (bool, error) {
	for _, pid := range processesIn(dataDir) {
		if pid == server || signal == syscall.SIGKILL {
			_ = syscall.Kill(pid, signal) // it may have ended meanwhile
		}
	}
	limit := time.Now().Add(patience)
	for len(processesIn(dataDir)) > 0 {
		if time.Now().After(limit) {
			return false, nil
		}
		select {
		case <-ctx.Done():
			return false, fmt.Errorf("wait for the server of an earlier portal: %w", ctx.Err())
		case <-time.After(10 * time.Millisecond):
		}
	}
	return true, nil
}

// processesIn gives the postgres processes that work in the data directory: a
// server and its workers do; a program that got the number in an old pid file
// does not.
func processesIn(dataDir string) []int {
	resolved, err := filepath.EvalSymlinks(dataDir)
	if err != nil {
		return nil
	}
	links, _ := filepath.Glob("/proc/[0-9]*/cwd") // the only error is a malformed pattern
	var pids []int
	for _, link := range links {
		target, err := os.Readlink(link)
		if err != nil || target != resolved {
			continue
		}
		program, err := os.Readlink(filepath.Join(filepath.Dir(link), "exe"))
		if err != nil || !strings.HasPrefix(filepath.Base(program), "postgres") {
			continue // somebody's shell, for instance
		}
		if pid, err := strconv.Atoi(filepath.Base(filepath.Dir(link))); err == nil {
			pids = append(pids, pid)
		}
	}
	return pids
}

// pidFile is what a server writes about itself in postmaster.pid.
type pidFile struct {
	pid       int
	socketDir string
	ready     bool
}

func readPidFile(dataDir string) (pidFile, error) {
	content, err := os.ReadFile(filepath.Join(dataDir, "postmaster.pid"))
	if err != nil {
		return pidFile{}, err
	}
	// Lines: pid, data directory, start, port, socket directory, listen address, memory key, status.
	lines := strings.Split(string(content), "\n")
	var file pidFile
	file.pid, _ = strconv.Atoi(strings.TrimSpace(lines[0])) // an empty file was cut off: nobody stands behind it
	if len(lines) > 4 {
		file.socketDir = strings.TrimSpace(lines[4])
	}
	file.ready = len(lines) > 7 && strings.TrimSpace(lines[7]) == "ready"
	return file, nil
}
