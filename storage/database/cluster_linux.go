package database

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Cluster is a private PostgreSQL server: it listens on a socket in a directory
// that only its own account may enter, never on the network. It ends with this
// process, however this process ends.
//
//	DIR/cluster.lock  held while a portal uses DIR
//	DIR/data          the data directory, owned by the account of the server
//	DIR/socket        the socket, or a short directory elsewhere when DIR is too long
//	DIR/postgres.log  what the server says
type Cluster struct {
	dir       string
	socketDir string
	lock      *os.File
	server    *server
	stop      func() error
}

// StartCluster runs PostgreSQL on the data in dir and makes that data first when
// dir is new or empty. It recovers what a killed predecessor left, and refuses
// when another portal uses dir. When this process is root the server runs as
// postgres or nobody. The data is durable unless Disposable is given.
func StartCluster(ctx context.Context, dir string, options ...ClusterOption) (*Cluster, error) {
	var settings clusterSettings
	for _, option := range options {
		option(&settings)
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("private PostgreSQL: %w", err)
	}
	cluster, err := startCluster(ctx, dir, settings)
	if err != nil {
		return nil, fmt.Errorf("private PostgreSQL in %s: %w", dir, err)
	}
	return cluster, nil
}

func startCluster(ctx context.Context, dir string, settings clusterSettings) (_ *Cluster, err error) {
	dataDir := filepath.Join(dir, "data")
	runAs, err := chooseAccount(dataDir)
	if err != nil {
		return nil, err
	}
	programs, err := findBinaries(dataMajor(dataDir))
	if err != nil {
		return nil, err
	}
	if err := prepareFolder(dir, runAs); err != nil {
		return nil, err
	}
	lock, err := lockFolder(dir)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_ = lock.Close()
		}
	}()
	if err := runAs.probe(ctx, programs, dir); err != nil {
		return nil, err
	}
	if err := clearPredecessor(ctx, dataDir); err != nil {
		return nil, err
	}
	if err := createData(ctx, programs, runAs, dir, settings); err != nil {
		return nil, err
	}
	socketDir, err := makeSocketDir(dir, runAs)
	if err != nil {
		return nil, err
	}
	running, err := startServer(ctx, programs, runAs, dir, settings.serverOptions(socketDir))
	if err != nil {
		removeSocketDir(dir, socketDir)
		return nil, err
	}
	cluster := &Cluster{dir: dir, socketDir: socketDir, lock: lock, server: running}
	cluster.stop = sync.OnceValue(func() error { return cluster.shutDown(settings.disposable) })
	return cluster, nil
}

// URL gives the address of one database of the cluster, for Open.
func (c *Cluster) URL(name string) string {
	address := url.URL{Scheme: "postgres", User: url.User(clusterUser), Path: "/" + name}
	address.RawQuery = url.Values{"host": {c.socketDir}, "port": {"5432"}, "sslmode": {"disable"}}.Encode()
	return address.String()
}

// CreateDatabase makes a database unless it exists.
func (c *Cluster) CreateDatabase(ctx context.Context, name string) error {
	conn, err := pgx.Connect(ctx, c.URL("postgres"))
	if err != nil {
		return fmt.Errorf("create database %s: %w", name, err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	var exists bool
	err = conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", name).Scan(&exists)
	if err != nil || exists {
		return err
	}
	_, err = conn.Exec(ctx, "CREATE DATABASE "+pgx.Identifier{name}.Sanitize())
	var refusal *pgconn.PgError
	if errors.As(err, &refusal) && (refusal.Code == "42P04" || refusal.Code == "23505") {
		return nil // somebody else made it meanwhile
	}
	return err
}

// Done is closed when the server has ended, asked or not.
func (c *Cluster) Done() <-chan struct{} { return c.server.done }

// PID is the process of the server.
func (c *Cluster) PID() int { return c.server.pid() }

// Stop ends the server and frees the directory; the data stays. Calling it
// again gives the same answer.
func (c *Cluster) Stop() error { return c.stop() }

func (c *Cluster) shutDown(disposable bool) error {
	err := c.server.stop(disposable)
	removeSocketDir(c.dir, c.socketDir)
	return errors.Join(err, c.lock.Close())
}

// dataMajor gives the version that made the data, 0 when there is none yet.
func dataMajor(dataDir string) int {
	content, err := os.ReadFile(filepath.Join(dataDir, "PG_VERSION"))
	if err != nil {
		return 0
	}
	major, _ := strconv.Atoi(strings.TrimSpace(string(content))) // 0 leads to the newest, whose error is clear
	return major
}
