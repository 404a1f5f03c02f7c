package documents_test

import (
	"context"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"providerportal/internal/dbtest"
	"providerportal/internal/s3test"
	"providerportal/storage/database"
	"providerportal/storage/documents"
)

// cutOff takes a database away from everybody until the function it returns is
// called, as a broken machine would.
func cutOff(t *testing.T, db *database.DB) (back func()) {
	t.Helper()
	other, ctx := dbtest.Database(t), context.Background()
	name := db.Pool.Config().ConnConfig.Database
	allow := func(yes bool) {
		statement := fmt.Sprintf("ALTER DATABASE %s ALLOW_CONNECTIONS %t", pgx.Identifier{name}.Sanitize(), yes)
		if _, err := other.Pool.Exec(ctx, statement); err != nil {
			t.Error(err)
		}
	}
	allow(false)
	if _, err := other.Pool.Exec(ctx, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", name); err != nil {
		t.Error(err)
	}
	return func() { allow(true) }
}

// The database goes away before, while or just after the bytes arrive: the visitor
// hears it, and when it is back the sweep leaves nothing behind.
func TestReceiveWhenTheDatabaseIsCut(t *testing.T) {
	const size = 1 << 20
	server := s3test.Start(t)
	for _, at := range []int64{0, size / 2, size} {
		t.Run(fmt.Sprintf("after %d bytes", at), func(t *testing.T) {
			db, ctx := dbtest.Database(t), context.Background()
			vault := smallVault(t, db.Gorm)
			vault.Store = openS3(t, server)
			var back func()
			cut := func() { back = cutOff(t, db) }
			upload := when(at, pdf(size), cut)
			if at == 0 {
				cut()
				upload = pdf(size)
			}
			_, err := vault.Receive(ctx, someone(), "a.pdf", upload)
			wantUnavailable(t, err, "document.store-down")
			back()
			if _, err := vault.Receive(ctx, someone(), "a.pdf", pdf(size)); err != nil {
				t.Fatalf("after it is back: %v", err)
			}
			later(vault, 61*time.Minute)
			if _, err := vault.Sweep(ctx); err != nil {
				t.Fatal(err)
			}
			kept := rows(t, db.Gorm)
			if len(kept) != 1 || kept[0].State != documents.StateStored {
				t.Fatalf("rows: %+v", kept)
			}
			for object := range server.Client().Client.ListObjects(ctx, server.Bucket, versionsOf("documents/")) {
				if object.Key != objectKey(kept[0].ID) {
					t.Errorf("left in the store: %s", object.Key)
				}
			}
			if err := vault.Store.Delete(ctx, objectKey(kept[0].ID)); err != nil {
				t.Error(err)
			}
		})
	}
}

// A neighbour that is only just starting again costs the visitor a moment.
func TestReceiveWaitsForAStoreThatComesBack(t *testing.T) {
	server := s3test.Start(t)
	vault := smallVault(t, dbtest.Tx(t))
	vault.Store, vault.Patience = openS3(t, server), 30*time.Second
	server.Stop()
	back := time.AfterFunc(time.Second, server.Restart)
	defer back.Stop()
	doc := receive(t, vault, pdf(200_000))
	if got, err := content(t, vault, doc); err != nil || len(got) != 200_000 {
		t.Errorf("opened %d bytes, %v", len(got), err)
	}
}

// A scanner that was busy is asked again, about the whole file.
func TestReceiveAsksTheScannerAgain(t *testing.T) {
	vault := smallVault(t, dbtest.Tx(t))
	scanner := &secondTime{}
	vault.Scanner, vault.Patience = scanner, 10*time.Second
	receive(t, vault, pdf(200_000))
	if scanner.read != 200_000 {
		t.Errorf("the scanner saw %d bytes", scanner.read)
	}
}

type secondTime struct {
	documents.NoScanner
	asked bool
	read  int64
}

func (s *secondTime) Scan(_ context.Context, r io.Reader) (err error) {
	if !s.asked {
		s.asked = true
		return errLine
	}
	s.read, err = io.Copy(io.Discard, r)
	return err
}

// A machine that cannot hold the upload says so, and keeps nothing of it.
func TestReceiveWithoutRoom(t *testing.T) {
	db := dbtest.Tx(t)
	vault := smallVault(t, db)
	vault.SpoolDir = "/dev/null"
	_, err := vault.Receive(context.Background(), someone(), "a.pdf", pdf(5000))
	wantUnavailable(t, err, "document.no-room")
	wantNoRows(t, db)
}
