package database

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

const lockName = "cluster.lock"

// prepareFolder makes dir, or checks that it is ours. Root keeps the directory
// itself and lets the server's account only pass through to what is its own.
func prepareFolder(dir string, runAs account) error {
	mode := os.FileMode(0o700)
	if runAs.drop {
		mode = 0o711
	}
	if err := os.MkdirAll(dir, mode); err != nil {
		return fmt.Errorf("make the directory: %w", err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("read the directory: %w", err)
	}
	entries = slices.DeleteFunc(entries, func(entry os.DirEntry) bool { return entry.Name() == "lost+found" })
	if _, err := os.Lstat(filepath.Join(dir, lockName)); err != nil && len(entries) > 0 {
		return fmt.Errorf("the directory holds other files (%s) and no cluster: choose an empty or new directory", entries[0].Name())
	}
	info, err := os.Stat(dir)
	if err != nil {
		return err
	}
	if info.Mode().Perm() != mode {
		if err := os.Chmod(dir, mode); err != nil {
			return fmt.Errorf("set the permissions of the directory: %w", err)
		}
	}
	return nil
}

// lockFolder takes dir for this process. The kernel frees it when the process
// ends, however it ends.
func lockFolder(dir string) (*os.File, error) {
	file, err := os.OpenFile(filepath.Join(dir, lockName), os.O_RDWR|os.O_CREATE|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, fmt.Errorf("take the directory: %w", err)
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		holder := make([]byte, 20)
		n, _ := file.ReadAt(holder, 0) // the end of the file counts as an error here
		_ = file.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, fmt.Errorf("another portal (process %s) uses this directory: stop it first or choose another directory",
				strings.TrimSpace(string(holder[:n])))
		}
		return nil, fmt.Errorf("take the directory: %w", err)
	}
	// For the message above only; the lock itself does not depend on it.
	_ = file.Truncate(0)
	_, _ = file.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	return file, nil
}

// createData makes the data directory under another name first, so that a
// start that is cut off never leaves half a cluster behind.
func createData(ctx context.Context, programs binaries, runAs account, dir string, settings clusterSettings) error {
	data := filepath.Join(dir, "data")
	if _, err := os.Stat(data); err == nil {
		return nil
	}
	unfinished, _ := filepath.Glob(filepath.Join(dir, "initdb-*")) // the only error is a malformed pattern
	for _, left := range unfinished {
		if err := os.RemoveAll(left); err != nil {
			return fmt.Errorf("remove what an earlier start left: %w", err)
		}
	}
	fresh, err := os.MkdirTemp(dir, "initdb-")
	if err != nil {
		return err
	}
	if err := runAs.own(fresh); err != nil {
		return fmt.Errorf("give the data directory to account %s: %w", runAs.name, err)
	}
	args := []string{
		"-D", fresh, "-U", clusterUser, "--auth=trust", // who can enter the socket's directory is trusted
		"--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions",
	}
	if settings.disposable {
		args = append(args, "--no-sync")
	}
	if err := runToEnd(ctx, runAs.command(programs.path("initdb"), args...)); err != nil {
		return fmt.Errorf("make the data directory: %w", err)
	}
	if err := os.Rename(fresh, data); err != nil {
		return fmt.Errorf("make the data directory: %w", err)
	}
	return syncFolder(dir)
}

func syncFolder(dir string) error {
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

const (
	socketName = ".s.PGSQL.5432"
	// longestSocket is what fits in the kernel's address of a socket.
	longestSocket = 107
	shortPrefix   = "portal-pg-"
)

// plainPath matches what needs no quoting in the server's list of directories.
var plainPath = regexp.MustCompile(`^[A-Za-z0-9/._-]+$`)

// makeSocketDir gives a directory for the socket that only the server's account
// can enter: in dir, or a short one elsewhere when the path would not fit. No
// server of this directory runs any more.
func makeSocketDir(dir string, runAs account) (string, error) {
	socketDir := filepath.Join(dir, "socket")
	if fitsSocket(socketDir) {
		if err := os.Mkdir(socketDir, 0o700); err != nil && !errors.Is(err, os.ErrExist) {
			return "", fmt.Errorf("make the directory for the socket: %w", err)
		}
	} else {
		parent := os.TempDir()
		if !fitsSocket(filepath.Join(parent, shortPrefix+"0123456789")) || runAs.closedParent(parent) != "" {
			parent = "/tmp"
		}
		short, err := os.MkdirTemp(parent, shortPrefix)
		if err != nil {
			return "", fmt.Errorf("make a short directory for the socket: %w", err)
		}
		socketDir = short
	}
	// A killed server leaves these behind, and the next one refuses to start when
	// the number in the lock belongs to some other process by now.
	for _, left := range []string{socketName, socketName + ".lock"} {
		if err := os.Remove(filepath.Join(socketDir, left)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return "", fmt.Errorf("remove the socket of an earlier server: %w", err)
		}
	}
	if err := errors.Join(os.Chmod(socketDir, 0o700), runAs.own(socketDir)); err != nil {
		return "", fmt.Errorf("give the directory for the socket to account %s: %w", runAs.name, err)
	}
	return socketDir, nil
}

func fitsSocket(socketDir string) bool {
	return len(filepath.Join(socketDir, socketName)) <= longestSocket && plainPath.MatchString(socketDir)
}

// removeSocketDir removes a short directory that was made outside dir.
func removeSocketDir(dir, socketDir string) {
	if filepath.Dir(socketDir) != dir && strings.HasPrefix(filepath.Base(socketDir), shortPrefix) {
		_ = os.RemoveAll(socketDir) // worth an attempt; an empty directory under /tmp harms nobody
	}
}
