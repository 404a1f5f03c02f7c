package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"time"

	"providerportal/cmd/portal/wire"
	"providerportal/internal/jobs"
	"providerportal/internal/mail"
	"providerportal/portal"
	"providerportal/storage/database"
	"providerportal/storage/documents"
)

// DemoCommand is `portal demo`.
type DemoCommand struct {
	Addr        string `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where to listen; only a loopback address."`
	Data        string `placeholder:"DIR" help:"Keep the data here; without it everything is removed at the end."`
	Providers   int    `default:"24" help:"How many sample providers."`
	DatabaseURL string `env:"DATABASE_URL" placeholder:"URL" help:"Use this PostgreSQL instead of a private one."`
}

// Run starts everything on this machine and works until it is told to stop.
func (d *DemoCommand) Run(ctx context.Context, c console) (err error) {
	if err := loopbackOnly(d.Addr); err != nil {
		return err
	}
	folder, clear, err := d.folder()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, clear()) }()
	address, stop, err := d.postgres(ctx, folder)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	if d.DatabaseURL != "" {
		if err := demoMayUse(ctx, address); err != nil {
			return err
		}
	}
	if err := database.Migrate(ctx, address); err != nil {
		return err
	}
	db, err := database.Open(ctx, address)
	if err != nil {
		return err
	}
	defer db.Close()
	r, err := d.assemble(ctx, db, folder)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "portal is ready on %s\n", demoURL(r.listener.Addr()))
	fmt.Fprintf(c.out, "sign in with one click: %s/demo — mail: %[1]s/demo/mail\n", demoURL(r.listener.Addr()))
	return r.until(ctx)
}

// loopbackOnly refuses an address that others on the network could reach: the
// demo signs anybody in.
func loopbackOnly(address string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return usageError{fmt.Errorf("--addr: %w", err)}
	}
	ip := net.ParseIP(host)
	if host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return usageError{fmt.Errorf("--addr: the demo listens on a loopback address only, such as 127.0.0.1:8080")}
	}
	return nil
}

// demoURL is the address that people type. It has the name localhost where that
// leads to the listener, because browsers know passkeys for names only.
func demoURL(listening net.Addr) string {
	host, port, err := net.SplitHostPort(listening.String())
	if err == nil && (host == "127.0.0.1" || host == "::1") {
		return "http://localhost:" + port
	}
	return "http://" + listening.String()
}

// folder gives where the demo keeps its data, and what removes it at the end:
// only a temporary folder goes. PostgreSQL may run under another account, so the
// folder can be entered by others; what lies in it guards itself.
func (d *DemoCommand) folder() (path string, clear func() error, err error) {
	if d.Data != "" {
		path, err = filepath.Abs(d.Data)
		if err != nil {
			return "", nil, err
		}
		return path, func() error { return nil }, os.MkdirAll(path, 0o711)
	}
	path, err = os.MkdirTemp("", "portal-demo-")
	if err != nil {
		return "", nil, err
	}
	return path, func() error { return os.RemoveAll(path) }, os.Chmod(path, 0o711)
}

// postgres gives the address of the database, and what stops its server.
func (d *DemoCommand) postgres(ctx context.Context, folder string) (address string, stop func() error, err error) {
	if d.DatabaseURL != "" {
		return d.DatabaseURL, func() error { return nil }, nil
	}
	cluster, err := database.StartCluster(ctx, filepath.Join(folder, "postgres"))
	if err != nil {
		return "", nil, err
	}
	if err := cluster.CreateDatabase(ctx, "portal"); err != nil {
		return "", nil, errors.Join(err, cluster.Stop())
	}
	return cluster.URL("portal"), cluster.Stop, nil
}

func (d *DemoCommand) assemble(ctx context.Context, db *database.DB, folder string) (*running, error) {
	listener, err := net.Listen("tcp", d.Addr)
	if err != nil {
		return nil, err
	}
	store, err := documents.OpenLocal(filepath.Join(folder, "documents"))
	if err != nil {
		return nil, err
	}
	inserter, err := jobs.Insert()
	if err != nil {
		return nil, err
	}
	secret, err := demoSecret(filepath.Join(folder, "secret"))
	if err != nil {
		return nil, err
	}
	baseURL := demoURL(listener.Addr())
	parts := wire.Parts{
		DB: db.Gorm, Now: time.Now, BaseURL: baseURL, Store: store, Scanner: documents.NoScanner{},
		MaxUpload: documents.DefaultMaxBytes, Jobs: inserter, Secret: secret, LocalHooks: true,
	}
	people, err := seed(ctx, parts, d.Providers)
	if err != nil {
		return nil, fmt.Errorf("sample data: %w", err)
	}
	domain, err := wire.Build(ctx, parts)
	if err != nil {
		return nil, err
	}
	if err := moveHook(ctx, domain, db, baseURL); err != nil {
		return nil, err
	}
	mailbox := mail.Directory{Path: filepath.Join(folder, "mail")}
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	web, err := portal.New(portal.Config{
		BaseURL: baseURL, Secret: secret, Office: domain.Office, MaxUpload: documents.DefaultMaxBytes,
	}, services(domain, db, &portal.Demo{People: people, Mailbox: &mailbox}), log)
	return &running{
		db: db, domain: domain, transport: mailbox, web: web, listener: listener, log: log,
		from: mail.Sender{Name: domain.Office.Name, Address: "portaal@mgr.example"},
	}, err
}
