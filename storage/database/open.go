// Package database opens PostgreSQL for the portal, keeps its schema current
// and, for the demo and the tests, runs a private server.
package database

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
)

const (
	// poolSize holds for an address without pool_max_conns.
	poolSize = 16
	// connectTimeout is for one attempt, startupPatience for all of them.
	connectTimeout  = 5 * time.Second
	startupPatience = 15 * time.Second
)

// limits end what a forgotten deadline would leave behind on the server. An
// address that names one of these settings wins.
var limits = map[string]string{
	"statement_timeout":                   "30s",
	"lock_timeout":                        "10s",
	"idle_in_transaction_session_timeout": "60s",
}

// DB is one pool of connections with two ways in: Gorm for the domain, Pool for
// the job workers and for LISTEN.
type DB struct {
	Gorm *gorm.DB
	Pool *pgxpool.Pool
}

// Open connects to the PostgreSQL server at url, such as
// postgres://user:password@host:5432/portal. A server that is still starting is
// given 15 s; any other failure is returned at once. No error holds the password.
func Open(ctx context.Context, url string) (*DB, error) {
	pool, err := openPool(ctx, url, limits)
	if err != nil {
		return nil, err
	}
	db, err := gorm.Open(postgres.New(postgres.Config{Conn: stdlib.OpenDBFromPool(pool)}), &gorm.Config{
		TranslateError: true,
		Logger:         newLogger(),
		NowFunc:        func() time.Time { return time.Now().UTC() },
	})
	if err != nil {
		pool.Close()
		return nil, fmt.Errorf("open the database: %w", err)
	}
	return &DB{Gorm: db, Pool: pool}, nil
}

// Close ends all connections; it waits for those that are in use.
func (db *DB) Close() { db.Pool.Close() }

// openPool gives a pool that has answered once, with these settings on every session.
func openPool(ctx context.Context, url string, session map[string]string) (*pgxpool.Pool, error) {
	config, err := poolConfig(url, session)
	if err != nil {
		return nil, err
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	if err := waitReady(ctx, pool); err != nil {
		pool.Close()
		return nil, fmt.Errorf("open the database: %w", err)
	}
	return pool, nil
}

// errAddress replaces the parser's own error: that one repeats parts of the
// address, and a password with special characters is the usual mistake.
var errAddress = errors.New("the database address is not valid: expected postgres://user:password@host:port/database, " +
	"with special characters in the password percent-encoded")

func poolConfig(url string, session map[string]string) (*pgxpool.Config, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil || url == "" {
		return nil, errAddress
	}
	if named, err := pgconn.ParseConfig(url); err == nil && named.RuntimeParams["pool_max_conns"] == "" {
		config.MaxConns = poolSize
	}
	config.MaxConnLifetimeJitter = 5 * time.Minute
	connection := config.ConnConfig
	if connection.ConnectTimeout == 0 {
		connection.ConnectTimeout = connectTimeout
	}
	for name, value := range session {
		if _, named := connection.RuntimeParams[name]; !named {
			connection.RuntimeParams[name] = value
		}
	}
	if connection.RuntimeParams["application_name"] == "" {
		connection.RuntimeParams["application_name"] = "portal"
	}
	connection.RuntimeParams["timezone"] = "UTC"
	// Without this a cancelled context leaves the statement running on the server.
	connection.BuildContextWatcherHandler = func(conn *pgconn.PgConn) ctxwatch.Handler {
		return &pgconn.CancelRequestContextWatcherHandler{Conn: conn, DeadlineDelay: 5 * time.Second}
	}
	config.AfterConnect = scanUTC
	return config, nil
}

// scanUTC makes timestamps come back in UTC; pgx gives local time otherwise.
func scanUTC(_ context.Context, conn *pgx.Conn) error {
	moment := &pgtype.Type{
		Name: "timestamptz", OID: pgtype.TimestamptzOID,
		Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC},
	}
	conn.TypeMap().RegisterType(moment)
	conn.TypeMap().RegisterType(&pgtype.Type{
		Name: "_timestamptz", OID: pgtype.TimestamptzArrayOID,
		Codec: &pgtype.ArrayCodec{ElementType: moment},
	})
	return nil
}

// waitReady asks until the server answers, as long as asking again can help.
func waitReady(ctx context.Context, pool *pgxpool.Pool) error {
	ctx, cancel := context.WithTimeout(ctx, startupPatience)
	defer cancel()
	var last error
	for pause := 50 * time.Millisecond; ; pause = min(2*pause, time.Second) {
		err := pool.Ping(ctx)
		if err == nil {
			return nil
		}
		if last == nil || ctx.Err() == nil {
			last = err
		}
		if !worthRetrying(err) {
			return last
		}
		select {
		case <-ctx.Done():
			return last
		case <-time.After(pause):
		}
	}
}

// worthRetrying reports whether the server may answer in a moment: it is not
// reachable yet, starting, stopping, or full. A refusal of the account or an
// unknown database stays what it is.
func worthRetrying(err error) bool {
	var refusal *pgconn.PgError
	if !errors.As(err, &refusal) {
		return true
	}
	switch refusal.Code {
	case "57P01", "57P02", "57P03", "53300": // admin shutdown, crash shutdown, cannot connect now, too many connections
		return true
	}
	return false
}
