package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"strings"
	"time"

	"providerportal/cmd/portal/wire"
	"providerportal/internal/account"
	"providerportal/internal/jobs"
	"providerportal/portal"
	"providerportal/storage/database"
	"providerportal/storage/documents"
)

// ServeCommand is `portal serve`.
type ServeCommand struct {
	NoJobs   bool `help:"Serve the website only; another instance does the jobs."`
	OnlyJobs bool `help:"Do the jobs only; other instances serve the website."`
	Settings
}

// Run checks the settings, brings the schema up to date and works until it is
// told to stop.
func (s *ServeCommand) Run(ctx context.Context, c console) error {
	if s.NoJobs && s.OnlyJobs {
		return usageError{errors.New("--no-jobs and --only-jobs: give one")}
	}
	if err := s.Settings.Check(); err != nil {
		return err
	}
	slog.SetDefault(s.logger())
	for _, warning := range s.Warnings() {
		slog.Warn(warning)
	}
	if err := database.Migrate(ctx, s.DatabaseURL); err != nil {
		return err
	}
	db, err := database.Open(ctx, s.DatabaseURL)
	if err != nil {
		return err
	}
	defer db.Close()
	r, err := s.assemble(ctx, db)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "portal is ready on %s\n", s.BaseURL)
	return r.until(ctx)
}

func (s *ServeCommand) assemble(ctx context.Context, db *database.DB) (*running, error) {
	store, err := s.objectStore()
	if err != nil {
		return nil, err
	}
	if err := store.Prepare(ctx); err != nil {
		return nil, fmt.Errorf("object store: %w", err)
	}
	if err := documents.CheckSpool(s.UploadDir); err != nil {
		return nil, fmt.Errorf("UPLOAD_DIR: %w", err)
	}
	inserter, err := jobs.Insert()
	if err != nil {
		return nil, err
	}
	domain, err := wire.Build(ctx, wire.Parts{
		DB: db.Gorm, Now: time.Now, BaseURL: s.baseURL(), Store: store, Scanner: s.scanner(),
		MaxUpload: s.maxUpload(), SpoolDir: s.UploadDir, Patience: uploadPatience, Jobs: inserter, SignOn: s.providers, ActLevel: account.Level(s.ActLevel), Secret: []byte(s.Secret),
		HookNetworks: s.networks(),
	})
	if err != nil {
		return nil, err
	}
	r := &running{db: db, domain: domain, from: s.sender(), log: slog.Default()}
	if !s.NoJobs {
		if r.transport, err = s.smtp(); err != nil {
			return nil, err
		}
	}
	if !s.OnlyJobs {
		if r.web, err = s.website(r); err != nil {
			return nil, err
		}
	}
	r.listener, err = net.Listen("tcp", s.Addr)
	return r, err
}

// uploadPatience is how long an upload waits for an object store or scanner that
// is just starting again; after that the visitor is told.
const uploadPatience = 15 * time.Second

func (s *ServeCommand) website(r *running) (*portal.Server, error) {
	theme, err := s.theme()
	if err != nil {
		return nil, err
	}
	return portal.New(portal.Config{
		BaseURL: s.baseURL(), Secret: []byte(s.Secret), Office: r.domain.Office,
		Theme: theme, ThemeClass: s.ThemeClass, TrustedProxies: s.TrustedProxies, MaxUpload: s.maxUpload(),
		SecurityContact: s.SecurityContact,
	}, services(r.domain, r.db, nil), r.log)
}

func (s *WebSettings) baseURL() string { return strings.TrimRight(s.BaseURL, "/") }

// theme reads the stylesheet of a municipality's theme, when there is one.
func (s *ThemeSettings) theme() ([]byte, error) {
	if s.ThemeCSS == "" {
		return nil, nil
	}
	return os.ReadFile(s.ThemeCSS)
}
