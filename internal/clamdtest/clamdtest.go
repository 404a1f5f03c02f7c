// Package clamdtest gives tests a real clamd that knows one virus, the EICAR
// test file. A test that needs it fails when clamd is not installed.
package clamdtest

import (
	"encoding/hex"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"providerportal/internal/proctest"
)

// StreamMaxBytes is the longest stream that the daemon takes.
const StreamMaxBytes = 30 << 20

const nobody = 65534

// Daemon is a running clamd.
type Daemon struct {
	Addr    string // unix:/path/to/socket
	TCPAddr string // host:port of the same daemon

	process *proctest.Process
}

// Stop kills the daemon, as a broken machine would.
func (d *Daemon) Stop() { d.process.Kill() }

// EICAR is the harmless file that every scanner must call a virus. It is put
// together here so that no scanner objects to this source file.
func EICAR() []byte {
	return []byte(`X5O!P%@AP[4\PZX54(P^)7CC)7}$` + "EICAR-STANDARD-ANTIVIRUS-" + `TEST-FILE!$H+H*`)
}

// Start runs clamd until the end of the test, as an unprivileged account when
// the test runs as root.
func Start(t testing.TB) *Daemon {
	t.Helper()
	program, dir := find(t), directory(t)
	daemon := &Daemon{Addr: "unix:" + filepath.Join(dir, "socket"), TCPAddr: proctest.FreeAddress(t)}
	host, port, _ := net.SplitHostPort(daemon.TCPAddr)
	write(t, filepath.Join(dir, "portal.ndb"), "Portal.Eicar.Test:0:*:"+hex.EncodeToString(EICAR())+"\n")
	write(t, filepath.Join(dir, "clamd.conf"), strings.Join([]string{
		"Foreground yes",
		"DatabaseDirectory " + dir,
		"TemporaryDirectory " + dir,
		"LocalSocket " + filepath.Join(dir, "socket"),
		"TCPAddr " + host,
		"TCPSocket " + port,
		fmt.Sprintf("StreamMaxLength %d", StreamMaxBytes),
	}, "\n")+"\n")
	var account *syscall.Credential
	if os.Geteuid() == 0 {
		account = &syscall.Credential{Uid: nobody, Gid: nobody}
	}
	daemon.process = proctest.StartAs(t, account, program, "--config-file", filepath.Join(dir, "clamd.conf"))
	daemon.process.WaitUntil(t, 30*time.Second, func() error {
		conn, err := net.Dial("tcp", daemon.TCPAddr)
		if err != nil {
			return err
		}
		return conn.Close()
	})
	return daemon
}

func find(t testing.TB) string {
	t.Helper()
	for _, name := range []string{"clamd", "/usr/sbin/clamd", "/usr/local/sbin/clamd"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("clamd is not installed: apt-get install clamav-daemon")
	return ""
}

// directory is not t.TempDir: its parents are closed to the other account and
// its name can be too long for a socket.
func directory(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "clamd")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if os.Geteuid() == 0 {
		if err := os.Chown(dir, nobody, nobody); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
