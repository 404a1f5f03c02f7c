// Package proctest runs the outside programs that tests need and makes sure
// that none of them outlives the test process.
package proctest

import (
	"bytes"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
	"testing"
	"time"
)

// Process is a program started by a test.
type Process struct {
	command *exec.Cmd
	output  log
	ended   chan struct{}
}

// Start runs the program. It is killed at the end of the test, and by the
// kernel when the test process dies.
func Start(t testing.TB, program string, args ...string) *Process {
	t.Helper()
	return StartAs(t, nil, program, args...)
}

// StartAs is Start under another account; nil keeps the account of the test.
func StartAs(t testing.TB, account *syscall.Credential, program string, args ...string) *Process {
	t.Helper()
	process := &Process{command: exec.Command(program, args...), ended: make(chan struct{})}
	process.command.Stdout, process.command.Stderr = &process.output, &process.output
	process.command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Credential: account}
	started := make(chan error)
	go func() {
		// Pdeathsig fires when the thread that started the program ends, so
		// this thread must live as long as the program.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := process.command.Start()
		started <- err
		if err == nil {
			_ = process.command.Wait()
			close(process.ended)
		}
	}()
	if err := <-started; err != nil {
		t.Fatalf("start %s: %v", program, err)
	}
	t.Cleanup(process.Kill)
	return process
}

// Kill ends the program at once and waits until it is gone.
func (p *Process) Kill() {
	_ = p.command.Process.Kill()
	<-p.ended
}

// WaitUntil tries ready until it gives no error. The test fails with the
// program's own output when the program ends or the time is over.
func (p *Process) WaitUntil(t testing.TB, limit time.Duration, ready func() error) {
	t.Helper()
	var err error
	for deadline := time.Now().Add(limit); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if err = ready(); err == nil {
			return
		}
		select {
		case <-p.ended:
			t.Fatalf("%s ended: %v\n%s", p.command.Path, err, p.output.String())
		default:
		}
	}
	t.Fatalf("%s not ready within %v: %v\n%s", p.command.Path, limit, err, p.output.String())
}

// FreeAddress gives a loopback host:port on which nothing listens.
func FreeAddress(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// Tool finds a program that "make tools" installs: in $PORTAL_TOOLS, in
// .tools/bin of the module, or on the PATH. The test fails when it is nowhere.
func Tool(t testing.TB, name string) string {
	t.Helper()
	for _, dir := range []string{os.Getenv("PORTAL_TOOLS"), filepath.Join(moduleRoot(), ".tools", "bin")} {
		if path, err := exec.LookPath(filepath.Join(dir, name)); dir != "" && err == nil {
			return path
		}
	}
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("%s is not installed: run make tools", name)
	}
	return path
}

func moduleRoot() string {
	dir, err := os.Getwd()
	for err == nil && dir != "/" {
		if _, missing := os.Stat(filepath.Join(dir, "go.mod")); missing == nil {
			return dir
		}
		dir = filepath.Dir(dir)
	}
	return ""
}

// log keeps what the program wrote; the program writes while the test reads.
type log struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

func (l *log) Write(p []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.text.Write(p)
}

func (l *log) String() string {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.text.String()
}
