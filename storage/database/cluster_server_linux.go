package database

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"
)

const (
	// startPatience covers recovery after a crash of a well filled database.
	startPatience = 2 * time.Minute
	// longestLog is when the server's log starts anew; one older part is kept.
	longestLog = 1 << 20
)

// server is a running postgres.
type server struct {
	command *exec.Cmd
	done    chan struct{}
}

// startServer returns when the server accepts connections.
func startServer(ctx context.Context, programs binaries, runAs account, dir string, options []string) (*server, error) {
	log, err := openLog(filepath.Join(dir, "postgres.log"))
	if err != nil {
		return nil, fmt.Errorf("open the server's log: %w", err)
	}
	defer func() { _ = log.Close() }() // the server has its own copy
	begin, err := log.Seek(0, 2)
	if err != nil {
		return nil, fmt.Errorf("open the server's log: %w", err)
	}
	data := filepath.Join(dir, "data")
	command := runAs.command(programs.path("postgres"), append([]string{"-D", data}, options...)...)
	command.Dir = dir
	command.Stdout, command.Stderr = log, log
	running, err := launch(command)
	if err != nil {
		return nil, fmt.Errorf("start the server: %w", err)
	}
	if err := running.waitReady(ctx, data); err != nil {
		_ = running.stop(true)
		return nil, fmt.Errorf("start the server: %w%s", err, saidSince(log.Name(), begin))
	}
	return running, nil
}

// launch starts the server so that it gets SIGINT, its fast stop, when this
// process dies. The kernel ties that to the thread, which therefore stays
// reserved until the server has ended.
func launch(command *exec.Cmd) (*server, error) {
	running := &server{command: command, done: make(chan struct{})}
	command.SysProcAttr.Pdeathsig = syscall.SIGINT
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := command.Start()
		started <- err
		if err == nil {
			_ = command.Wait() // how it ended stands in its log
		}
		close(running.done)
	}()
	return running, <-started
}

func (s *server) pid() int { return s.command.Process.Pid }

func (s *server) waitReady(ctx context.Context, data string) error {
	ctx, cancel := context.WithTimeout(ctx, startPatience)
	defer cancel()
	for {
		if file, err := readPidFile(data); err == nil && file.ready && file.pid == s.pid() {
			return nil
		}
		select {
		case <-s.done:
			return errors.New("it ended at once")
		case <-ctx.Done():
			return fmt.Errorf("it did not become ready: %w", ctx.Err())
		case <-time.After(3 * time.Millisecond):
		}
	}
}

// stop ends the server: in order, or at once when its data may be lost.
func (s *server) stop(atOnce bool) error {
	if !atOnce && s.end(syscall.SIGINT, fastPatience) {
		return nil
	}
	if s.end(syscall.SIGQUIT, immediatePatience) {
		return nil
	}
	if s.end(syscall.SIGKILL, immediatePatience) {
		return nil
	}
	return errors.New("the private PostgreSQL server does not end")
}

func (s *server) end(signal syscall.Signal, patience time.Duration) bool {
	_ = s.command.Process.Signal(signal) // an error means that it has ended: seen below
	select {
	case <-s.done:
		return true
	case <-time.After(patience):
		return false
	}
}

// runToEnd runs a program that must not outlive this process; the error holds
// what it said.
func runToEnd(ctx context.Context, command *exec.Cmd) error {
	var said bytes.Buffer
	command.Stdout, command.Stderr = &said, &said
	command.SysProcAttr.Pdeathsig = syscall.SIGKILL
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := command.Start(); err != nil {
		return err
	}
	unwatch := context.AfterFunc(ctx, func() { _ = syscall.Kill(-command.Process.Pid, syscall.SIGKILL) })
	defer unwatch()
	if err := command.Wait(); err != nil {
		return errors.Join(ctx.Err(), fmt.Errorf("%w: %s", err, strings.TrimSpace(said.String())))
	}
	return nil
}

func openLog(path string) (*os.File, error) {
	if info, err := os.Lstat(path); err == nil && info.Size() > longestLog {
		if err := os.Rename(path, path+".old"); err != nil {
			return nil, err
		}
	}
	return os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND|syscall.O_NOFOLLOW, 0o600)
}

// saidSince gives the end of what the server logged during this start.
func saidSince(path string, begin int64) string {
	content, err := os.ReadFile(path)
	if err != nil || int64(len(content)) <= begin {
		return ""
	}
	const longest = 1000
	said := content[begin:]
	said = said[max(0, len(said)-longest):]
	return ": " + strings.TrimSpace(string(said))
}
