package database_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"providerportal/storage/database"
)

// The test program started with this variable is a portal of its own: it runs a
// cluster in the directory named, writes a row and waits to be killed.
const portalVariable = "CLUSTER_TEST_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(portalVariable); dir != "" {
		if err := beAPortal(dir); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func beAPortal(dir string) error {
	ctx := context.Background()
	cluster, err := database.StartCluster(ctx, dir)
	if err != nil {
		return err
	}
	if err := cluster.CreateDatabase(ctx, "portal"); err != nil {
		return err
	}
	conn, err := pgx.Connect(ctx, cluster.URL("portal"))
	if err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, "CREATE TABLE IF NOT EXISTS kept (id int); INSERT INTO kept VALUES (1)"); err != nil {
		return err
	}
	fmt.Println("ready", cluster.PID())
	_, _ = io.Copy(io.Discard, os.Stdin)
	return cluster.Stop()
}

// portal is such a process.
type portal struct {
	command  *exec.Cmd
	input    io.Closer
	postgres int
}

func startPortal(t *testing.T, program, dir string, credential *syscall.Credential) *portal {
	t.Helper()
	command := exec.Command(program)
	command.Dir = "/"
	command.Env = append(os.Environ(), portalVariable+"="+dir)
	command.SysProcAttr = &syscall.SysProcAttr{Credential: credential}
	input, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	output, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	started := &portal{command: command, input: input}
	t.Cleanup(started.kill)
	line, _ := bufio.NewReader(output).ReadString('\n')
	pid, found := strings.CutPrefix(strings.TrimSpace(line), "ready ")
	if !found {
		t.Fatalf("the portal says: %s", line)
	}
	started.postgres, _ = strconv.Atoi(pid)
	return started
}

func (p *portal) kill() {
	_ = p.command.Process.Kill()
	_ = p.command.Wait()
}

func alive(pid int) bool {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err == nil && !strings.Contains(string(status), ") Z ")
}

func waitGone(t *testing.T, pid int) {
	t.Helper()
	for limit := time.Now().Add(10 * time.Second); alive(pid); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(limit) {
			t.Fatalf("process %d still runs", pid)
		}
	}
}
