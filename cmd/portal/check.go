package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/google/uuid"

	"providerportal/internal/signon"
	"providerportal/storage/database"
	"providerportal/storage/documents"
)

// checkPatience is for one service; a service that is starting gets it whole.
const checkPatience = 30 * time.Second

// CheckCommand is `portal check`.
type CheckCommand struct {
	Live  string `placeholder:"URL" help:"Only ask whether the portal at this address is alive, for a container's health check; self is the one at PORTAL_ADDR."`
	Ready string `placeholder:"URL" help:"Only ask whether the portal at this address can do its work."`
	Settings
}

// A probe tries one service and says in a few words what it saw.
type probe struct {
	name string
	try  func(ctx context.Context) (string, error)
}

// Run prints one line per service and fails when one does not do its work.
func (k *CheckCommand) Run(ctx context.Context, c console) error {
	switch {
	case k.Live != "" && k.Ready != "":
		return usageError{errors.New("--live and --ready: give one")}
	case k.Live != "":
		return askHealth(ctx, k.address(k.Live), "/health/live")
	case k.Ready != "":
		return askHealth(ctx, k.address(k.Ready), "/health/ready")
	}
	if err := k.Settings.Check(); err != nil {
		return err
	}
	var failed []string
	for _, probe := range k.probes() {
		if !probe.report(ctx, c.out) {
			failed = append(failed, probe.name)
		}
	}
	if len(failed) > 0 {
		return fmt.Errorf("%s failed", strings.Join(failed, ", "))
	}
	return nil
}

// address reads "self" as the portal that listens at PORTAL_ADDR on this machine.
func (k *CheckCommand) address(asked string) string {
	if asked != "self" {
		return asked
	}
	host, port, err := net.SplitHostPort(k.Addr)
	if err != nil {
		return "http://" + k.Addr
	}
	if ip := net.ParseIP(host); host == "" || (ip != nil && ip.IsUnspecified()) {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port)
}

func (p probe) report(ctx context.Context, out io.Writer) (ok bool) {
	ctx, cancel := context.WithTimeout(ctx, checkPatience)
	defer cancel()
	seen, err := p.try(ctx)
	if err != nil {
		fmt.Fprintf(out, "%-13s FAILED  %s\n", p.name, oneLine(err.Error()))
		return false
	}
	fmt.Fprintf(out, "%-13s ok      %s\n", p.name, seen)
	return true
}

func (k *CheckCommand) probes() []probe {
	probes := []probe{
		{"database", k.tryDatabase},
		{"object store", k.tryObjectStore},
		{"mail", k.tryMail},
		{"scanner", k.tryScanner},
		{"uploads", k.tryUploads},
	}
	for _, provider := range k.providers {
		probes = append(probes, probe{"sign-on " + provider.Name, func(ctx context.Context) (string, error) {
			address, err := signon.Discover(ctx, provider)
			return "describes itself; people sign in at " + address, err
		}})
	}
	return probes
}

func (k *CheckCommand) tryDatabase(ctx context.Context) (string, error) {
	db, err := database.Open(ctx, k.DatabaseURL)
	if err != nil {
		return "", err
	}
	defer db.Close()
	var serverVersion string
	if err := db.Pool.QueryRow(ctx, "show server_version").Scan(&serverVersion); err != nil {
		return "", err
	}
	pending, err := database.Pending(ctx, k.DatabaseURL)
	if err != nil {
		return "", err
	}
	if len(pending) > 0 {
		return fmt.Sprintf("PostgreSQL %s, %d migrations pending", serverVersion, len(pending)), nil
	}
	return fmt.Sprintf("PostgreSQL %s, schema up to date", serverVersion), nil
}

// tryObjectStore puts, gets and deletes an object.
func (k *CheckCommand) tryObjectStore(ctx context.Context) (string, error) {
	store, err := k.objectStore()
	if err != nil {
		return "", err
	}
	if err := store.Prepare(ctx); err != nil {
		return "", err
	}
	key := "check/" + uuid.NewString()
	put := store.Put(ctx, key, documents.Object{Body: strings.NewReader(key), Size: int64(len(key)), ContentType: "text/plain"})
	get := readBack(ctx, store, key)
	// Also after a failure, so that a check leaves nothing behind.
	remove := store.Delete(ctx, key)
	if err := errors.Join(wrap("put", put), wrap("get", get), wrap("delete", remove)); err != nil {
		return "", err
	}
	seen := fmt.Sprintf("put, get and delete in bucket %s", k.S3Bucket)
	locks, err := store.Locks(ctx)
	switch {
	case err != nil:
		return "", fmt.Errorf("object lock: %w", err)
	case locks:
		return seen + "; object lock: signed agreements cannot be removed", nil
	}
	return seen + "; no object lock: signed agreements are guarded by the portal alone", nil
}

func readBack(ctx context.Context, store documents.Store, key string) error {
	object, err := store.Get(ctx, key)
	if err != nil {
		return err
	}
	defer object.Close()
	content, err := io.ReadAll(io.LimitReader(object, 1<<10))
	if err == nil && !bytes.Equal(content, []byte(key)) {
		err = errors.New("other bytes came back than were sent")
	}
	return err
}

func wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}

func (k *CheckCommand) tryMail(ctx context.Context) (string, error) {
	server, err := k.smtp()
	if err != nil {
		return "", err
	}
	if err := server.Check(ctx); err != nil {
		return "", fmt.Errorf("%s:%s: %w", k.SMTPHost, k.SMTPPort, err)
	}
	seen := fmt.Sprintf("%s:%s, TLS %s", k.SMTPHost, k.SMTPPort, k.SMTPTLS)
	if k.SMTPUser != "" {
		seen += ", signed in"
	}
	return seen, nil
}

func (k *CheckCommand) tryScanner(ctx context.Context) (string, error) {
	scanner := k.scanner()
	switch {
	case scanner == nil:
		return "not configured: uploads are refused", nil
	case k.ScanDisabled.On():
		return "disabled: uploads are accepted without a scan", nil
	}
	if err := scanner.Ready(ctx); err != nil {
		return "", err
	}
	return "clamd answers at " + k.ClamdAddr, nil
}

// tryUploads makes a file where uploads wait.
func (k *CheckCommand) tryUploads(context.Context) (string, error) {
	if err := documents.CheckSpool(k.UploadDir); err != nil {
		return "", err
	}
	return fmt.Sprintf("up to %s MB, waiting in %s", k.UploadMaxMB, cmp.Or(k.UploadDir, os.TempDir())), nil
}

// askHealth asks a running portal, with the little patience of a health check.
func askHealth(ctx context.Context, base, path string) error {
	ctx, cancel := context.WithTimeout(ctx, 4*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimRight(base, "/")+path, nil)
	if err != nil {
		return usageError{err}
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s says %s", request.URL, response.Status)
	}
	return nil
}
