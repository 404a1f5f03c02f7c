package database

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// account is who runs the server: PostgreSQL refuses to run as root.
type account struct {
	name string
	uid  uint32
	gid  uint32
	drop bool // this process is root and must become the account
}

// chooseAccount gives this process's own account or, for root, the owner of the
// data when there is data, else postgres, else nobody.
func chooseAccount(dataDir string) (account, error) {
	uid := os.Geteuid()
	info, err := os.Stat(dataDir)
	exists := err == nil
	if uid != 0 {
		if exists && int(owner(info).Uid) != uid {
			return account{}, fmt.Errorf("the data belongs to %s, start the portal as that account or as root, or choose another directory",
				userName(owner(info).Uid))
		}
		return account{name: userName(uint32(uid)), uid: uint32(uid), gid: uint32(os.Getegid())}, nil
	}
	if exists && owner(info).Uid != 0 {
		return account{name: userName(owner(info).Uid), uid: owner(info).Uid, gid: owner(info).Gid, drop: true}, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		if found, err := user.Lookup(name); err == nil {
			uid, errUID := strconv.ParseUint(found.Uid, 10, 32)
			gid, errGID := strconv.ParseUint(found.Gid, 10, 32)
			if errUID == nil && errGID == nil && uid != 0 {
				return account{name: name, uid: uint32(uid), gid: uint32(gid), drop: true}, nil
			}
		}
	}
	return account{}, errors.New("PostgreSQL does not run as root, and there is no account postgres or nobody to run it as")
}

// command makes a program run as the account, in its own process group so that
// Ctrl-C reaches only the portal, and without settings from the environment.
func (a account) command(program string, args ...string) *exec.Cmd {
	command := exec.Command(program, args...)
	command.Dir = "/" // the account may not be able to enter where we are
	command.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C.UTF-8", "TZ=UTC"}
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if a.drop {
		command.SysProcAttr.Credential = &syscall.Credential{Uid: a.uid, Gid: a.gid}
	}
	return command
}

// own gives a path to the account.
func (a account) own(path string) error {
	if !a.drop {
		return nil
	}
	return os.Chown(path, int(a.uid), int(a.gid))
}

// probe finds out by trying whether the account can enter dir and run PostgreSQL.
func (a account) probe(ctx context.Context, programs binaries, dir string) error {
	command := a.command(programs.path("postgres"), "-V")
	command.Dir = dir
	err := runToEnd(ctx, command)
	if err == nil || ctx.Err() != nil {
		return ctx.Err()
	}
	if closed := a.closedParent(dir); closed != "" {
		return fmt.Errorf("account %s, which runs PostgreSQL, may not enter %s: run chmod o+x on it, or choose a directory elsewhere such as under /var/lib",
			a.name, closed)
	}
	return fmt.Errorf("account %s cannot run %s: %w", a.name, programs.path("postgres"), err)
}

// closedParent names the first directory on the way to dir that the account may
// not search, going by the permission bits; empty when there is none.
func (a account) closedParent(dir string) string {
	path := "/"
	for _, part := range append([]string{""}, strings.Split(strings.Trim(dir, "/"), "/")...) {
		path = filepath.Join(path, part)
		info, err := os.Stat(path)
		if err != nil {
			return path
		}
		search := os.FileMode(0o001)
		switch {
		case owner(info).Uid == a.uid:
			search = 0o100
		case owner(info).Gid == a.gid:
			search = 0o010
		}
		if info.Mode()&search == 0 {
			return path
		}
	}
	return ""
}

func owner(info os.FileInfo) *syscall.Stat_t { return info.Sys().(*syscall.Stat_t) }

func userName(uid uint32) string {
	id := strconv.FormatUint(uint64(uid), 10)
	if found, err := user.LookupId(id); err == nil {
		return found.Username
	}
	return "with number " + id
}
